package score_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/reading"
	"dondoc/internal/reading/score"
)

var update = flag.Bool("update", false, "write the table into docs/reading.md")

func gold(t testing.TB, sets ...string) []score.Gold {
	t.Helper()
	var all []score.Gold
	for _, set := range sets {
		f, err := os.Open(filepath.Join("testdata", "gold", set+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		list, err := score.Parse(f)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

// read gives what the reader finds in each document.
func read(t testing.TB, list []score.Gold) []reading.Result {
	t.Helper()
	out := make([]reading.Result, len(list))
	for i, g := range list {
		out[i] = reading.Read(text(t, g.Doc), reading.Options{})
	}
	return out
}

func report(t testing.TB, sets ...string) *score.Report {
	t.Helper()
	var r score.Report
	list := gold(t, sets...)
	for i, p := range read(t, list) {
		r.Add(list[i], p)
	}
	return &r
}

func text(t testing.TB, doc string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "gold", doc+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// inPage keeps the part of docs/reading.md between two marks equal to want.
func inPage(t *testing.T, name, want string) {
	t.Helper()
	mark := "<!-- " + name + " -->"
	page := filepath.Join("..", "..", "..", "docs", "reading.md")
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(b), mark, 3)
	if len(parts) != 3 {
		t.Fatalf("%s has no place between two %s", page, mark)
	}
	if want = "\n" + want; parts[1] == want {
		return
	}
	if !*update {
		t.Errorf("%s in docs/reading.md is not today's (run the test with -update):\n%s", name, cmp.Diff(want, parts[1]))
		return
	}
	if err := os.WriteFile(page, []byte(parts[0]+mark+want+mark+parts[2]), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The bars are those of the targets that hold on the developed set; the
// table in docs/reading.md holds the real figures and is kept equal to them.
func TestTheFifteenDocuments(t *testing.T) { //nolint:paralleltest // writes the page
	r := report(t, "dev")
	for name, x := range map[string][2]float64{
		"citations": {r.Citations.F1(), 0.97}, "assignments": {r.Assignments.F1(), 0.88}, "leads": {r.Leads.F1(), 0.82}, "coordinating": {r.Coordinating.F1(), 0.75},
		"header": {r.Header.F1(), 0.95}, "lead set": {r.LeadSet.Share(), 0.90}, "deadline": {r.Deadline.Share(), 0.95}, "set deadlines": {r.SetDeadlines.Share(), 0.85}, "unread": {r.Unread.Share(), 0.80},
	} {
		if x[0] < x[1] {
			t.Errorf("%s %.3f, want %.2f", name, x[0], x[1])
		}
	}
	inPage(t, "table", r.Table())
}

// Everything annotated, with the fifteen.
func TestAllDocuments(t *testing.T) { //nolint:paralleltest // writes the page
	inPage(t, "all", report(t, "dev", "unseen", "further").Table())
}

// Every letter of every annotated text belongs to exactly one stretch of the
// coverage, and every assignment to a stretch of its own kind.
func TestCoverage(t *testing.T) {
	t.Parallel()
	list := gold(t, "dev", "unseen", "further")
	if len(list) < 50 {
		t.Fatalf("%d documents", len(list))
	}
	for i, p := range read(t, list) {
		end, length := 0, utf8.RuneCountInString(text(t, list[i].Doc))
		as := make([]reading.Role, length)
		for _, c := range p.Coverage {
			if c.Start != end || c.End <= c.Start || c.End > length {
				t.Fatalf("%s: a stretch from %d to %d behind %d of %d", list[i].Doc, c.Start, c.End, end, length)
			}
			for k := c.Start; k < c.End; k++ {
				as[k] = c.As
			}
			end = c.End
		}
		if end != length {
			t.Errorf("%s: covered up to %d of %d", list[i].Doc, end, length)
		}
		for _, a := range p.Assignments {
			for k := a.Start; k < a.End; k++ {
				if as[k] != reading.IsAssignment {
					t.Fatalf("%s: %d of an assignment is %s", list[i].Doc, k, as[k])
				}
			}
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
	r.Add(gold(t, "dev")[0], res)
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
