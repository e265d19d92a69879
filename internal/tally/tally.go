// Package tally counts assignments: by body, by day, by who held them while
// they were late. It owns no table; every figure names the list behind it, and
// is counted by the same rules as that list.
package tally

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

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
	db       *storage.DB
	deps     Deps
	done     memo[[]doneRow]
	outcomes memo[[]Outcome]
	// answers about the present, kept until the next act
	stats   latest[[]Tally]
	late    latest[[]LateCell]
	coming  latest[[]DayCount]
	holders latest[[]Holding]
}

// New makes the service.
func New(db *storage.DB, d Deps) *Service { return &Service{db: db, deps: d} }

func (s *Service) today() civil.Date { return civil.Of(s.db.Now()) }
func (s *Service) now() time.Time    { return s.db.Now() }

func (s *Service) visible(ctx context.Context, w *storage.Where) { s.deps.Assignments.Visible(ctx, w) }

// open is what every question about open work begins with; the words are those
// of the partial indexes, because an engine uses one only where it can see
// that the question implies it.
func (s *Service) open(ctx context.Context) *storage.Where {
	w := storage.NewWhere(0).And("a.state <> 'confirmed' AND a.state <> 'cancelled' AND a.state <> 'superseded' AND a.is_group = FALSE")
	s.visible(ctx, w)
	return w
}

// Tally is one body's figures; every figure names the list behind it.
type Tally struct {
	Org        apparatus.OrgID `json:"org"`
	Open       int             `json:"open"`
	Late       int             `json:"late"`
	ThisWeek   int             `json:"this_week"`
	Waiting    int             `json:"waiting"`
	Undated    int             `json:"undated"`
	Disputed   int             `json:"disputed"`
	Done       int             `json:"done"`        // confirmed since the given day, of what had a day
	DoneInDay  int             `json:"done_in_day"` // of these, handed in by the original day
	DoneAgreed int             `json:"done_agreed"` // of these, handed in by the agreed day
	// LateMedian is by how many working days those of the done that were late
	// against the agreed day were late, in the middle; 0 without any.
	LateMedian float64 `json:"late_median"`
}

// Stats are the figures of the whole province on a day: by body and in sum.
type Stats struct {
	On    civil.Date `json:"on"`
	Since civil.Date `json:"since"`
	Total Tally      `json:"total"`
	ByOrg []Tally    `json:"by_org"`
}

// Stats counts on today's day what the actor may see; Done counts what was
// confirmed since the day.
func (s *Service) Stats(ctx context.Context, since civil.Date) (Stats, error) {
	out := Stats{On: s.today(), Since: since}
	rows, err := s.stats.get(ctx, s, string(out.On), func() ([]Tally, error) { return s.openWork(ctx, out.On) })
	if err != nil {
		return out, err
	}
	rows = slices.Clone(rows) // what is done is put into them
	done, err := s.settled(ctx, since)
	if err != nil {
		return out, err
	}
	at := map[apparatus.OrgID]int{}
	for i := range rows {
		at[rows[i].Org] = i
	}
	for _, org := range sums(done) {
		if i, ok := at[org.Org]; ok {
			t := &rows[i]
			t.Done, t.DoneInDay, t.DoneAgreed, t.LateMedian = org.Done, org.DoneInDay, org.DoneAgreed, org.LateMedian
			continue
		}
		rows = append(rows, org) // everything of it is done; a row all the same
	}
	slices.SortFunc(rows, func(a, b Tally) int { return compare(a.Org, b.Org) })
	out.ByOrg = rows
	for _, t := range rows {
		out.Total.add(t)
	}
	out.Total.LateMedian = median(done, "")
	return out, nil
}

// openWork counts what is open, figure by figure: each is read from the part of
// an index that holds nothing else, and a due day that moves changes one index.
func (s *Service) openWork(ctx context.Context, today civil.Date) ([]Tally, error) {
	by := map[apparatus.OrgID]*Tally{}
	count := func(w *storage.Where, columns string, put func(t *Tally, n, waiting, disputed int)) error {
		return storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
			var org apparatus.OrgID
			var n, waiting, disputed int
			if err := r.Scan(&org, &n, &waiting, &disputed); err != nil {
				return err
			}
			if by[org] == nil {
				by[org] = &Tally{Org: org}
			}
			put(by[org], n, waiting, disputed)
			return nil
		}, "SELECT a.lead_org, COUNT(*), "+columns+" FROM assignment a"+w.SQL()+" GROUP BY a.lead_org", w.Args()...)
	}
	// the words of the lists: assignment.Waiting, DisputedNow, Late, ThisWeek, Undated
	err := errors.Join(
		count(s.open(ctx), "SUM(CASE WHEN a.state = 'reported' THEN 1 ELSE 0 END), SUM(CASE WHEN a.state = 'disputed' THEN 1 ELSE 0 END)", func(t *Tally, n, waiting, disputed int) { t.Open, t.Waiting, t.Disputed = n, waiting, disputed }),
		count(s.lateBy(ctx, today), "0, 0", func(t *Tally, n, _, _ int) { t.Late = n }),
		count(s.dueWithin(ctx, today, "").And("a.due_sort <= ?", string(today.Monday().AddDays(6))).And("a.state <> 'reported'"), "0, 0", func(t *Tally, n, _, _ int) { t.ThisWeek = n }),
		count(s.open(ctx).And("a.due_last = '' AND a.due_on = '' AND a.paused_on = '' AND a.due_settled = FALSE AND a.deadline_kind <> 'relative'"), "0, 0", func(t *Tally, n, _, _ int) { t.Undated = n }),
	)
	out := make([]Tally, 0, len(by))
	for _, t := range by {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Tally) int { return compare(a.Org, b.Org) })
	return out, err
}

// lateBy is what is open, not handed in, and has its last day before a day. The
// bound on due_sort, here and in dueWithin, is for the index.
func (s *Service) lateBy(ctx context.Context, day civil.Date) *storage.Where {
	return s.open(ctx).And("a.is_open = TRUE AND a.due_last > ''").And("a.due_sort < ?", string(day)).And("a.due_last < ?", string(day)).And("a.state <> 'reported'")
}

// dueWithin is what is open and has its last day between two days, both
// included; "" for until means any day from the first on.
func (s *Service) dueWithin(ctx context.Context, from, until civil.Date) *storage.Where {
	w := s.open(ctx).And("a.is_open = TRUE").And("a.due_sort >= ?", string(assignment.EarliestDue(s.deps.Calendar(), from))).And("a.due_last >= ?", string(from))
	if until != "" {
		w.And("a.due_sort <= ?", string(until)).And("a.due_last <= ?", string(until))
	}
	return w
}

func (t *Tally) add(o Tally) {
	t.Open += o.Open
	t.Late += o.Late
	t.ThisWeek += o.ThisWeek
	t.Waiting += o.Waiting
	t.Undated += o.Undated
	t.Disputed += o.Disputed
	t.Done += o.Done
	t.DoneInDay += o.DoneInDay
	t.DoneAgreed += o.DoneAgreed
}

// LateCell is how many of a body's assignments were late at the close of each day.
type LateCell struct {
	Org  apparatus.OrgID `json:"org"`
	Days []int           `json:"days"`
}

// LateOn counts, for each of the days in their order, the assignments of each
// body that were late at its close, from the facts: due by then, not handed in
// by then.
func (s *Service) LateOn(ctx context.Context, days []civil.Date) ([]LateCell, error) {
	if len(days) == 0 {
		return nil, nil
	}
	return s.late.get(ctx, s, strings.Join(texts(days), " "), func() ([]LateCell, error) { return s.lateOn(ctx, days) })
}

func (s *Service) lateOn(ctx context.Context, days []civil.Date) ([]LateCell, error) {
	first, last := days[0], days[len(days)-1]
	open := s.lateBy(ctx, last)
	handed := storage.NewWhere(0).And("a.reported_on > a.due_last AND a.due_last <> '' AND a.is_group = FALSE AND a.state <> 'cancelled' AND a.state <> 'superseded'").And("a.reported_on > ?", string(first))
	s.visible(ctx, handed)
	by := map[apparatus.OrgID][]int{}
	var order []apparatus.OrgID
	var org apparatus.OrgID
	counts := make([]int, len(days))
	dest := []any{(*string)(&org)}
	for i := range counts {
		dest = append(dest, &counts[i])
	}
	take := func(r storage.Row) error {
		if err := r.Scan(dest...); err != nil {
			return err
		}
		row := by[org]
		if row == nil {
			row = make([]int, len(days))
			by[org] = row
			order = append(order, org)
		}
		for i, n := range counts {
			row[i] += n
		}
		return nil
	}
	for _, half := range []struct {
		where  *storage.Where
		handed bool
	}{{open, false}, {handed, true}} {
		// a column a day, so that the engine adds up and few rows come back
		var q strings.Builder
		args, n := half.where.Args(), half.where.Next()
		for _, d := range days {
			q.WriteString(", SUM(CASE WHEN a.due_last < " + mark(n) + " AND a.assigned_on <= " + mark(n+1))
			args = append(args, string(d), string(d))
			n += 2
			if half.handed {
				q.WriteString(" AND a.reported_on > " + mark(n))
				args = append(args, string(d))
				n++
			}
			q.WriteString(" THEN 1 ELSE 0 END)")
		}
		if err := storage.Each(ctx, s.db.Reader(), take, "SELECT a.lead_org"+q.String()+" FROM assignment a"+half.where.SQL()+" GROUP BY a.lead_org", args...); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(order, compare)
	out := make([]LateCell, 0, len(order))
	for _, org := range order {
		if row := by[org]; slices.Max(row) > 0 {
			out = append(out, LateCell{org, row})
		}
	}
	return out, nil
}

func texts(days []civil.Date) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = string(d)
	}
	return out
}

// DayCount is how many things of a body have to be handed in by a day.
type DayCount struct {
	Org apparatus.OrgID `json:"org"`
	Day civil.Date      `json:"day"` // the last day that is not late
	N   int             `json:"n"`
}

// Coming counts what is open, not handed in, and has its last day between two days, both included.
func (s *Service) Coming(ctx context.Context, from, until civil.Date) ([]DayCount, error) {
	return s.coming.get(ctx, s, string(from+until), func() ([]DayCount, error) { return s.comingNow(ctx, from, until) })
}

func (s *Service) comingNow(ctx context.Context, from, until civil.Date) ([]DayCount, error) {
	w := s.dueWithin(ctx, from, until).And("a.state <> 'reported'")
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (d DayCount, err error) {
		err = r.Scan(&d.Org, &d.Day, &d.N)
		return d, err
	}, "SELECT a.lead_org, a.due_last, COUNT(*) FROM assignment a"+w.SQL()+" GROUP BY a.due_last, a.lead_org ORDER BY a.due_last, a.lead_org", w.Args()...)
}

// Holding is what one holder has that is late.
type Holding struct {
	Org    apparatus.OrgID `json:"org"`
	Holder string          `json:"holder,omitempty"` // the person or unit; "" when the body handed it to nobody
	N      int             `json:"n"`
	Oldest civil.Date      `json:"oldest"` // the earliest last day
}

// LateHolders counts what is late by body and by who holds it there, the most
// first.
func (s *Service) LateHolders(ctx context.Context) ([]Holding, error) {
	return s.holders.get(ctx, s, string(s.today()), func() ([]Holding, error) { return s.holding(ctx) })
}

func (s *Service) holding(ctx context.Context) ([]Holding, error) {
	w := s.lateBy(ctx, s.today())
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (h Holding, err error) {
		err = r.Scan(&h.Org, &h.Holder, &h.N, &h.Oldest)
		return h, err
	}, "SELECT a.lead_org, CASE WHEN a.holder_name <> '' THEN a.holder_name ELSE a.holder_org END, COUNT(*), MIN(a.due_last) FROM assignment a"+w.SQL()+" GROUP BY 1, 2 ORDER BY 3 DESC, 4, 1, 2 LIMIT 200", w.Args()...)
}
