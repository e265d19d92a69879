package assignment_test

import (
	"errors"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// When a department is merged into another, its open work goes on there: the
// new one sees it and reports on it from that day, and may not confirm it.
func TestWorkSurvivesAMerger(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, assignment.New{Lead: "skhdt"})
		if err := w.orgs.End(t.Context(), "skhdt", 1, "2025-02-28", []apparatus.OrgID{"stc"}, "Nghị quyết"); err != nil {
			t.Fatal(err)
		}
		head, sec := as(actor.AgencyHead, "stc"), as(actor.Secretariat, "stc")
		mine := func() int {
			p, err := w.List(head, listing.Query{Size: 50, Filters: map[string][]string{assignment.FilterView: {string(assignment.Mine)}}})
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Rows)
		}
		report := func(n int) error {
			_, err := w.Report(head, a.ID, assignment.Filing{Nonce: nonce(n), Body: "Đã làm tiếp.", Submit: true})
			return err
		}
		if err := report(1); mine() != 0 || !errors.Is(err, fault.NotFound) {
			t.Errorf("before the merger: %d, %v", mine(), err)
		}
		c.Set(time.Date(2025, 3, 3, 9, 0, 0, 0, time.FixedZone("+07", 7*3600)))
		if _, err := w.HandOn(head, a.ID, 0, assignment.Holder{Org: "skhdt"}); fault.FieldsOf(err)["org"] == "" {
			t.Errorf("handed on to a body that has ended: %v", err)
		}
		if err := report(2); mine() != 1 || err != nil {
			t.Errorf("after the merger: %d, %v", mine(), err)
		}
		if _, err := w.Confirm(sec, a.ID, 0); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the successor confirms what it took over: %v", err)
		}
		if _, err := w.Confirm(as(actor.Secretariat, "snv"), a.ID, 0); err != nil {
			t.Error(err)
		}
	})
}
