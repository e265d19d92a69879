package ui_test

import (
	"bytes"
	"compress/gzip"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"dondoc/internal/viet"
	"dondoc/internal/web/ui"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	return b.String()
}

func TestStoryShowsEveryPieceAndBreaksNoRule(t *testing.T) {
	t.Parallel()
	page := draw(t, ui.Story()) + draw(t, ui.PublicStory())
	for _, want := range []string{
		`lang="vi"`, "Tới nội dung chính", "Đăng xuất", "Mã lỗi", "Trễ 11 ngày làm việc", "Nộp trễ 5 ngày làm việc", "Chưa có hạn", "Được thay bằng số 14",
		"Tạm dừng, chờ Sở Nội vụ", "Lọc (3)", "Bỏ hết", "Tải về:", "Bản đang có", "Bản đồng chí vừa nhập", "14/17 đoạn đã xem", "Căn cứ (7)",
		"toàn tỉnh 77%", "không xếp", "chưa có số liệu", `name="_token"`, `name="_draft"`, `name="rev"`, `aria-invalid="true"`, "(bắt buộc)", "Hệ thống chưa lưu được",
		`name="xep" value="-han"`, `inputmode="numeric"`, `enctype="multipart/form-data"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for what, bad := range map[string]*regexp.Regexp{
		"a formatting slip":      regexp.MustCompile(`%!|<nil>`),
		"an inline style":        regexp.MustCompile(`\sstyle=`),
		"an inline script":       regexp.MustCompile(`\son[a-z]+=|<script>|javascript:`),
		"an empty attribute id":  regexp.MustCompile(`\sid=""`),
		"a refused address":      regexp.MustCompile(`about:invalid`),
		"a single-quoted decree": regexp.MustCompile(`!</(p|strong|button|a)>`),
	} {
		if m := bad.FindStringIndex(page); m != nil {
			t.Errorf("%s: …%s…", what, page[max(0, m[0]-60):min(len(page), m[1]+60)])
		}
	}
}

func TestEveryLabelAndDescriptionFindsItsField(t *testing.T) {
	t.Parallel()
	page := draw(t, ui.Story())
	ids := map[string]int{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		ids[m[1]]++
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for _, m := range regexp.MustCompile(`\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		for id := range strings.FieldsSeq(m[1]) {
			if ids[id] == 0 {
				t.Errorf("nothing has the id %q", id)
			}
		}
	}
}

func TestWordsAreComposedAndPlaceTonesTheModernWay(t *testing.T) {
	t.Parallel()
	check := func(where, s string) {
		if viet.NFC(s) != s {
			t.Errorf("%s is not NFC", where)
		}
		if got := viet.Tone(s); got != s {
			t.Errorf("%s places tones the old way: %s", where, cmp.Diff(s, got))
		}
	}
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("[a-z]*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(append(files, more...), "assets/app.js") {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		check(f, string(b))
	}
}

func TestEveryStateAndClockHasWordAndIcon(t *testing.T) {
	t.Parallel()
	for _, key := range ui.StateKeys() {
		k := ui.StateOf(key)
		if k.Word == key || k.Icon == "circle" {
			t.Errorf("state %s is not drawn: %+v", key, k)
		}
		if !strings.Contains(draw(t, ui.StateTag(key, "")), k.Word) {
			t.Errorf("the tag of %s lacks its word", key)
		}
	}
	if got := draw(t, ui.State("chua-biet", "")); !strings.Contains(got, "chua-biet") {
		t.Errorf("an unknown state is lost: %s", got)
	}
	for _, k := range []ui.ClockKind{ui.ClockLate, ui.ClockHandedInLate, ui.ClockToday, ui.ClockLater, ui.ClockNone, ui.ClockPaused} {
		if got := draw(t, ui.ClockMark(ui.Clock{Kind: k})); !strings.Contains(got, "<svg") || strings.Contains(got, ">"+string(k)+"<") {
			t.Errorf("clock %s is not drawn: %s", k, got)
		}
	}
	if got := draw(t, ui.ClockMark(ui.Clock{})); got != "" {
		t.Errorf("no clock draws %q", got)
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

func TestTextOfTheDocumentIsNeverChangedByItsMarks(t *testing.T) {
	t.Parallel()
	text := "Giao Sở Nội vụ <b> & Sở Tài chính báo cáo trước ngày 30/6/2023 theo Kết luận số 48-KL/TW."
	n := len([]rune(text))
	span := func(a, b int) ui.Span { return ui.Span{Start: 100 + a, End: 100 + b} }
	cases := map[string][]ui.TextMark{
		"none":     nil,
		"nested":   {{Span: span(0, n), Kind: ui.MarkAssignment}, {Span: span(5, 14), Kind: ui.MarkAgency}, {Span: span(0, n), Kind: ui.MarkCitation}},
		"crossing": {{Span: span(0, 20), Kind: ui.MarkAssignment}, {Span: span(10, 40), Kind: ui.MarkDeadline}, {Span: span(15, 60), Kind: ui.MarkAgency}},
		"outside":  {{Span: span(-50, 10), Kind: ui.MarkAssignment}, {Span: span(n-3, n+50), Kind: ui.MarkAgency}, {Span: span(n, n+9), Kind: ui.MarkAgency}},
		"empty":    {{Span: span(7, 7), Kind: ui.MarkAssignment}, {Span: span(9, 3), Kind: ui.MarkAgency}},
	}
	for name, marks := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := draw(t, ui.DocumentText(ui.Document{Marks: marks, Paragraphs: []ui.Paragraph{{Start: 100, Text: text}}}))
			_, got, _ = strings.Cut(got, `<p class="para-text">`)
			got, _, _ = strings.Cut(got, "</p>")
			if d := cmp.Diff(text, html.UnescapeString(tags.ReplaceAllString(got, ""))); d != "" {
				t.Errorf("the text changed:\n%s\n%s", d, got)
			}
		})
	}
}

func TestErrorsStandInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	got := ui.ErrorsOf(map[string]string{"b": "2", "a": "1", "z": "9", "y": "8"}, "b", "a", "c")
	want := []ui.FieldError{{Name: "b", Message: "2"}, {Name: "a", Message: "1"}, {Name: "y", Message: "8"}, {Name: "z", Message: "9"}}
	if d := cmp.Diff(want, got.Items); d != "" {
		t.Error(d)
	}
}

func TestWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hits, n   int
		low, high float64
	}{{0, 0, 0, 1}, {0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {30, 32, 0.7985, 0.9827}, {50, 100, 0.4038, 0.5962}} {
		low, high := ui.Wilson(c.hits, c.n)
		if math.Abs(low-c.low) > 5e-4 || math.Abs(high-c.high) > 5e-4 {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f; want %.4f, %.4f", c.hits, c.n, low, high, c.low, c.high)
		}
	}
}

func TestAssetsAreHashedSmallAndComplete(t *testing.T) {
	t.Parallel()
	css, ok := ui.FindAsset(ui.AssetPath("app.css"))
	if !ok {
		t.Fatal("no style sheet")
	}
	for _, m := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllSubmatch(css.Body, -1) {
		if _, ok := ui.FindAsset(string(m[1])); !ok {
			t.Errorf("the style sheet names %s, which is not served", m[1])
		}
	}
	if len(css.Gzip) > 14<<10 {
		t.Errorf("the style sheet weighs %d bytes over the wire", len(css.Gzip))
	}
	js, ok := ui.FindAsset(ui.AssetPath("app.js"))
	if !ok || len(js.Body) > 15<<10 {
		t.Errorf("the script is missing or weighs %d bytes", len(js.Body))
	}
	if pages, ok := ui.FindAsset(ui.AssetPath("sheets.js")); !ok || len(pages.Body) > 5<<10 {
		t.Errorf("the script of the pages is missing or weighs %d bytes", len(pages.Body))
	}
	for p, a := range ui.Assets() {
		if !strings.HasPrefix(p, ui.AssetRoot) || p != a.Path || len(a.Body) == 0 {
			t.Errorf("asset %s is odd", p)
		}
		if a.Gzip == nil {
			continue
		}
		r, err := gzip.NewReader(bytes.NewReader(a.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(back, a.Body) {
			t.Errorf("%s does not come back out of its compressed form: %v", p, err)
		}
	}
	if !bytes.Contains(mustAsset(t, "inter-OFL.txt").Body, []byte("SIL Open Font License")) {
		t.Error("the font's licence is not shipped")
	}
}

func mustAsset(t *testing.T, name string) ui.Asset {
	t.Helper()
	a, ok := ui.FindAsset(ui.AssetPath(name))
	if !ok {
		t.Fatalf("no asset %s", name)
	}
	return a
}

// The pieces written by hand escape what templates would.
func TestCellsEscapeWords(t *testing.T) {
	t.Parallel()
	bad := `<b onclick="x">&'`
	table := ui.Table{Columns: []ui.Column{{Label: bad, Role: ui.RoleTitle}, {Label: "Hạn", Role: ui.RoleClock}}, Groups: []ui.Group{{Rows: []ui.Row{
		{ID: bad, Href: bad, Cells: []templ.Component{ui.Text(bad), ui.ClockMark(ui.Clock{Kind: ui.ClockLate, Text: bad, Exact: bad, Datetime: bad})}, Open: ui.Quiet(bad)},
		{Current: true, Cells: []templ.Component{ui.DocNumber(bad), ui.ClockMark(ui.Clock{Kind: ui.ClockLate, Text: bad})}},
		{Cells: []templ.Component{ui.Absent(bad), ui.State("assigned", bad)}},
	}}}}
	for _, c := range []templ.Component{ui.DataTable(table), ui.SelectField(ui.Field{Name: "x"}, ui.Option{Value: bad, Label: bad, Group: bad})} {
		if s := draw(t, c); strings.Contains(s, bad) || strings.Contains(s, "<b ") || strings.Contains(s, `onclick="`) {
			t.Errorf("not escaped: %s", s)
		}
	}
}

func TestOptionsOfAGroupStandTogether(t *testing.T) {
	t.Parallel()
	s := draw(t, ui.SelectField(ui.Field{Name: "x", Value: "b"}, ui.Option{Value: "", Label: "Tất cả"}, ui.Option{Value: "a", Label: "A", Group: "Sở"}, ui.Option{Value: "b", Label: "B", Group: "Sở"}, ui.Option{Value: "c", Label: "C", Group: "Huyện", Off: true}))
	if want := `<option value="">Tất cả</option><optgroup label="Sở"><option value="a">A</option><option value="b" selected>B</option></optgroup><optgroup label="Huyện"><option value="c" disabled>C</option></optgroup></select>`; !strings.Contains(s, want) {
		t.Errorf("%s", s)
	}
}
