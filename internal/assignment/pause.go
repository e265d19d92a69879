package assignment

import (
	"context"
	"errors"
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Pause (tạm dừng) stops the clock, because the lead waits for somebody else.
// Only the side that gave the work out may, before the day has passed.
func (s *Service) Pause(ctx context.Context, id ID, rev int64, why string) (Assignment, error) {
	return s.move(ctx, id, VerbPause, motion{rev: rev, reason: why, done: func(a Assignment) bool { return a.PausedOn != "" }, change: func(tx *storage.Tx, a *Assignment) error {
		today := civil.Of(tx.Now())
		switch {
		case viet.Line(why) == "":
			return fault.Field("reason", "Ghi rõ đang chờ ai, chờ việc gì.")
		case a.Due == "":
			return fault.Field("reason", "Nhiệm vụ chưa có hạn nên không có gì để tạm dừng.")
		case s.calendar().Late(a.Due, today) > 0:
			return fault.Field("reason", "Hạn "+a.Due.Format()+" đã qua, không tạm dừng được nữa.")
		}
		a.Deadline.Pauses = append(slices.Clone(a.Deadline.Pauses), deadline.Pause{From: today, By: actor.From(ctx).Name, Why: viet.Line(why)})
		return nil
	}})
}

// Resume lets the clock run on; the due day moves by the working days between.
func (s *Service) Resume(ctx context.Context, id ID, rev int64, why string) (Assignment, error) {
	return s.move(ctx, id, VerbResume, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		if a.PausedOn == "" {
			return fault.Say(fault.Conflict, "Thời hạn đang chạy, không phải đang tạm dừng.")
		}
		a.runOn(civil.Of(tx.Now()))
		return nil
	}})
}

// runOn ends a pause that lasts.
func (a *Assignment) runOn(today civil.Date) {
	a.Deadline.Pauses = slices.Clone(a.Deadline.Pauses)
	for i := range a.Deadline.Pauses {
		if p := &a.Deadline.Pauses[i]; p.To == "" {
			p.To = today
		}
	}
}

// handIn is what handing in does: it is judged now, by today's calendar, and a
// lateness once counted stays.
func (a *Assignment) handIn(cal *workday.Calendar, today civil.Date, by string) {
	if a.PausedOn != "" {
		a.runOn(today)
		d := deadline.Compute(cal, a.Facts(cal, 0), today) // a pause has a stated day, never a weekday's
		a.Due, a.PausedOn = d.Agreed, ""
	}
	a.State, a.ReportedOn, a.ReportedBy = Reported, today, by
	a.LateDays = max(a.LateDays, cal.Late(a.Due, today))
	a.LateOriginal = max(a.LateOriginal, cal.Late(a.OriginalDue, today))
}

// ExtendTx puts a decided later day into the deadline, inside the transaction
// of the room that decides extensions; it adds its own act to it. The original
// day stays. Invalid when the day is not later than the present one.
func (s *Service) ExtendTx(ctx context.Context, tx *storage.Tx, id ID, e deadline.Extension) (Assignment, error) {
	r, err := s.MayTx(ctx, tx, id, VerbExtend)
	if err == nil {
		err = r.refuse(VerbExtend)
	}
	if err != nil {
		return Assignment{}, err
	}
	if e.Until <= r.Due {
		return Assignment{}, fault.Field("until", "Hạn mới phải sau hạn hiện nay "+r.Due.Format()+".")
	}
	after := r
	after.Deadline.Extensions = append(slices.Clone(after.Deadline.Extensions), e)
	after.reckon(s.calendar(), s.weekday(), civil.Of(tx.Now()))
	if err := s.save(ctx, tx, after); err != nil {
		return after, err
	}
	after.Rev++
	tx.Also(storage.Act{Verb: string(VerbExtend), On: id.Ref(), Reason: e.Why, Before: r, After: after})
	return after, nil
}

// RevokeExtensionTx takes back the extension that a case decided, inside the
// transaction of the room that decides extensions. Conflict when a later
// extension stands on it or the thing was handed in meanwhile.
func (s *Service) RevokeExtensionTx(ctx context.Context, tx *storage.Tx, id ID, caseID, why string) (Assignment, error) {
	r, err := s.MayTx(ctx, tx, id, VerbExtend)
	if err == nil {
		err = r.refuse(VerbExtend)
	}
	if err != nil {
		return Assignment{}, err
	}
	after := r
	last := len(r.Deadline.Extensions) - 1
	if last < 0 || r.Deadline.Extensions[last].Case != caseID {
		return r, fault.Say(fault.Conflict, "Sau quyết định này đã có gia hạn khác nên không hoàn tác được.")
	}
	after.Deadline.Extensions = slices.Clone(r.Deadline.Extensions[:last])
	after.reckon(s.calendar(), s.weekday(), civil.Of(tx.Now()))
	if err := s.save(ctx, tx, after); err != nil {
		return after, err
	}
	after.Rev++
	tx.Also(storage.Act{Verb: verbRevoke, On: id.Ref(), Reason: why, Before: r, After: after})
	return after, nil
}

// MayTx reads an assignment inside another room's transaction if the actor may
// use the verb on it, whatever its state; Refuses then speaks of the state.
func (s *Service) MayTx(ctx context.Context, q storage.Querier, id ID, v Verb) (Assignment, error) {
	r, err := find(ctx, q, id)
	if err == nil {
		err = may(actor.From(ctx), v, r, s.dir())
	}
	return r.Assignment, err
}

// Explain lays out the due day of an assignment day by day, as of now: a pure
// function of the facts that it carries.
func (s *Service) Explain(a Assignment) deadline.Strip {
	return deadline.Explain(s.calendar(), a.Facts(s.calendar(), s.weekday()), a.ReportedOn, s.today())
}

// HeardTx notes that the lead has said something about the assignment in
// another room, whose act it is; the revision stays, as with Opened.
func (s *Service) HeardTx(ctx context.Context, tx *storage.Tx, id ID) error {
	_, err := tx.Exec(ctx, "UPDATE assignment SET heard_on = $1 WHERE id = $2 AND heard_on < $3", string(civil.Of(tx.Now())), string(id), string(civil.Of(tx.Now())))
	return err
}

// Opened notes that the lead's side has looked at the assignment; the first
// time is an act. It is called when a person opens the page.
func (s *Service) Opened(ctx context.Context, a Assignment) error {
	who := actor.From(ctx)
	if a.OpenedOn != "" || a.Group || who.Kind != actor.Person || !a.State.Open() || !works(who, record{Assignment: a}, s.dir()) {
		return nil
	}
	// a receipt, no change of the work: the revision stays, so that nobody's
	// open form goes stale because somebody looked
	err := s.db.Write(ctx, storage.Act{Verb: string(VerbOpen), On: a.ID.Ref()}, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE assignment SET opened_on = $1 WHERE id = $2 AND opened_on = ''", string(civil.Of(tx.Now())), string(a.ID))
		if err == nil && n == 0 {
			return errAlready
		}
		return err
	})
	if errors.Is(err, errAlready) {
		return nil
	}
	return err
}
