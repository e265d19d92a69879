// Package workday counts in working time. A deadline is a pure function of
// stored facts and a calendar (DESIGN §3.3): it can be computed again when the
// calendar changes, and it can explain itself day by day.
//
// Sources: Labour Code 2019 Art. 111–112 (holidays, substitute days), yearly
// decisions of the Prime Minister on swapped days; counting starts on the day
// after the event and a thing is late from the working day after its date.
package workday

import (
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

// The states of a special day. What is undecided counts as off until it is
// decided, and whatever crosses it is provisional.
const (
	Decided   = "decided"
	Statutory = "statutory"
	Undecided = "undecided"
)

// Calendar knows which days are worked, from 1945 to 2101. It is never changed
// after it is made.
type Calendar struct {
	under   *Calendar // what an organisation's own calendar departs from
	special map[civil.Date]Special
	hours   Hours
	worked  tally
	open    tally        // the days that are not yet decided
	covered map[int]bool // years of which the days given say something
}

// New makes a calendar of special days over the five-day week; of two for one
// day the later counts. Holidays of the law that the days given do not mention,
// above all those of whole years, are computed and marked Undecided: a missing
// year is never a year without holidays. Hours that can't be are DefaultHours.
func New(days []Special, h Hours) *Calendar {
	if h.Check() != nil {
		h = DefaultHours()
	}
	const computed = 2600 // holidays of 157 years
	c := &Calendar{special: make(map[civil.Date]Special, len(days)+computed), hours: h, worked: newTally(), open: newTally(), covered: map[int]bool{}}
	for _, d := range days {
		c.special[d.Date] = d
		c.covered[d.Date.Year()] = true
	}
	c.complete()
	c.worked.week()
	c.mark()
	return c
}

// With is the calendar of an organisation that departs from c by days of its
// own, off (Holiday, Compensatory, SwapOff) or worked (Makeup), and by its own
// office hours; the zero Hours keep those of c. Nothing is computed for it.
func (c *Calendar) With(days []Special, h Hours) *Calendar {
	if h == (Hours{}) || h.Check() != nil {
		h = c.hours
	}
	out := &Calendar{under: c, special: make(map[civil.Date]Special, len(days)), hours: h, worked: newTally(), open: newTally()}
	for _, d := range days {
		out.special[d.Date] = d
	}
	out.worked.copyOf(c.worked)
	out.open.copyOf(c.open)
	out.mark()
	return out
}

// mark enters the special days into the sets.
func (c *Calendar) mark() {
	for d, s := range c.special {
		if at, ok := indexOf(d); ok {
			c.worked.put(at, s.Kind == Makeup)
			c.open.put(at, s.Status == Undecided)
		}
	}
	c.worked.sum()
	c.open.sum()
}

func weekend(d civil.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Covered reports whether the days of a year were given; those of another year
// were computed from the law.
func (c *Calendar) Covered(year int) bool {
	for c.under != nil {
		c = c.under
	}
	return c.covered[year]
}

// Special tells what is special about a day, if anything.
func (c *Calendar) Special(d civil.Date) (Special, bool) {
	for at := c; at != nil; at = at.under {
		if s, ok := at.special[d]; ok {
			return s, true
		}
	}
	return Special{}, false
}

// Working reports whether the offices work on d.
func (c *Calendar) Working(d civil.Date) bool {
	if at, ok := indexOf(d); ok {
		return c.worked.has(at)
	}
	return !weekend(d)
}

// Next is the first working day after d; "" past the calendar.
func (c *Calendar) Next(d civil.Date) civil.Date { return c.Add(d, 1) }

// Prev is the last working day before d; "" past the calendar.
func (c *Calendar) Prev(d civil.Date) civil.Date { return c.Add(d, -1) }

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
	if d == "" || c.Working(d) {
		return d
	}
	return c.Prev(d)
}

// Add is the n-th working day after d, the count starting on the day after;
// for a negative n the n-th before d. It never ends on a day off: for 0 it is
// OnOrAfter. Where d was worked, adding and taking away again lead back to it.
// What is no day, or ends outside the calendar, gives "".
func (c *Calendar) Add(d civil.Date, n int) civil.Date {
	at, ok := indexOf(d)
	if !ok {
		return ""
	}
	k := c.worked.rank(at) + n // working days before d
	if n > 0 && !c.worked.has(at) {
		k--
	}
	if at = c.worked.nth(k); at < 0 {
		return ""
	}
	return dayAt(at)
}

// Between counts working days after a, up to and including b; 0 if b ≤ a.
func (c *Calendar) Between(a, b civil.Date) int {
	if b <= a || a == "" {
		return 0
	}
	return c.rankAfter(b) - c.rankAfter(a)
}

// rankAfter counts the working days up to and including d.
func (c *Calendar) rankAfter(d civil.Date) int {
	at, ok := indexOf(d)
	if ok {
		at++
	}
	return c.worked.rank(at)
}

// Late counts the working days by which on is past due. What falls due on a
// day off is due with the next working day.
func (c *Calendar) Late(due, on civil.Date) int {
	if due == "" || on == "" {
		return 0
	}
	return c.Between(c.OnOrAfter(due), on)
}

// Provisional reports whether a day from a to b, both counted, is not yet
// decided, so that a deadline across it may still move.
func (c *Calendar) Provisional(a, b civil.Date) bool {
	first, last := c.openBetween(a, b)
	return first < last
}

// openBetween gives the range of undecided days, by their rank.
func (c *Calendar) openBetween(a, b civil.Date) (first, last int) {
	if a == "" || b < a {
		return 0, 0
	}
	at, _ := indexOf(a)
	first = c.open.rank(at)
	at, ok := indexOf(b)
	if ok {
		at++
	}
	return first, c.open.rank(at)
}

// Undecided lists the days from a to b that are not yet decided, the first
// hundred of them: the reason why a deadline is provisional.
func (c *Calendar) Undecided(a, b civil.Date) []Special {
	var out []Special
	first, last := c.openBetween(a, b)
	for k := first; k < min(last, first+100); k++ {
		if s, ok := c.Special(dayAt(c.open.nth(k))); ok {
			out = append(out, s)
		}
	}
	return out
}
