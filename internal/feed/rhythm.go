package feed

import (
	"strconv"
	"strings"
	"time"

	"dondoc/internal/cadence"
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

// beat lays out the periods of a standing duty that are still to be opened,
// after the nominal day of the one opened last: those that are open stand in
// the calendar as tasks of their own. False when none is to come.
func beat(cal *workday.Calendar, rule cadence.Rule, after, today civil.Date) (r rhythm, ok bool) {
	first, ok := rule.Next(cal, after)
	if !ok {
		return r, false
	}
	until := max(first.Nominal, today).AddDays(ahead)
	if rule.Every() == workday.Day {
		r = daily(cal, cal.OnOrAfter(first.Nominal), until)
		return r, r.First != ""
	}
	for _, line := range rule.Lines() {
		if x, found := strings.CutPrefix(line, "RRULE:"); found {
			r.Rule = x
		}
	}
	r.First = first.Nominal
	for at := range rule.From(cal, first.Nominal) {
		if at.Nominal > until {
			break
		}
		if at.Due != at.Nominal {
			r.Moved = append(r.Moved, moved{at.Nominal, at.Due})
		}
	}
	return r, true
}

// daily is a duty of every working day.
func daily(cal *workday.Calendar, due, until civil.Date) rhythm {
	r := rhythm{Rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}
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
