// Package deadline turns the stored facts of a time limit into its due day, and
// explains it day by day. It is a pure function (DESIGN §3.3): the same facts
// and calendar give the same answer in any process at any hour, so a due day
// can be computed again when the calendar changes, and nothing stores
// "overdue".
//
// The order of facts is the order of their days. A pause moves the due day by
// the working days that it took; an extension puts a later day in its place
// and never moves one forward. What was stated first stays the original day.
package deadline

import (
	"cmp"
	"slices"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Pause is a stretch in which the clock stands, because the one who owes the
// thing waits for somebody else.
type Pause struct {
	From civil.Date `json:"from"`         // first day that does not count
	To   civil.Date `json:"to,omitempty"` // first day that counts again; "" while it lasts
	By   string     `json:"by"`
	Why  string     `json:"why"`
}

// Extension is a decided later day.
type Extension struct {
	On    civil.Date `json:"on"`    // day of the decision
	Until civil.Date `json:"until"` // the day agreed
	By    string     `json:"by"`
	Why   string     `json:"why"`
	Case  string     `json:"case,omitempty"` // the request that it decides
}

// Facts are what a due day is computed from.
type Facts struct {
	Start      civil.Date // the day of giving out; it is not counted (Civil Code Art. 147)
	Stated     civil.Date // the day that the text or a decision names, "" if none
	Bound      workday.Bound
	Pauses     []Pause
	Extensions []Extension
	// Fixed is a day worked out elsewhere, of a period, or put in the place of
	// what the text says by a decision; it prevails over Stated.
	Fixed civil.Date
	// Nominal is the day that a rhythm names, from which Fixed has moved because
	// nobody works on it; "" if there is none.
	Nominal civil.Date
	// OffSince is the day on which it was entered that Nominal is off, if that
	// was too late to be done with before it, so that Fixed is the day after.
	OffSince civil.Date
	// First is the day that was stated first, if it is known from before.
	First civil.Date
}

// Due is what follows from the facts.
type Due struct {
	Original civil.Date // as first stated; "" if there is no day
	Agreed   civil.Date // after pauses and decided extensions
	Last     civil.Date // the last day that is not late: Agreed, or the working day after it
	Cut      time.Time  // after this instant it is no longer in time
	// PausedSince is the first day of a pause that lasts.
	PausedSince civil.Date
	// Provisional says that a day between is not decided, so that it may move.
	Provisional bool
}

// event is a pause or an extension, on the day from which it holds.
type event struct {
	on        civil.Date
	pause     *Pause
	extension *Extension
}

func (f Facts) events() []event {
	out := make([]event, 0, len(f.Pauses)+len(f.Extensions))
	for i := range f.Pauses {
		out = append(out, event{on: f.Pauses[i].From, pause: &f.Pauses[i]})
	}
	for i := range f.Extensions {
		out = append(out, event{on: f.Extensions[i].On, extension: &f.Extensions[i]})
	}
	slices.SortStableFunc(out, func(a, b event) int { return cmp.Compare(a.on, b.on) })
	return out
}

// Compute gives the due day as of a day; only a pause that lasts looks at it.
func Compute(cal *workday.Calendar, f Facts, on civil.Date) Due {
	d, _ := f.run(cal, on)
	return d
}

// run applies the facts in their order, and lists the pauses that counted: one
// asked for after the day had passed excuses nothing.
func (f Facts) run(cal *workday.Calendar, on civil.Date) (d Due, counted []Pause) {
	if d.Original, d.Cut = f.base(cal); d.Original == "" {
		return d, nil
	}
	d.Agreed = d.Original
	if f.First != "" {
		d.Original = f.First
	}
	for _, e := range f.events() {
		switch {
		case e.extension != nil && e.extension.Until > d.Agreed:
			d.Agreed = e.extension.Until
		case e.pause != nil && e.pause.From <= cal.OnOrAfter(d.Agreed):
			d.Agreed = cal.Add(d.Agreed, e.pause.taken(cal, on))
			counted = append(counted, *e.pause)
			if e.pause.To == "" {
				d.PausedSince = e.pause.From
			}
		}
	}
	d.Last = cal.OnOrAfter(d.Agreed)
	if d.Agreed != d.Original || d.Last != d.Original {
		d.Cut = cal.Closing(d.Last)
	}
	d.Provisional = cal.Provisional(max(f.Start, d.Original.AddDays(-longest)), d.Last)
	return d, counted
}

// base is the day before pauses and extensions.
func (f Facts) base(cal *workday.Calendar) (civil.Date, time.Time) {
	switch {
	case f.Fixed != "":
		return f.Fixed, cal.Closing(f.Fixed)
	case f.Stated != "":
		return cal.Due(f.Bound, f.Stated)
	}
	return "", time.Time{}
}

// longest bounds how far back provisional days are looked for.
const longest = 800

// taken is how many working days a pause has taken up to a day.
func (p Pause) taken(cal *workday.Calendar, on civil.Date) int {
	end := p.To
	if end == "" {
		end = max(on, p.From)
	}
	return cal.Between(p.From.AddDays(-1), end.AddDays(-1))
}

// covering is the pause that a day falls into.
func covering(list []Pause, d civil.Date) *Pause {
	for i := range list {
		if p := &list[i]; d >= p.From && (p.To == "" || d < p.To) {
			return p
		}
	}
	return nil
}
