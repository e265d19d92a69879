// Package civil holds calendar days. A day is text, "2023-05-08", with no
// hour and no zone, so that it is the same day in the database, in the API and
// on the page. Vietnam keeps one clock, UTC+7, all year.
package civil

import (
	"errors"
	"regexp"
	"strconv"
	"time"
)

// Date is a calendar day as "2006-01-02"; "" is no day.
type Date string

const layout = "2006-01-02"

// The days that a record may carry (bad-inputs D12).
const (
	First Date = "1945-09-02"
	Last  Date = "2100-12-31"
)

// What a person reads when a day will not do.
var (
	ErrForm       = errors.New("Ngày phải ghi dạng ngày/tháng/năm, ví dụ 08/05/2023.")      //nolint:revive,staticcheck // a sentence for the person
	ErrImpossible = errors.New("Ngày này không có trong lịch. Kiểm tra lại ngày và tháng.") //nolint:revive,staticcheck // a sentence for the person
	ErrYear       = errors.New("Ghi đủ bốn chữ số của năm, ví dụ 2023.")                    //nolint:revive,staticcheck // a sentence for the person
	ErrRange      = errors.New("Ngày phải từ 02/09/1945 đến 31/12/2100.")                   //nolint:revive,staticcheck // a sentence for the person
)

// Zone is Vietnam's clock.
func Zone() *time.Location { return zone }

var zone = time.FixedZone("+07", 7*3600) //nolint:gochecknoglobals // a constant in all but syntax

// New makes a day; an impossible one gives "".
func New(year, month, day int) Date {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return ""
	}
	return FromNumber(NumberOf(year, month, day))
}

// Of is the day that it is in Vietnam at t.
func Of(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	y, m, d := t.In(zone).Date()
	return New(y, int(m), d)
}

// Parse reads "2023-05-08".
func Parse(s string) (Date, error) {
	if len(s) != len(layout) {
		return "", ErrForm
	}
	d := Date(s)
	if !d.Valid() {
		return "", ErrImpossible
	}
	return inRange(d)
}

var written = regexp.MustCompile(`^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2,4})\s*$`)

// ParseVN reads a day as people write it, day first: 08/5/2023, 8-5-2023,
// 08.05.2023. It also takes the ISO form, which date pickers send.
func ParseVN(s string) (Date, error) {
	if d, err := Parse(s); err == nil || len(s) == len(layout) && s[4] == '-' && s[7] == '-' {
		return d, err
	}
	m := written.FindStringSubmatch(s)
	if m == nil {
		return "", ErrForm
	}
	if len(m[3]) != 4 {
		return "", shortYear(atoi(m[3]), atoi(m[2]), atoi(m[1]), len(m[3]))
	}
	d := New(atoi(m[3]), atoi(m[2]), atoi(m[1]))
	if d == "" {
		return "", ErrImpossible
	}
	return inRange(d)
}

// ShortYearError is a day whose year was written with two digits. It is never
// taken for granted: the person is asked whether Guess was meant (bad-inputs D06).
type ShortYearError struct{ Guess Date }

// Error asks, with the day written out.
func (e *ShortYearError) Error() string {
	return "Năm chỉ ghi hai chữ số. Có phải " + e.Guess.Format() + "? Ghi lại đủ bốn chữ số để xác nhận."
}

// Unwrap lets errors.Is find ErrYear.
func (e *ShortYearError) Unwrap() error { return ErrYear }

// shortYear guesses the century: 00–68 is of this one, 69–99 of the last, as POSIX has it.
func shortYear(year, month, day, digits int) error {
	if digits != 2 {
		return ErrYear
	}
	if year += 1900; year < 1969 {
		year += 100
	}
	d := New(year, month, day)
	if d == "" {
		return ErrImpossible
	}
	return &ShortYearError{d}
}

func inRange(d Date) (Date, error) {
	if d < First || d > Last {
		return "", ErrRange
	}
	return d, nil
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// Time is the start of the day in Vietnam; the zero time for no day.
func (d Date) Time() time.Time {
	y, m, day, ok := d.Split()
	if !ok {
		return time.Time{}
	}
	return time.Date(y, time.Month(m), day, 0, 0, 0, 0, zone)
}

// Valid reports whether d is a day of the Gregorian calendar in its stored form.
func (d Date) Valid() bool {
	_, _, _, ok := d.Split() //nolint:dogsled // only whether it is one
	return ok
}

// At is an instant of the day.
func (d Date) At(hour, minute int) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, zone)
}

// AddDays moves by calendar days; what is no day stays none.
func (d Date) AddDays(n int) Date {
	if !d.Valid() {
		return ""
	}
	return FromNumber(d.Number() + n)
}

// Weekday of the day.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((d.Number()%7 + 11) % 7) // 1970-01-01 was a Thursday
}

// Year is the year as a number; 1 for no day, as the zero time has it.
func (d Date) Year() int {
	y, _, _, ok := d.Split() //nolint:dogsled // only the year
	if !ok {
		return 1
	}
	return y
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d < o }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d > o }

// DaysUntil counts calendar days from d to o.
func (d Date) DaysUntil(o Date) int {
	return o.Number() - d.Number()
}

// Monday is the first day of d's week.
func (d Date) Monday() Date {
	return d.AddDays(-((int(d.Weekday()) + 6) % 7))
}

// EndOfMonth is the last day of d's month.
func (d Date) EndOfMonth() Date {
	y, m, _, ok := d.Split()
	if !ok {
		return ""
	}
	return New(y, m, daysIn(y, m))
}

// AddMonths moves by months; where a month has no such day, to its last one:
// a yearly duty of 29/02 is due on 28/02 in a common year (bad-inputs D02, D27).
// Count from the first day, not from the one before, lest the 31st be lost.
func (d Date) AddMonths(n int) Date {
	y, m, day, ok := d.Split()
	if !ok || n < -120_000 || n > 120_000 {
		return ""
	}
	n += 12*y + m - 1
	if n < 12 || n >= 120_000 {
		return ""
	}
	y, m = n/12, n%12+1
	return New(y, m, min(day, daysIn(y, m)))
}
