package assignment

import (
	"context"
	"errors"

	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// SupersedeTx ends an assignment that another one takes the place of, inside
// the transaction of the room that decides it; the act is added to that
// transaction and shows on the records in about. One that is superseded
// already stays as it is.
func (s *Service) SupersedeTx(ctx context.Context, tx *storage.Tx, id ID, why string, about ...ref.Ref) (Assignment, error) {
	return s.endTx(ctx, tx, id, VerbSupersede, why, about)
}

// CloseTx ends an assignment as done because those who gave it out said so
// without waiting for a report (kết thúc theo kết luận phiên họp). Lateness up
// to that day stays in every figure. The bounds of Confirm hold: nobody closes
// the work of their own agency but the chairman.
func (s *Service) CloseTx(ctx context.Context, tx *storage.Tx, id ID, why string, about ...ref.Ref) (Assignment, error) {
	return s.endTx(ctx, tx, id, VerbClose, why, about)
}

func (s *Service) endTx(ctx context.Context, tx *storage.Tx, id ID, v Verb, why string, about []ref.Ref) (Assignment, error) {
	before, after, err := s.step(ctx, tx, id, v, s.ending(ctx, v, 0, why))
	if errors.Is(err, errAlready) {
		return after, nil
	}
	if err != nil {
		return after, err
	}
	if after.Parent != "" {
		about = append(about, after.Parent.Ref())
	}
	tx.Also(storage.Act{Verb: string(v), On: id.Ref(), About: about, Reason: viet.Line(why), Before: before, After: after})
	return after, nil
}

// endOne puts the end into an assignment. Closed as done, it is judged now,
// unless it was judged when it was handed in.
func (s *Service) endOne(ctx context.Context, tx *storage.Tx, a *Assignment, to State, why string) error {
	from := a.State
	a.State, a.Note = to, viet.Line(why)
	if to != Confirmed || a.Group {
		return nil
	}
	a.ConfirmedOn = civil.Of(tx.Now())
	if from == Reported {
		return decide(ctx, tx, *a, ReportConfirmed, viet.Line(why))
	}
	a.handIn(s.calendar(), a.ConfirmedOn, "")
	a.State, a.Objection = Confirmed, ""
	return nil
}
