package cadence

import (
	"fmt"
	"strconv"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// String is the canonical form; Parse reads it back to the same rule.
func (r Rule) String() string { return strings.Join(r.Lines(), " ") }

// Lines are the rule as content lines of iCalendar, DTSTART and RRULE first.
// Calendars that do not know the X- lines show nominal days.
func (r Rule) Lines() []string {
	r = r.whole()
	var out []string
	if r.Start != "" {
		out = append(out, startLine+";VALUE=DATE:"+compact(r.Start))
	}
	rule := ruleLine + ":FREQ=" + string(r.Freq)
	if r.Interval > 1 {
		rule += ";INTERVAL=" + strconv.Itoa(r.Interval)
	}
	rule += list("BYMONTH", r.ByMonth) + list("BYMONTHDAY", r.ByMonthDay)
	if len(r.ByDay) > 0 {
		names := make([]string, len(r.ByDay))
		for i, d := range r.ByDay {
			names[i] = d.String()
		}
		rule += ";BYDAY=" + strings.Join(names, ",")
	}
	rule += list("BYSETPOS", r.BySetPos)
	if r.Until != "" {
		rule += ";UNTIL=" + compact(r.Until)
	}
	if r.Count > 0 {
		rule += ";COUNT=" + strconv.Itoa(r.Count)
	}
	out = append(out, rule)
	if r.Off != Before {
		out = append(out, offLine+":"+string(r.Off))
	}
	if data := number0("FROM", r.Data.FromDay) + number0("GAP", r.Data.Gap) + number0("LAG", r.Data.Lag); data != "" {
		out = append(out, dataLine+":"+data[1:])
	}
	return out
}

func compact(d civil.Date) string { return strings.ReplaceAll(string(d), "-", "") }

func list(name string, numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return ";" + name + "=" + strings.Join(words, ",")
}

func number0(name string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(";%s=%d", name, n)
}

// String is the day as RFC 5545 writes it: FR, 2FR, -1FR.
func (d Day) String() string {
	if d.Weekday < 0 || d.Weekday > 6 {
		return strconv.Itoa(int(d.Weekday))
	}
	name := dayNames[2*d.Weekday : 2*d.Weekday+2]
	if d.N != 0 {
		name = strconv.Itoa(d.N) + name
	}
	return name
}

// periodic reports a period long enough for a cut-off of its own.
func periodic(e workday.Every) bool {
	return e == workday.Month || e == workday.Quarter || e == workday.Half || e == workday.Year
}
