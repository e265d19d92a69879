package cadence

import (
	"fmt"
	"iter"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// Occurrence is one time that a duty falls due.
type Occurrence struct {
	Label   string     `json:"label"`   // "tuần 24/2023", "quý II/2023"; distinct within a rule
	From    civil.Date `json:"from"`    // first day of the data
	To      civil.Date `json:"to"`      // last day of the period
	CutOff  civil.Date `json:"cut_off"` // last day of data that can be in the report
	Due     civil.Date `json:"due"`     // a working day, unless the rule says Stay
	Nominal civil.Date `json:"nominal"` // the day before it moved; the key of an occurrence
}

// Next is the first occurrence whose nominal day lies after a day. Walk a rule
// by the Nominal of the last occurrence, never by its Due: two occurrences may
// be due on the same day. false when the rule does not fire again.
func (r Rule) Next(cal *workday.Calendar, after civil.Date) (Occurrence, bool) {
	for o := range r.From(cal, max(after, civil.First.AddDays(-1)).AddDays(1)) {
		return o, true
	}
	return Occurrence{}, false
}

// NextDue is the occurrence that stands next on a day: of the periods that are
// not over, the first due after the day (as workday.Calendar.NextDue).
func (r Rule) NextDue(cal *workday.Calendar, d civil.Date) (Occurrence, bool) {
	for o := range r.From(cal, r.back(cal, d)) {
		if o.Due > d && max(o.To, o.Nominal) >= d {
			return o, true
		}
	}
	return Occurrence{}, false
}

// Preview lists the next n occurrences that are due on a day or after it.
func (r Rule) Preview(cal *workday.Calendar, from civil.Date, n int) []Occurrence {
	var out []Occurrence
	if n <= 0 {
		return nil
	}
	for o := range r.From(cal, r.back(cal, from)) {
		if o.Due < from {
			continue
		}
		if out = append(out, o); len(out) >= n {
			return out
		}
	}
	return out
}

// From walks the occurrences whose nominal day is d or later.
func (r Rule) From(cal *workday.Calendar, d civil.Date) iter.Seq[Occurrence] {
	return func(yield func(Occurrence) bool) {
		every := r.Every()
		var prev civil.Date
		for nominal := range r.nominals(d) {
			if every == "" && prev == "" {
				prev = r.previous(nominal)
			}
			if !yield(r.occurrence(cal, every, nominal, prev)) {
				return
			}
			prev = nominal
		}
	}
}

// previous is the last nominal day before one that the rule gives; the day
// before the start when there is none.
func (r Rule) previous(nominal civil.Date) civil.Date {
	for _, days := range []int{40, 400, 4000, 100_000} {
		last := civil.Date("")
		from := max(nominal.AddDays(-days), civil.First)
		for d := range r.nominals(from) {
			if d >= nominal {
				break
			}
			last = d
		}
		if last != "" {
			return last
		}
		if from == civil.First || from <= r.Start {
			break
		}
	}
	if r.Start != "" {
		return r.Start.AddDays(-1)
	}
	return nominal.AddDays(-1)
}

// back is a day before every nominal day of an occurrence that is due on d or
// whose period holds d.
func (r Rule) back(cal *workday.Calendar, d civil.Date) civil.Date {
	if d = max(d, civil.First); d > civil.Last {
		d = civil.Last
	}
	early := d
	for range r.Data.Gap + 1 { // due days reach over this many working days, and days off beside them
		early = cal.OnOrBefore(early.AddDays(-1))
	}
	if r.Data.Gap > 0 {
		early = early.AddDays(-366) // a cut-off lies at most a year after its nominal day
	}
	return early
}

func (r Rule) occurrence(cal *workday.Calendar, every workday.Every, nominal, prev civil.Date) Occurrence {
	o := Occurrence{Nominal: nominal}
	first, last := bounds(every, nominal)
	switch r.Off {
	case After:
		o.Due = cal.OnOrAfter(nominal)
	case Stay:
		o.Due = nominal
	case Before:
		o.Due = cal.OnOrBefore(nominal)
		if every != "" && o.Due < first && every != workday.Day {
			o.Due = cal.OnOrAfter(nominal) // the whole period so far was off
		}
	}
	switch every {
	case "":
		o.From, o.To = prev.AddDays(1), nominal
		o.Label = "kỳ đến ngày " + nominal.Format()
		if r.Freq == Daily {
			o.Label = "ngày " + nominal.Format()
		}
	case workday.Day, workday.Week, workday.Month, workday.Quarter, workday.Half, workday.Year:
		for range r.Data.Lag {
			first, last = bounds(every, first.AddDays(-1))
		}
		o.Label = label(every, first)
		o.From, o.To = r.Data.shift(first), r.Data.shift(last.AddDays(1)).AddDays(-1)
	}
	o.CutOff = o.To
	if r.Data.Gap > 0 {
		o.Due = max(o.Due, cal.Add(o.CutOff, r.Data.Gap))
	}
	o.CutOff = min(o.CutOff, o.Due)
	return o
}

// shift moves the first day of a calendar month to where its data begins.
func (d Data) shift(first civil.Date) civil.Date {
	if d.FromDay == 0 {
		return first
	}
	t := first.AddDays(-1).Time()
	return civil.New(t.Year(), int(t.Month()), d.FromDay)
}

// bounds are the first and last day of the calendar period that a day lies in.
func bounds(every workday.Every, d civil.Date) (first, last civil.Date) {
	y, m, _ := d.Time().Date()
	span := 1
	switch every {
	case "", workday.Day:
		return d, d
	case workday.Week:
		return d.Monday(), d.Monday().AddDays(6)
	case workday.Month:
	case workday.Quarter:
		span = 3
	case workday.Half:
		span = 6
	case workday.Year:
		span = 12
	}
	n := (int(m) - 1) / span
	return civil.New(y, n*span+1, 1), civil.New(y, n*span+span, 1).EndOfMonth()
}

// label names a period as workday.Calendar.Period does.
func label(every workday.Every, first civil.Date) string {
	y, m := first.Year(), int(first.Time().Month())
	switch every {
	case "":
	case workday.Day:
		return "ngày " + first.Format()
	case workday.Week:
		return first.Week()
	case workday.Month:
		return fmt.Sprintf("tháng %d/%d", m, y)
	case workday.Quarter:
		return fmt.Sprintf("quý %s/%d", [...]string{"I", "II", "III", "IV"}[(m-1)/3], y)
	case workday.Half:
		return fmt.Sprintf("6 tháng %s năm %d", [...]string{"đầu", "cuối"}[(m-1)/6], y)
	case workday.Year:
		return fmt.Sprintf("năm %d", y)
	}
	return ""
}
