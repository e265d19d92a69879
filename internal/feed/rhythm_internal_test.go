package feed

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// occurs lays a rule out the way RFC 5545 §3.3.10 says, for the few parts that
// our rules use, without asking the code that made it.
func occurs(r rhythm, e workday.Every, weekday int, until civil.Date) []civil.Date {
	var out []civil.Date
	weekend := func(d civil.Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
	lastOfMonth := func(d civil.Date) bool { // BYDAY=MO,…,FR;BYSETPOS=-1
		if weekend(d) {
			return false
		}
		for x := d.AddDays(1); x.Time().Month() == d.Time().Month(); x = x.AddDays(1) {
			if !weekend(x) {
				return false
			}
		}
		return true
	}
	for d := r.First; d <= until; d = d.AddDays(1) {
		m, hit := int(d.Time().Month()), false
		switch e {
		case workday.Day:
			hit = !weekend(d)
		case workday.Week:
			hit = int(d.Weekday()) == min(weekday, 5)
		case workday.Month:
			hit = lastOfMonth(d)
		case workday.Quarter:
			hit = m%3 == 0 && lastOfMonth(d)
		case workday.Half:
			hit = m%6 == 0 && lastOfMonth(d)
		case workday.Year:
			hit = m == 12 && lastOfMonth(d)
		}
		if !hit || slices.Contains(r.Drop, d) {
			continue
		}
		for _, m := range r.Moved {
			if m.From == d {
				d = m.To
				out = append(out, d)
				d, hit = m.From, false
			}
		}
		if hit {
			out = append(out, d)
		}
	}
	out = append(out, r.Extra...)
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(d civil.Date) bool { return d > until })
}

// The rule with its exceptions gives exactly the days that the office's own
// reckoning gives, through Tết, holidays and worked Saturdays, for every rhythm
// and reporting day.
func TestRulesFallOnTheDaysThatAreDue(t *testing.T) {
	t.Parallel()
	cal := workday.New(append(workday.DefaultDays(), workday.Special{Date: "2023-09-09", Kind: workday.Makeup, Name: "Làm bù"}), workday.DefaultHours())
	for _, e := range []workday.Every{workday.Day, workday.Week, workday.Month, workday.Quarter, workday.Half, workday.Year} {
		for weekday := 1; weekday <= 7; weekday++ {
			for _, start := range []civil.Date{"2022-12-30", "2023-01-16", "2023-06-12", "2024-02-05", "2025-01-20"} {
				_, due := cal.NextDue(e, start, weekday)
				until := due.AddDays(ahead - 40)
				var want []civil.Date
				for d := due; d <= until; {
					want = append(want, d)
					_, d = cal.NextDue(e, d, weekday)
				}
				got := occurs(beat(cal, e, due, start, weekday), e, weekday, until)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s on %d from %s: %s", e, weekday, start, diff)
				}
			}
		}
	}
}

func TestADaySetByAPersonStandsBesideTheRule(t *testing.T) {
	t.Parallel()
	r := beat(workday.Default(), workday.Week, "2023-06-14", "2023-06-12", 5)
	if r.First != "2023-06-16" || len(r.Moved) == 0 || r.Moved[0] != (moved{"2023-06-16", "2023-06-14"}) {
		t.Errorf("%+v", r)
	}
}
