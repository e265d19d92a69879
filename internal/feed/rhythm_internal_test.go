package feed

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"

	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// occurs lays a series out as a calendar program does: the rule by a library
// that knows nothing of working time, then the exceptions.
func occurs(t *testing.T, r rhythm, until civil.Date) []civil.Date {
	t.Helper()
	opt, err := rrule.StrToROption("DTSTART:" + r.First.Time().UTC().Add(7*time.Hour).Format("20060102T150405Z") + "\nRRULE:" + r.Rule)
	if err != nil {
		t.Fatalf("%s: %v", r.Rule, err)
	}
	x, err := rrule.NewRRule(*opt)
	if err != nil {
		t.Fatal(err)
	}
	var out []civil.Date
	for _, at := range x.Between(opt.Dtstart, until.Time().Add(48*time.Hour), true) {
		d := civil.Date(at.Format("2006-01-02"))
		if slices.Contains(r.Drop, d) {
			continue
		}
		for _, m := range r.Moved {
			if m.From == d {
				d = m.To
				break
			}
		}
		out = append(out, d)
	}
	out = append(out, r.Extra...)
	slices.Sort(out)
	return slices.DeleteFunc(out, func(d civil.Date) bool { return d > until })
}

// The rule with its exceptions gives exactly the days that the office's own
// reckoning gives, through Tết, holidays and worked Saturdays, for every
// rhythm, reporting day and unusual rule.
func TestRulesFallOnTheDaysThatAreDue(t *testing.T) {
	t.Parallel()
	cal := workday.New(append(workday.DefaultDays(), workday.Special{Date: "2023-09-09", Kind: workday.Makeup, Name: "Làm bù"}), workday.DefaultHours())
	var rules []cadence.Rule
	for weekday := 1; weekday <= 7; weekday++ {
		rules = append(rules, cadence.Preset(workday.Week, weekday))
	}
	for _, e := range []workday.Every{workday.Day, workday.Month, workday.Quarter, workday.Half, workday.Year} {
		rules = append(rules, cadence.Preset(e, 5))
	}
	for _, s := range []string{"RRULE:FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-OFF:AFTER", "RRULE:FREQ=MONTHLY;BYMONTHDAY=19", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "RRULE:FREQ=MONTHLY;BYDAY=1MO,3MO"} {
		r, err := cadence.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, r)
	}
	for _, rule := range rules {
		for _, after := range []civil.Date{"2022-12-30", "2023-01-16", "2023-06-12", "2024-02-05", "2025-01-20"} {
			r, ok := beat(cal, rule, after, after)
			if !ok {
				t.Fatalf("%s never comes after %s", rule, after)
			}
			until := r.First.AddDays(ahead - 40)
			var want []civil.Date
			for at := range rule.From(cal, after.AddDays(1)) {
				if at.Nominal > until {
					break
				}
				if rule.Every() == workday.Day && !cal.Working(at.Nominal) {
					continue
				}
				if at.Due <= until {
					want = append(want, at.Due)
				}
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, occurs(t, r, until)); diff != "" {
				t.Errorf("%s after %s: %s", rule, after, diff)
			}
		}
	}
}

func TestASeriesThatHasEndedIsNotWritten(t *testing.T) {
	t.Parallel()
	rule, err := cadence.Parse("RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20230630")
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := beat(workday.Default(), rule, "2023-06-30", "2023-07-03"); ok {
		t.Errorf("%+v", r)
	}
}
