package tally_test

import (
	"context"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/tally"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), blob.Schema(), assignment.Schema()}
}

type world struct {
	*tally.Service

	work *assignment.Service
}

func as(role actor.Role, org string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Person, ID: string(role) + "-" + org, Name: "Người " + org, Org: org, Grants: []actor.Grant{{Role: role, Org: org}}})
}

func set(t *testing.T, db *storage.DB) world {
	t.Helper()
	audit.New(db)
	dir := apparatus.New(db)
	if err := dir.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	store, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cal := workday.Default()
	of := func() *workday.Calendar { return cal }
	s := assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: of, Blobs: store})
	return world{tally.New(db, tally.Deps{Assignments: s, Directory: dir.Directory, Calendar: of}), s}
}

func (w world) give(t *testing.T, n assignment.New) assignment.Assignment {
	t.Helper()
	n.Title, n.Origin, n.OriginLabel = "Rà soát thủ tục đầu tư", ref.New("document", "d1"), "06-TB/BCĐ"
	a, err := w.work.Assign(as(actor.Secretariat, "snv"), n)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Every open assignment with a day is late, due this week, or due later; what
// falls due on a day off is due with the next working day. Figures and lists
// agree, day by day over a holiday.
func TestNoDayFallsBetweenLateAndThisWeek(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db)
		sec := as(actor.Secretariat, "snv")
		for d := civil.Date("2023-04-17"); d <= "2023-05-14"; d = d.AddDays(1) {
			w.give(t, assignment.New{Lead: "skhdt", AssignedOn: "2023-04-03", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: d, Bound: "by"}})
		}
		n := func(v assignment.View) int {
			p, err := w.work.List(sec, listing.Query{Size: 100, Filters: map[string][]string{assignment.FilterView: {string(v)}}})
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Rows)
		}
		for _, x := range []struct {
			today      civil.Date
			late, week int
		}{
			{"2023-04-28", 11, 3}, // Friday: 28, 29, 30/4; due on 22 and 23/4, a weekend, are late since Tuesday
			{"2023-05-02", 12, 9}, // a holiday: 28/4 is over, 29/4 to 3/5 are due on 4/5
			{"2023-05-04", 12, 9}, // the first day of office: 29/4 to 4/5 are due today
			{"2023-05-05", 18, 3},
			{"2023-05-08", 19, 9}, // 6 and 7/5 are due today
		} {
			c.Set(x.today.At(9, 0))
			st, err := w.Stats(sec, "2023-01-01")
			if err != nil {
				t.Fatal(err)
			}
			late, week := n(assignment.Late), n(assignment.ThisWeek)
			if st.Total.Late != late || st.Total.ThisWeek != week {
				t.Errorf("%s: figures say %d late, %d this week; lists %d, %d", x.today, st.Total.Late, st.Total.ThisWeek, late, week)
			}
			if late != x.late || week != x.week {
				t.Errorf("%s: %d late, %d this week, want %d, %d", x.today, late, week, x.late, x.week)
			}
			sunday, later := x.today.Monday().AddDays(6), 0
			for d := civil.Date("2023-04-17"); d <= "2023-05-14"; d = d.AddDays(1) {
				if d > sunday {
					later++
				}
			}
			if late+week+later != 28 {
				t.Errorf("%s: %d late, %d this week, %d later of 28", x.today, late, week, later)
			}
		}
	})
}

// Late days lie with whoever held the thing at the close of each: the lead,
// the unit that it was handed to, and the secretariat while it waits there.
func TestLateDaysHaveAHolder(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db)
		head, center, sec := as(actor.AgencyHead, "skhdt"), as(actor.FocalPoint, "ttxtdt"), as(actor.Secretariat, "snv")
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, assignment.New{Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-06", Bound: workday.By}})
		must := func(_ assignment.Assignment, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		day := func(d civil.Date) { c.Set(d.At(15, 0)) }
		day("2023-06-09") // three days late at its close, held by the centre from then on
		must(w.work.HandOn(head, a.ID, 0, assignment.Holder{Org: "ttxtdt"}))
		day("2023-06-14")
		must(w.work.Report(center, a.ID, assignment.Filing{Nonce: "01h0000000000000000000001", Body: "xong", Submit: true, Cause: assignment.Coordination}))
		day("2023-06-16")
		must(w.work.Return(sec, a.ID, 0, "thiếu số liệu"))
		day("2023-06-20")
		must(w.work.Report(center, a.ID, assignment.Filing{Nonce: "01h0000000000000000000002", Body: "bổ sung", Submit: true, Cause: assignment.Coordination}))
		day("2023-06-21")
		must(w.work.Confirm(sec, a.ID, 0))
		list, err := w.HolderTime(sec, "2023-06-01", "2023-06-30")
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, h := range list {
			got[string(h.Side)+" "+string(h.Org)] += h.Days
		}
		// 7, 8 with the department; 9, 12, 13 and 16, 19 with its centre, which is
		// the department's; 14, 15 and 20 with the secretariat
		want := map[string]int{"lead skhdt": 2, "lead ttxtdt": 5, "secretariat ": 3}
		for k, n := range want {
			if got[k] != n {
				t.Errorf("%s held %d late days, want %d: %v", k, got[k], n, got)
			}
		}
		done, err := w.work.Find(sec, a.ID)
		if err != nil || done.LateDays != 10 || done.LateOriginal != 10 {
			t.Errorf("late %d, %d, %v", done.LateDays, done.LateOriginal, err)
		}
		if st, err := w.Stats(sec, "2023-01-01"); err != nil || st.Total.Done != 1 || st.Total.DoneInDay != 0 || st.Total.DoneAgreed != 0 {
			t.Errorf("%+v, %v", st, err)
		}
	})
}
