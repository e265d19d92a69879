package webpage_test

import (
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/internal/extract/webpage"
)

func portal(t *testing.T, frame, document string) string {
	t.Helper()
	b, err := os.ReadFile("../testdata/cong/" + frame + ".html")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(b), "{{văn bản}}", document, 1)
}

func gold(t *testing.T, n string) []string {
	t.Helper()
	b, err := os.ReadFile("../../reading/score/testdata/gold/" + n + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.Lines(string(b)) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// furniture are words of the made-up frames.
var furniture = []string{
	"Trang chủ", "Chức năng, nhiệm vụ", "Lịch công tác", "DANH MỤC", "THỜI TIẾT", "LIÊN KẾT", "CÁC TIN KHÁC", "Những tin", "Tin liên quan", "Sở Tài chính bố trí kinh phí", "Sở Xây dựng lập quy hoạch", "Sở Y tế báo cáo công tác phòng",
	"Thông tin và Truyền thông chủ trì", "Bộ Tài chính được giao", "Giấy phép", "Thống kê truy cập", "Lượt xem", "Ý kiến bạn đọc", "Bình luận", "In trang này", "duy trì trạng thái", "60 giây", "JavaScript", "Sở Giả mạo", "Sở Ẩn", "Toàn văn", "Facebook", "cookie", "Đọc nhiều", "BẢN QUYỀN", "Tìm kiếm",
}

func check(t *testing.T, name, page string, lines []string) {
	t.Helper()
	p, err := webpage.Read(page)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	rest := "\n" + p.Text + "\n"
	for _, l := range lines {
		_, after, ok := strings.Cut(rest, "\n"+l+"\n")
		if !ok {
			t.Errorf("%s: %.60q is lost or out of order", name, l)
			continue
		}
		rest = "\n" + after
	}
	for _, f := range furniture {
		if strings.Contains(p.Text, f) && !strings.Contains(strings.Join(lines, "\n"), f) { // unless it is the document's own
			t.Errorf("%s: kept %q", name, f)
		}
	}
	if t.Failed() {
		t.Logf("%s:\n%.3000s", name, p.Text)
	}
}

// A real notice on three made-up portals: all of its lines, in order, and no
// word of what stands around it.
func TestNoticeOnAPortal(t *testing.T) {
	t.Parallel()
	e := html.EscapeString
	lines := gold(t, "000")
	for i, l := range lines {
		if strings.HasPrefix(l, "Tổng số điểm") {
			lines = lines[:i]
			break
		}
	}
	var article strings.Builder
	article.WriteString(`<h1 class="title margin-bottom-lg" itemprop="headline">` + e(lines[0]) + `</h1><div class="margin-bottom-lg">` + e(lines[1]) + `</div><div id="news-bodyhtml" class="bodytext margin-bottom-lg">`)
	for i, l := range lines[2:] {
		if strings.HasPrefix(l, "Quang cảnh") {
			article.WriteString(`<div style="text-align:center"><img src="https://cdn.example/a.jpg" width="460"><em>` + e(l) + `</em></div>`)
			continue
		}
		article.WriteString("<p style=\"text-align: justify;\">" + e(l)) // not closed, as many editors leave it
		if i%2 == 0 {
			article.WriteString("</p>\n")
		}
	}
	for _, frame := range []string{"khoi", "bang", "the"} {
		check(t, frame, portal(t, frame, article.String()+"</div>"), lines)
	}
}

// The same with a document as Decree 30 lays it out: its head and its end in
// tables that place words side by side.
func TestDocumentOnAPortal(t *testing.T) {
	t.Parallel()
	e := html.EscapeString
	for _, n := range []string{"001", "004", "005"} {
		ls := gold(t, n)
		at := 0
		for i, l := range ls {
			if strings.HasPrefix(l, "Nơi nhận") {
				at = i
			}
		}
		var b strings.Builder
		b.WriteString(`<table border="0" width="100%"><tbody><tr><td><p align="center"><b>` + e(ls[0]) + `</b></p></td><td><p align="center"><b>` + e(ls[1]) + `<br>` + e(ls[2]) + `</b></p></td></tr><tr><td><p align="center">` + e(ls[3]) + `</p></td><td><p align="right"><i>` + e(ls[4]) + `</i></p></td></tr></tbody></table>`)
		for _, l := range ls[5:at] {
			b.WriteString("<p>" + e(l) + "</p>\n")
		}
		b.WriteString(`<table><tr><td><b>` + e(ls[at]) + `</b><br>` + strings.Join(ls[at+1:len(ls)-2], "<br>") + `</td><td align="center"><p>` + e(ls[len(ls)-2]) + `</p><p>&nbsp;</p><p>` + e(ls[len(ls)-1]) + `</p></td></tr></table>`)
		for _, frame := range []string{"khoi", "bang", "the"} {
			check(t, frame+" "+n, portal(t, frame, b.String()), ls)
		}
	}
}

// What is short, full of links or full of cells is found as well.
func TestSmallDocumentsOnAPortal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"letter": {
			`<p>UBND TỈNH THỬ NGHIỆM</p><p>Số: 12/UBND-NC</p><p>Kính gửi: Sở Nội vụ</p><p>Giao Sở Nội vụ báo cáo kết quả trước ngày 30/6/2023.</p><p>Nơi nhận:</p><p>- Như trên;</p>`,
			"UBND TỈNH THỬ NGHIỆM\nSố: 12/UBND-NC\nKính gửi: Sở Nội vụ\nGiao Sở Nội vụ báo cáo kết quả trước ngày 30/6/2023.\nNơi nhận:\n- Như trên;",
		},
		"linked grounds": {
			`<h2>Kết luận của Chủ tịch Ủy ban nhân dân tỉnh</h2><p>Chủ tịch kết luận như sau về các nội dung, nhiệm vụ được giao:</p><ul>` + strings.Repeat(`<li><a href="x">Nghị định số 30/2020/NĐ-CP</a></li>`, 4) + `</ul><ol start="3"><li>Sở Nội vụ chủ trì, rà soát toàn bộ các nội dung nêu trên.</li><li>Sở Y tế báo cáo./.</li></ol>`,
			"Kết luận của Chủ tịch Ủy ban nhân dân tỉnh\nChủ tịch kết luận như sau về các nội dung, nhiệm vụ được giao:" + strings.Repeat("\n- Nghị định số 30/2020/NĐ-CP", 4) + "\n3. Sở Nội vụ chủ trì, rà soát toàn bộ các nội dung nêu trên.\n4. Sở Y tế báo cáo./.",
		},
		"in boxes": {
			`<div class="box"><div><p>UBND TỈNH THỬ NGHIỆM</p><p>KẾT LUẬN</p></div><div><p>Giao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo kết quả trước ngày 30/6/2023.</p><p>Giao Sở Y tế chủ trì rà soát cơ sở khám bệnh, báo cáo kết quả trước ngày 30/6/2023.</p></div><div><p>CHỦ TỊCH</p><p>Nguyễn Văn Thử</p></div></div>`,
			"UBND TỈNH THỬ NGHIỆM\nKẾT LUẬN\nGiao Sở Nội vụ chủ trì rà soát thủ tục hành chính, báo cáo kết quả trước ngày 30/6/2023.\nGiao Sở Y tế chủ trì rà soát cơ sở khám bệnh, báo cáo kết quả trước ngày 30/6/2023.\nCHỦ TỊCH\nNguyễn Văn Thử",
		},
		"table": {
			`<p>Phân công nhiệm vụ cho các sở, ban, ngành như sau:</p><table><tr><th>STT</th><th>Nhiệm vụ</th><th>Chủ trì</th></tr>` + strings.Repeat(`<tr><td>1</td><td>Rà soát <br>thủ tục</td><td><a href="x">Sở Nội vụ</a></td></tr>`, 3) + `</table>`,
			"Phân công nhiệm vụ cho các sở, ban, ngành như sau:\nSTT | Nhiệm vụ | Chủ trì" + strings.Repeat("\n1 | Rà soát thủ tục | Sở Nội vụ", 3),
		},
	} {
		for _, frame := range []string{"khoi", "bang", "the"} {
			check(t, name+" "+frame, portal(t, frame, c.in), strings.Split(c.want, "\n"))
		}
	}
}

// FuzzRead: whatever stands around it, the document is never lost.
func FuzzRead(f *testing.F) {
	f.Add(`<nav><a href=x>a</a></nav><table><tr><td rowspan=9 colspan=99>Số: 1/TB<td><p>x<tr><td><ol start=-5 reversed type=i><li value=99>y</ol></table>`)
	f.Add(`<div hidden><p>Căn cứ Luật</div><aside><h1>Tiêu đề của trang này</h1></aside><select><option><p>Nơi nhận: z`)
	f.Fuzz(func(t *testing.T, s string) {
		const document = "<p>Số: 12/TB-UBND</p><p>Giao Sở Nội vụ báo cáo./.</p>"
		p, err := webpage.Read("<html><body>" + document + s)
		if err != nil {
			return
		}
		if !strings.Contains(p.Text, "Số: 12/TB-UBND\nGiao Sở Nội vụ báo cáo./.") {
			t.Fatalf("%q: %q", s, p.Text)
		}
	})
}

// Every real directive stays whole on every portal, however its editor broke
// its lines.
func TestDirectivesStayWhole(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../reading/score/testdata/gold/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		var lines []string
		for _, l := range gold(t, strings.TrimSuffix(filepath.Base(f), ".txt")) {
			if !strings.HasPrefix(l, "Tổng số điểm") && !strings.HasPrefix(l, "Click để") && !strings.HasPrefix(l, "Ý kiến bạn đọc") && !strings.HasPrefix(l, "Bạn đã không") {
				lines = append(lines, l)
			}
		}
		for style, put := range map[string]func(i int, l string) string{
			"paragraphs": func(_ int, l string) string { return "<p>" + l + "</p>" },
			"breaks":     func(_ int, l string) string { return l + "<br><br>" },
			"boxes":      func(_ int, l string) string { return "<div><span>" + l + "</span></div>" },
			"two halves": func(i int, l string) string {
				if i == len(lines)/2 {
					return `</div><div class="more"><p>` + l + "</p>"
				}
				return "<p>" + l + "</p>"
			},
		} {
			var b strings.Builder
			for i, l := range lines {
				b.WriteString(put(i, html.EscapeString(l)))
			}
			for _, frame := range []string{"khoi", "bang", "the"} {
				check(t, filepath.Base(f)+" in "+style+" on "+frame, portal(t, frame, "<div>"+b.String()+"</div>"), lines)
			}
		}
	}
}
