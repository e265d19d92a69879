package extension

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// The filters of a list's address.
const (
	FilterState = "trang-thai"
	FilterLead  = "chu-tri"
	FilterCause = "nguyen-nhan"
	FilterFrom  = "tu"
	FilterTo    = "den"
)

// Filters lists the filters that a list's address may carry.
func Filters() []string { return []string{FilterState, FilterLead, FilterCause, FilterFrom, FilterTo} }

const caseColumns = columns + ", a.code, a.title, a.due_on, a.state, a.lead_org, a.late_days, a.late_original"

const caseFrom = " FROM extension_request x JOIN assignment a ON a.id = x.assignment"

func (s *Service) scanCase(row storage.Row) (c Case, err error) {
	err = reader(&c.Request, &c.Code, &c.Title, &c.Due, &c.Work, &c.LeadNow, &c.LateDays, &c.LateOrigin)(row)
	c.Further = chairmans(c.Nth, s.deps.Most())
	return c, err
}

func (s *Service) cases(ctx context.Context, w *storage.Where, tail string) ([]Case, error) {
	s.deps.Assignments.Visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), s.scanCase, "SELECT "+caseColumns+caseFrom+w.SQL()+tail, w.Args()...)
}

// Find gives one case; NotFound when the actor may not see its assignment.
func (s *Service) Find(ctx context.Context, id ID) (Case, error) {
	list, err := s.cases(ctx, storage.NewWhere(0).And("x.id = ?", string(id)), "")
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Case{}, err
	}
	return list[0], nil
}

// For lists the cases of one assignment that the actor may see, newest first.
func (s *Service) For(ctx context.Context, id assignment.ID) ([]Case, error) {
	return s.cases(ctx, storage.NewWhere(0).And("x.assignment = ?", string(id)), " ORDER BY x.asked_at DESC, x.id DESC")
}

// Further lists the requests that only the chairman decides, as far as the
// actor may see them, the longest waiting first. What was handed in meanwhile
// no longer waits.
func (s *Service) Further(ctx context.Context, limit int) ([]Case, error) {
	w := storage.NewWhere(0).And("x.state = 'asked'").And("x.nth > ?", s.deps.Most()).And("a.is_open = ?", true).And("a.state <> 'reported'")
	return s.cases(ctx, w, " ORDER BY x.asked_at, x.id LIMIT "+strconv.Itoa(limit))
}

// maxPending bounds what waits for one person; nobody decides more in a day.
const maxPending = 500

// Pending lists what waits for the actor's decision, the longest waiting
// first: first extensions for the secretariat and the chairman, the further
// ones for the chairman, nothing for whose agency has a part. What was handed
// in meanwhile no longer waits.
func (s *Service) Pending(ctx context.Context) ([]Case, error) {
	who := actor.From(ctx)
	w := storage.NewWhere(0).And("x.state = 'asked'").And("a.is_open = ?", true).And("a.state <> 'reported'")
	if !who.Has(actor.Chairman) {
		w.And("x.nth <= ?", s.deps.Most())
	}
	list, err := s.cases(ctx, w, " ORDER BY x.asked_at, x.id LIMIT "+strconv.Itoa(maxPending))
	if err != nil {
		return nil, err
	}
	out := list[:0]
	for _, c := range list {
		err := s.mayDecide(ctx, c.Request)
		switch {
		case err == nil:
			out = append(out, c)
		case errors.Is(err, fault.Forbidden), errors.Is(err, fault.Conflict), errors.Is(err, fault.NotFound):
		default:
			return nil, err
		}
	}
	return slices.Clip(out), nil
}

func (s *Service) mayDecide(ctx context.Context, r Request) error {
	if err := r.mayDecide(actor.From(ctx), s.deps.Most()); err != nil {
		return err
	}
	return s.mayJudge(ctx, r)
}

func (s *Service) mayJudge(ctx context.Context, r Request) error {
	if err := r.mayJudge(actor.From(ctx)); err != nil {
		return err
	}
	_, err := s.deps.Assignments.MayTx(ctx, s.db.Reader(), r.Assignment, assignment.VerbExtend)
	return err
}

// Rights are what the actor may do with a case now.
type Rights struct {
	Decide, Propose, Withdraw bool
	// Refused says why somebody of the assigning side may not decide.
	Refused string
	// UndoUntil is until when the actor may take the own decision back; zero
	// for never.
	UndoUntil time.Time
}

// RightsOn tells what the actor may do with a case.
func (s *Service) RightsOn(ctx context.Context, c Case) Rights {
	who := actor.From(ctx)
	out := Rights{UndoUntil: c.UndoUntil(who.ID, s.db.Now())}
	if c.State != Asked {
		return out
	}
	_, err := s.deps.Assignments.MayTx(ctx, s.db.Reader(), c.Assignment, assignment.VerbReport)
	out.Withdraw = err == nil
	if !who.HasAny(actor.Chairman, actor.Secretariat) {
		return out
	}
	err = s.mayDecide(ctx, c.Request)
	out.Decide, out.Propose = err == nil, s.mayJudge(ctx, c.Request) == nil
	if err != nil {
		out.Refused = fault.Sentence(err)
	}
	return out
}

// HasFile reports whether a file hangs on the case; NotFound when the actor may
// not see it.
func (s *Service) HasFile(ctx context.Context, id ID, file string) (bool, error) {
	c, err := s.Find(ctx, id)
	return err == nil && slices.Contains(c.Files, file), err
}

// List is one page of the cases that the actor may see, newest first. Invalid
// names a filter that cannot be read.
func (s *Service) List(ctx context.Context, q listing.Query) (listing.Page[Case], error) {
	w := storage.NewWhere(0)
	for _, x := range [][2]string{{"x.state", FilterState}, {"x.lead_org", FilterLead}, {"x.cause", FilterCause}} {
		if xs := q.Filters[x[1]]; len(xs) > 0 {
			w.In(x[0], xs)
		}
	}
	f := fault.Fields{}
	for later, x := range [][2]string{{"x.asked_at >= ?", FilterFrom}, {"x.asked_at < ?", FilterTo}} {
		if q.First(x[1]) == "" {
			continue
		}
		d, err := civil.ParseVN(q.First(x[1]))
		if err != nil {
			f.Add(x[1], err.Error())
			continue
		}
		w.And(x[0], storage.Millis(d.AddDays(later).At(0, 0)))
	}
	if err := f.Err(); err != nil {
		return listing.Page[Case]{}, err
	}
	if len(q.Cursor) == 2 {
		if at, err := strconv.ParseInt(q.Cursor[0], 10, 64); err == nil {
			w.And("(x.asked_at, x.id) < (?, ?)", at, q.Cursor[1])
		}
	}
	rows, err := s.cases(ctx, w, fmt.Sprintf(" ORDER BY x.asked_at DESC, x.id DESC LIMIT %d", q.Size+1))
	if err != nil {
		return listing.Page[Case]{}, err
	}
	return listing.Cut(rows, q.Size, func(c Case) listing.Cursor {
		return listing.Cursor{strconv.FormatInt(storage.Millis(c.Asked.At), 10), string(c.ID)}
	}), nil
}

// Tally counts the cases that one body asked for.
type Tally struct {
	Org       apparatus.OrgID `json:"org"`
	Asked     int             `json:"asked"`
	Granted   int             `json:"granted"`
	Refused   int             `json:"refused"`
	Withdrawn int             `json:"withdrawn"`
	Waiting   int             `json:"waiting"`
	// Days is the median of working days from asking to deciding, over Decided
	// cases; half a day is possible.
	Days    float64 `json:"median_days"`
	Decided int     `json:"decided"`
}

// Stats are the figures of the cases asked for since a day, by lead and in sum.
type Stats struct {
	Since civil.Date `json:"since"`
	Total Tally      `json:"total"`
	ByOrg []Tally    `json:"by_org"`
}

// Stats counts what the actor may see.
func (s *Service) Stats(ctx context.Context, since civil.Date) (Stats, error) {
	type row struct {
		org            apparatus.OrgID
		state          State
		asked, decided int64
	}
	w := storage.NewWhere(0).And("x.asked_at >= ?", storage.Millis(since.At(0, 0)))
	s.deps.Assignments.Visible(ctx, w)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.org, &x.state, &x.asked, &x.decided)
		return x, err
	}, "SELECT x.lead_org, x.state, x.asked_at, x.decided_at"+caseFrom+w.SQL()+" ORDER BY x.lead_org", w.Args()...)
	if err != nil {
		return Stats{}, err
	}
	out := Stats{Since: since, ByOrg: []Tally{}}
	cal := s.deps.Calendar()
	var all, own []int
	for i, x := range rows {
		if n := len(out.ByOrg); n == 0 || out.ByOrg[n-1].Org != x.org {
			out.ByOrg, own = append(out.ByOrg, Tally{Org: x.org}), nil
		}
		t := &out.ByOrg[len(out.ByOrg)-1]
		t.count(x.state)
		out.Total.count(x.state)
		if x.state == Granted || x.state == Refused {
			days := cal.Between(civil.Of(storage.Instant(x.asked)), civil.Of(storage.Instant(x.decided)))
			own, all = append(own, days), append(all, days)
		}
		if i+1 == len(rows) || rows[i+1].org != x.org {
			t.Days, t.Decided = median(own), len(own)
		}
	}
	out.Total.Days, out.Total.Decided = median(all), len(all)
	return out, nil
}

func (t *Tally) count(s State) {
	t.Asked++
	switch s {
	case Granted:
		t.Granted++
	case Refused:
		t.Refused++
	case Withdrawn:
		t.Withdrawn++
	case Asked:
		t.Waiting++
	}
}

// median of working days; 0 of none.
func median(list []int) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	m := len(list) / 2
	if len(list)%2 == 1 {
		return float64(list[m])
	}
	return float64(list[m-1]+list[m]) / 2
}
