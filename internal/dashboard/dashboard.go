package dashboard

import (
	"context"
	"errors"
	"slices"
	"sync"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/forecast"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/tally"
)

// View is the page's content, on one day.
type View struct {
	Day      civil.Date
	Since    civil.Date // from when on what is done is counted
	Stats    tally.Stats
	Decide   []Item // what waits for a decision, the first few
	Deciding int    // how many wait in all
	Late     []assignment.Assignment
	Holders  []tally.Holding
	Week     []assignment.Assignment
	Waiting  []assignment.Assignment
	League   []tally.Tally // bodies with something done: ranked ones first, then the few
	Days     []civil.Date  // Fridays of the heat map
	Heat     []tally.LateCell
	LateOrgs int
	Worst    tally.Tally // the body with the most late work
	Coming   Calendar
	Goals    []Goal
	Forecast Forecast
}

const (
	rows        = 8   // how many rows a panel shows before it leads to its list
	weeks       = 9   // how many weeks the heat map shows
	comingWeeks = 6   // how many weeks the calendar shows
	doneDays    = 365 // back to when what is done is counted
	goals       = 3
	few         = 3 // decisions shown on the page
	// MinN is from how many cases on bodies are compared.
	MinN = 10
)

// Load gathers the page on the day of the service's clock.
func (s *Service) Load(ctx context.Context) (View, error) {
	today := s.today()
	v := View{Day: today, Since: today.AddDays(-doneDays)}
	// each part fills fields of its own, so they are asked for at once
	parts := []func(ctx context.Context, v *View) error{s.loadStats, s.loadHeat, s.loadDecisions, s.loadHolders, s.loadComing, s.loadLists, s.loadGoals}
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() { errs[i] = part(ctx, &v) })
	}
	wg.Wait()
	return v, errors.Join(errs...)
}

// Stats are the figures of the page by body.
func (s *Service) Stats(ctx context.Context) (tally.Stats, error) {
	return s.deps.Tally.Stats(ctx, s.today().AddDays(-doneDays))
}

func (s *Service) loadStats(ctx context.Context, v *View) (err error) {
	if v.Stats, err = s.deps.Tally.Stats(ctx, v.Since); err != nil {
		return err
	}
	for _, t := range v.Stats.ByOrg {
		if t.Late > 0 {
			v.LateOrgs++
		}
		if t.Late > v.Worst.Late {
			v.Worst = t
		}
		if t.Done > 0 {
			v.League = append(v.League, t)
		}
	}
	slices.SortStableFunc(v.League, func(a, b tally.Tally) int {
		if x := min(b.Done, MinN) - min(a.Done, MinN); x != 0 && (a.Done < MinN || b.Done < MinN) {
			return x
		}
		return b.DoneInDay*a.Done - a.DoneInDay*b.Done
	})
	return nil
}

func (s *Service) loadHolders(ctx context.Context, v *View) (err error) {
	v.Holders, err = s.deps.Tally.LateHolders(ctx)
	return err
}

func (s *Service) loadLists(ctx context.Context, v *View) error {
	for _, part := range []struct {
		view assignment.View
		to   *[]assignment.Assignment
	}{{assignment.Late, &v.Late}, {assignment.ThisWeek, &v.Week}, {assignment.Waiting, &v.Waiting}} {
		page, err := s.deps.Assignments.List(ctx, listing.Query{Size: rows, Filters: map[string][]string{assignment.FilterView: {string(part.view)}}})
		if err != nil {
			return err
		}
		*part.to = page.Rows
	}
	return nil
}

func (s *Service) loadHeat(ctx context.Context, v *View) (err error) {
	friday := v.Day.Monday().AddDays(4)
	if friday >= v.Day {
		friday = friday.AddDays(-7)
	}
	for i := weeks - 1; i >= 0; i-- {
		v.Days = append(v.Days, friday.AddDays(-7*i))
	}
	if v.Heat, err = s.deps.Tally.LateOn(ctx, v.Days); err != nil {
		return err
	}
	slices.SortStableFunc(v.Heat, func(a, b tally.LateCell) int { return sum(b.Days) - sum(a.Days) })
	return nil
}

func sum(xs []int) int {
	n := 0
	for _, x := range xs {
		n += x
	}
	return n
}

// Calendar is what has to be handed in, day by day, from a Monday on.
type Calendar struct {
	Monday civil.Date
	Weeks  int
	Days   map[civil.Date]int
	Total  int
}

func (s *Service) loadComing(ctx context.Context, v *View) error {
	v.Coming = Calendar{Monday: v.Day.Monday(), Weeks: comingWeeks, Days: map[civil.Date]int{}}
	list, err := s.deps.Tally.Coming(ctx, v.Day, v.Coming.Monday.AddDays(7*comingWeeks-1))
	if err != nil {
		return err
	}
	for _, c := range list {
		v.Coming.Days[c.Day] += c.N
		v.Coming.Total += c.N
	}
	v.Forecast, err = s.forecast(ctx, v.Day, list)
	return err
}

// Goal is a countable goal of an open assignment, planned against actual.
type Goal struct {
	Assignment assignment.Assignment
	Trajectory assignment.Trajectory
}

func (s *Service) loadGoals(ctx context.Context, v *View) error {
	list, err := s.deps.Assignments.Goals(ctx, goals)
	if err != nil {
		return err
	}
	for _, a := range list {
		t, ok, err := s.deps.Assignments.Trajectory(ctx, a.ID)
		if err != nil {
			return err
		}
		if ok {
			v.Goals = append(v.Goals, Goal{a, t})
		}
	}
	return nil
}

func (s *Service) loadDecisions(ctx context.Context, v *View) error {
	if !identity.Allows(actor.From(ctx), identity.DecisionView) {
		return nil
	}
	items, err := s.Items(ctx)
	if err != nil {
		return err
	}
	for _, x := range items {
		if len(x.Instructed) > 0 {
			continue
		}
		if v.Deciding++; len(v.Decide) < few {
			v.Decide = append(v.Decide, x)
		}
	}
	return nil
}

// Forecast is what is likely to be late among what falls due in the coming
// weeks, and how such forecasts fared.
type Forecast struct {
	From, Until civil.Date
	History     int // cases that it goes by
	Ready       bool
	Sum         forecast.Count
	Base        float64
	Bodies      []BodyForecast // the most late ones first
	Check       forecast.Check
}

// BodyForecast is one body's.
type BodyForecast struct {
	Org    string
	Count  forecast.Count
	Chance float64
	Low    float64
	High   float64
	Cases  int // of its own
}

const (
	aheadDays = 28 // how far a forecast looks
	learnFrom = 52 // weeks
	checkOver = 12 // weeks
)

func (s *Service) forecast(ctx context.Context, today civil.Date, coming []tally.DayCount) (Forecast, error) {
	monday := today.Monday()
	first := monday.AddDays(-7 * (learnFrom + checkOver))
	f := Forecast{From: today, Until: today.AddDays(aheadDays - 1)}
	past, err := s.deps.Tally.Outcomes(ctx, first, monday.AddDays(-1))
	if err != nil {
		return f, err
	}
	history := weekly(past, first)
	now := learnFrom + checkOver
	recent := slices.DeleteFunc(slices.Clone(history), func(w forecast.Week) bool { return w.Week < now-learnFrom })
	m := forecast.Fit(recent)
	f.History, f.Ready, f.Base = m.N, m.Ready(), m.Base()
	if !f.Ready {
		return f, nil
	}
	f.Check = s.checked(today, history, now)
	due := map[string]int{}
	for _, c := range coming {
		if c.Day <= f.Until {
			due[string(c.Org)] += c.N
		}
	}
	f.Sum = m.Sum(due)
	for org, n := range due {
		b := BodyForecast{Org: org, Count: m.Late(org, n), Cases: m.Cases(org)}
		b.Chance, b.Low, b.High = m.Chance(org)
		f.Bodies = append(f.Bodies, b)
	}
	slices.SortFunc(f.Bodies, func(a, b BodyForecast) int {
		if a.Count.Expected != b.Count.Expected {
			if a.Count.Expected > b.Count.Expected {
				return -1
			}
			return 1
		}
		if a.Org < b.Org {
			return -1
		}
		return 1
	})
	return f, nil
}

// checked is how the forecasts of the weeks before now fared. History of weeks
// that are over does not change, so it is reckoned once a day.
func (s *Service) checked(today civil.Date, history []forecast.Week, now int) forecast.Check {
	s.check.mu.Lock()
	defer s.check.mu.Unlock()
	n := len(history)
	if s.check.day != today || s.check.n != n {
		s.check.day, s.check.n, s.check.v = today, n, forecast.Backtest(history, now-checkOver, now-1, learnFrom)
	}
	return s.check.v
}

// weekly adds outcomes up by body and week, numbered from a Monday on.
func weekly(list []tally.Outcome, monday civil.Date) []forecast.Week {
	type key struct {
		org  string
		week int
	}
	at := map[key]int{}
	var out []forecast.Week
	for _, o := range list {
		k := key{string(o.Org), monday.DaysUntil(o.Day) / 7}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, forecast.Week{Org: k.org, Week: k.week})
		}
		out[i].N += o.N
		out[i].Late += o.Late
	}
	return out
}
