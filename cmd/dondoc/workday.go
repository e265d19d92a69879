package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/workday"
)

type workdayCmd struct {
	Calendar string     `help:"CSV file of special days (date, kind, name, status, basis) to use instead of the days that ship with the program" placeholder:"FILE.csv"`
	JSON     bool       `name:"json" help:"one JSON document"`
	Add      addCmd     `cmd:"" help:"The instant that lies so many working days or hours after another; before it for a negative number."`
	Between  betweenCmd `cmd:"" help:"Working days and office hours between two instants."`
	Explain  explainCmd `cmd:"" help:"Every day from one instant to another, and why it counts or not."`
}

type addCmd struct {
	From   string `arg:"" name:"datetime" help:"2023-01-18T08:00, with a zone or at UTC+7; or a day"`
	Length string `arg:"" name:"n" help:"5d working days, 5h office hours"`
}

type betweenCmd struct {
	A string `arg:"" help:"an instant or a day"`
	B string `arg:"" help:"an instant or a day"`
}

type explainCmd struct {
	From string `arg:"" name:"datetime" help:"an instant or a day"`
	To   string `arg:"" name:"n-or-datetime" help:"5d, 5h, or an instant or a day"`
}

// minus lets a negative length of working time stand where a flag might: the
// parser of the command line takes whatever begins with a hyphen for one.
func minus(args []string) []string {
	if len(args) == 0 || args[0] != "workday" {
		return args
	}
	args = slices.Clone(args)
	for i, a := range args {
		if len(a) > 1 && a[0] == '-' && a[1] >= '0' && a[1] <= '9' {
			args[i] = "−" + a[1:]
		}
	}
	return args
}

// calendar is the file's, or the one that ships with the program.
func (c *workdayCmd) calendar() (*workday.Calendar, error) {
	if c.Calendar == "" {
		return workday.Default(), nil
	}
	f, err := os.Open(c.Calendar)
	if err != nil {
		return nil, fault.Because(fault.Invalid, "Không mở được tệp lịch "+c.Calendar+".", err)
	}
	days, err := workday.ParseCSV(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Calendar, err)
	}
	return workday.New(days, workday.DefaultHours()), nil
}

// moment is an instant, or a whole day.
type moment struct {
	at  time.Time
	day bool
}

func parseMoment(s string) (moment, error) {
	if len(strings.TrimSpace(s)) <= len("2006-01-02") {
		d, err := civil.ParseVN(s)
		if err != nil {
			return moment{}, fmt.Errorf("%s: %w", s, err)
		}
		return moment{d.Time(), true}, nil
	}
	at, err := civil.ParseInstant(s)
	if err != nil {
		return moment{}, fmt.Errorf("%s: %w", s, err)
	}
	return moment{at, false}, nil
}

func (m moment) String() string {
	if m.day {
		return string(civil.Of(m.at))
	}
	return civil.ISO(m.at)
}

// length is so many working days, or so much office time.
type length struct {
	days  int
	hours time.Duration
	unit  byte
}

var errLength = errors.New("Độ dài phải ghi dạng 5d (ngày làm việc) hoặc 5h (giờ làm việc), có thể âm.") //nolint:revive,staticcheck // a sentence for the person

func parseLength(s string) (length, error) {
	t := strings.ReplaceAll(strings.TrimSpace(s), "−", "-")
	if t == "" {
		return length{}, errLength
	}
	number, unit := t, byte('d')
	if last := t[len(t)-1]; last == 'd' || last == 'h' {
		number, unit = t[:len(t)-1], last
	}
	const most = 60_000 // more days than the calendar has
	if unit == 'd' {
		n, err := strconv.Atoi(number)
		if err != nil || n > most || n < -most {
			return length{}, fmt.Errorf("%s: %w", s, errLength)
		}
		return length{days: n, unit: unit}, nil
	}
	x, err := strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64)
	if err != nil || !(x >= -most*24 && x <= most*24) {
		return length{}, fmt.Errorf("%s: %w", s, errLength)
	}
	return length{hours: time.Duration(x * float64(time.Hour)).Round(time.Second), unit: unit}, nil
}

// after is where a length ends: working days with the close of office.
func (l length) after(cal *workday.Calendar, from moment) (time.Time, error) {
	var end time.Time
	if l.unit == 'h' {
		end = cal.AddHours(from.at, l.hours)
	} else if d := cal.Add(civil.Of(from.at), l.days); d != "" {
		end = cal.Closing(d)
	}
	if d := civil.Of(end); end.IsZero() || d < civil.First || d > civil.Last {
		return time.Time{}, civil.ErrRange
	}
	return end, nil
}

// doubt is why a result may still move.
type doubt struct {
	Provisional bool              `json:"provisional"`
	Undecided   []workday.Special `json:"undecided,omitempty"`
	Computed    []int             `json:"computed_years,omitempty"` // years of which the calendar says nothing
}

func doubtOf(cal *workday.Calendar, a, b civil.Date) doubt {
	if b < a {
		a, b = b, a
	}
	d := doubt{Provisional: cal.Provisional(a, b), Undecided: cal.Undecided(a, b)}
	for y := a.Year(); y <= b.Year(); y++ {
		if !cal.Covered(y) {
			d.Computed = append(d.Computed, y)
		}
	}
	return d
}

// tell says the doubt beside the result.
func (d doubt) tell(w world) {
	if len(d.Computed) > 0 {
		years := make([]string, 0, len(d.Computed))
		for _, y := range d.Computed {
			years = append(years, strconv.Itoa(y))
		}
		if len(years) > 5 {
			years = []string{years[0], "…", years[len(years)-1]}
		}
		fmt.Fprintf(w.err, "dondoc: lịch không có năm %s; ngày nghỉ của năm đó tính theo luật.\n", strings.Join(years, ", "))
	}
	if d.Provisional {
		s := d.Undecided[0]
		more := ""
		if n := len(d.Undecided) - 1; n > 0 {
			more = fmt.Sprintf(" và %d ngày khác", n)
		}
		fmt.Fprintf(w.err, "dondoc: tạm tính, vì chưa có quyết định cho ngày %s (%s)%s.\n", s.Date.Format(), s.Name, more)
	}
}

func document(w world, v any) error {
	enc := json.NewEncoder(w.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Run prints the instant.
func (c *addCmd) Run(w world, all *workdayCmd) error {
	cal, err := all.calendar()
	if err != nil {
		return err
	}
	from, err := parseMoment(c.From)
	if err != nil {
		return err
	}
	l, err := parseLength(c.Length)
	if err != nil {
		return err
	}
	end, err := l.after(cal, from)
	if err != nil {
		return err
	}
	d := doubtOf(cal, civil.Of(from.at), civil.Of(end))
	if all.JSON {
		return document(w, struct {
			From   string `json:"from"`
			Result string `json:"result"`
			doubt
		}{from.String(), civil.ISO(end), d})
	}
	d.tell(w)
	fmt.Fprintln(w.out, civil.ISO(end))
	return nil
}

// Run prints the working days after A up to and including B, and the office
// time between them. Two days are counted from the end of one to the end of the other.
func (c *betweenCmd) Run(w world, all *workdayCmd) error {
	cal, err := all.calendar()
	if err != nil {
		return err
	}
	a, err := parseMoment(c.A)
	if err != nil {
		return err
	}
	b, err := parseMoment(c.B)
	if err != nil {
		return err
	}
	from, to := civil.Of(a.at), civil.Of(b.at)
	start, end := a.at, b.at
	if a.day && b.day {
		start, end = from.AddDays(1).Time(), to.AddDays(1).Time()
	}
	days := cal.Between(from, to) - cal.Between(to, from)
	hours := cal.WorkTime(start, end) - cal.WorkTime(end, start)
	d := doubtOf(cal, from, to)
	if all.JSON {
		return document(w, struct {
			From  string  `json:"from"`
			To    string  `json:"to"`
			Days  int     `json:"working_days"`
			Hours float64 `json:"office_hours"`
			doubt
		}{a.String(), b.String(), days, hours.Hours(), d})
	}
	d.tell(w)
	sign := ""
	if hours < 0 {
		sign, hours = "-", -hours
	}
	fmt.Fprintf(w.out, "%d ngày làm việc, %s%s\n", days, sign, workday.Spell(hours))
	return nil
}
