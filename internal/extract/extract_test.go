package extract_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"dondoc/internal/extract"
	"dondoc/internal/fault"
)

const sentence = "Cộng hòa xã hội chủ nghĩa Việt Nam. Giao Sở Kế hoạch và Đầu tư chủ trì rà soát thủ tục hành chính"

func read(t *testing.T, name string, content []byte) (extract.Document, error) {
	t.Helper()
	return extract.Extract(t.Context(), name, content)
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	latin := func(s string) []byte {
		var b []byte
		for _, r := range s {
			b = append(b, byte(r))
		}
		return b
	}
	cp, err := charmap.Windows1258.NewEncoder().Bytes([]byte("Gia\u0309i quyê\u0301t thu\u0309 tu\u0323c ha\u0300nh chi\u0301nh đu\u0301ng ha\u0323n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in   []byte
		want string
		enc  extract.Encoding
	}{
		"utf-8":        {[]byte(sentence), sentence, extract.UTF8},
		"nfd":          {[]byte(norm.NFD.String(sentence)), sentence, extract.UTF8},
		"tcvn3 bytes":  {latin("Céng hoµ x· héi chñ nghÜa ViÖt Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3},
		"tcvn3 pasted": {[]byte("Céng hoµ x· héi chñ nghÜa ViÖt Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam", extract.TCVN3},
		"vni":          {latin("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"), "Cộng hòa xã hội chủ nghĩa Việt Nam", extract.VNI},
		"windows-1258": {cp, "Giải quyết thủ tục hành chính đúng hạn", extract.CP},
		"utf-16":       {[]byte("\xff\xfeS\x00\xdf\x1e"), "Sở", extract.UTF16},
	} {
		d, err := read(t, name+".txt", c.in)
		if err != nil || d.Text != c.want || d.Encoding != c.enc {
			t.Errorf("%s: %q in %s, %v", name, d.Text, d.Encoding, err)
		}
		if (c.enc != extract.UTF8) != (len(d.Warnings) > 0) {
			t.Errorf("%s: warnings %v", name, d.Warnings)
		}
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	d, err := read(t, "trang.html", []byte(`<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body><nav>Menu</nav><p>Giao <b>Sở Nội vụ</b>&nbsp;rà soát.</p>
<ul><li>Việc một</li><li onclick="x()">Việc hai</li></ul><table><tr><td>A</td><td>B</td></tr></table><iframe src="http://127.0.0.1/"></iframe></body></html>`))
	if want := "Giao Sở Nội vụ rà soát.\n- Việc một\n- Việc hai\nA | B"; err != nil || d.Text != want || d.Kind != extract.HTML {
		t.Errorf("%q, %v", d.Text, err)
	}
	for page, want := range map[string]string{
		`<html><head><title>x</title><body><p>Giao Sở Y tế</p></html>`:                        "Giao Sở Y tế",
		`<body><p>Ghi &amp;lt;b&amp;gt; nguyên văn</p></body>`:                                "Ghi &lt;b&gt; nguyên văn",
		`<body><img src="data:` + strings.Repeat("A", 2<<20) + `"><p>Sau ảnh vẫn còn chữ</p>`: "Sau ảnh vẫn còn chữ",
	} {
		if d, err := read(t, "trang.html", []byte(page)); err != nil || d.Text != want {
			t.Errorf("%q, %v, want %q", d.Text, err, want)
		}
	}
	if _, err := read(t, "anh.html", []byte(`<body>Trước<img src="data:`+strings.Repeat("A", 17<<20)+`"><p>Sau`)); err == nil {
		t.Error("the rest of a page was lost without a word")
	}
	if _, err := read(t, "sau.html", []byte("<html><body>"+strings.Repeat("<div>", 300_000)+"x")); err != nil {
		t.Errorf("deep page: %v", err)
	}
}

func docx(t *testing.T, document string, more map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	parts := map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": document}
	maps.Copy(parts, more)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDOCXHyphensAndTextBoxes(t *testing.T) {
	t.Parallel()
	d, err := read(t, "a.docx", docx(t, `<w:document `+ns+` xmlns:mc="m"><w:body><w:p><w:r><w:t>Số 06</w:t><w:noBreakHyphen/><w:t>TB/BCĐ</w:t></w:r></w:p>
<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>Hỏa tốc</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>Hỏa tốc</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p></w:body></w:document>`, nil))
	if want := "Số 06-TB/BCĐ\nHỏa tốc"; err != nil || d.Text != want {
		t.Errorf("%q, %v", d.Text, err)
	}
}

// Numbers of automatic lists are written out as Word shows them: several
// levels, restarts, styles that carry a list, tracked changes as accepted.
func TestDOCXNumbersOfLists(t *testing.T) {
	t.Parallel()
	numbering := `<w:numbering ` + ns + `>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>`
	styles := `<w:styles ` + ns + `><w:style w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style><w:style w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style></w:styles>`
	p := func(num, lvl, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + lvl + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	body := p("1", "0", "Kết quả") + p("1", "1", "Sở Nội vụ") + p("1", "2", "rà soát") + p("1", "2", "báo cáo") + p("1", "1", "Sở Tài chính") + p("1", "2", "bố trí vốn") + p("1", "0", "Nhiệm vụ") + p("1", "1", "Sở Y tế") +
		p("2", "0", "gạch đầu dòng") + p("1", "1", "") + p("0", "0", "không đánh số") +
		`<w:p><w:pPr><w:pStyle w:val="Con"/></w:pPr><w:r><w:t>Phạm vi</w:t></w:r></w:p>` + p("3", "1", "khoản") + p("4", "0", "bắt đầu lại") +
		`<w:p><w:pPr><w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>đã bỏ số</w:t></w:r></w:p>`
	d, err := read(t, "a.docx", docx(t, "<w:document "+ns+"><w:body>"+body+"</w:body></w:document>", map[string]string{"word/numbering.xml": numbering, "word/styles.xml": styles}))
	want := "I. Kết quả\n1. Sở Nội vụ\na) rà soát\nb) báo cáo\n2. Sở Tài chính\na) bố trí vốn\nII. Nhiệm vụ\n1. Sở Y tế\n- gạch đầu dòng\n\nkhông đánh số\nĐiều 1. Phạm vi\n1.1 khoản\nĐiều 7. bắt đầu lại\nđã bỏ số"
	if err != nil || d.Text != want {
		t.Errorf("got\n%s\nwant\n%s\n%v", d.Text, want, err)
	}
}

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func TestDOCX(t *testing.T) {
	t.Parallel()
	d, err := read(t, "a.docx", docx(t, `<w:document `+ns+`><w:body><w:p><w:r><w:t>Giao Sở </w:t></w:r><w:del><w:r><w:delText>Y tế</w:delText></w:r></w:del><w:r><w:t>Nội vụ</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`, map[string]string{"word/comments.xml": "<x/>"}))
	if err != nil || d.Text != "Giao Sở Nội vụ\n\nA | B" && d.Text != "Giao Sở Nội vụ\nA | B" || len(d.Warnings) != 2 {
		t.Errorf("%q %v %v", d.Text, d.Warnings, err)
	}
}

func TestHostileAndWrongFiles(t *testing.T) {
	t.Parallel()
	many := map[string]string{}
	for i := range 2100 {
		many["x/"+strings.Repeat("a", i%50)+string(rune('a'+i%26))+strings.Repeat("b", i/26)] = ""
	}
	for name, content := range map[string][]byte{
		"rong.txt": nil, "trang.txt": []byte(" \n\t "), "nhi-phan.bin": []byte("\x00\x01\x02"), "anh.pdf": []byte("\x89PNG\r\n\x1a\n..."), "cu.doc": []byte("\xd0\xcf\x11\xe0....."), "a.rtf": []byte(`{\rtf1 {\pict 00}}`), "rtf.docx": []byte(`{\rtf1 Giao}`),
		"bom.docx":      docx(t, "<w:document "+ns+"><w:body>"+strings.Repeat("<w:p/>", 3_000_000)+"</w:body></w:document>", nil),
		"nhieu.docx":    docx(t, "<w:document "+ns+"/>", many),
		"thuc-the.docx": docx(t, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document `+ns+`><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`, nil),
		"long.docx":     docx(t, "<w:document "+ns+">"+strings.Repeat("<w:tbl>", 10_000), nil),
		"khong.docx":    []byte("PK\x03\x04 hỏng"), "khoa.pdf": []byte("%PDF-1.7\n...\ntrailer <</Encrypt 5 0 R>>"), "hong.pdf": []byte("%PDF-1.7 hỏng"),
		"gia.pdf": []byte("<html><body><p>Giao Sở Nội vụ báo cáo"), "gia.docx": []byte("Giao Sở Nội vụ báo cáo trước ngày 30/6/2023."), "gia.jpg": []byte("Giao Sở Nội vụ báo cáo trước ngày 30/6/2023."),
		"khai-lao.docx": append([]byte("PK\x03\x04"), []byte("PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")...),
		"mat.txt":       []byte("ỦY BAN NHÂN DÂN TỈNH\nMẬT\nSố: 1/TB-UBND\nNội dung"),
	} {
		if d, err := read(t, name, content); !errors.Is(err, fault.Invalid) || strings.Contains(fault.Sentence(err), "xml") || len(fault.Sentence(err)) < 40 {
			t.Errorf("%s: %q, %v", name, d.Text[:min(len(d.Text), 40)], err)
		}
	}
	if _, err := read(t, "to.txt", make([]byte, extract.MaxSize+1)); fault.KindOf(err) != fault.TooLarge && fault.KindOf(err) != fault.Invalid {
		t.Errorf("a huge file: %v", err)
	}
}

// What a DOCX would load from elsewhere is listed and never fetched; plain
// links are no concern.
func TestWhatADocxWouldLoadIsListed(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer srv.Close()
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="` + srv.URL + `/mau.dotm" TargetMode="External"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="` + srv.URL + `/link" TargetMode="External"/>
<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	d, err := read(t, "a.docx", docx(t, "<w:document "+ns+"><w:body><w:p><w:r><w:t>Giao Sở Nội vụ</w:t></w:r></w:p></w:body></w:document>", map[string]string{"word/_rels/settings.xml.rels": rels}))
	if err != nil || len(d.Warnings) != 1 || d.Warnings[0].Code != "external_links" || !strings.Contains(d.Warnings[0].Message, "/mau.dotm") || strings.Contains(d.Warnings[0].Message, "/link") || asked.Load() != 0 {
		t.Errorf("%v, %v, asked %d times", d.Warnings, err, asked.Load())
	}
}

// A name may say anything; a sentence shows it as a plain line.
func TestANameIsOnlyALabel(t *testing.T) {
	t.Parallel()
	_, err := read(t, "a\r\nSet-Cookie: x=y\u202etxt"+strings.Repeat("b", 300)+".doc", []byte("\xd0\xcf\x11\xe0....."))
	if s := fault.Sentence(err); strings.ContainsAny(s, "\r\n\u202e") || len([]rune(s)) > 300 {
		t.Errorf("%q", s)
	}
}

// FuzzNumbering: whatever the parts of a file say of its lists, it is read or
// refused with a sentence.
func FuzzNumbering(f *testing.F) {
	f.Add(`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1) %9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="0"/></w:lvlOverride></w:num>`, `<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>`)
	f.Add(`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="99"><w:start w:val="-5"/><w:numFmt w:val="upperRoman"/></w:lvl></w:abstractNum>`, ``)
	f.Fuzz(func(t *testing.T, lists, styles string) {
		body := strings.Repeat(`<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>y</w:t></w:r></w:p>`, 3)
		b := docx(t, "<w:document "+ns+"><w:body>"+body+"</w:body></w:document>", map[string]string{"word/numbering.xml": "<w:numbering " + ns + ">" + lists + "</w:numbering>", "word/styles.xml": "<w:styles " + ns + ">" + styles + "</w:styles>"})
		if d, err := extract.Extract(t.Context(), "a.docx", b); err != nil && fault.KindOf(err) == fault.Internal || err == nil && strings.Count(d.Text, "x") < 3 {
			t.Fatalf("%q %q: %q %v", lists, styles, d.Text, err)
		}
	})
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte("<html><body><p>x"))
	f.Add([]byte("Céng hoµ x· héi"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if slices.ContainsFunc([]string{"%PDF-", "\xd0\xcf", "\x89PNG", "\xff\xd8", "II*", "MM\x00"}, func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }) {
			return // sandboxes of their own, tested above
		}
		if _, err := extract.Extract(t.Context(), "x", b); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%q: %v", b, err)
		}
	})
}
