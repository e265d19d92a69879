package assignment

import (
	"context"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

// Tally is one body's figures; every figure names the list behind it.
type Tally struct {
	Org       apparatus.OrgID
	Open      int
	Late      int
	ThisWeek  int
	Waiting   int
	Undated   int
	Done      int // confirmed since the given day
	DoneInDay int // of these, handed in by the original day
}

// Stats are the figures of the whole province on a day: by body and in sum.
type Stats struct {
	On    civil.Date
	Since civil.Date
	Total Tally
	ByOrg []Tally
}

// Stats counts on today's day; Done counts what was confirmed since the day.
// Only those who may see all work ask for it.
func (s *Service) Stats(ctx context.Context, since civil.Date) (Stats, error) {
	today := s.today()
	out := Stats{On: today, Since: since}
	week := string(today.Monday().AddDays(6))
	q := `SELECT a.lead_org,
		SUM(CASE WHEN a.is_open = $1 THEN 1 ELSE 0 END),
		SUM(CASE WHEN a.is_open = $2 AND a.due_last <> '' AND a.due_last < $3 AND a.state <> 'reported' THEN 1 ELSE 0 END),
		SUM(CASE WHEN a.is_open = $4 AND a.due_last <> '' AND a.due_last >= $5 AND a.due_sort <= $6 AND a.state <> 'reported' THEN 1 ELSE 0 END),
		SUM(CASE WHEN a.state = 'reported' THEN 1 ELSE 0 END),
		SUM(CASE WHEN a.is_open = $7 AND a.due_on = '' AND a.due_settled = $8 AND a.deadline_kind <> 'relative' THEN 1 ELSE 0 END),
		0, 0
		FROM assignment a`
	args := []any{true, true, string(today), true, string(today), week, true, false}
	w2 := storage.NewWhere(len(args)).And("a.is_group = ?", false)
	s.visible(ctx, w2)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (t Tally, err error) {
		err = r.Scan(&t.Org, &t.Open, &t.Late, &t.ThisWeek, &t.Waiting, &t.Undated, &t.Done, &t.DoneInDay)
		return t, err
	}, q+w2.SQL()+" GROUP BY a.lead_org ORDER BY a.lead_org", append(args, w2.Args()...)...)
	if err != nil {
		return out, err
	}
	done, err := s.done(ctx, since)
	if err != nil {
		return out, err
	}
	for _, t := range rows {
		d := done[t.Org]
		t.Done, t.DoneInDay = d[0], d[1]
		out.ByOrg = append(out.ByOrg, t)
		out.Total.Open += t.Open
		out.Total.Late += t.Late
		out.Total.ThisWeek += t.ThisWeek
		out.Total.Waiting += t.Waiting
		out.Total.Undated += t.Undated
		out.Total.Done += t.Done
		out.Total.DoneInDay += t.DoneInDay
	}
	return out, nil
}

// done counts confirmed reports per lead since a day, and how many of them
// were handed in by the day they were due. Reports are counted, so that each
// period of a recurring duty counts once; what had no day is not counted.
func (s *Service) done(ctx context.Context, since civil.Date) (map[apparatus.OrgID][2]int, error) {
	type row struct {
		org       apparatus.OrgID
		due       civil.Date
		submitted int64
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.org, &x.due, &x.submitted)
		return x, err
	}, "SELECT a.lead_org, r.due_on, r.submitted_at FROM assignment_report r JOIN assignment a ON a.id = r.assignment WHERE r.state = 'confirmed' AND r.due_on <> '' AND r.submitted_at >= $1", storage.Millis(since.Time()))
	if err != nil {
		return nil, err
	}
	out := map[apparatus.OrgID][2]int{}
	for _, x := range rows {
		n := out[x.org]
		n[0]++
		if s.calendar().Late(x.due, civil.Of(storage.Instant(x.submitted))) == 0 {
			n[1]++
		}
		out[x.org] = n
	}
	return out, nil
}

// LateCell is how many of a body's assignments were late at the close of a day.
type LateCell struct {
	Org  apparatus.OrgID
	Days []int
}

// LateOn counts, for each of the days, the assignments of each body that were
// late at its close, from the facts: due by then, not handed in by then.
func (s *Service) LateOn(ctx context.Context, days []civil.Date) ([]LateCell, error) {
	if len(days) == 0 {
		return nil, nil
	}
	type row struct {
		org                      apparatus.OrgID
		last, reported, assigned civil.Date
		state                    State
	}
	w := storage.NewWhere(0).And("a.is_group = ?", false).And("a.due_last <> ''").And("a.due_last < ?", string(days[len(days)-1])).And("(a.is_open = ? OR a.reported_on >= ?)", true, string(days[0]))
	s.visible(ctx, w)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.org, &x.last, &x.reported, &x.assigned, &x.state)
		return x, err
	}, "SELECT a.lead_org, a.due_last, a.reported_on, a.assigned_on, a.state FROM assignment a"+w.SQL()+" LIMIT 200000", w.Args()...)
	if err != nil {
		return nil, err
	}
	by := map[apparatus.OrgID][]int{}
	var order []apparatus.OrgID
	for _, x := range rows {
		if x.state == Cancelled || x.state == Superseded {
			continue
		}
		if by[x.org] == nil {
			by[x.org] = make([]int, len(days))
			order = append(order, x.org)
		}
		for i, d := range days {
			if x.last < d && x.assigned <= d && (x.reported == "" || x.reported > d) {
				by[x.org][i]++
			}
		}
	}
	out := make([]LateCell, 0, len(order))
	for _, org := range order {
		out = append(out, LateCell{org, by[org]})
	}
	return out, nil
}
