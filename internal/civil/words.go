package civil

import (
	"fmt"
	"strings"
	"time"
)

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

// InWords writes "Thứ Bảy, 03 tháng 4 năm 2027": what a field for a day echoes,
// so that nobody takes the month for the day (bad-inputs D05).
func (d Date) InWords() string {
	y, m, day, ok := d.Split()
	if !ok {
		return ""
	}
	name := WeekdayName(d.Weekday())
	return fmt.Sprintf("%s, %02d tháng %d năm %d", strings.Replace(name, "thứ", "Thứ", 1), day, m, y)
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
