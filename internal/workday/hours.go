package workday

import (
	"errors"
	"time"

	"dondoc/internal/civil"
)

// Hours are the office hours of a working day, in minutes after midnight. From
// Noon to Afternoon is the lunch break, which counts for nothing.
type Hours struct{ Open, Noon, Afternoon, Close int }

// DefaultHours are those of a focal point of 2016; a province sets its own.
func DefaultHours() Hours {
	return Hours{Open: 7 * 60, Noon: 11*60 + 30, Afternoon: 13*60 + 30, Close: 17 * 60}
}

// ErrHours is what a person reads when office hours can't be.
var ErrHours = errors.New("Giờ làm việc phải theo thứ tự: bắt đầu buổi sáng, nghỉ trưa, bắt đầu buổi chiều, kết thúc, trong cùng một ngày.") //nolint:revive,staticcheck // a sentence for the person

// Check gives ErrHours for hours out of order or outside one day.
func (h Hours) Check() error {
	if h.Open < 0 || h.Noon < h.Open || h.Afternoon < h.Noon || h.Close < h.Afternoon || h.Close > 24*60 || h.day() <= 0 {
		return ErrHours
	}
	return nil
}

func (h Hours) morning() time.Duration { return time.Duration(h.Noon-h.Open) * time.Minute }

// day is how long a working day is.
func (h Hours) day() time.Duration {
	return time.Duration(h.Noon-h.Open+h.Close-h.Afternoon) * time.Minute
}

// passed is how much of the working day is over at a time of the day.
func (h Hours) passed(of time.Duration) time.Duration {
	open, afternoon := time.Duration(h.Open)*time.Minute, time.Duration(h.Afternoon)*time.Minute
	if of < afternoon {
		return min(max(of-open, 0), h.morning())
	}
	return h.morning() + min(of-afternoon, time.Duration(h.Close-h.Afternoon)*time.Minute)
}

// Hours are the office hours of the calendar.
func (c *Calendar) Hours() Hours { return c.hours }

// DayLength is how long a working day is.
func (c *Calendar) DayLength() time.Duration { return c.hours.day() }

// Closing is the close of office on d.
func (c *Calendar) Closing(d civil.Date) time.Time { return d.At(c.hours.Close/60, c.hours.Close%60) }

// Opening is the start of office on d.
func (c *Calendar) Opening(d civil.Date) time.Time { return d.At(c.hours.Open/60, c.hours.Open%60) }

// SameDay is until when an item that came in at t must be settled or escalated:
// the close of office of that day; after hours or on a day off, of the next
// working day (DOMAIN §2.3).
func (c *Calendar) SameDay(t time.Time) time.Time {
	d := civil.Of(t)
	if c.Working(d) && t.Before(c.Closing(d)) {
		return c.Closing(d)
	}
	return c.Closing(c.Next(d))
}

// place splits an instant into the place of its day in the calendar and the
// time of that day in Viet Nam, whatever zone it carries.
func place(t time.Time) (at int, of time.Duration, ok bool) {
	const day = 24 * 60 * 60
	seconds := t.Unix() + 7*60*60
	number := int(seconds / day)
	rest := seconds % day
	if rest < 0 {
		number, rest = number-1, rest+day
	}
	at = number - from
	return min(max(at, 0), size), time.Duration(rest)*time.Second + time.Duration(t.Nanosecond()), at >= 0 && at < size
}

// office is the office time from the calendar's first day to t.
func (c *Calendar) office(t time.Time) time.Duration {
	at, of, ok := place(t)
	sum := time.Duration(c.worked.rank(at)) * c.hours.day()
	if ok && c.worked.has(at) {
		sum += c.hours.passed(of)
	}
	return sum
}

// WorkTime is the office time from a to b, without the lunch break; 0 if b is
// not after a.
func (c *Calendar) WorkTime(a, b time.Time) time.Duration {
	if !b.After(a) {
		return 0
	}
	return c.office(b) - c.office(a)
}

// Remaining is the office time between now and due; nothing when due is past.
func (c *Calendar) Remaining(now, due time.Time) time.Duration { return c.WorkTime(now, due) }

// longest bounds lengths: more than the office time of the whole calendar,
// little enough that sums can't run over.
const longest = 57343 * 24 * time.Hour

// AddHours is when so much office time has passed after t; counting starts at
// t, or when the office opens next. What ends with a morning or a day ends at
// noon or at the close, not when the office opens again. No time at all ends at t in
// office hours, else when the office opens. A negative length is SubHours. What ends outside the calendar gives the
// zero time.
func (c *Calendar) AddHours(t time.Time, d time.Duration) time.Time {
	switch _, of, ok := place(t); {
	case !ok || d > longest || d < -longest:
		return time.Time{}
	case d < 0:
		return c.SubHours(t, -d)
	case d == 0 && c.inOffice(t, of):
		return t
	case d == 0:
		return c.instant(c.office(t), true)
	}
	return c.instant(c.office(t)+d, false)
}

// SubHours is the latest instant from which so much office time passes until
// t: what begins with an afternoon begins when the lunch break is over, and
// what begins with a day begins when it opens. No time at all ends at t in office
// hours, else at the close before it.
func (c *Calendar) SubHours(t time.Time, d time.Duration) time.Time {
	switch _, of, ok := place(t); {
	case !ok || d > longest || d < 0:
		return time.Time{}
	case d == 0 && c.inOffice(t, of):
		return t
	case d == 0:
		return c.instant(c.office(t), false)
	}
	return c.instant(c.office(t)-d, true)
}

// inOffice reports whether t lies in office hours, their ends included.
func (c *Calendar) inOffice(t time.Time, of time.Duration) bool {
	at, _, ok := place(t)
	minutes := func(m int) time.Duration { return time.Duration(m) * time.Minute }
	return ok && c.worked.has(at) && (of >= minutes(c.hours.Open) && of <= minutes(c.hours.Noon) || of >= minutes(c.hours.Afternoon) && of <= minutes(c.hours.Close))
}

// instant leads back from office time. The end of a stretch of work and the
// start of the next are the same office time: opening chooses the later.
func (c *Calendar) instant(sum time.Duration, opening bool) time.Time { //nolint:revive // the two ends of one break
	day := c.hours.day()
	if sum < 0 {
		return time.Time{}
	}
	k := int(sum / day)
	rest := sum - time.Duration(k)*day
	if rest == 0 && !opening && k > 0 {
		k, rest = k-1, day
	}
	at := c.worked.nth(k)
	if at < 0 {
		return time.Time{}
	}
	start := c.hours.Open
	if m := c.hours.morning(); rest > m || rest == m && opening && m < day {
		start, rest = c.hours.Afternoon, rest-m
	}
	return dayAt(at).At(0, start).Add(rest)
}
