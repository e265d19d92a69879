package cadence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Words says the rule as an official would: "Thứ Sáu hằng tuần; gặp ngày nghỉ
// thì nộp ngày làm việc liền trước".
func (r Rule) Words() string {
	r = r.whole()
	tail := r.offWords()
	head, ok := r.lastWorkingDay()
	if ok {
		tail = ""
	} else {
		head = r.head()
	}
	out := head
	if r.Start != "" {
		out += ", từ ngày " + r.Start.Format()
	}
	if r.Until != "" {
		out += ", đến hết ngày " + r.Until.Format()
	}
	if r.Count > 0 {
		out += fmt.Sprintf(", %d lần", r.Count)
	}
	return upper(out + tail + r.dataWords())
}

func (r Rule) offWords() string {
	switch r.Off {
	case Before:
		return "; gặp ngày nghỉ thì nộp ngày làm việc liền trước"
	case After:
		return "; gặp ngày nghỉ thì nộp ngày làm việc liền sau"
	case Stay:
		return "; giữ nguyên ngày cả khi gặp ngày nghỉ"
	}
	return ""
}

func (r Rule) dataWords() string {
	var out string
	every := r.Every()
	name := map[workday.Every]string{workday.Month: "tháng", workday.Quarter: "quý", workday.Half: "kỳ 6 tháng", workday.Year: "năm"}[every]
	if r.Data.FromDay > 0 {
		month := "tháng cuối của " + name
		if every == workday.Month {
			month = "tháng báo cáo"
		}
		out += fmt.Sprintf("; số liệu từ ngày %d của tháng trước %s đến ngày %d của %s", r.Data.FromDay, name, r.Data.FromDay-1, month)
	}
	switch r.Data.Lag {
	case 0:
	case 1:
		out += "; số liệu của " + name + " trước"
	default:
		out += fmt.Sprintf("; số liệu của %s trước đó %d kỳ", name, r.Data.Lag)
	}
	if r.Data.Gap > 0 {
		out += fmt.Sprintf("; nộp sau ngày chốt số liệu ít nhất %d ngày làm việc", r.Data.Gap)
	}
	return out
}

// lastWorkingDay is the short form of the commonest rule.
func (r Rule) lastWorkingDay() (string, bool) {
	if r.Off != Before || len(r.ByMonthDay) != 1 || r.ByMonthDay[0] != -1 || len(r.ByDay)+len(r.BySetPos) > 0 {
		return "", false
	}
	switch every := r.Every(); {
	case every == workday.Month && len(r.ByMonth) == 0:
		return "ngày làm việc cuối cùng của tháng", true
	case len(r.ByMonth) == 0 || r.ByMonth[0] != spans(every):
	case every == workday.Quarter:
		return "ngày làm việc cuối cùng của quý", true
	case every == workday.Half:
		return "ngày làm việc cuối cùng của kỳ 6 tháng", true
	case every == workday.Year:
		return "ngày làm việc cuối cùng của năm", true
	}
	return "", false
}

// head says on which days.
func (r Rule) head() string {
	on := r.onDays()
	pace := ""
	switch {
	case r.Freq == Daily && len(r.ByMonth) == 0 && r.Interval == 1:
		switch pace = "hằng ngày"; {
		case len(r.ByMonthDay) > 0:
			pace = "hằng tháng"
		case len(r.ByDay) > 0:
			pace = "hằng tuần"
		}
	case r.Freq == Daily && r.Interval > 1:
		pace = fmt.Sprintf("%d ngày một lần", r.Interval)
	case r.Freq == Daily:
		pace = "hằng ngày"
	case r.Freq == Weekly:
		pace = paced("tuần", r.Interval)
	case r.Freq == Monthly && len(r.ByMonth) == 0:
		pace = paced("tháng", r.Interval)
	case r.Freq == Yearly && len(r.ByMonth) == 0:
		pace = paced("năm", r.Interval)
	}
	if len(r.ByMonth) > 0 {
		switch months := r.monthWords(); {
		case r.Freq == Monthly && r.Interval > 1:
			pace = fmt.Sprintf("%d tháng một lần, chỉ tính %s", r.Interval, months)
		case r.Freq == Yearly && r.Interval > 1:
			pace = months + fmt.Sprintf(", %d năm một lần", r.Interval)
		case pace != "":
			pace += ", chỉ " + months
		default:
			pace = months
		}
	}
	out := strings.TrimSpace(on + glue(pace) + pace)
	if d, ok := r.shortMonths(); ok {
		out += fmt.Sprintf(" (tháng không có ngày %d thì ngày cuối tháng)", d)
	}
	return out
}

// glue parts a day from a pace that begins with a number.
func glue(pace string) string {
	if pace != "" && pace[0] >= '0' && pace[0] <= '9' {
		return ", "
	}
	return " "
}

func paced(unit string, n int) string {
	if n == 1 {
		return "hằng " + unit
	}
	return fmt.Sprintf("%d %s một lần", n, unit)
}

func (r Rule) monthWords() string {
	switch {
	case slices.Equal(r.ByMonth, []int{3, 6, 9, 12}):
		return "tháng cuối quý"
	case slices.Equal(r.ByMonth, []int{2, 5, 8, 11}):
		return "tháng giữa quý"
	case slices.Equal(r.ByMonth, []int{1, 4, 7, 10}):
		return "tháng đầu quý"
	}
	words := make([]string, len(r.ByMonth))
	for i, m := range r.ByMonth {
		words[i] = fmt.Sprintf("tháng %d", m)
	}
	return and(words) + " hằng năm"
}

// onDays says the days of a step.
func (r Rule) onDays() string {
	if d, ok := r.shortMonths(); ok {
		return monthDay(d)
	}
	var monthDays, weekDays []string
	for _, d := range slices.Concat(positive(r.ByMonthDay), negative(r.ByMonthDay)) {
		monthDays = append(monthDays, monthDay(d))
	}
	for _, d := range r.ByDay {
		weekDays = append(weekDays, weekDay(d))
	}
	on := and(weekDays)
	if slices.Equal(r.ByDay, officeDays()) {
		on = "các ngày từ thứ Hai đến thứ Sáu"
	}
	if len(monthDays) > 0 {
		days := and(monthDays)
		if on != "" {
			on += " rơi vào " + days
		} else {
			on = days
		}
	}
	if len(r.BySetPos) == 0 {
		return on
	}
	places := make([]string, len(r.BySetPos))
	for i, p := range r.BySetPos {
		places[i] = place(p)
	}
	if on == "" {
		on = "các ngày"
	}
	return "ngày " + and(places) + " trong số " + on
}

// shortMonths recognises the written rule for months that lack a day, and gives
// the day.
func (r Rule) shortMonths() (day int, ok bool) {
	shortest, _ := r.lengths()
	n := len(r.ByMonthDay)
	if n < 2 || len(r.ByDay) > 0 || !slices.Equal(r.BySetPos, []int{-1}) || r.Freq == Daily || r.Freq == Yearly && len(r.ByMonth) != 1 {
		return 0, false
	}
	first, last := r.ByMonthDay[0], r.ByMonthDay[n-1]
	return last, first == shortest && last-first == n-1
}

func positive(list []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(n int) bool { return n < 0 })
}

func negative(list []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(n int) bool { return n > 0 })
}

func monthDay(d int) string {
	switch {
	case d > 0:
		return fmt.Sprintf("ngày %d", d)
	case d == -1:
		return "ngày cuối cùng"
	}
	return fmt.Sprintf("ngày thứ %d tính từ cuối tháng", -d)
}

func weekDay(d Day) string {
	name := civil.WeekdayName(max(min(d.Weekday, time.Saturday), time.Sunday))
	if d.N == 0 {
		return name
	}
	return name + " " + place(d.N)
}

func place(n int) string {
	switch {
	case n == 1:
		return "đầu tiên"
	case n == -1:
		return "cuối cùng"
	case n < 0:
		return fmt.Sprintf("lần thứ %d tính từ cuối", -n)
	}
	return fmt.Sprintf("lần thứ %d", n)
}

// officeDays are the days of the five-day week.
func officeDays() []Day {
	return []Day{{Weekday: time.Monday}, {Weekday: time.Tuesday}, {Weekday: time.Wednesday}, {Weekday: time.Thursday}, {Weekday: time.Friday}}
}

// and lists words: "a", "a và b", "a, b và c".
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " và " + words[len(words)-1]
}

// upper begins a sentence.
func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
