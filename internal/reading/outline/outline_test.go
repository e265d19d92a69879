package outline_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/reading/outline"
)

// Every code point is found from its byte and its byte from it.
func TestOffsets(t *testing.T) {
	t.Parallel()
	letters := []rune("a b,ếĐ“\n\u1ef9😀")
	rnd := rand.New(rand.NewPCG(7, 7))
	for n := range 300 {
		text := make([]rune, n)
		for i := range text {
			text[i] = letters[rnd.IntN(len(letters))]
		}
		s := string(text)
		o := outline.NewOffsets(s)
		point := 0
		for i := range s {
			if o.Point(i) != point || o.Byte(point) != i {
				t.Fatalf("%q: byte %d is %d, point %d is %d", s, i, o.Point(i), point, o.Byte(point))
			}
			point++
		}
		if o.Point(len(s)) != utf8.RuneCountInString(s) || o.Byte(point) != len(s) {
			t.Fatalf("%q: the end", s)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	text := "ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/TB-UBND\nTHÔNG BÁO\nNgày 06/4/2025, Chủ tịch họp và kết luận như sau:\nII. NHIỆM VỤ\n1. Giao Sở Nội vụ rà soát. Sở Tài chính bố trí TP. Bình An kinh phí.\na) Việc thứ nhất\n- Việc nhỏ\n1.2. Việc khác.\nNơi nhận:\n- Như trên;\nPHỤ LỤC\n1 | Một việc\n"
	type line struct {
		Words string
		Level int
		As    outline.Role
		Annex bool
	}
	var got []line
	lines := outline.Cut(text)
	for _, l := range lines {
		got = append(got, line{strings.Fields(text[l.Body:l.End])[0], l.Level, l.As, l.Annex})
	}
	want := []line{
		{"ỦY", outline.Paragraph, outline.IsHeading, false},
		{"Số:", outline.Paragraph, outline.IsHeading, false},
		{"THÔNG", outline.Paragraph, outline.IsHeading, false},
		{"Ngày", outline.Paragraph, outline.IsContext, false},
		{"NHIỆM", 1, outline.IsHeading, false},
		{"Giao", 2, outline.IsContext, false},
		{"Việc", 6, outline.IsHeading, false},
		{"Việc", 7, outline.IsContext, false},
		{"Việc", 3, outline.IsContext, false},
		{"Nơi", outline.Paragraph, outline.IsClosing, false},
		{"Như", 7, outline.IsClosing, false},
		{"PHỤ", outline.Paragraph, outline.IsHeading, true},
		{"|", 2, outline.IsContext, false},
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines", len(got))
	}
	for i := range want {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Errorf("line %d: %s", i+1, diff)
		}
	}
	l := lines[5]
	var said []string
	for _, s := range outline.Sentences(text, l.Body, l.End) {
		said = append(said, text[s.Start:s.End])
	}
	if diff := cmp.Diff([]string{"Giao Sở Nội vụ rà soát", "Sở Tài chính bố trí TP. Bình An kinh phí"}, said); diff != "" {
		t.Error(diff)
	}
	columns, ok := outline.TableHead("", nil)
	if ok || columns != nil {
		t.Error("no head")
	}
	head := "STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời hạn hoàn thành"
	columns, ok = outline.TableHead(head, outline.Cells(head, outline.Line{End: len(head)}))
	if diff := cmp.Diff([]outline.Column{outline.OtherColumn, outline.TaskColumn, outline.LeadColumn, outline.CoordColumn, outline.OtherColumn, outline.TimeColumn}, columns); diff != "" || !ok {
		t.Error(diff)
	}
	if columns, ok = outline.TableHead("STT | Văn bản giao | Kết quả thực hiện", outline.Cells("STT | Văn bản giao | Kết quả thực hiện", outline.Line{End: len("STT | Văn bản giao | Kết quả thực hiện")})); !ok || columns != nil {
		t.Error("a report is a table, but none of duties")
	}
}
