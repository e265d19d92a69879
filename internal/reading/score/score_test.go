package score_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/reading"
	"dondoc/internal/reading/score"
)

var update = flag.Bool("update", false, "write the table into docs/reading.md")

func gold(t testing.TB) []score.Gold {
	t.Helper()
	f, err := os.Open("testdata/gold/dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	list, err := score.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func text(t testing.TB, doc string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "gold", doc+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const mark = "<!-- table -->"

// The bars are those that the first version promised; the table in
// docs/reading.md holds the real figures and is kept equal to them.
func TestTheFifteenDocuments(t *testing.T) {
	t.Parallel()
	var r score.Report
	for _, g := range gold(t) {
		r.Add(g, reading.Read(text(t, g.Doc), reading.Options{}))
	}
	if got := r.Citations.F1(); got < 0.9 {
		t.Errorf("citations F1 %.3f", got)
	}
	if got := r.Assignments.F1(); got < 0.85 {
		t.Errorf("assignments F1 %.3f", got)
	}
	if got := r.Header.F1(); got < 0.95 {
		t.Errorf("header F1 %.3f", got)
	}
	page := filepath.Join("..", "..", "..", "docs", "reading.md")
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(b), mark, 3)
	if len(parts) != 3 {
		t.Fatalf("%s has no place for the table between two %s", page, mark)
	}
	if want := "\n" + r.Table(); parts[1] != want {
		if !*update {
			t.Errorf("the table in docs/reading.md is not today's (run the test with -update):\n%s", cmp.Diff(want, parts[1]))
			return
		}
		if err := os.WriteFile(page, []byte(parts[0]+mark+want+mark+parts[2]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheNotice(t *testing.T) {
	t.Parallel()
	res := reading.Read(text(t, "000"), reading.Options{})
	if diff := cmp.Diff(reading.Header{Number: "06-TB/BCĐ", Type: "Thông báo", Date: "2023-05-08", MeetingDate: "2023-04-06", Issuer: res.Document.Issuer, Title: res.Document.Title}, res.Document); diff != "" {
		t.Error(diff)
	}
	var r score.Report
	r.Add(gold(t)[0], res)
	if r.Assignments.Right != 10 || r.Assignments.Found != 10 || r.LeadSet.Right != 10 || r.Deadline.Right != 10 || r.Citations.Right != 9 || r.Indices.Right != 4 {
		t.Errorf("the notice is not read as annotated: %+v", r)
	}
	runes := []rune(res.Text)
	var duties []string
	for _, a := range res.Assignments {
		spans := a.Parts
		if len(spans) == 0 {
			spans = []reading.Span{a.Span}
		}
		for _, s := range spans {
			duties = append(duties, string(runes[s.Start:s.End]))
		}
	}
	thirteen := []string{
		"sắp xếp tinh gọn tổ chức bộ máy", "thí điểm chuyển giao", "đơn giản hóa thủ tục hành chính", "đối thoại, tiếp công dân", "ngay trong ngày", "hằng tuần", "đề án vị trí việc làm",
		"thi tuyển cạnh tranh", "giải ngân", "xã hội hóa", "cơ sở dữ liệu", "PAR INDEX", "sơ kết giữa nhiệm kỳ",
	}
	if len(duties) != len(thirteen) {
		t.Fatalf("%d duties:\n%s", len(duties), strings.Join(duties, "\n"))
	}
	for i, word := range thirteen {
		if !strings.Contains(duties[i], word) {
			t.Errorf("duty %d is %q, want one with %q", i+1, duties[i], word)
		}
	}
	if through := res.Assignments[3].Through; len(through) != 1 || through[0] != "Trung tâm Xúc tiến đầu tư" {
		t.Errorf("through %v", through)
	}
}

func BenchmarkReadNotice(b *testing.B) {
	s := text(b, "000")
	for b.Loop() {
		reading.Read(s, reading.Options{})
	}
}
