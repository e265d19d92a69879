// Package civil holds calendar days. A day is text, "2023-05-08", with no
// hour and no zone, so that it is the same day in the database, in the API and
// on the page. Vietnam keeps one clock, UTC+7, all year.
package civil

import (
	"errors"
	"fmt"
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
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return ""
	}
	return Date(t.Format(layout))
}

// Of is the day that it is in Vietnam at t.
func Of(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.In(zone).Format(layout))
}

// Parse reads "2023-05-08".
func Parse(s string) (Date, error) {
	if len(s) != len(layout) {
		return "", ErrForm
	}
	t, err := time.ParseInLocation(layout, s, zone)
	if err != nil {
		return "", ErrImpossible
	}
	return inRange(Date(t.Format(layout)))
}

var written = regexp.MustCompile(`^\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2,4})\s*$`)

// ParseVN reads a day as people write it, day first: 08/5/2023, 8-5-2023,
// 08.05.2023. It also takes the ISO form, which date pickers send.
func ParseVN(s string) (Date, error) {
	if d, err := Parse(s); err == nil {
		return d, nil
	}
	m := written.FindStringSubmatch(s)
	if m == nil {
		return "", ErrForm
	}
	if len(m[3]) != 4 {
		return "", ErrYear
	}
	d := New(atoi(m[3]), atoi(m[2]), atoi(m[1]))
	if d == "" {
		return "", ErrImpossible
	}
	return inRange(d)
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
	y, m, day, ok := d.parts()
	if !ok {
		return time.Time{}
	}
	t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, zone)
	if t.Day() != day { // 31/04 rolls over
		return time.Time{}
	}
	return t
}

// parts takes the day apart; lists ask for this hundreds of times a page.
func (d Date) parts() (year, month, day int, ok bool) { //nolint:revive // the parts of a date
	if len(d) != len(layout) || d[4] != '-' || d[7] != '-' {
		return 0, 0, 0, false
	}
	digits := func(s Date) int {
		n := 0
		for i := range len(s) {
			c := s[i]
			if c < '0' || c > '9' {
				return -1
			}
			n = 10*n + int(c-'0')
		}
		return n
	}
	year, month, day = digits(d[:4]), digits(d[5:7]), digits(d[8:])
	return year, month, day, year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// At is an instant of the day.
func (d Date) At(hour, minute int) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, zone)
}

// AddDays moves by calendar days.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return Date(d.Time().AddDate(0, 0, n).Format(layout))
}

// Weekday of the day.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((d.number()%7 + 11) % 7) // 1970-01-01 was a Thursday
}

// number counts days from 1970-01-01 in the Gregorian calendar, by the method
// of H. Hinnant, "chrono-compatible low-level date algorithms"; lists count
// working days for every row.
func (d Date) number() int {
	y, m, day, _ := d.parts()
	if m <= 2 {
		y--
	}
	era := y / 400
	ofEra := y - era*400
	ofYear := (153*((m+9)%12)+2)/5 + day - 1
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468
}

// Year is the year as a number.
func (d Date) Year() int { return d.Time().Year() }

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d < o }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d > o }

// DaysUntil counts calendar days from d to o.
func (d Date) DaysUntil(o Date) int {
	return o.number() - d.number()
}

// Monday is the first day of d's week.
func (d Date) Monday() Date {
	return d.AddDays(-((int(d.Weekday()) + 6) % 7))
}

// EndOfMonth is the last day of d's month.
func (d Date) EndOfMonth() Date {
	t := d.Time()
	return Date(time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, zone).Format(layout))
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
