package ladder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// reach is the latest last day for which a rung is reached on a day: whatever
// was to be handed in by then has come to the rung.
func reach(cal *workday.Calendar, r Rung, on civil.Date) civil.Date {
	switch {
	case r.Days < 0: // that many working days are left, or fewer
		return cal.Add(cal.OnOrBefore(on), -r.Days)
	case r.Days == 0:
		return on
	}
	// a last day L lies r.Days working days back when Between(L, on) ≥ r.Days
	d := cal.OnOrBefore(on)
	for range r.Days {
		d = cal.OnOrBefore(d.AddDays(-1))
	}
	return d
}

// steps are the rungs of one kind of work, in the order of time.
func steps(rungs []Rung, w Work) []Rung {
	var out []Rung
	for _, r := range rungs {
		if r.Work == w && r.Active {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Rung) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// ladders are the rungs by kind of work with the days that they reach tonight.
type ladders struct {
	cal   *workday.Calendar
	on    civil.Date
	rungs map[Work][]Rung
	reach map[string]civil.Date
	most  civil.Date        // no later last day is reached by any rung
	known map[string]unsaid // by kind of work and last day
}

func climb(cal *workday.Calendar, rungs []Rung, on civil.Date) ladders {
	l := ladders{cal: cal, on: on, rungs: map[Work][]Rung{}, reach: map[string]civil.Date{}, known: map[string]unsaid{}}
	for _, w := range Works() {
		l.rungs[w] = steps(rungs, w)
		for _, r := range l.rungs[w] {
			l.reach[r.ID] = reach(cal, r, on)
			l.most = max(l.most, l.reach[r.ID])
		}
	}
	return l
}

// unsaid is a set of rungs of one ladder, by their places.
type unsaid []string

func (u unsaid) without(rung string) unsaid {
	if i := slices.Index(u, rung); i >= 0 {
		return slices.Delete(slices.Clone(u), i, i+1)
	}
	return u
}

// reached lists the rungs that a last day has come to.
func (l ladders) reached(w Work, last civil.Date) unsaid {
	key := string(w) + string(last)
	list, ok := l.known[key]
	if !ok {
		for _, r := range l.rungs[w] {
			if last <= l.reach[r.ID] {
				list = append(list, r.ID)
			}
		}
		l.known[key] = list
	}
	return list
}

// due lists the rungs that an assignment has reached and that were not told
// for this due day. Of those before the last day only the latest tells; of two
// after it each does, because each has its own people.
func (l ladders) due(o Owed, told func(rung string) bool) []Telling {
	all := l.rungs[o.Work()]
	late := l.cal.Between(o.Last, l.on)
	if late == 0 {
		late = -l.cal.Between(l.on, o.Last)
	}
	var out []Telling
	for i, r := range all {
		if o.Last > l.reach[r.ID] || told(r.ID) {
			continue
		}
		t := Telling{Owed: o, Rung: r, Late: late, Why: l.why(o, late), Next: l.next(o, all[i+1:])}
		if r.Days < 0 { // passed over when a later rung is reached, told or not
			t.Passed = i+1 < len(all) && o.Last <= l.reach[all[i+1].ID]
		}
		out = append(out, t)
	}
	return out
}

func (l ladders) why(o Owed, late int) string {
	switch {
	case late > 0:
		return fmt.Sprintf("Hạn %s, trễ %d ngày làm việc.", o.Due.Format(), late)
	case late == 0:
		return fmt.Sprintf("Hết hạn hôm nay, %s.", o.Due.Format())
	}
	return fmt.Sprintf("Hạn %s, còn %d ngày làm việc.", o.Due.Format(), -late)
}

// next says what happens next and when, if nothing is handed in.
func (l ladders) next(o Owed, later []Rung) string {
	if len(later) == 0 {
		return "Việc đã ở bậc cao nhất, nằm trong danh sách của Chủ tịch cho đến khi có báo cáo."
	}
	r := later[0]
	on := o.Last
	if r.Days > 0 {
		on = l.cal.Add(o.Last, r.Days)
	} else {
		for range -r.Days {
			on = l.cal.OnOrBefore(on.AddDays(-1))
		}
	}
	who := make([]string, len(r.Sides))
	for i, s := range r.Sides {
		who[i] = s.Word()
	}
	return fmt.Sprintf("Nếu chưa có báo cáo, ngày %s hệ thống báo %s.", max(on, l.on).Format(), strings.Join(who, ", "))
}
