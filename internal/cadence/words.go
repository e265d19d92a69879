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
	switch { // in the words of Decree 09/2019 Art. 12
	case r.Data.FromDay == 0:
	case every == workday.Month:
		out += fmt.Sprintf("; số liệu từ ngày %d tháng trước đến ngày %d của tháng thuộc kỳ báo cáo", r.Data.FromDay, r.Data.FromDay-1)
	default:
		out += fmt.Sprintf("; số liệu từ ngày %d của tháng trước kỳ báo cáo đến ngày %d của tháng cuối kỳ báo cáo", r.Data.FromDay, r.Data.FromDay-1)
	}
	switch r.Data.Lag {
	case 0:
	case 1:
		out += "; số liệu của " + name + " liền trước"
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
	on, pace := r.onDays(), r.pace()
	months := r.monthWords()
	switch {
	case months == "":
	case (r.Freq == Monthly || r.Freq == Yearly) && r.Interval == 1 && strings.HasSuffix(months, "quý"):
		pace = months
	case (r.Freq == Monthly || r.Freq == Yearly) && r.Interval == 1:
		pace = months + " hằng năm"
	case r.Freq == Yearly:
		pace = months + ", " + pace
	default:
		pace += ", chỉ " + months
	}
	switch {
	case on == "":
		on = pace
	case pace[0] >= '0' && pace[0] <= '9':
		on += ", " + pace
	default:
		on += " " + pace
	}
	if d, ok := r.shortMonths(); ok {
		on += fmt.Sprintf(" (tháng không có ngày %d thì ngày cuối tháng)", d)
	}
	return on
}

// pace says how often the rule steps, leaving out its months.
func (r Rule) pace() string {
	switch r.Freq {
	case Daily:
		switch {
		case r.Interval > 1:
			return paced("ngày", r.Interval)
		case len(r.ByMonthDay) > 0:
			return "hằng tháng"
		case len(r.ByDay) > 0:
			return "hằng tuần"
		}
		return "hằng ngày"
	case Weekly:
		return paced("tuần", r.Interval)
	case Monthly:
		return paced("tháng", r.Interval)
	case Yearly:
		if r.Interval == 1 && len(r.ByMonthDay) > 0 && len(r.BySetPos) == 0 { // in every month
			return "hằng tháng"
		}
	}
	return paced("năm", r.Interval)
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
	return and(words)
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
	if plain := len(r.ByDay) > 0 && r.ByDay[0].N == 0; plain && len(r.BySetPos) > 0 {
		on = "các ngày " + on
	} else if plain && (r.Freq == Monthly || r.Freq == Yearly) {
		on = "mỗi " + on
	}
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
	for i, p := range slices.Concat(positive(r.BySetPos), negative(r.BySetPos)) {
		places[i] = strings.TrimPrefix(place(p), "lần ")
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
