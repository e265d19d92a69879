package tally

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
)

func compare(a, b apparatus.OrgID) int { return cmp.Compare(a, b) }

func mark(n int) string { return "$" + strconv.Itoa(n) }

// memo keeps one answer about days that are over. It is asked anew after a
// while all the same, for what is written into the past by hand.
type memo[T any] struct {
	mu  sync.Mutex
	key string
	at  time.Time
	v   T
}

// kept is how long an answer about the past is kept.
const kept = 10 * time.Minute

func (m *memo[T]) get(key string, now time.Time, ask func() (T, error)) (T, error) {
	return m.within(kept, key, now, ask)
}

func (m *memo[T]) within(life time.Duration, key string, now time.Time, ask func() (T, error)) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if age := now.Sub(m.at); m.key == key && age >= 0 && age < life {
		return m.v, nil
	}
	v, err := ask()
	if err == nil {
		m.key, m.at, m.v = key, now, v
	}
	return v, err
}

// latest keeps one answer about the present until the next act: the newest act
// of the record is part of its key.
type latest[T any] struct{ m memo[T] }

// fresh is how long an answer about the present is kept all the same. Two
// processes may write acts whose keys do not follow the order in which they
// became visible.
const fresh = 5 * time.Second

func (l *latest[T]) get(ctx context.Context, s *Service, key string, ask func() (T, error)) (T, error) {
	if !identity.SeesAll(actor.From(ctx)) {
		return ask()
	}
	head, err := storage.One(ctx, s.db.Reader(), storage.Scalar[string], "SELECT COALESCE(MAX(id), '') FROM audit_act")
	if err != nil || head == "" {
		return ask() // without a record there is nothing to tell the old from the new
	}
	return l.m.within(fresh, key+head, s.now(), ask)
}

// doneRow is so many confirmed assignments that are alike.
type doneRow struct {
	org      apparatus.OrgID
	original bool // handed in by the original day
	days     int  // late against the agreed day
	n        int
}

// undoable is how many days back a confirmation may still be taken back or be
// written by a machine whose clock is behind.
const undoable = 2

// settled gives what was confirmed since a day and had a due day, by the
// judgement made when it was handed in. What was confirmed before yesterday
// changes no more and is kept; the rest is asked each time.
func (s *Service) settled(ctx context.Context, since civil.Date) ([]doneRow, error) {
	cut := s.today().AddDays(-undoable)
	who := actor.From(ctx)
	if !identity.SeesAll(who) {
		return s.confirmed(ctx, since, "")
	}
	old, err := s.done.get(string(since)+string(cut), s.now(), func() ([]doneRow, error) { return s.confirmed(ctx, since, cut) })
	if err != nil {
		return nil, err
	}
	recent, err := s.confirmed(ctx, max(since, cut), "")
	return append(slices.Clone(old), recent...), err
}

// confirmed asks for what was confirmed from a day on, and before another one
// unless that is "".
func (s *Service) confirmed(ctx context.Context, from, before civil.Date) ([]doneRow, error) {
	w := storage.NewWhere(0).And("a.confirmed_on <> '' AND a.due_on <> '' AND a.is_group = FALSE AND a.state <> 'cancelled' AND a.state <> 'superseded' AND a.is_open <> TRUE").And("a.confirmed_on >= ?", string(from))
	if before != "" {
		w.And("a.confirmed_on < ?", string(before))
	}
	s.visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (x doneRow, err error) {
		var in int
		err = r.Scan(&x.org, &in, &x.days, &x.n)
		x.original = in == 1
		return x, err
	}, "SELECT a.lead_org, CASE WHEN a.late_original = 0 THEN 1 ELSE 0 END, a.late_days, COUNT(*) FROM assignment a"+w.SQL()+" GROUP BY 1, 2, 3", w.Args()...)
}

// sums makes one tally a body.
func sums(rows []doneRow) []Tally {
	by := map[apparatus.OrgID]int{}
	var out []Tally
	for _, x := range rows {
		i, ok := by[x.org]
		if !ok {
			i = len(out)
			by[x.org] = i
			out = append(out, Tally{Org: x.org})
		}
		out[i].Done += x.n
		if x.original {
			out[i].DoneInDay += x.n
		}
		if x.days == 0 {
			out[i].DoneAgreed += x.n
		}
	}
	late := map[apparatus.OrgID][]doneRow{}
	for _, x := range rows {
		if x.days > 0 {
			late[x.org] = append(late[x.org], x)
		}
	}
	for i := range out {
		out[i].LateMedian = median(late[out[i].Org], out[i].Org)
	}
	return out
}

// median is the middle of the days late of those that were late; org "" takes all.
func median(rows []doneRow, org apparatus.OrgID) float64 {
	var late []doneRow
	n := 0
	for _, x := range rows {
		if x.days > 0 && (org == "" || x.org == org) {
			late = append(late, x)
			n += x.n
		}
	}
	if n == 0 {
		return 0
	}
	slices.SortFunc(late, func(a, b doneRow) int { return a.days - b.days })
	at := func(k int) float64 {
		for _, x := range late {
			if k < x.n {
				return float64(x.days)
			}
			k -= x.n
		}
		return 0
	}
	return (at((n-1)/2) + at(n/2)) / 2
}

// Outcome is how many things of a body had their last day on a day, and how
// many of these were late.
type Outcome struct {
	Org  apparatus.OrgID
	Day  civil.Date
	N    int
	Late int
}

type dayOf struct {
	org apparatus.OrgID
	day civil.Date
}

// Outcomes lists what became of all whose last day lies between two days, both
// included and over. Whether a thing was late is settled when its last day is
// over, so that none of it is still to be waited for. The answer is kept for
// the day; only those who may see everything ask.
func (s *Service) Outcomes(ctx context.Context, from, until civil.Date) ([]Outcome, error) {
	ask := func() ([]Outcome, error) {
		// what is open and what was confirmed: each half has an index of its own
		open := s.dueWithin(ctx, from, until)
		confirmed := storage.NewWhere(0).And("a.state = 'confirmed' AND a.is_group = FALSE AND a.due_last <> ''").And("a.due_last >= ?", string(from)).And("a.due_last <= ?", string(until))
		s.visible(ctx, confirmed)
		by := map[dayOf]Outcome{}
		for half, late := range map[*storage.Where]string{open: "a.late_days > 0 OR a.state <> 'reported'", confirmed: "a.late_days > 0"} {
			err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
				var o Outcome
				err := r.Scan(&o.Org, &o.Day, &o.N, &o.Late)
				k := dayOf{o.Org, o.Day}
				o.N, o.Late = o.N+by[k].N, o.Late+by[k].Late
				by[k] = o
				return err
			}, "SELECT a.lead_org, a.due_last, COUNT(*), SUM(CASE WHEN "+late+" THEN 1 ELSE 0 END) FROM assignment a"+half.SQL()+" GROUP BY a.due_last, a.lead_org", half.Args()...)
			if err != nil {
				return nil, err
			}
		}
		return slices.SortedFunc(maps.Values(by), func(a, b Outcome) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), compare(a.Org, b.Org))
		}), nil
	}
	if !identity.SeesAll(actor.From(ctx)) {
		return ask()
	}
	return s.outcomes.get(string(from)+string(until)+string(s.today()), s.now(), ask)
}
