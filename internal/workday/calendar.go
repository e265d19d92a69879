// Package workday counts in working time. A deadline is a pure function of
// stored facts and a calendar (DESIGN §3.3): it can be computed again when the
// calendar changes, and it can explain itself day by day.
//
// Sources: Labour Code 2019 Art. 111–112 (holidays, substitute days), yearly
// decisions of the Prime Minister on swapped days; counting starts on the day
// after the event and a thing is late from the working day after its date.
package workday

import (
	"bytes"
	_ "embed" // the default calendar
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"dondoc/internal/civil"
)

// Kind is why a day differs from its weekday.
type Kind string

// The kinds of special day, as the calendar file names them.
const (
	Holiday      Kind = "holiday"        // nghỉ lễ
	Compensatory Kind = "compensatory"   // nghỉ bù
	SwapOff      Kind = "swap_off"       // nghỉ hoán đổi
	Makeup       Kind = "makeup_workday" // làm bù
)

// Special is one day that differs from its weekday.
type Special struct {
	Date   civil.Date `json:"date"`
	Kind   Kind       `json:"kind"`
	Name   string     `json:"name"`
	Status string     `json:"status"` // decided, statutory, undecided
	Basis  string     `json:"basis"`
}

// Hours are the office hours of a working day, in minutes after midnight.
type Hours struct{ Open, Noon, Afternoon, Close int }

// DefaultHours are those of Bình Định's focal point in its 2016 entry; a
// province sets its own.
func DefaultHours() Hours {
	return Hours{Open: 7 * 60, Noon: 11*60 + 30, Afternoon: 13*60 + 30, Close: 17 * 60}
}

// Calendar knows which days are worked. It is never changed after it is made.
type Calendar struct {
	special map[civil.Date]Special
	hours   Hours
	// shifted and sums answer Between without a walk: the days that differ from
	// their weekday, in order, and by how many working days the calendar has
	// moved up to and including each.
	shifted []civil.Date
	sums    []int
}

// New makes a calendar of special days over the five-day week.
func New(days []Special, h Hours) *Calendar {
	c := &Calendar{special: make(map[civil.Date]Special, len(days)), hours: h}
	for _, d := range days {
		c.special[d.Date] = d
	}
	sum := 0
	for _, d := range slices.Sorted(maps.Keys(c.special)) {
		switch off := weekend(d); {
		case c.special[d].Kind == Makeup && off:
			sum++
		case c.special[d].Kind != Makeup && !off:
			sum--
		default:
			continue
		}
		c.shifted, c.sums = append(c.shifted, d), append(c.sums, sum)
	}
	return c
}

func weekend(d civil.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// aMonday is where whole weeks are counted from; the product knows no earlier day.
const aMonday = civil.Date("1980-01-07")

// worked counts the working days from aMonday up to and including d.
func (c *Calendar) worked(d civil.Date) int {
	days := aMonday.DaysUntil(d) + 1
	n := days/7*5 + min(days%7, 5)
	if at, found := slices.BinarySearch(c.shifted, d); found {
		n += c.sums[at]
	} else if at > 0 {
		n += c.sums[at-1]
	}
	return n
}

//go:embed data/holidays_2020_2027.csv
var defaultDays []byte

// DefaultDays are the special days that ship with the program (2020–2027).
func DefaultDays() []Special {
	days, err := ParseCSV(bytes.NewReader(defaultDays))
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return days
}

// Default is the calendar that ships with the program.
func Default() *Calendar { return New(DefaultDays(), DefaultHours()) }

// ParseCSV reads a calendar file: date, weekday, year, name, kind, status, basis, note.
func ParseCSV(r io.Reader) ([]Special, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []Special
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if len(row) < 7 {
			return nil, fmt.Errorf("calendar line %d has %d columns", i+1, len(row))
		}
		d, err := civil.Parse(row[0])
		if err != nil {
			return nil, fmt.Errorf("calendar line %d: %w", i+1, err)
		}
		switch k := Kind(row[4]); k {
		case Holiday, Compensatory, SwapOff, Makeup:
			out = append(out, Special{Date: d, Name: row[3], Kind: k, Status: row[5], Basis: row[6]})
		default:
			return nil, fmt.Errorf("calendar line %d: unknown kind %q", i+1, row[4])
		}
	}
	return out, nil
}

// Special tells what is special about a day, if anything.
func (c *Calendar) Special(d civil.Date) (Special, bool) {
	s, ok := c.special[d]
	return s, ok
}

// Working reports whether the offices work on d.
func (c *Calendar) Working(d civil.Date) bool {
	if s, ok := c.special[d]; ok {
		return s.Kind == Makeup
	}
	return !weekend(d)
}

// horizon bounds every walk, so that a broken calendar cannot hang anything.
const horizon = 4000

// Next is the first working day after d.
func (c *Calendar) Next(d civil.Date) civil.Date {
	for range horizon {
		if d = d.AddDays(1); c.Working(d) {
			return d
		}
	}
	return d
}

// OnOrAfter is d if it is worked, else the next working day (Civil Code Art.
// 148: a term that ends on a day off ends with the next working day).
func (c *Calendar) OnOrAfter(d civil.Date) civil.Date {
	if d == "" || c.Working(d) {
		return d
	}
	return c.Next(d)
}

// OnOrBefore is d if it is worked, else the working day before it.
func (c *Calendar) OnOrBefore(d civil.Date) civil.Date {
	for range horizon {
		if c.Working(d) {
			return d
		}
		d = d.AddDays(-1)
	}
	return d
}

// Add is the n-th working day after d; the count starts on the day after.
func (c *Calendar) Add(d civil.Date, n int) civil.Date {
	for range n {
		d = c.Next(d)
	}
	return d
}

// Between counts working days after a, up to and including b; 0 if b ≤ a.
func (c *Calendar) Between(a, b civil.Date) int {
	if a = max(a, aMonday); b <= a {
		return 0
	}
	return c.worked(b) - c.worked(a)
}

// Late counts the working days by which on is past due. What falls due on a
// day off is due with the next working day.
func (c *Calendar) Late(due, on civil.Date) int {
	if due == "" || on == "" {
		return 0
	}
	return c.Between(c.OnOrAfter(due), on)
}

// Provisional reports whether a day between a and b is not yet decided, so
// that a deadline across it may still move.
func (c *Calendar) Provisional(a, b civil.Date) bool {
	for d := a; d <= b; d = d.AddDays(1) {
		if s, ok := c.special[d]; ok && s.Status == "undecided" {
			return true
		}
	}
	return false
}

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

// Remaining is the office time between now and due; nothing when due is past.
func (c *Calendar) Remaining(now, due time.Time) time.Duration {
	var sum time.Duration
	for d, last := civil.Of(now), civil.Of(due); d <= last; d = d.AddDays(1) {
		if !c.Working(d) {
			continue
		}
		sum += overlap(now, due, c.Opening(d), d.At(c.hours.Noon/60, c.hours.Noon%60))
		sum += overlap(now, due, d.At(c.hours.Afternoon/60, c.hours.Afternoon%60), c.Closing(d))
	}
	return sum
}

func overlap(a, b, from, to time.Time) time.Duration {
	if a.After(from) {
		from = a
	}
	if b.Before(to) {
		to = b
	}
	return max(to.Sub(from), 0)
}
