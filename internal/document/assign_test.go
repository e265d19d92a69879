package document_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// ready gives the findings of a document that can be given out.
func (o *office) ready(t *testing.T, id document.ID) []document.Seen {
	t.Helper()
	sh, err := o.docs.Sheet(o.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return sh.Ready()
}

func (o *office) given(t *testing.T, id document.ID) []assignment.Assignment {
	t.Helper()
	list, err := o.assignments.ByOrigin(o.ctx, document.Kind, string(id))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPartIsGivenOutNowAndTheRestLater(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		sh, err := o.docs.Sheet(o.ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		var sameDay, weekly, group document.Finding
		for _, f := range sh.Findings {
			switch {
			case f.Deadline.SameDay([]rune(sh.Document.Text)):
				sameDay = f
			case f.Every == "week":
				weekly = f
			case len(f.Expand) > 0:
				group = f
			}
		}
		if sameDay.Lead != "skhdt" || sameDay.Through != "ttxtdt" || weekly.Lead != "skhdt" {
			t.Errorf("same-day duty %q through %q, weekly %q", sameDay.Lead, sameDay.Through, weekly.Lead)
		}
		g, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: sameDay.ID, Rev: 1}, {ID: weekly.ID, Rev: 1}, {ID: group.ID, Rev: 1}})
		if err != nil || g.Findings != 3 || g.Assignments != 2+len(group.Expand) {
			t.Fatalf("given %+v %v", g, err)
		}
		kinds := make(map[assignment.DeadlineKind]int)
		for _, a := range o.given(t, d.ID) {
			kinds[a.Deadline.Kind]++
			if a.SpanEnd == 0 || a.OriginLabel == "" {
				t.Errorf("origin of %+v", a)
			}
		}
		if kinds[assignment.Relative] != 1 || kinds[assignment.Recurring] != 1 {
			t.Errorf("deadlines %v", kinds)
		}
		again, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: sameDay.ID, Rev: 1}})
		if err != nil || !again.Repeated || again.Assignments != 0 {
			t.Errorf("double click: %+v %v", again, err)
		}
		doc, err := o.docs.Find(o.ctx, d.ID)
		if err != nil || doc.Confirmed != 3 || doc.Open != len(sh.Findings)-3 || doc.State != document.Reading {
			t.Errorf("counts %d given, %d open, %s, %v", doc.Confirmed, doc.Open, doc.State, err)
		}
		for _, f := range sh.Findings {
			if !f.Ready(d.SignedOn) {
				if _, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: f.ID, Rev: f.Rev}}); !errors.Is(err, fault.Invalid) {
					t.Errorf("two leads, none picked: %v", err)
				}
			}
		}
		officer := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "cv", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}})
		if _, err := o.docs.Assign(officer, d.ID, o.ready(t, d.ID)); !errors.Is(err, fault.Forbidden) {
			t.Errorf("an agency gives itself work: %v", err)
		}
		if _, err := o.docs.Assign(o.ctx, d.ID, o.ready(t, d.ID)); err != nil {
			t.Error(err)
		}
	})
}

func TestTwoPeopleConfirmTheSameReading(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		list := o.ready(t, d.ID)
		var wg sync.WaitGroup
		errs := make([]error, 6)
		outs := make([]document.Given, len(errs))
		for i := range errs {
			ctx := secretary(t.Context(), fmt.Sprintf("nguoi%d", i), fmt.Sprintf("Người %d (minh họa)", i))
			wg.Go(func() { outs[i], errs[i] = o.docs.Assign(ctx, d.ID, list) })
		}
		wg.Wait()
		won := 0
		for i, err := range errs {
			switch {
			case err == nil:
				won++
				if outs[i].Findings != len(list) {
					t.Errorf("winner gave %d of %d", outs[i].Findings, len(list))
				}
			case !errors.Is(err, fault.Conflict) || !strings.Contains(fault.Sentence(err), "đã xác nhận"):
				t.Errorf("loser reads %q", fault.Sentence(err))
			}
		}
		owed := map[int]int{}
		for _, a := range o.given(t, d.ID) {
			if a.Parent == "" {
				owed[a.SpanStart]++
			}
		}
		for at, n := range owed {
			if n != 1 {
				t.Errorf("%d assignments from the words at %d", n, at)
			}
		}
		if won != 1 || len(owed) != len(list) {
			t.Errorf("%d winners, %d assignments from %d findings", won, len(owed), len(list))
		}
	})
}

// broken fails on the n-th act, as a crash would.
type broken struct {
	storage.Sink

	left *int
}

func (b broken) Record(ctx context.Context, tx *storage.Tx, who actor.Actor, acts []storage.Act) error {
	for i := range acts {
		if *b.left--; *b.left < 0 {
			return errors.Join(b.Sink.Record(ctx, tx, who, acts[:i]), errors.New("the machine stops here"))
		}
	}
	return b.Sink.Record(ctx, tx, who, acts)
}

func TestNothingIsHalfGivenOut(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		d := o.enter(t, notice(t), nil)
		before, err := o.audit.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		list := o.ready(t, d.ID)
		for stop := range 8 {
			left := stop
			db.SetSink(broken{o.audit, &left})
			if _, err := o.docs.Assign(o.ctx, d.ID, list); err == nil {
				t.Fatal("the act was kept without its record")
			}
			db.SetSink(o.audit)
			after, err := o.audit.Count(t.Context())
			if err != nil || after != before || len(o.given(t, d.ID)) != 0 || len(o.ready(t, d.ID)) != len(list) {
				t.Fatalf("stopped at act %d: %d acts more, %d assignments, %d of %d ready (%v)", stop, after-before, len(o.given(t, d.ID)), len(o.ready(t, d.ID)), len(list), err)
			}
		}
		if _, err := o.docs.Assign(o.ctx, d.ID, list); err != nil {
			t.Error(err)
		}
	})
}

// long is a notice with 300 duties for 40 agencies.
func long() string {
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "Giao Ủy ban nhân dân xã Ví dụ %d rà soát hồ sơ số %d và báo cáo trước ngày 30/6/2023.\n", i%40+1, i+1)
	}
	return b.String()
}

// eachLine is a reader that takes every line for a duty, so that this test
// measures the register and not the reader.
func eachLine(text string, _ reading.Options) reading.Result {
	res := reading.Result{Text: text}
	at, day, bound := 0, "2023-06-30", "before"
	for line := range strings.Lines(text) {
		n := len([]rune(line))
		span := reading.Span{Start: at, End: at + n - 1}
		lead, _, _ := strings.Cut(strings.TrimPrefix(line, "Giao "), " rà soát")
		res.Assignments = append(res.Assignments, reading.Assignment{
			Span: span, Task: span, Lead: []string{lead}, Certainty: 0.9, Because: "thử", Deadline: reading.Deadline{Kind: reading.OnDate, Date: &day, Bound: &bound},
		})
		res.Coverage = append(res.Coverage, reading.Stretch{Span: reading.Span{Start: at, End: at + n}, As: reading.IsAssignment})
		at += n
	}
	return res
}

func TestThreeHundredDutiesForFortyAgencies(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		deps := o.deps
		deps.Read = eachLine
		o.docs = document.New(db, deps)
		d := o.enter(t, long(), func(r *document.Registration) {
			r.Facts = document.Facts{Number: "77-TB/BCĐ", SignedOn: "2023-05-08"}
		})
		list := o.ready(t, d.ID)
		started := time.Now()
		g, err := o.docs.Assign(o.ctx, d.ID, list)
		t.Logf("300 findings given out in %v", time.Since(started))
		if err != nil || g.Findings != 300 || len(list) != 300 {
			t.Fatalf("%d ready, given %+v, %v", len(list), g.Findings, err)
		}
		leads := map[apparatus.OrgID]int{}
		for _, a := range o.given(t, d.ID) {
			leads[a.Lead]++
			if a.Due != "2023-06-29" {
				t.Fatalf("trước ngày 30/6 is due %s", a.Due)
			}
		}
		if len(leads) != 40 {
			t.Errorf("%d agencies", len(leads))
		}
		doc, err := o.docs.Find(o.ctx, d.ID)
		if err != nil || doc.Open != 0 || doc.State != document.Done {
			t.Errorf("%d open, %s, %v", doc.Open, doc.State, err)
		}
	})
}

// A day that is not in the calendar, and one before the issue (D03: the day of
// the meeting read as a due day), are given out only once a person has looked.
func TestLooksWrongAsksAPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())))
	d := o.enter(t, "THÔNG BÁO\nKết luận của Trưởng Ban Chỉ đạo\nSau khi nghe các thành viên báo cáo, Trưởng Ban Chỉ đạo kết luận như sau.\nTrưởng Ban Chỉ đạo yêu cầu Sở Nội vụ rà soát tổ chức bộ máy, hoàn thành trước ngày 30/02/2024.\nTrưởng Ban Chỉ đạo yêu cầu Sở Kế hoạch và Đầu tư báo cáo trước ngày 01/5/2023.", func(r *document.Registration) {
		r.Facts = document.Facts{Number: "08-TB/BCĐ", SignedOn: "2023-05-08"}
	})
	sh, err := o.docs.Sheet(o.ctx, d.ID)
	if err != nil || len(sh.Findings) != 2 {
		t.Fatalf("%d findings, %v", len(sh.Findings), err)
	}
	for i, want := range []document.Flag{document.BadDate, document.EarlyDue} {
		f := sh.Findings[i]
		if !slices.Contains(f.Flags(d.SignedOn), want) || f.Ready(d.SignedOn) {
			t.Errorf("finding %d: flags %v, due %q, deadline %+v", i+1, f.Flags(d.SignedOn), f.Due, f.Deadline)
		}
		if _, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: f.ID, Rev: f.Rev}}); !errors.Is(err, fault.Invalid) {
			t.Errorf("given out unseen: %v", err)
		}
		checked, err := o.docs.EditFinding(o.ctx, document.Seen{ID: f.ID, Rev: f.Rev}, document.Edit{Title: f.Title, Lead: f.Lead, Due: f.Due, DueChecked: true})
		if err != nil || !checked.Ready(d.SignedOn) {
			t.Errorf("looked at: %v %v", checked.Flags(d.SignedOn), err)
		}
	}
}
