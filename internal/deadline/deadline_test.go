package deadline_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/workday"
)

func TestPausesAndExtensionsMoveTheDay(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for name, v := range map[string]struct {
		f              deadline.Facts
		original, want civil.Date
	}{
		"as stated":                    {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By}, "2023-06-30", "2023-06-30"},
		"before":                       {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.Before}, "2023-06-29", "2023-06-29"},
		"a pause over a weekend":       {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-09", To: "2023-06-13"}}}, "2023-06-30", "2023-07-04"},
		"a pause of a weekend only":    {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-10", To: "2023-06-12"}}}, "2023-06-30", "2023-06-30"},
		"an extension":                 {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Extensions: []deadline.Extension{{On: "2023-06-20", Until: "2023-07-14"}}}, "2023-06-30", "2023-07-14"},
		"an extension moves no day up": {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Extensions: []deadline.Extension{{On: "2023-06-20", Until: "2023-06-23"}}}, "2023-06-30", "2023-06-30"},
		"extended, then paused":        {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Extensions: []deadline.Extension{{On: "2023-06-20", Until: "2023-07-14"}}, Pauses: []deadline.Pause{{From: "2023-07-10", To: "2023-07-11"}}}, "2023-06-30", "2023-07-17"},
		"paused, then extended":        {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-05", To: "2023-06-06"}}, Extensions: []deadline.Extension{{On: "2023-06-20", Until: "2023-07-14"}}}, "2023-06-30", "2023-07-14"},
		"a pause after the day":        {deadline.Facts{Start: "2023-06-01", Stated: "2023-06-30", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-07-05", To: "2023-07-09"}}}, "2023-06-30", "2023-06-30"},
		"a day of a period":            {deadline.Facts{Start: "2023-06-12", Fixed: "2023-06-16"}, "2023-06-16", "2023-06-16"},
		"none":                         {deadline.Facts{Start: "2023-06-01"}, "", ""},
	} {
		if d := deadline.Compute(cal, v.f, "2023-07-31"); d.Original != v.original || d.Agreed != v.want {
			t.Errorf("%s: %s, agreed %s; want %s, %s", name, d.Original, d.Agreed, v.original, v.want)
		}
	}
}

func TestAPauseThatLastsIsNotLate(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	f := deadline.Facts{Start: "2023-06-01", Stated: "2023-06-09", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-08", By: "Thường trực", Why: "chờ ý kiến Bộ Nội vụ"}}}
	s := deadline.Explain(cal, f, "", "2023-06-30")
	if s.Late != 0 || s.Due.PausedSince != "2023-06-08" || s.LateOriginal != 15 {
		t.Errorf("%d late, %d by the original, paused since %s", s.Late, s.LateOriginal, s.Due.PausedSince)
	}
	for _, d := range s.Days {
		if d.Date >= "2023-06-08" && d.Kind != deadline.Paused && d.Kind != deadline.Off && d.Date <= "2023-06-30" {
			t.Errorf("%s is %s", d.Date, d.Kind)
		}
	}
	if !strings.Contains(strings.Join(s.Sentences, " "), "chờ ý kiến Bộ Nội vụ") {
		t.Errorf("%q", s.Sentences)
	}
}

// A period whose day a decision has made a day off: the strip goes as far as
// that day and says what it is and by which paper.
func TestADayThatMovedForwardSaysWhy(t *testing.T) {
	t.Parallel()
	storm := workday.Special{Date: "2023-06-16", Kind: workday.Holiday, Name: "Nghỉ chống bão", Status: workday.Decided, Basis: "Công điện 5"}
	cal := workday.Default().With([]workday.Special{storm}, workday.DefaultHours())
	s := deadline.Explain(cal, deadline.Facts{Start: "2023-06-12", Fixed: "2023-06-15", Nominal: "2023-06-16", First: "2023-06-16"}, "", "2023-06-13")
	want := []string{
		"Giao ngày 12/06/2023, đếm từ ngày hôm sau.",
		"Hạn gốc 16/06/2023.",
		"Theo nhịp, kỳ này đến hạn 16/06/2023; ngày đó nghỉ (Nghỉ chống bão, Công điện 5) nên hạn là ngày làm việc liền trước, 15/06/2023.",
	}
	if !slices.Equal(s.Sentences, want) {
		t.Errorf("%q", s.Sentences)
	}
	last := s.Days[len(s.Days)-1]
	if last.Date != "2023-06-16" || last.Kind != deadline.Holiday || last.Name != "Nghỉ chống bão" || !slices.ContainsFunc(last.Marks, func(m deadline.Mark) bool { return m.Kind == deadline.NominalDay }) {
		t.Errorf("the last day: %+v", last)
	}
	if s.Late != 0 || s.Due.Last != "2023-06-15" {
		t.Errorf("%d late, last day %s", s.Late, s.Due.Last)
	}
}

// The worked strip of docs/clocks.md.
func TestTheStripOfTheDocs(t *testing.T) {
	t.Parallel()
	s := deadline.Explain(workday.Default(), deadline.Facts{
		Start: "2023-06-01", Stated: "2023-06-16", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-08", To: "2023-06-13", By: "a", Why: "chờ ý kiến Bộ"}},
		Extensions: []deadline.Extension{{On: "2023-06-15", Until: "2023-06-30", By: "a", Why: "b"}},
	}, "2023-07-04", "2023-07-10")
	n := map[civil.Date]deadline.Day{}
	for _, d := range s.Days {
		n[d.Date] = d
	}
	if s.Late != 2 || s.LateOriginal != 12 || s.Due.Agreed != "2023-06-30" || s.Due.Original != "2023-06-16" || n["2023-06-07"].N != 4 || n["2023-06-09"].Kind != deadline.Paused || n["2023-06-13"].N != 5 ||
		n["2023-06-16"].N != 8 || n["2023-06-19"].Kind != deadline.Extra || n["2023-06-30"].N != 18 || n["2023-07-03"].Late != 1 || n["2023-07-04"].Late != 2 {
		t.Errorf("%d late, %d by the original, due %+v", s.Late, s.LateOriginal, s.Due)
	}
}

// Whatever happened, the strip counts what the due day counts: it ends late by
// exactly the lateness, its due day is worked or followed by days off only,
// and the agreed day is never before the original one.
func TestTheStripAgreesWithTheDay(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	r := rand.New(rand.NewPCG(4, 2023))
	day := func(lo, hi int) civil.Date { return civil.Date("2023-01-02").AddDays(lo + r.IntN(hi-lo+1)) }
	for range 3000 {
		f := deadline.Facts{Start: day(0, 40), Bound: []workday.Bound{workday.By, workday.Before, workday.EndOf}[r.IntN(3)]}
		f.Stated = f.Start.AddDays(2 + r.IntN(120))
		at := f.Start
		for range r.IntN(3) {
			from := at.AddDays(1 + r.IntN(30))
			to := from.AddDays(1 + r.IntN(20))
			f.Pauses = append(f.Pauses, deadline.Pause{From: from, To: to, By: "a", Why: "b"})
			at = to
		}
		if r.IntN(2) == 0 {
			f.Extensions = append(f.Extensions, deadline.Extension{On: day(0, 150), Until: day(30, 220), By: "a", Why: "b"})
		}
		reported := civil.Date("")
		if r.IntN(2) == 0 {
			reported = f.Start.AddDays(1 + r.IntN(200))
		}
		today := day(250, 260)
		s := deadline.Explain(cal, f, reported, today)
		if s.Due.Agreed < s.Due.Original || !cal.Working(s.Due.Last) {
			t.Fatalf("%+v: %+v", f, s.Due)
		}
		late := 0
		for _, d := range s.Days {
			if d.Kind == deadline.Late {
				late++
			}
		}
		if late != s.Late {
			t.Fatalf("%+v: %d late cells, %d late", f, late, s.Late)
		}
		if again := deadline.Compute(cal, f, today); again != s.Due {
			t.Fatalf("twice differs: %+v %+v", again, s.Due)
		}
	}
}

func BenchmarkCompute(b *testing.B) {
	cal := workday.Default()
	f := deadline.Facts{Start: "2023-01-03", Stated: "2023-06-30", Bound: workday.By, Pauses: []deadline.Pause{{From: "2023-06-09", To: "2023-06-13"}}, Extensions: []deadline.Extension{{On: "2023-06-20", Until: "2023-07-14"}}}
	for b.Loop() {
		if deadline.Compute(cal, f, "2023-08-01").Agreed == "" {
			b.Fatal("no day")
		}
	}
}
