package assignment

import (
	"context"
	"errors"
	"fmt"

	"dondoc/internal/actor"
	"dondoc/internal/cadence"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// verbPeriod is the act of opening a period on a standing duty.
const verbPeriod = "assignment.open_period"

// rhythm is the rule that a recurring duty goes by: the one that is kept, else
// the usual one of its rhythm. False when nobody has said any.
func (d Deadline) rhythm(weekday int) (cadence.Rule, bool) {
	if d.Rule != "" {
		r, err := cadence.Parse(d.Rule)
		return r, err == nil
	}
	if d.Every == "" {
		return cadence.Rule{}, false
	}
	return cadence.Preset(d.Every, weekday), true
}

// heard is the rule that the words of a duty give beyond its rhythm: “trước
// ngày 20 hằng tháng”. Words that say two things, or another rhythm than the
// officer confirmed, give none.
func (d Deadline) heard(weekday int) string {
	said := cadence.Hear(d.Phrase)
	if len(said) != 1 || said[0].Every != d.Every {
		return ""
	}
	r, err := cadence.FromReading(said[0], weekday)
	if err != nil || r.Equal(cadence.Preset(d.Every, weekday)) {
		return ""
	}
	return r.String()
}

// Rhythm says in words how often a duty is owed; "" for one that is owed once.
func (s *Service) Rhythm(a Assignment) string {
	if r, ok := a.Deadline.rhythm(s.weekday()); ok && a.Deadline.Kind == Recurring {
		return r.Words()
	}
	return ""
}

// standing gives out a recurring duty: the duty itself, which owes nothing and
// stays, and the period that runs now as an assignment below it.
func (s *Service) standing(ctx context.Context, tx *storage.Tx, n New, duty Assignment) (Assignment, error) {
	duty.Group, duty.State = true, Acknowledged
	if duty.Deadline.Rule == "" {
		duty.Deadline.Rule = duty.Deadline.heard(s.weekday())
	}
	rule, ok := duty.Deadline.rhythm(s.weekday())
	if !ok {
		return duty, fault.Field("every", "Nhịp báo cáo không đọc được. Chọn lại nhịp.")
	}
	first, ok := rule.NextDue(s.calendar(), n.AssignedOn)
	if !ok {
		return duty, fault.Field("every", "Nhịp này không còn kỳ nào sau ngày giao. Kiểm tra ngày kết thúc.")
	}
	duty.Deadline.Date = first.Nominal
	if err := s.enter(ctx, tx, n, &duty); err != nil {
		return duty, err
	}
	_, err := s.period(ctx, tx, duty, Assignment{}, first)
	return duty, err
}

// period makes one period of a duty. Whoever held the period before holds it
// again, and one who has taken the duty on need not do so every week.
func (s *Service) period(ctx context.Context, tx *storage.Tx, duty, before Assignment, at cadence.Occurrence) (Assignment, error) {
	d := duty.Deadline
	d.Date = at.Nominal
	id := ID(tx.NewID())
	given := max(at.From, duty.AssignedOn)
	a := Assignment{
		ID: id, Code: code(id, given), Parent: duty.ID, Title: duty.Title, Quote: duty.Quote, Lead: duty.Lead, Through: duty.Through, State: Assigned,
		AssignedOn: given, AssignedBy: duty.AssignedBy, Origin: duty.Origin, OriginLabel: duty.OriginLabel, SpanStart: duty.SpanStart, SpanEnd: duty.SpanEnd,
		Deadline: d, Period: at.Label, HolderOrg: before.HolderOrg, HolderPerson: before.HolderPerson, HolderName: before.HolderName, Rev: 1, ChangedAt: tx.Now(),
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
		rule, ok := d.Deadline.rhythm(s.weekday())
		if !ok {
			continue
		}
		if next, ok := rule.Next(s.calendar(), d.Deadline.Date); !ok || next.From > s.today() {
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
func (s *Service) open(ctx context.Context, id ID) (int, error) { //nolint:gocognit // one transaction, told in its order
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
		rule, ok := duty.Deadline.rhythm(s.weekday())
		if !ok {
			return fault.Conflict
		}
		for made < mostPeriods {
			at, ok := rule.Next(s.calendar(), duty.Deadline.Date)
			if !ok || at.From > civil.Of(tx.Now()) {
				break
			}
			duty.Deadline.Date = at.Nominal
			if rule.Every() == workday.Day && !s.calendar().Working(at.Nominal) {
				continue // a daily duty rests when the offices do
			}
			// under a rhythm that was changed meanwhile the period may be there already
			there, err := storage.One(ctx, tx, storage.Scalar[int], "SELECT COUNT(*) FROM assignment WHERE parent = $1 AND period = $2", string(id), at.Label)
			if err != nil {
				return err
			}
			if there > 0 {
				continue
			}
			if last, err = s.period(ctx, tx, duty, last, at); err != nil {
				return err
			}
			made++
		}
		tx.Act.Before, tx.Act.After = r.Assignment, duty
		return s.save(ctx, tx, duty)
	})
	return made, err
}

// SetRhythm gives a standing duty another rule from its next period on; periods
// that are open keep their day. Invalid says where the rule cannot be read.
func (s *Service) SetRhythm(ctx context.Context, id ID, rev int64, rule, why string) (Assignment, error) {
	r, err := cadence.Parse(rule)
	if err != nil {
		return Assignment{}, fault.Field("rule", err.Error())
	}
	return s.move(ctx, id, VerbRhythm, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		if !a.Standing() {
			return fault.Say(fault.Conflict, "Chỉ nhiệm vụ định kỳ có nhịp.")
		}
		a.Deadline.Rule, a.Deadline.SetBy, a.Deadline.Reason = r.String(), actor.From(ctx).Name, viet.Line(why)
		if e := r.Every(); e != "" {
			a.Deadline.Every = e
		}
		if a.Deadline.Date == "" {
			a.Deadline.Date = civil.Of(tx.Now())
		}
		return nil
	}})
}

// Rule is the rule of a recurring duty; false when it has none.
func (s *Service) Rule(a Assignment) (cadence.Rule, bool) { return a.Deadline.rhythm(s.weekday()) }
