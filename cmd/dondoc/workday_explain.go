package main

import (
	"errors"
	"fmt"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// explained is one day of an explanation.
type explained struct {
	Date    civil.Date `json:"date"`
	Working bool       `json:"working"`
	N       int        `json:"n,omitempty"`       // which working day since the start; negative before it
	Minutes int        `json:"minutes,omitempty"` // office time that counts
	Kind    string     `json:"kind,omitempty"`
	Name    string     `json:"name,omitempty"`
	Status  string     `json:"status,omitempty"`
	Basis   string     `json:"basis,omitempty"`
}

// longestStrip bounds an explanation: ten years of days.
const longestStrip = 3660

var errLongStrip = errors.New("Khoảng cần giải thích quá dài: nhiều nhất mười năm.") //nolint:revive,staticcheck // a sentence for the person

// Run lays out every day: which counts, and why the others do not.
func (c *explainCmd) Run(w world, all *workdayCmd) error {
	cal, err := all.calendar()
	if err != nil {
		return err
	}
	from, err := parseMoment(c.From)
	if err != nil {
		return err
	}
	end, inHours, err := c.end(cal, from)
	if err != nil {
		return err
	}
	days, err := strip(cal, from.at, end)
	if err != nil {
		return err
	}
	d := doubtOf(cal, civil.Of(from.at), civil.Of(end))
	if all.JSON {
		return document(w, struct {
			From   string      `json:"from"`
			Result string      `json:"result"`
			Days   []explained `json:"days"`
			doubt
		}{from.String(), civil.ISO(end), days, d})
	}
	d.tell(w)
	for _, x := range days {
		fmt.Fprintf(w.out, "%s %s: %s\n", x.Date, civil.WeekdayName(x.Date.Weekday()), x.why(civil.Of(from.at), inHours))
	}
	fmt.Fprintf(w.out, "%s\n", civil.ISO(end))
	return nil
}

// end is the other end: a length away, or named.
func (c *explainCmd) end(cal *workday.Calendar, from moment) (end time.Time, inHours bool, err error) {
	if l, err := parseLength(c.To); err == nil {
		end, err := l.after(cal, from)
		return end, l.unit == 'h', err
	}
	to, err := parseMoment(c.To)
	if err != nil {
		return time.Time{}, false, err
	}
	if to.day {
		return cal.Closing(civil.Of(to.at)), false, nil
	}
	return to.at, true, nil
}

func strip(cal *workday.Calendar, from, end time.Time) ([]explained, error) {
	start := civil.Of(from)
	a, b := from, end
	if b.Before(a) {
		a, b = b, a
	}
	first, last := civil.Of(a), civil.Of(b)
	if first.DaysUntil(last) > longestStrip {
		return nil, errLongStrip
	}
	var out []explained
	for d := first; d <= last; d = d.AddDays(1) {
		x := explained{Date: d, Working: cal.Working(d)}
		if s, ok := cal.Special(d); ok {
			x.Kind, x.Name, x.Status, x.Basis = string(s.Kind), s.Name, s.Status, s.Basis
		}
		if x.Working {
			x.N = cal.Between(start, d) - cal.Between(d.AddDays(-1), start.AddDays(-1))
			day, next := d.Time(), d.AddDays(1).Time()
			if day.Before(a) {
				day = a
			}
			if next.After(b) {
				next = b
			}
			x.Minutes = int(cal.WorkTime(day, next).Minutes())
		}
		out = append(out, x)
	}
	return out, nil
}

// why says what a day counts for.
func (x explained) why(start civil.Date, inHours bool) string {
	var s string
	switch {
	case !x.Working && x.Name != "":
		s = "nghỉ, " + x.Name
	case !x.Working:
		s = "nghỉ cuối tuần"
	case inHours:
		s = workday.Spell(time.Duration(x.Minutes) * time.Minute)
	case x.Date == start:
		s = "ngày bắt đầu, không tính"
	case x.N < 0:
		s = fmt.Sprintf("ngày làm việc thứ %d về trước", -x.N)
	default:
		s = fmt.Sprintf("ngày làm việc thứ %d", x.N)
	}
	if x.Working && x.Name != "" {
		s += ", " + x.Name
	}
	if x.Status == workday.Undecided {
		s += " (chưa có quyết định)"
	}
	return s
}
