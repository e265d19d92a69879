package assignment_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
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

// D26: a day that is moved in the database, by no act, is named with the id of
// its assignment by one run; what moved by acts, also of the calendar, is not.
func TestADayMovedInTheDatabaseIsFound(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		cal := workday.Default()
		s := assignment.NewService(db, assignment.Deps{Directory: w.orgs.Directory, Calendar: func() *workday.Calendar { return cal }, Blobs: w.blobs})
		c.Set(civil.Date("2023-06-12").At(9, 0))
		x, other := w.give(t, assignment.New{Lead: "skhdt", Deadline: dated("2023-06-30")}), w.give(t, assignment.New{Lead: "stc", Deadline: dated("2023-06-30")})
		w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week}})
		if _, err := w.Acknowledge(as(actor.AgencyHead, "skhdt"), x.ID, 0); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-06-15").At(10, 0))
		cal = cal.With([]workday.Special{{Date: "2023-06-16", Kind: workday.Holiday, Name: "Nghỉ chống bão", Status: workday.Decided, Basis: "Công điện 5"}}, workday.DefaultHours())
		if n, err := s.Reckon(t.Context(), "Công điện 5", nil); err != nil || n != 1 {
			t.Fatalf("%d moved, %v", n, err)
		}
		verify := func() (out []string) {
			t.Helper()
			done, err := w.acts.Verify(t.Context(), assignment.Kept(), func(d audit.Difference) error {
				out = append(out, d.ID+" "+d.Fact+" "+d.Stored+" "+d.Record)
				return nil
			})
			if err != nil || done.Records != 4 || done.Acts < 5 {
				t.Fatalf("%+v, %v", done, err)
			}
			return out
		}
		if got := verify(); len(got) > 0 {
			t.Errorf("nothing was changed by hand: %q", got)
		}
		if err := db.Load(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE assignment SET due_on = '2023-07-31', due_last = '2023-07-31' WHERE id = $1", string(x.ID))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got, want := verify(), []string{string(x.ID) + " due_on 2023-07-31 2023-06-30"}; !cmp.Equal(got, want) {
			t.Errorf("%q, want %q (and not %s)", got, want, other.ID)
		}
	})
}
