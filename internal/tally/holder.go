package tally

import (
	"context"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// HolderDays is how many late working days lay with one side of one body.
type HolderDays struct {
	Side assignment.Side `json:"side"`
	Org  apparatus.OrgID `json:"org"`
	Days int             `json:"days"`
	Of   int             `json:"of"` // assignments
}

// lateDays shares out the late working days of one assignment among those who
// held it: a day belongs to whoever held it at its close.
func lateDays(cal *workday.Calendar, last, until civil.Date, holds []assignment.Hold, each func(h assignment.Hold, days int)) {
	for i, h := range holds {
		from, to := civil.Of(h.From), until
		if i+1 < len(holds) {
			// what was handed over on a day was held by the next one at its close
			to = min(to, civil.Of(holds[i+1].From).AddDays(-1))
		}
		if from <= last {
			from = last.AddDays(1)
		}
		if n := cal.Between(from.AddDays(-1), to); n > 0 && h.Side != assignment.NoSide && h.Side != assignment.PausedSide {
			each(h, n)
		}
	}
}

// HolderTime says on whose side the late working days of a stretch of time
// lay, over all assignments that the actor may see.
func (s *Service) HolderTime(ctx context.Context, since, until civil.Date) ([]HolderDays, error) {
	w := storage.NewWhere(0).And("a.is_group = ?", false).And("a.due_last <> ''").And("a.due_last < ?", string(until)).And("(a.is_open = ? OR a.confirmed_on >= ?)", true, string(since)).And("a.state NOT IN ('cancelled', 'superseded')")
	s.visible(ctx, w)
	last := map[assignment.ID]civil.Date{}
	holds := map[assignment.ID][]assignment.Hold{}
	var order []assignment.ID
	err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var due civil.Date
		var h assignment.Hold
		var at int64
		if err := r.Scan(&due, &h.Assignment, &at, &h.Side, &h.Org, &h.Person); err != nil {
			return err
		}
		h.From = storage.Instant(at)
		if _, seen := last[h.Assignment]; !seen {
			order = append(order, h.Assignment)
		}
		last[h.Assignment] = due
		holds[h.Assignment] = append(holds[h.Assignment], h)
		return nil
	}, "SELECT a.due_last, h.assignment, h.from_at, h.side, h.org, h.person FROM assignment a JOIN assignment_hold h ON h.assignment = a.id"+w.SQL()+" ORDER BY h.assignment, h.id", w.Args()...)
	if err != nil {
		return nil, err
	}
	sums := map[HolderDays]HolderDays{}
	var keys []HolderDays
	for _, id := range order {
		from := max(last[id], since.AddDays(-1))
		counted := map[HolderDays]bool{}
		lateDays(s.deps.Calendar(), from, until, holds[id], func(h assignment.Hold, days int) {
			k := HolderDays{Side: h.Side, Org: s.deps.Directory().Agency(h.Org)}
			v, seen := sums[k]
			if !seen {
				keys = append(keys, k)
			}
			if v.Days += days; !counted[k] {
				v.Of++
			}
			counted[k], sums[k] = true, v
		})
	}
	out := make([]HolderDays, 0, len(keys))
	for _, k := range keys {
		k.Days, k.Of = sums[k].Days, sums[k].Of
		out = append(out, k)
	}
	return out, nil
}
