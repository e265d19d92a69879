package feed

import (
	"strconv"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// rhythm is a standing duty as RFC 5545 says it: a rule over plain weeks and
// months, and where working time departs from the rule.
type rhythm struct {
	Rule string
	// First is the rule's first day, in the period that is owed now.
	First civil.Date
	Moved []moved
	Drop  []civil.Date // days of the rule on which nothing is due
	Extra []civil.Date // days off the rule on which something is due (worked Saturdays)
}

// moved is one occurrence that falls on another day than the rule says.
type moved struct{ From, To civil.Date }

// ahead is how many days of exceptions are written out. Days off further on
// are not decided yet; programs ask again long before.
const ahead = 400

// rule is a rhythm's rule: the last weekday of its period, for a week the
// reporting day.
func rule(e workday.Every, weekday int) string {
	const lastWeekday = ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
	switch e {
	case workday.Day:
		return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
	case workday.Week:
		return "FREQ=WEEKLY;BYDAY=" + [...]string{"MO", "TU", "WE", "TH", "FR"}[weekday-1]
	case workday.Month:
		return "FREQ=MONTHLY" + lastWeekday
	case workday.Quarter:
		return "FREQ=MONTHLY;BYMONTH=3,6,9,12" + lastWeekday
	case workday.Half:
		return "FREQ=MONTHLY;BYMONTH=6,12" + lastWeekday
	case workday.Year:
		return "FREQ=MONTHLY;BYMONTH=12" + lastWeekday
	}
	return ""
}

// plain is the day that the rule gives for the period of d, and the last day
// of that period.
func plain(e workday.Every, d civil.Date, weekday int) (day, end civil.Date) {
	y, m := d.Year(), int(d.Time().Month())
	month := func(n int) (day, end civil.Date) {
		end = civil.New(y, n, 1).EndOfMonth()
		for day = end; day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
			day = day.AddDays(-1)
		}
		return day, end
	}
	switch e {
	case workday.Week:
		return d.Monday().AddDays(weekday - 1), d.Monday().AddDays(6)
	case workday.Month:
		return month(m)
	case workday.Quarter:
		return month((m-1)/3*3 + 3)
	case workday.Half:
		return month((m-1)/6*6 + 6)
	case workday.Year:
		return month(12)
	case workday.Day:
	}
	return d, d
}

// beat lays out a standing duty whose present period is due on due. Weekday is
// that of the weekly report, 1 Monday … 7 Sunday; a rule says Friday for one on
// a weekend, and a worked Saturday is an exception.
func beat(cal *workday.Calendar, e workday.Every, due, today civil.Date, weekday int) rhythm {
	onWeek := min(max(weekday, 1), 5)
	until := max(due, today).AddDays(ahead)
	if e == workday.Day {
		return daily(cal, due, until)
	}
	r := rhythm{Rule: rule(e, onWeek)}
	var end civil.Date
	r.First, end = plain(e, due, onWeek)
	if r.First != due {
		r.Moved = append(r.Moved, moved{r.First, due})
	}
	for d := end.AddDays(1); d <= until; d = end.AddDays(1) {
		var by civil.Date
		by, end = plain(e, d, onWeek)
		if _, due := cal.Period(e, d, weekday); due != by {
			r.Moved = append(r.Moved, moved{by, due})
		}
	}
	return r
}

// daily is a duty of every working day.
func daily(cal *workday.Calendar, due, until civil.Date) rhythm {
	r := rhythm{Rule: rule(workday.Day, 1)}
	for d := due; d <= until; d = d.AddDays(1) {
		off := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		switch worked := cal.Working(d); {
		case worked && off:
			r.Extra = append(r.Extra, d)
		case worked && r.First == "":
			r.First = d
		case !worked && !off && r.First != "":
			r.Drop = append(r.Drop, d)
		}
	}
	return r
}

// hours writes a length of time before an event: "-PT16H".
func hours(n int) string { return "-PT" + strconv.Itoa(n) + "H" }
