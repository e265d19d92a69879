package workday

import (
	"fmt"
	"time"

	"dondoc/internal/civil"
)

// Every is the rhythm of a recurring duty.
type Every string

// The rhythms.
const (
	Day     Every = "day"
	Week    Every = "week"
	Month   Every = "month"
	Quarter Every = "quarter"
	Half    Every = "half"
	Year    Every = "year"
)

// Name says a rhythm in words.
func (e Every) Name() string {
	switch e {
	case Day:
		return "Hằng ngày"
	case Week:
		return "Hằng tuần"
	case Month:
		return "Hằng tháng"
	case Quarter:
		return "Hằng quý"
	case Half:
		return "Sáu tháng một lần"
	case Year:
		return "Hằng năm"
	}
	return "Định kỳ"
}

// Period is the part of a recurring duty that a day belongs to, and when its
// report is due: the last working day of the period, for a week the working
// day on or before the given weekday (1 Monday … 7 Sunday).
func (c *Calendar) Period(e Every, d civil.Date, weekday int) (label string, due civil.Date) {
	y, m := d.Year(), int(d.Time().Month())
	switch e {
	case Day:
		return "ngày " + d.Format(), c.OnOrAfter(d)
	case Week:
		day := d.Monday().AddDays(min(max(weekday, 1), 7) - 1)
		due := c.OnOrBefore(day)
		if due < d.Monday() { // a whole week off
			due = c.OnOrAfter(day)
		}
		return d.Week(), due
	case Month:
		return fmt.Sprintf("tháng %d/%d", m, y), c.OnOrBefore(d.EndOfMonth())
	case Quarter:
		q := (m-1)/3 + 1
		return fmt.Sprintf("quý %s/%d", roman(q), y), c.OnOrBefore(civil.New(y, q*3, 1).EndOfMonth())
	case Half:
		h := (m-1)/6 + 1
		return fmt.Sprintf("6 tháng %s năm %d", [...]string{"đầu", "cuối"}[h-1], y), c.OnOrBefore(civil.New(y, h*6, 1).EndOfMonth())
	case Year:
		return fmt.Sprintf("năm %d", y), c.OnOrBefore(civil.New(y, 12, 31))
	}
	return "", ""
}

func roman(n int) string { return [...]string{"I", "II", "III", "IV"}[n-1] }

// NextDue is the first due day of the rhythm after d.
func (c *Calendar) NextDue(e Every, d civil.Date, weekday int) (label string, due civil.Date) {
	for at := d; ; at = at.AddDays(1) {
		if label, due = c.Period(e, at, weekday); due > d || due == "" {
			return label, due
		}
		if d.DaysUntil(at) > 800 {
			return label, due
		}
	}
}

// Monthly is the first due day after a day of a duty that is bound to one day
// of every month. A month without that day takes its last one (bad-inputs D27).
// For Before ("trước ngày 20 hằng tháng") it is the last working day before
// it: whoever asks by the 20th reads it on the 20th, so a day off does not move it
// back past that. For the other bounds it is the day, or the working day after it
// (Civil Code Art. 148). What is no day gives "".
func (c *Calendar) Monthly(b Bound, day int, after civil.Date) civil.Date {
	y, m, _, ok := after.Split()
	if !ok || day < 1 || day > 31 {
		return ""
	}
	for month := civil.New(y, m, 1); ; {
		end := month.EndOfMonth()
		d := min(month.AddDays(day-1), end)
		if b == Before {
			d = c.Prev(d)
		} else {
			d = c.OnOrAfter(d)
		}
		if d > after || d == "" {
			return d
		}
		month = end.AddDays(1)
	}
}

// MonthEnd is the last working day of a day's month.
func (c *Calendar) MonthEnd(d civil.Date) civil.Date { return c.OnOrBefore(d.EndOfMonth()) }

// Left says how far away a due day is, the way people say it. Exactly one of
// its marks holds.
type Left struct {
	Mark Mark
	Days int    // working days late, or left
	Text string // "Trễ 3 ngày làm việc", "Còn 2 giờ 10 phút", "Còn 4 ngày làm việc", "Chưa có hạn"
}

// Mark is the clock's state.
type Mark string

// The marks of a clock.
const (
	IsLate  Mark = "late"
	IsToday Mark = "today"
	IsLater Mark = "later"
	IsNone  Mark = "none"
)

// Until says how far away due is at now.
func (c *Calendar) Until(due civil.Date, now time.Time) Left {
	today := civil.Of(now)
	if due == "" {
		return Left{Mark: IsNone, Text: "Chưa có hạn"}
	}
	last := c.OnOrAfter(due)
	if n := c.Between(last, today); n > 0 {
		return Left{Mark: IsLate, Days: n, Text: fmt.Sprintf("Trễ %d ngày làm việc", n)}
	}
	if last < today { // a weekend or holiday after it: not yet late, but no longer today's
		return Left{Mark: IsToday, Text: "Đã hết hạn ngày " + last.Format()}
	}
	if last == today {
		if left := c.Remaining(now, c.Closing(today)); left > 0 {
			return Left{Mark: IsToday, Text: "Còn " + Spell(left)}
		}
		return Left{Mark: IsToday, Text: "Hết hạn hôm nay"}
	}
	n := c.Between(today, last)
	return Left{Mark: IsLater, Days: n, Text: fmt.Sprintf("Còn %d ngày làm việc", n)}
}

// Spell says a length of office time: "2 giờ 10 phút".
func Spell(d time.Duration) string {
	h, m := int(d.Hours()), int(d.Minutes())%60
	switch {
	case h == 0:
		return fmt.Sprintf("%d phút", m)
	case m == 0:
		return fmt.Sprintf("%d giờ", h)
	}
	return fmt.Sprintf("%d giờ %d phút", h, m)
}

// StripDay is one day of an explanation.
type StripDay struct {
	Date    civil.Date `json:"date"`
	Working bool       `json:"working"`
	N       int        `json:"n,omitempty"`    // which working day since the start
	Late    int        `json:"late,omitempty"` // which day of lateness
	Name    string     `json:"name,omitempty"` // of the holiday, or of a worked Saturday
	Kind    Kind       `json:"kind,omitempty"` // why it differs from its weekday
	Open    bool       `json:"undecided,omitempty"`
}

// Explain lays out every day from the start to the last of due and until: the
// answer to "Vì sao hạn này?".
func (c *Calendar) Explain(start, due, until civil.Date) []StripDay {
	end := max(due, until)
	var out []StripDay
	n, late := 0, 0
	last := c.OnOrAfter(due)
	for d := start; d <= end && len(out) < 800; d = d.AddDays(1) {
		day := StripDay{Date: d, Working: c.Working(d)}
		if s, ok := c.Special(d); ok {
			day.Name, day.Kind, day.Open = s.Name, s.Kind, s.Status == Undecided
		}
		if day.Working && d > start {
			n++
			day.N = n
			if due != "" && d > last && d <= until {
				late++
				day.Late = late
			}
		}
		out = append(out, day)
	}
	return out
}

// Bound is how a text ties a deadline to a day.
type Bound string

// The bounds.
const (
	Before Bound = "before" // trước ngày D: the day before is the last
	By     Bound = "by"     // đến ngày D, chậm nhất ngày D: close of office of D
	EndOf  Bound = "end_of" // đến hết ngày D: midnight at the end of D
	On     Bound = "on"     // vào ngày D
)

// Due turns a bound and a day into the last day, and the instant after which
// the thing is late.
func (c *Calendar) Due(b Bound, d civil.Date) (civil.Date, time.Time) {
	switch b {
	case Before:
		return d.AddDays(-1), d.Time()
	case EndOf:
		return d, d.AddDays(1).Time()
	case By, On:
		return d, c.Closing(d)
	}
	return d, c.Closing(d)
}
