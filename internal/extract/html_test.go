package extract_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
)

// latin writes characters below 256 as one byte each.
func latin(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

// A page that is plainly the document is kept whole, whatever made it.
func TestPagesThatAreTheDocument(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"word": {
			`<html xmlns:v="urn:schemas-microsoft-com:vml"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15 (filtered)"><style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=VI><div class=WordSection1><table class=MsoTableGrid border=0><tr><td width=200><p class=MsoNormal align=center>ỦY BAN NHÂN DÂN<br>TỈNH THỬ NGHIỆM</p></td><td><p class=MsoNormal><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p class=MsoNormal>Độc lập - Tự do - Hạnh phúc</p></td></tr></table>
<p class=MsoNormal>Giao Sở Nội vụ
rà soát<o:p></o:p></p><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Báo cáo<span style='display:none;mso-hide:all'>ẩn</span></p>
<ol style='margin-top:0cm' start=2 type=a><li class=MsoNormal>Việc hai</li><li value=5>Việc ba<ul><li>ý con</li></ul></li></ol><!--[if gte mso 9]><xml>x</xml><![endif]--></div></body></html>`,
			"ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nGiao Sở Nội vụ rà soát\n1. Báo cáo\nb) Việc hai\ne) Việc ba\n- ý con",
		},
		"bare":                             {`<p>Giao Sở Nội vụ<p>Giao Sở Y tế<ul><li>một<li>hai</ul>`, "Giao Sở Nội vụ\nGiao Sở Y tế\n- một\n- hai"},
		"breaks":                           {`<html><body>Dòng một<br>Dòng hai<br><br>Dòng ba<pre>a  b` + "\n" + `c</pre></body>`, "Dòng một\nDòng hai\n\nDòng ba\na b\nc"},
		"own signs":                        {`<body><ol><li>1. Rà soát</li><li>a) Báo cáo</li></ol><ul style="list-style-type: none"><li>Không dấu</li></ul>`, "1. Rà soát\na) Báo cáo\nKhông dấu"},
		"merged cells":                     {`<body><table><tr><th>TT</th><th>Nhiệm vụ</th><th>Chủ trì</th></tr><tr><td>1</td><td>Rà soát</td><td rowspan="2">Sở Y tế</td></tr><tr><td>2</td><td>Báo cáo</td></tr><tr><td colspan="2">Cộng</td><td>2</td></tr></table>`, "TT | Nhiệm vụ | Chủ trì\n1 | Rà soát | Sở Y tế\n2 | Báo cáo | Sở Y tế\nCộng | 2"},
		"entities":                         {`<body><p>S&#7903; N&#x1ED9;i v&#7909; &amp; S&#7903; Y t&#7871;&nbsp;&hellip;</p></body>`, "Sở Nội vụ & Sở Y tế …"},
		"in a menu that nobody closed":     {`<html><body><nav><a href="/">Trang chủ</a><p>Số: 12/TB-UBND</p><p>Giao Sở Nội vụ rà soát các thủ tục hành chính trong toàn tỉnh, báo cáo trước ngày 30/6/2023.</p><p>Nơi nhận:</p>`, "Trang chủ\nSố: 12/TB-UBND\nGiao Sở Nội vụ rà soát các thủ tục hành chính trong toàn tỉnh, báo cáo trước ngày 30/6/2023.\nNơi nhận:"},
		"behind a list that nobody closed": {`<html><body><select><option>A<option>B<p>Giao Sở Nội vụ báo cáo.</p></body>`, "Giao Sở Nội vụ báo cáo."},
		"in a tab that a script opens":     {`<html><body><ul class="tabs"><li><a href="#a">Toàn văn</a><li><a href="#b">Thuộc tính</a><li><a href="#c">Tải về</a></ul><div style="display: none"><p>Số: 12/TB-UBND</p><p>Giao Sở Nội vụ báo cáo./.</p></div></body>`, "Số: 12/TB-UBND\nGiao Sở Nội vụ báo cáo./."},
		"a letter's address":               {`<html><body><p>Kính gửi: Sở Nội vụ</p><p>Địa chỉ: số 1, đường Thử Nghiệm</p><p>Giao Sở Nội vụ báo cáo./.</p></body>`, "Kính gửi: Sở Nội vụ\nĐịa chỉ: số 1, đường Thử Nghiệm\nGiao Sở Nội vụ báo cáo./."},
	} {
		if d, err := read(t, "trang.html", []byte(c.in)); err != nil || d.Text != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s\n%v", name, d.Text, c.want, err)
		}
	}
}

// Pages name their encoding, wrongly at times; what letters they hold shows.
func TestEncodingsOfPages(t *testing.T) {
	t.Parallel()
	cp, err := charmap.Windows1258.NewEncoder().Bytes([]byte("Giao Sơ\u0309 Nô\u0323i vu\u0323 gia\u0309i quyê\u0301t thu\u0309 tu\u0323c đu\u0301ng ha\u0323n"))
	if err != nil {
		t.Fatal(err)
	}
	const said = "Giao Sở Nội vụ giải quyết thủ tục đúng hạn"
	page := func(charset, s string) []byte {
		return []byte(`<html><head><meta http-equiv="Content-Type" content="text/html; charset=` + charset + `"></head><body><p>` + s + `</p></body></html>`)
	}
	for name, c := range map[string]struct {
		in   []byte
		want string
		enc  extract.Encoding
		warn string
	}{
		"utf-8 that says otherwise":    {page("windows-1252", said), said, extract.UTF8, ""},
		"utf-8 with a mark":            {append([]byte("\xef\xbb\xbf"), page("utf-8", said)...), said, extract.UTF8, ""},
		"utf-16":                       {append([]byte("\xff\xfe"), wide(page("utf-16", said))...), said, extract.UTF16, ""},
		"windows-1258":                 {page("windows-1258", string(cp)), said, extract.CP, "bảng mã suy đoán"},
		"U07 windows-1258, not named":  {[]byte("<html><body><p>" + string(cp) + "</p></body></html>"), said, extract.CP, "bảng mã suy đoán"},
		"windows-1252 and entities":    {page("windows-1252", "Giao S&#7903; N&#7897;i v&#7909; r\xe0 so\xe1t, b\xe1o c\xe1o &#273;\xfang h&#7841;n"), "Giao Sở Nội vụ rà soát, báo cáo đúng hạn", "", "Xem lại chữ"},
		"tcvn3 in a page of latin-1":   {page("iso-8859-1", string(latin("Céng hoµ x· héi chñ nghÜa ViÖt Nam"))), "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3, "TCVN3"},
		"tcvn3 with entities":          {page("windows-1252", "C&eacute;ng ho&micro; x&middot; h&eacute;i ch\xf1 ngh&Uuml;a Vi&Ouml;t Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3, "TCVN3"},
		"tcvn3 in a page of utf-8":     {page("utf-8", "Céng hoµ x· héi chñ nghÜa ViÖt Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3, "TCVN3"},
		"vni":                          {page("x-user-defined", string(latin("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"))), "Cộng hòa xã hội chủ nghĩa Việt Nam", extract.VNI, "VNI"},
		"utf-8 with three bad letters": {page("utf-8", said+" \xc3\x28 \xed\xa0\x80"), said + " \ufffd( \ufffd", extract.UTF8, "không đọc được"},
	} {
		d, err := read(t, "trang.html", c.in)
		if err != nil || d.Text != c.want || c.enc != "" && d.Encoding != c.enc {
			t.Errorf("%s: %q in %s, %v", name, d.Text, d.Encoding, err)
		}
		if got := fmt.Sprint(d.Warnings); (c.warn == "") != (len(d.Warnings) == 0) || !strings.Contains(got, c.warn) {
			t.Errorf("%s: warnings %s", name, got)
		}
	}
}

func wide(b []byte) []byte {
	var out []byte
	for _, r := range string(b) {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

// Scripts, comments and what is hidden give no word; that something was hidden
// is said. Pages that are built to break readers are read or refused.
func TestPagesThatHide(t *testing.T) {
	t.Parallel()
	d, err := read(t, "trang.html", []byte(`<html><head><title>Giao Sở A</title><style>p{}</style></head><body><!-- Giao Sở B --><script>"<p>Giao Sở C</p>"</script><p>Giao Sở Nội vụ rà soát các thủ tục hành chính, báo cáo kết quả.</p>
<p hidden>Giao Sở D</p><div style="visibility : hidden">Giao Sở E</div><template><p>Giao Sở F</p></template><textarea>Giao Sở G</textarea><svg><text>Giao Sở H</text></svg><noscript><p>Giao Sở I</p></noscript><input value="Giao Sở K"><img alt="Giao Sở L"><del>Giao Sở M</del></body></html>`))
	if want := "Giao Sở Nội vụ rà soát các thủ tục hành chính, báo cáo kết quả."; err != nil || d.Text != want || !strings.Contains(fmt.Sprint(d.Warnings), "chữ ẩn") {
		t.Errorf("%q %v %v", d.Text, d.Warnings, err)
	}
	words := "<p>Giao Sở Nội vụ báo cáo.</p>"
	for name, page := range map[string]string{
		"H03 deep":    "<html><body>" + strings.Repeat("<div>", 200_000) + words,
		"deep tables": "<html><body>" + strings.Repeat("<table><tr><td>", 20_000) + words,
		"deep lists":  "<html><body>" + strings.Repeat("<ul><li>", 400) + words,
		"open bolds":  "<html><body>" + strings.Repeat("<b><i><p>", 400) + words,
		"long":        "<html><body>" + strings.Repeat("<p>Sở Nội vụ rà soát, báo cáo kết quả thực hiện.</p>", 20_000) + words,
		"many links":  "<html><body>" + strings.Repeat(`<div><a href="a">a</a><a href="b">b</a><a href="c">c</a></div><p>Sở Nội vụ rà soát, báo cáo kết quả thực hiện.</p>`, 3_000) + words,
		"headings":    "<html><body>" + strings.Repeat(`<h1>Một tiêu đề dài hơn</h1>`, 5_000) + `<nav>x</nav>` + words,
	} {
		if d, err := read(t, "trang.html", []byte(page)); err != nil || !strings.Contains(d.Text, "Giao Sở Nội vụ báo cáo.") {
			t.Errorf("%s: %.50q %v", name, d.Text, err)
		}
	}
	if _, err := read(t, "trang.html", []byte("<html><body>"+strings.Repeat("<i>", 2_100_000)+words)); !errors.Is(err, fault.TooLarge) {
		t.Errorf("two million elements: %v", err)
	}
}

// H04, H01: nothing that a page names is fetched; pictures are told of.
func TestNothingOfAPageIsFetched(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer srv.Close()
	u := srv.URL
	d, err := read(t, "trang.html", []byte(`<html><head><base href="`+u+`/"><meta http-equiv="refresh" content="0;url=`+u+`"><link rel="stylesheet" href="`+u+`/a.css"><style>@import url(`+u+`/b.css);@font-face{src:url(`+u+`/c.woff)}</style></head>
<body background="`+u+`/d.png" onload="x()"><p onclick="y()">Giao <a href="javascript:z()">Sở Nội vụ</a> báo cáo.</p><img src="`+u+`/e.png" onerror="alert(1)"><iframe srcdoc="<p>Giao Sở A</p>" src="`+u+`"></iframe><form action="`+u+`"><input value="x"></form><object data="`+u+`"></object></body></html>`))
	if err != nil || d.Text != "Giao Sở Nội vụ báo cáo." || asked.Load() != 0 || !strings.Contains(fmt.Sprint(d.Warnings), "1 ảnh") {
		t.Errorf("%q %v %v, asked %d times", d.Text, d.Warnings, err, asked.Load())
	}
}

// H06: the notice as the portal shows it, with the words that warn of the end
// of a session: they are not in the text, and no task is made of them or of
// what stands around the notice.
func TestNoticeSavedFromThePortal(t *testing.T) {
	t.Parallel()
	frame, err := os.ReadFile("testdata/cong/khoi.html")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../reading/score/testdata/gold/000.txt")
	if err != nil {
		t.Fatal(err)
	}
	notice, _, _ := strings.Cut(string(text), "Tổng số điểm")
	title, rest, _ := strings.Cut(notice, "\n")
	var b strings.Builder
	b.WriteString("<h1>" + title + "</h1>")
	for l := range strings.Lines(rest) {
		b.WriteString("<p>" + strings.TrimSpace(l) + "</p>")
	}
	d, err := read(t, "trang.html", []byte(strings.Replace(string(frame), "{{văn bản}}", b.String(), 1)))
	if err != nil || strings.Contains(d.Text, "60 giây") || strings.Contains(d.Text, "duy trì") || !strings.Contains(fmt.Sprint(d.Warnings), "trình đơn") {
		t.Errorf("%s\n%v %v", d.Text, d.Warnings, err)
	}
	orders := func(s string) []string {
		var out []string
		r := reading.Read(s, reading.Options{})
		for _, a := range r.Assignments {
			out = append(out, string([]rune(r.Text)[a.Start:a.End]))
		}
		return out
	}
	if got, want := orders(d.Text), orders(notice); len(got) == 0 || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %d orders, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
}

// A page that was saved as one file is the page in it.
func TestPagesSavedAsOneFile(t *testing.T) {
	t.Parallel()
	letter := func(headers, body string) []byte {
		return []byte(strings.ReplaceAll("From: <Saved by Blink>\nSnapshot-Content-Location: https://cong.example/tb.html\nSubject: =?utf-8?Q?Th=C3=B4ng=20b=C3=A1o?=\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"----b\"\n\n\n------b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n------b\n"+headers+"\n\n"+body+"\n------b--\n", "\n", "\r\n"))
	}
	for name, content := range map[string][]byte{
		"quoted":   letter("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "<html><body><p>Giao S=E1=BB=9F N=E1=BB=99i v=E1=BB=A5 b=C3=A1o c=\n=C3=A1o.</p></body></html>"),
		"base64":   letter("Content-Type: text/html\nContent-Transfer-Encoding: base64", "PGh0bWw+PGJvZHk+PHA+R2lhbyBT4bufIE7hu5lpIHbhu6UgYsOhbyBjw6FvLjwvcD48\nL2JvZHk+PC9odG1sPg=="),
		"as it is": letter("Content-Type: text/html; charset=utf-8", "<p>Giao Sở Nội vụ báo cáo.</p>"),
	} {
		if d, err := read(t, "tb.mht", content); err != nil || d.Text != "Giao Sở Nội vụ báo cáo." || d.Kind != extract.HTML {
			t.Errorf("%s: %q %v", name, d.Text, err)
		}
	}
	for name, content := range map[string][]byte{
		"no page": letter("Content-Type: text/css", "p{}"), "no boundary": []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx"), "cut": letter("Content-Type: image/png", "")[:330],
	} {
		if d, err := read(t, "tb.mht", content); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), "MHT") {
			t.Errorf("%s: %q %v", name, d.Text, err)
		}
	}
}
