package cadence

import (
	"iter"
	"time"

	"github.com/teambition/rrule-go"

	"dondoc/internal/civil"
)

// The library stops a rule that never fires only in the year 9999, eight
// thousand years of days away. The Gregorian calendar repeats every 400 years,
// weekdays included, so rules run that many cycles later and end soon.
const cycles = 19 * 400

// epoch is where rules without a start count from: a Monday, and the first of a
// month and of a year.
const epoch = civil.Date("1945-01-01")

func later(d civil.Date) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y+cycles, m, day, 0, 0, 0, 0, time.UTC)
}

// nominals are the days that the calendar part gives from a day on, ascending.
// An unsound rule gives none.
func (r Rule) nominals(from civil.Date) iter.Seq[civil.Date] {
	return func(yield func(civil.Date) bool) {
		r = r.whole()
		from = max(from, r.Start, civil.First)
		next := r.expand(from)
		if next == nil {
			return
		}
		first, start := later(from), time.Time{}
		if r.Start != "" {
			start = later(r.Start)
		}
		for n := 0; r.Count == 0 || n < r.Count; {
			t, ok := next()
			if !ok {
				return
			}
			if t.Before(start) { // in the step of the start, but before it
				continue
			}
			n++
			if !t.Before(first) && !yield(civil.New(t.Year()-cycles, int(t.Month()), t.Day())) {
				return
			}
		}
	}
}

// expand sets the library to work somewhat before a day; nil when there is
// nothing to expect.
func (r Rule) expand(from civil.Date) rrule.Next {
	freq, known := freqs[r.Freq]
	last := civil.Last
	if r.Until != "" {
		last = min(last, r.Until)
	}
	if !known || from > last || r.never() {
		return nil
	}
	seek := from
	if r.Count > 0 { // the occurrences before count too
		seek = r.Start
	}
	lib, err := rrule.NewRRule(rrule.ROption{
		Freq: freq, Dtstart: later(r.anchor(seek)), Until: later(last), Interval: r.Interval,
		Bymonth: r.ByMonth, Bymonthday: r.ByMonthDay, Byweekday: weekdays(r.ByDay), Bysetpos: r.BySetPos,
	})
	if err != nil {
		return nil
	}
	return lib.Iterator()
}

// never finds the rules that cannot fire at all: 30/02, the third of two days.
// The library would look for them through the centuries.
func (r Rule) never() bool {
	if len(r.ByMonthDay) > 0 && len(r.ByMonth) > 0 {
		possible := false
		for _, m := range r.ByMonth {
			for _, d := range r.ByMonthDay {
				possible = possible || max(d, -d) <= longestOf(m)
			}
		}
		if !possible {
			return true
		}
	}
	most := map[Freq]int{Daily: 1, Weekly: 7, Monthly: 31, Yearly: 366}[r.Freq]
	if r.Freq == Weekly {
		most = len(r.ByDay)
	}
	for _, p := range r.BySetPos {
		if max(p, -p) <= most {
			return false
		}
	}
	return len(r.BySetPos) > 0
}

// anchor is the beginning of the last step of the rule on or before d: seeking
// costs the same however long the rule has been running.
func (r Rule) anchor(d civil.Date) civil.Date {
	start := r.Start
	if start == "" {
		start = epoch
	}
	y, m, _ := start.Time().Date()
	atY, atM, _ := d.Time().Date()
	switch r.Freq {
	case Daily:
		return start.AddDays(multiple(start.DaysUntil(d), r.Interval))
	case Weekly:
		return start.Monday().AddDays(multiple(start.Monday().DaysUntil(d), 7*r.Interval))
	case Monthly:
		months := 12*y + int(m) - 1
		months += multiple(12*atY+int(atM)-1-months, r.Interval)
		return civil.New(months/12, months%12+1, 1)
	case Yearly:
		return civil.New(y+multiple(atY-y, r.Interval), 1, 1)
	}
	return start
}

// multiple is the largest multiple of step that is at most n; n is not negative.
func multiple(n, step int) int { return n / step * step }

var freqs = map[Freq]rrule.Frequency{Daily: rrule.DAILY, Weekly: rrule.WEEKLY, Monthly: rrule.MONTHLY, Yearly: rrule.YEARLY} //nolint:gochecknoglobals // a constant table

func weekdays(days []Day) []rrule.Weekday {
	names := [...]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	out := make([]rrule.Weekday, len(days))
	for i, d := range days {
		w := names[d.Weekday]
		out[i] = w.Nth(d.N)
	}
	return out
}
