package cadence

import (
	"slices"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Freq is the step of a rule, as RFC 5545 names it.
type Freq string

// The steps.
const (
	Daily   Freq = "DAILY"
	Weekly  Freq = "WEEKLY"
	Monthly Freq = "MONTHLY"
	Yearly  Freq = "YEARLY"
)

// Off is what happens to an occurrence on a day off.
type Off string

// The ways of an occurrence that falls on a day off. The zero value is Before:
// what is due on a day off is due on the working day before it.
const (
	Before Off = ""
	After  Off = "AFTER"
	Stay   Off = "STAY"
)

// Day is a weekday, or with N the N-th of its month or year; negative N counts
// from the end.
type Day struct {
	N       int
	Weekday time.Weekday
}

// Data is which data an occurrence reports on, where that is not its own
// calendar period up to the day it is due.
type Data struct {
	// FromDay begins the period on that day of the month before, 2–28
	// (Decree 09/2019 Art. 12: the 15th); 0 is the calendar period.
	FromDay int
	// Gap is the least number of working days from the cut-off to the due day.
	Gap int
	// Lag is how many periods back the data lies; 1 for a report that is due in
	// the month after its period.
	Lag int
}

// Rule is a recurring duty. Parse and the constructors give sound ones; of a
// rule put together otherwise ask Check.
type Rule struct {
	Freq       Freq
	Interval   int        // every so many steps, 1–1000; 0 is 1
	Start      civil.Date // from when; also the phase of an interval. "" is always
	Until      civil.Date // last nominal day; "" is no end
	Count      int        // number of occurrences from Start; 0 is no end
	ByMonth    []int      // 1–12
	ByMonthDay []int      // 1–31, −31–−1 from the end
	ByDay      []Day
	BySetPos   []int // which of the days of a step count, 1 or −1 the first or last
	Off        Off
	Data       Data
}

// Every is the period in which the rule fires exactly once, whatever the year;
// "" when there is none.
func (r Rule) Every() workday.Every {
	r = r.whole()
	switch r.Freq {
	case Daily:
		if r.Interval == 1 && len(r.ByMonth)+len(r.ByMonthDay)+len(r.ByDay) == 0 {
			return workday.Day
		}
	case Weekly:
		if r.Interval == 1 && len(r.ByMonth) == 0 && (len(r.ByDay) == 1 && len(r.BySetPos) == 0 || picksOne(r.BySetPos, len(r.ByDay))) {
			return workday.Week
		}
	case Monthly:
		switch {
		case !r.onceAMonth():
		case len(r.ByMonth) > 0 && r.Interval == 1:
			return everyOf(r.ByMonth)
		case len(r.ByMonth) > 0:
		case r.Interval == 1:
			return workday.Month
		case r.Interval == 3:
			return workday.Quarter
		case r.Interval == 6:
			return workday.Half
		case r.Interval == 12:
			return workday.Year
		}
	case Yearly:
		switch {
		case r.Interval != 1 || !r.onceAMonth() || len(r.ByMonth) == 0:
		case len(r.ByMonth) == 1:
			return workday.Year
		case len(r.BySetPos) == 0:
			return everyOf(r.ByMonth)
		}
	}
	return ""
}

// onceAMonth reports that the day part gives exactly one day in every month.
func (r Rule) onceAMonth() bool {
	least, _ := r.lengths()
	switch {
	case len(r.ByMonthDay) > 0 && len(r.ByDay) > 0:
		return false
	case len(r.ByMonthDay) == 1:
		d := r.ByMonthDay[0]
		return max(d, -d) <= least && (len(r.BySetPos) == 0 || picksOne(r.BySetPos, 1))
	case len(r.ByMonthDay) > 1:
		up, down := 0, 0 // those of one direction that every month has
		for _, d := range r.ByMonthDay {
			if d > 0 && d <= least {
				up++
			}
			if d < 0 && d >= -least {
				down++
			}
		}
		return picksOne(r.BySetPos, max(up, down))
	case len(r.ByDay) == 1 && r.ByDay[0].N != 0:
		n := r.ByDay[0].N
		return n >= -4 && n <= 4 && (r.Freq == Monthly || len(r.ByMonth) > 0) && (len(r.BySetPos) == 0 || picksOne(r.BySetPos, 1))
	case len(r.ByDay) > 0 && r.ByDay[0].N == 0:
		return picksOne(r.BySetPos, 4*len(r.ByDay))
	}
	return false
}

// picksOne reports that the positions pick exactly one of at least n days.
func picksOne(pos []int, n int) bool {
	return len(pos) == 1 && pos[0] >= -n && pos[0] <= n
}

// everyOf is the period in which exactly one of the months lies.
func everyOf(months []int) workday.Every {
	for every, span := range map[workday.Every]int{workday.Month: 1, workday.Quarter: 3, workday.Half: 6, workday.Year: 12} {
		if len(months) != 12/span {
			continue
		}
		for i, m := range months { // sorted
			if (m-1)/span != i {
				return ""
			}
		}
		return every
	}
	return ""
}

// whole is the rule in canonical form: lists sorted without doubles, and the
// day that RFC 5545 leaves to DTSTART written out.
func (r Rule) whole() Rule {
	r.Interval = max(r.Interval, 1)
	r.ByMonth, r.ByMonthDay, r.BySetPos = tidy(r.ByMonth), tidy(r.ByMonthDay), tidy(r.BySetPos)
	r.ByDay = slices.Clone(r.ByDay)
	slices.SortFunc(r.ByDay, func(a, b Day) int {
		if a.N != b.N {
			return a.N - b.N
		}
		return (int(a.Weekday)+6)%7 - (int(b.Weekday)+6)%7
	})
	r.ByDay = slices.Compact(r.ByDay)
	if r.Start == "" || len(r.ByMonthDay)+len(r.ByDay) > 0 {
		return r
	}
	switch r.Freq {
	case Weekly:
		r.ByDay = []Day{{Weekday: r.Start.Weekday()}}
	case Monthly:
		return r.monthDay(r.Start.Time().Day())
	case Yearly:
		_, month, day := r.Start.Time().Date()
		if len(r.ByMonth) == 0 {
			r.ByMonth = []int{int(month)}
		}
		if len(r.ByMonth) > 1 && r.Interval == 1 {
			r.Freq = Monthly // the same days, and BYSETPOS picks within the month
		}
		return r.monthDay(day)
	case Daily:
	}
	return r
}

// monthDay sets the day of the month by the written rule: a month that lacks it
// takes its last day.
func (r Rule) monthDay(day int) Rule {
	shortest, longest := r.lengths()
	day = min(day, longest)
	if day <= shortest || len(r.BySetPos) > 0 || r.Freq == Yearly && len(r.ByMonth) > 1 { // there a position would pick within the year
		r.ByMonthDay = []int{day}
		return r
	}
	r.ByMonthDay, r.BySetPos = nil, []int{-1}
	for d := shortest; d <= day; d++ {
		r.ByMonthDay = append(r.ByMonthDay, d)
	}
	return r
}

// lengths are the days of the shortest and the longest month in question, over
// all years.
func (r Rule) lengths() (shortest, longest int) {
	if len(r.ByMonth) == 0 {
		return 28, 31
	}
	shortest = 31
	for _, m := range r.ByMonth {
		n := longestOf(m)
		longest = max(longest, n)
		if m == 2 {
			n = 28
		}
		shortest = min(shortest, n)
	}
	return shortest, longest
}

// longestOf is the length of a month in a leap year.
func longestOf(month int) int {
	return civil.New(2024, month, 1).EndOfMonth().Time().Day()
}

func tidy(list []int) []int {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// Equal reports that two rules are written alike.
func (r Rule) Equal(o Rule) bool { return r.String() == o.String() }
