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

// O04: once the unit has taken what the agency handed on to it, an officer of
// the agency reads it and no more; only its head, who answers for it, acts.
func TestAfterHandingOnAnOfficerOnlyReads(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		x := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-30")})
		head, officer, center := as(actor.AgencyHead, "skhdt"), as(actor.Officer, "skhdt"), as(actor.FocalPoint, "ttxtdt")
		if _, err := w.HandOn(head, x.ID, 0, assignment.Holder{Org: "ttxtdt"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Acknowledge(center, x.ID, 0); err != nil {
			t.Fatal(err)
		}
		if got, err := w.Find(officer, x.ID); err != nil || got.HolderOrg != "ttxtdt" {
			t.Errorf("the officer reads %+v, %v", got, err)
		}
		rows := func() int {
			n, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int], "SELECT (SELECT COUNT(*) FROM assignment_report) + (SELECT COUNT(*) FROM audit_act)")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := rows()
		for name, act := range map[string]func() error{
			"hands in": func() error {
				_, err := w.Report(officer, x.ID, assignment.Filing{Nonce: nonce(1), Body: "Đã xong.", Submit: true})
				return err
			},
			"drafts": func() error {
				_, err := w.Report(officer, x.ID, assignment.Filing{Nonce: nonce(2), Body: "Đã xong."})
				return err
			},
			"hands on": func() error { _, err := w.HandOn(officer, x.ID, 0, assignment.Holder{Org: "skhdt"}); return err },
			"objects": func() error {
				_, err := w.Dispute(officer, x.ID, 0, assignment.NotOurs, "Không thuộc chức năng.")
				return err
			},
		} {
			if err := act(); !errors.Is(err, fault.Forbidden) {
				t.Errorf("an officer of the agency %s: %v", name, err)
			}
		}
		if after := rows(); after != before {
			t.Errorf("%d rows more", after-before)
		}
	})
}
