package committee_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/committee"
	"dondoc/internal/fault"
	"dondoc/internal/office"
	"dondoc/internal/ref"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// Repeating counts and gives nothing, replacing supersedes exactly one and
// links both, closing confirms; each is an act on both records.
func TestEarlierDutiesAreCarriedOver(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		w.at("2023-05-04", 9)
		give := func(title string, lead apparatus.OrgID) assignment.Assignment {
			a, err := w.work.Assign(w.sec, assignment.New{Title: title, Lead: lead, Origin: ref.New("document", "d1"), OriginLabel: "Thông báo số 04-TB/BCĐ", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-01", Bound: workday.By}})
			w.must(err)
			return a
		}
		again, old, done, kept := give("Việc bị nhắc lại", "sxd"), give("Việc được thay", "skhdt"), give("Việc xong sớm", "sxd"), give("Việc không nói đến", "skhdt")
		first := w.meet(4, "2023-06-12", office.State)
		priors, err := w.Priors(w.sec, first)
		w.must(err)
		if len(priors) != 4 || priors[0].LateDays != 7 {
			t.Fatalf("%d earlier duties, the first late by %d", len(priors), priors[0].LateDays)
		}
		repl := w.add(first, committee.Entry{Words: "Làm lại theo hướng mới", Lead: "SKHĐT", Term: "31/7/2023"})
		w.must(w.Carry(w.sec, first.ID, committee.Ruling{Assignment: again.ID, Decision: committee.Repeat}))
		w.must(w.Carry(w.sec, first.ID, committee.Ruling{Assignment: old.ID, Decision: committee.Replace}))
		if err := w.Carry(w.sec, first.ID, committee.Ruling{Assignment: done.ID, Decision: committee.Close}); fault.FieldsOf(err)["reason"] == "" {
			t.Errorf("closed without a reason: %v", err)
		}
		w.must(w.Carry(w.sec, first.ID, committee.Ruling{Assignment: done.ID, Decision: committee.Close, Reason: "Đã nghiệm thu tại hiện trường"}))
		if n, err := w.NoteOf(w.sec, again); err != nil || n.Reminder.Times != 0 {
			t.Errorf("a prepared repeat counts: %+v, %v", n, err)
		}
		if _, err := w.Conclude(w.sec, first.ID, 0); !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Sentence(err), old.Code) {
			t.Errorf("replaced by nothing: %v", err)
		}
		w.must(w.Carry(w.sec, first.ID, committee.Ruling{Assignment: old.ID, Decision: committee.Replace, Conclusion: repl.ID}))
		first, err = w.Conclude(w.sec, first.ID, 0)
		w.must(err)
		state := func(a assignment.Assignment) assignment.Assignment {
			t.Helper()
			now, err := w.work.Find(w.sec, a.ID)
			w.must(err)
			return now
		}
		if x := state(done); x.State != assignment.Confirmed || x.LateDays != 7 {
			t.Errorf("closed: %s, late by %d", x.State, x.LateDays)
		}
		if x := state(old); !x.State.Open() {
			t.Error("the replaced duty ended before the new one is there")
		}
		w.at("2023-06-16", 9)
		in := w.upload(first, "12/TB-BCĐ", nil)
		first, err = w.Sign(w.sec, first.ID, committee.SignedCopy{Intake: in.ID, Number: "12/TB-BCĐ", SignedOn: "2023-06-16"})
		w.must(err)
		if list := w.duties(first); len(list) != 1 {
			t.Fatalf("repeating gave a second assignment: %d", len(list))
		}
		fresh := w.duties(first)[0]
		ended := 0
		for _, a := range []assignment.Assignment{again, old, done, kept} {
			if state(a).State == assignment.Superseded {
				ended++
			}
		}
		if x := state(old); ended != 1 || x.State != assignment.Superseded || !strings.Contains(x.Note, fresh.Code) {
			t.Errorf("%d superseded, the old one: %s %q", ended, x.State, x.Note)
		}
		if n, err := w.NoteOf(w.sec, state(old)); err != nil || n.Replaced != fresh.ID {
			t.Errorf("the old one does not name the new one: %+v, %v", n, err)
		}
		if n, err := w.NoteOf(w.sec, fresh); err != nil || len(n.Replaces) != 1 || n.Replaces[0] != old.ID {
			t.Errorf("the new one does not name the old one: %+v, %v", n, err)
		}
		for _, a := range []assignment.Assignment{again, old, done} {
			theirs, err := w.acts.Timeline(w.sec, a.ID.Ref())
			w.must(err)
			own, err := w.acts.Timeline(w.sec, first.ID.Ref())
			w.must(err)
			if !slices.ContainsFunc(theirs, func(e audit.Entry) bool {
				return slices.ContainsFunc(own, func(o audit.Entry) bool {
					return o.ID == e.ID && (e.Verb == string(committee.VerbRepeat) || e.Verb == string(assignment.VerbSupersede) || e.Verb == string(assignment.VerbClose))
				})
			}) {
				t.Errorf("no act on both records for %q", a.Title)
			}
		}

		second := w.meet(5, "2023-07-10", office.State)
		w.must(w.Carry(w.sec, second.ID, committee.Ruling{Assignment: again.ID, Decision: committee.Repeat}))
		w.add(second, committee.Entry{Words: "Việc mới", Lead: "SXD", Term: "31/7/2023"})
		_, err = w.Conclude(w.sec, second.ID, 0)
		w.must(err)
		if n, err := w.NoteOf(w.sec, again); err != nil || n.Reminder.Word() != "đã nhắc 2 lần từ ngày 12/06/2023" {
			t.Errorf("%q, %v", n.Reminder.Word(), err)
		}
	})
}

// What was tabled stays as it was, whatever becomes of the duties.
func TestWhatWasTabledIsFrozen(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		w.at("2023-05-04", 9)
		a, err := w.work.Assign(w.sec, assignment.New{Title: "Việc trễ", Lead: "skhdt", Origin: ref.New("document", "d1"), OriginLabel: "04-TB/BCĐ", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-01", Bound: workday.By}})
		w.must(err)
		w.at("2023-06-12", 7)
		m, err := w.Add(w.sec, committee.Plan{Year: 2023, Number: 4, PlannedAt: civil.Date("2023-06-12").At(8, 0), Template: office.State})
		w.must(err)
		now, tabled, err := w.Pack(w.sec, m.ID)
		w.must(err)
		if tabled.Hash != "" || len(now.Slipped) != 1 || len(now.Decisions) != 1 || now.Decisions[0].Rule != stocktake.RuleLate {
			t.Fatalf("%+v", now)
		}
		head := as(actor.AgencyHead, "skhdt")
		if _, _, err := w.Pack(head, m.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("a head sees the pack before it is tabled: %v", err)
		}
		w.at("2023-06-12", 8)
		m, err = w.Hold(w.sec, m.ID, m.Rev, c.Now())
		w.must(err)
		_, err = w.work.Report(head, a.ID, assignment.Filing{Nonce: "01h0000000000000000000001", Body: "xong", Submit: true, Cause: assignment.Land})
		w.must(err)
		w.at("2023-06-20", 8)
		was, tabled, err := w.Pack(head, m.ID)
		w.must(err)
		if tabled.Hash == "" || tabled.DOCX == "" || tabled.PDF == "" || len(was.Slipped) != 1 || was.Slipped[0].Days != now.Slipped[0].Days || !was.At.Equal(civil.Date("2023-06-12").At(8, 0)) {
			t.Errorf("the tabled pack moved: %+v", was)
		}
		if _, err := w.Choose(w.sec, m.ID, nil); !errors.Is(err, fault.Conflict) {
			t.Errorf("decisions changed after the meeting began: %v", err)
		}
	})
}

// Heads see the meetings that their agency attends; others find nothing, and
// only the secretariat and the chairman write.
func TestWhoSeesAndWrites(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		m := w.meet(4, "2023-06-12", office.State)
		for _, x := range []struct {
			who  context.Context
			sees bool
		}{{w.sec, true}, {as(actor.Chairman, "tinh"), true}, {as(actor.Auditor, "tinh"), true}, {as(actor.AgencyHead, "skhdt"), true}, {as(actor.AgencyHead, "sxd"), false}, {as(actor.Officer, "skhdt"), false}, {as(actor.Admin, "tinh"), false}} {
			who := actor.From(x.who)
			_, err := w.Find(x.who, m.ID)
			if (err == nil) != x.sees || err != nil && !errors.Is(err, fault.NotFound) {
				t.Errorf("%s finds: %v", who.ID, err)
			}
			list, err := w.List(x.who, 2023)
			w.must(err)
			if (len(list) == 1) != x.sees {
				t.Errorf("%s lists %d", who.ID, len(list))
			}
			_, err = w.AddConclusion(x.who, m.ID, committee.Entry{Words: "Việc"})
			writes := who.HasAny(actor.Secretariat, actor.Chairman)
			if (err == nil) != writes {
				t.Errorf("%s writes: %v", who.ID, err)
			}
			if !x.sees && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", who.ID, err)
			}
		}
	})
}
