package assignment

import (
	"context"
	"errors"
	"fmt"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// verbPeriod is the act of opening a period on a standing duty.
const verbPeriod = "assignment.open_period"

// standing gives out a recurring duty: the duty itself, which owes nothing and
// stays, and the period that runs now as an assignment below it.
func (s *Service) standing(ctx context.Context, tx *storage.Tx, n New, duty Assignment) (Assignment, error) {
	duty.Group, duty.State = true, Acknowledged
	first := s.periodFrom(n.Deadline.Every, n.AssignedOn)
	duty.Deadline.Date = first
	if err := s.enter(ctx, tx, n, &duty); err != nil {
		return duty, err
	}
	_, err := s.period(ctx, tx, duty, Assignment{}, first)
	return duty, err
}

// periodFrom is a day of the first period whose due day lies after a day.
func (s *Service) periodFrom(e workday.Every, day civil.Date) civil.Date {
	at := day
	for range 3 {
		if _, due := s.calendar().Period(e, at, s.weekday()); due > day {
			return at
		}
		at = nextPeriod(e, at)
	}
	return at
}

// nextPeriod is the first day of the period after the one that d lies in.
func nextPeriod(e workday.Every, d civil.Date) civil.Date {
	month := int(d.Time().Month())
	switch e {
	case workday.Day:
		return d.AddDays(1)
	case workday.Week:
		return d.Monday().AddDays(7)
	case workday.Month:
		return d.EndOfMonth().AddDays(1)
	case workday.Quarter:
		return civil.New(d.Year(), (month-1)/3*3+3, 1).EndOfMonth().AddDays(1)
	case workday.Half:
		return civil.New(d.Year(), (month-1)/6*6+6, 1).EndOfMonth().AddDays(1)
	case workday.Year:
		return civil.New(d.Year()+1, 1, 1)
	}
	return d.AddDays(1)
}

// period makes one period of a duty. Whoever held the period before holds it
// again, and one who has taken the duty on need not do so every week.
func (s *Service) period(ctx context.Context, tx *storage.Tx, duty, before Assignment, day civil.Date) (Assignment, error) {
	d := duty.Deadline
	d.Date = day
	label, _ := s.calendar().Period(d.Every, day, s.weekday())
	id := ID(tx.NewID())
	given := max(day, duty.AssignedOn)
	a := Assignment{
		ID: id, Code: code(id, given), Parent: duty.ID, Title: duty.Title, Quote: duty.Quote, Lead: duty.Lead, Through: duty.Through, State: Assigned,
		AssignedOn: given, AssignedBy: duty.AssignedBy, Origin: duty.Origin, OriginLabel: duty.OriginLabel, SpanStart: duty.SpanStart, SpanEnd: duty.SpanEnd,
		Deadline: d, Period: label, HolderOrg: before.HolderOrg, HolderPerson: before.HolderPerson, HolderName: before.HolderName, Rev: 1, ChangedAt: tx.Now(),
	}
	if before.ID != "" && before.Lead == duty.Lead && before.State != Assigned && before.State != Disputed && before.State.Open() || before.State == Confirmed {
		a.State, a.OpenedOn = Acknowledged, given
	}
	co, err := storage.List(ctx, tx, storage.Scalar[string], "SELECT org FROM assignment_part WHERE assignment = $1 ORDER BY org", string(duty.ID))
	if err != nil {
		return a, err
	}
	n := New{Through: duty.Through, Origin: duty.Origin}
	for _, org := range co {
		n.Coordinate = append(n.Coordinate, orgID(org))
	}
	return a, s.enter(ctx, tx, n, &a)
}

// mostPeriods bounds what one standstill can bring: a daily duty over a year.
const mostPeriods = 400

// OpenPeriods makes every period of every standing duty that has begun, also
// those that began while the program stood still. A period is opened once,
// whoever asks: two processes meet at the duty's revision and at the unique
// key of the period.
func (s *Service) OpenPeriods(ctx context.Context) (int, error) {
	duties, err := storage.List(ctx, s.db.Reader(), scanRow, "SELECT "+columns+" FROM assignment a WHERE a.is_open = $1 AND a.is_group = $2 AND a.deadline_kind = 'recurring' ORDER BY a.id", true, true)
	if err != nil {
		return 0, err
	}
	made := 0
	var all error
	for _, d := range duties {
		if d.Deadline.Every == "" || nextPeriod(d.Deadline.Every, d.Deadline.Date) > s.today() {
			continue
		}
		n, err := s.open(ctx, d.ID)
		if err != nil && !errors.Is(err, fault.Conflict) {
			all = errors.Join(all, fmt.Errorf("periods of %s: %w", d.ID, err))
		}
		made += n
	}
	return made, all
}

// open makes the periods of one duty that are missing.
func (s *Service) open(ctx context.Context, id ID) (int, error) {
	made := 0
	err := s.db.Write(ctx, storage.Act{Verb: verbPeriod, On: id.Ref()}, func(tx *storage.Tx) error {
		made = 0
		r, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		duty := r.Assignment
		if !duty.State.Open() {
			return fault.Conflict
		}
		before, err := storage.List(ctx, tx, scanRow, "SELECT "+columns+" FROM assignment a WHERE a.parent = $1 ORDER BY a.id DESC LIMIT 1", string(id))
		if err != nil {
			return err
		}
		last := Assignment{}
		if len(before) > 0 {
			last = before[0]
		}
		today := civil.Of(tx.Now())
		for day := nextPeriod(duty.Deadline.Every, duty.Deadline.Date); day <= today && made < mostPeriods; day = nextPeriod(duty.Deadline.Every, day) {
			duty.Deadline.Date = day
			if duty.Deadline.Every == workday.Day && !s.calendar().Working(day) {
				continue // a daily duty rests when the offices do
			}
			if last, err = s.period(ctx, tx, duty, last, day); err != nil {
				return err
			}
			made++
		}
		tx.Act.Before, tx.Act.After = r.Assignment, duty
		return s.save(ctx, tx, duty)
	})
	return made, err
}
