package assignment_test

import (
	"errors"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// Whoever acts on a version that has changed since gets the new one to see,
// and nothing is written.
func TestNobodyActsOnWhatTheyHaveNotRead(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		head, sec := as(actor.AgencyHead, "skhdt"), as(actor.Secretariat, "snv")
		for name, x := range map[string]struct {
			before func(a assignment.Assignment) // brings it where the verb is possible
			act    func(id assignment.ID, rev int64) error
		}{
			"acknowledge": {nil, func(id assignment.ID, rev int64) error { _, err := w.Acknowledge(head, id, rev); return err }},
			"dispute": {nil, func(id assignment.ID, rev int64) error {
				_, err := w.Dispute(head, id, rev, assignment.Overlapping, "trùng việc")
				return err
			}},
			"hand on": {nil, func(id assignment.ID, rev int64) error {
				_, err := w.HandOn(head, id, rev, assignment.Holder{Org: "ttxtdt"})
				return err
			}},
			"cancel":    {nil, func(id assignment.ID, rev int64) error { _, err := w.Cancel(sec, id, rev, "rút"); return err }},
			"supersede": {nil, func(id assignment.ID, rev int64) error { _, err := w.Supersede(sec, id, rev, "số 7"); return err }},
			"set due": {nil, func(id assignment.ID, rev int64) error {
				_, err := w.SetDue(sec, id, rev, "2023-12-28", "chỉ đạo")
				return err
			}},
			"edit": {nil, func(id assignment.ID, rev int64) error {
				_, err := w.Edit(sec, id, rev, "Khác", "skhdt", "")
				return err
			}},
			"decide": {func(a assignment.Assignment) {
				if _, err := w.Dispute(head, a.ID, 0, assignment.Overlapping, "trùng việc"); err != nil {
					t.Fatal(err)
				}
			}, func(id assignment.ID, rev int64) error { _, err := w.Decide(sec, id, rev, "stc", "đúng"); return err }},
		} {
			a := w.give(t, assignment.New{Lead: "skhdt"})
			if x.before != nil {
				x.before(a)
			}
			seen, err := w.Find(sec, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			now, err := w.SetDue(sec, a.ID, seen.Rev, "2023-12-29", "người khác vừa đặt")
			if err != nil {
				t.Fatal(err)
			}
			err = x.act(a.ID, seen.Rev)
			var stale *assignment.StaleError
			if !errors.As(err, &stale) || !errors.Is(err, fault.Conflict) || stale.Now.Due != "2023-12-29" {
				t.Errorf("%s on an old version: %v", name, err)
			}
			if got, err := w.Find(sec, a.ID); err != nil || got.Rev != now.Rev || got.State != now.State {
				t.Errorf("%s wrote all the same: %+v, %v", name, got, err)
			}
			if err := x.act(a.ID, now.Rev); err != nil {
				t.Errorf("%s on the new version: %v", name, err)
			}
		}
	})
}
