// Package tally counts assignments: by body, by day, by who held them while
// they were late. It owns no table; every figure names the list behind it, and
// is counted by the same rules as that list.
package tally

import (
	"context"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// Deps are the rooms below.
type Deps struct {
	Assignments *assignment.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
}

// Service counts.
type Service struct {
	db   *storage.DB
	deps Deps
}

// New makes the service.
func New(db *storage.DB, d Deps) *Service { return &Service{db, d} }

func (s *Service) today() civil.Date { return civil.Of(s.db.Now()) }

func (s *Service) visible(ctx context.Context, w *storage.Where) { s.deps.Assignments.Visible(ctx, w) }

// Tally is one body's figures; every figure names the list behind it.
type Tally struct {
	Org        apparatus.OrgID
	Open       int
	Late       int
	ThisWeek   int
	Waiting    int
	Undated    int
	Done       int // confirmed since the given day
	DoneInDay  int // of these, handed in by the original day
	DoneAgreed int // of these, handed in by the agreed day
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
		SUM(CASE WHEN a.is_open = $7 AND a.due_on = '' AND a.due_settled = $8 AND a.deadline_kind <> 'relative' AND a.paused_on = '' THEN 1 ELSE 0 END),
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
		t.Done, t.DoneInDay, t.DoneAgreed = d[0], d[1], d[2]
		out.ByOrg = append(out.ByOrg, t)
		out.Total.Open += t.Open
		out.Total.Late += t.Late
		out.Total.ThisWeek += t.ThisWeek
		out.Total.Waiting += t.Waiting
		out.Total.Undated += t.Undated
		out.Total.Done += t.Done
		out.Total.DoneInDay += t.DoneInDay
		out.Total.DoneAgreed += t.DoneAgreed
	}
	return out, nil
}

// done counts per lead what was confirmed since a day and had a due day: in
// all, by the original day, and by the agreed one. It goes by the judgement
// made when the thing was handed in.
func (s *Service) done(ctx context.Context, since civil.Date) (map[apparatus.OrgID][3]int, error) {
	type row struct {
		org apparatus.OrgID
		n   [3]int
	}
	w := storage.NewWhere(0).And("a.state = 'confirmed'").And("a.confirmed_on >= ?", string(since)).And("a.due_on <> ''").And("a.is_group = ?", false)
	s.visible(ctx, w)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.org, &x.n[0], &x.n[1], &x.n[2])
		return x, err
	}, `SELECT a.lead_org, COUNT(*), SUM(CASE WHEN a.late_original = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN a.late_days = 0 THEN 1 ELSE 0 END) FROM assignment a`+w.SQL()+" GROUP BY a.lead_org", w.Args()...)
	out := map[apparatus.OrgID][3]int{}
	for _, x := range rows {
		out[x.org] = x.n
	}
	return out, err
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
		state                    assignment.State
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
		if x.state == assignment.Cancelled || x.state == assignment.Superseded {
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
