package assignment

import (
	"context"
	"errors"

	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// Undo takes a decision back: the assignment stands again as it did before,
// and so does the report that was decided on. rev is the revision that the
// decision made; when anything has happened since, it is a Conflict. Who may
// undo what, and for how long, the room above decides.
func (s *Service) Undo(ctx context.Context, id ID, rev int64, before Assignment, why string) (Assignment, error) {
	if rev == 0 || before.ID != id {
		return Assignment{}, fault.Conflict
	}
	return s.move(ctx, id, VerbUndo, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		was := *a
		*a = before
		a.Rev, a.DueVersion = was.Rev, was.DueVersion
		if was.Due != before.Due || was.PausedOn != before.PausedOn {
			a.DueVersion++ // what was told about the day that is gone is told anew
		}
		if before.State != Reported || was.State == Reported {
			return nil
		}
		return tx.ExecOne(ctx, `UPDATE assignment_report SET state = 'submitted', decided_at = 0, decided_name = '', reason = '' WHERE id =
			(SELECT id FROM assignment_report WHERE assignment = $1 AND kind = 'result' AND state IN ('confirmed', 'returned') ORDER BY decided_at DESC, id DESC LIMIT 1)`, string(id))
	}})
}

// Past is what an empty database is filled with to look at a day that is over.
type Past struct {
	Assignments []Assignment
	Holds       []Hold
}

// Restore fills an empty database with assignments as they stood on a day,
// without acts: it is a picture, nobody works on it.
func (s *Service) Restore(ctx context.Context, p Past) error {
	return s.db.Load(ctx, func(tx *storage.Tx) error {
		for _, a := range p.Assignments {
			if err := s.insert(ctx, tx, a); err != nil {
				return err
			}
			a.Rev = 1
			if err := errors.Join(s.save(ctx, tx, a), party(ctx, tx, a.ID, "lead", a.Lead), party(ctx, tx, a.ID, "through", a.Through), party(ctx, tx, a.ID, "holder", a.HolderOrg)); err != nil {
				return err
			}
		}
		for _, h := range p.Holds {
			if _, err := tx.Exec(ctx, "INSERT INTO assignment_hold (id, assignment, from_at, side, org, person) VALUES ($1, $2, $3, $4, $5, $6)", tx.NewID(), string(h.Assignment), storage.Millis(h.From), string(h.Side), string(h.Org), h.Person); err != nil {
				return err
			}
		}
		return nil
	})
}
