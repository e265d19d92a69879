// Package civil holds calendar days. A day is text, "2023-05-08", with no
// hour and no zone, so that it is the same day in the database, in the API and
// on the page. Vietnam keeps one clock, UTC+7, all year.
package civil

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
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

func stored(y, m, d int) Date {
	b := [...]byte{byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10), '-', byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d/10), byte('0' + d%10)} //nolint:gosec // digits
	return Date(b[:])
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

// daysIn is the length of a month of the Gregorian calendar.
func daysIn(year, month int) int {
	if month == 2 {
		if leapYear(year) {
			return 29
		}
		return 28
	}
	return 30 + (month+month>>3)&1
}

// Split takes a day apart; ok tells whether it is one.
func (d Date) Split() (year, month, day int, ok bool) { //nolint:revive // the parts of a date
	year, month, day, ok = d.parts()
	return year, month, day, ok && year > 0 && (day <= 28 || day <= daysIn(year, month))
}

// highest are the highest bits of eight bytes.
const highest = 0x8080_8080_8080_8080

// parts takes the day apart; lists ask for this hundreds of times a page.
func (d Date) parts() (year, month, day int, ok bool) { //nolint:revive // the parts of a date
	if len(d) != len(layout) {
		return 0, 0, 0, false
	}
	// Eight characters at once: what is a digit becomes 0 to 9, what is a dash in
	// its place becomes 0, and every other byte gets its highest bit by the sum.
	x := uint64(d[0]) | uint64(d[1])<<8 | uint64(d[2])<<16 | uint64(d[3])<<24 | uint64(d[4])<<32 | uint64(d[5])<<40 | uint64(d[6])<<48 | uint64(d[7])<<56
	x ^= 0x2d30_302d_3030_3030
	y, z := d[8]-'0', d[9]-'0'
	if (x|(x&^highest+0x7f76_767f_7676_7676))&highest != 0 || y > 9 || z > 9 {
		return 0, 0, 0, false
	}
	year = int(x&15*1000 + x>>8&15*100 + x>>16&15*10 + x>>24&15)
	month = int(x>>40&15*10 + x>>48&15)
	day = int(y)*10 + int(z)
	return year, month, day, month >= 1 && month <= 12 && day >= 1 && day <= 31
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

// Number counts days from 1970-01-01 in the Gregorian calendar; lists count
// working days for every row. What is no day has no meaningful number.
func (d Date) Number() int {
	y, m, day, _ := d.parts()
	return NumberOf(y, m, day)
}

// NumberOf is Number of a day that is given by its parts.
func NumberOf(year, month, day int) int {
	y := year + 399 // whole cycles of 400 years keep what is divided positive
	return y*365 + y/4 - y/100 + y/400 - 719162 - 146097 + DayOfYear(year, month, day)
}

// DayOfYear counts from 0 on 1 January.
func DayOfYear(year, month, day int) int {
	n := (367*month-362)/12 + day - 1
	switch {
	case month <= 2:
		return n
	case leapYear(year):
		return n - 1
	}
	return n - 2
}

func leapYear(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

// FromNumber is the day that Number counts; "" outside the years 1 to 9999,
// which the stored form can't carry.
func FromNumber(n int) Date {
	if n >= pageFrom && n < pageTo {
		at := (n - pageFrom) * len(layout)
		return Date(page()[at : at+len(layout)])
	}
	return fromNumber(n)
}

// page holds the days of 1900 to 2101 one behind another, in 0.7 MB, so that
// the days that records are about are cut from it instead of made: lists and
// deadlines ask for them by the million.
var page = sync.OnceValue(func() string { //nolint:gochecknoglobals // a constant in all but syntax
	var b strings.Builder
	b.Grow((pageTo - pageFrom) * len(layout))
	for n := pageFrom; n < pageTo; n++ {
		b.WriteString(string(fromNumber(n)))
	}
	return b.String()
})

// 1900-01-01 and 2102-01-01, as Number counts them.
const pageFrom, pageTo = -25567, 48212

func fromNumber(n int) Date {
	const yearOne, yearTenThousand = -719162, 2932897
	if n < yearOne || n >= yearTenThousand {
		return ""
	}
	n -= yearOne
	y := n/146097*400 + 1 // the cycle of 400 years
	n %= 146097
	c := min(n/36524, 3)
	n -= c * 36524
	q := n / 1461
	n -= q * 1461
	of := min(n/365, 3)
	y, n = y+100*c+4*q+of, n-of*365
	if leap := leapDays(y); n >= 59+leap {
		n += 2 - leap // as if February had thirty days
	}
	m := (12*n + 373) / 367
	return stored(y, m, n-(367*m-362)/12+1)
}

// YearLength is 365 or 366.
func YearLength(year int) int { return 365 + leapDays(year) }

func leapDays(year int) int {
	if leapYear(year) {
		return 1
	}
	return 0
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

// Format writes dd/mm/yyyy; "" for no day.
func (d Date) Format() string {
	if d == "" {
		return ""
	}
	if _, _, _, ok := d.parts(); !ok {
		return string(d)
	}
	return string(d[8:] + "/" + d[5:7] + "/" + d[:4])
}

// Short writes dd/mm, for strips and axes.
func (d Date) Short() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("02/01")
}

// WeekdayName is the Vietnamese name of a weekday.
func WeekdayName(w time.Weekday) string {
	return [...]string{"Chủ Nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}[w]
}

// Long writes "thứ Hai, 12/06/2023".
func (d Date) Long() string {
	if d == "" {
		return ""
	}
	return WeekdayName(d.Weekday()) + ", " + d.Format()
}

// Instant writes "09:12, 08/05/2023".
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("15:04, 02/01/2006")
}

// ISO writes an instant for <time datetime>.
func ISO(t time.Time) string { return t.In(zone).Format(time.RFC3339) }

// String is the stored form.
func (d Date) String() string { return string(d) }

// Week names d's week in words, for periods of weekly duties.
func (d Date) Week() string {
	y, w := d.Time().ISOWeek()
	return fmt.Sprintf("tuần %d/%d", w, y)
}
