package document_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// takeAll takes everything over that a second reading offers.
func (o *office) takeAll(t *testing.T, id document.ID) document.Taken {
	t.Helper()
	r, err := o.docs.Compare(o.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, d := range r.Divergences {
		if !d.Settled {
			keys = append(keys, d.Key)
		}
	}
	taken, err := o.docs.TakeOver(o.ctx, id, keys)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

// sixLines are duties for six communes.
func sixLines() string {
	return strings.Join(strings.SplitAfter(long(), "\n")[:6], "")
}

// better is eachLine with rules that improved: the first duty is no longer one,
// the second has another lead, the third and fourth lose their deadline, and of
// the last line a second duty is seen.
func better(text string, opt reading.Options) reading.Result {
	res := eachLine(text, opt)
	a := res.Assignments
	a[1].Lead = []string{"Sở Nội vụ"}
	a[2].Deadline = reading.Deadline{Kind: reading.None, Start: -1, End: -1}
	a[3].Deadline = reading.Deadline{Kind: reading.None, Start: -1, End: -1}
	extra := a[5]
	a[5].End -= 24
	extra.Start = a[5].End
	extra.Task = extra.Span
	res.Assignments = append(a[1:], extra)
	return res
}

func TestASecondReadingIsLaidBesideTheFirst(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		deps := o.deps
		deps.Read = eachLine
		deps.Version = func() string { return "cũ" }
		o.docs = document.New(db, deps)
		d := o.enter(t, sixLines(), func(r *document.Registration) {
			r.Facts = document.Facts{Number: "78-TB/BCĐ", SignedOn: "2023-05-08"}
		})
		sheet := func() document.Sheet {
			sh, err := o.docs.Sheet(o.ctx, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			return sh
		}
		first := sheet()
		if len(first.Findings) != 6 || o.docs.Outdated(first.Kept) {
			t.Fatalf("%d findings, outdated %v", len(first.Findings), o.docs.Outdated(first.Kept))
		}
		given := first.Findings[3]
		if _, err := o.docs.Assign(o.ctx, d.ID, []document.Seen{{ID: given.ID, Rev: given.Rev}}); err != nil {
			t.Fatal(err)
		}

		deps.Read, deps.Version = better, func() string { return "mới" }
		o.docs = document.New(db, deps)
		if !o.docs.Outdated(sheet().Kept) {
			t.Error("better rules do not show")
		}
		r, err := o.docs.Compare(o.ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range r.Divergences {
			words := []string{string(x.Kind)}
			for _, a := range x.Aspects {
				words = append(words, string(a))
			}
			if x.Settled {
				words = append(words, "(settled)")
			}
			got = append(got, strings.Join(words, " "))
		}
		want := "gone; changed lead; changed deadline; changed deadline (settled); changed span; new"
		if strings.Join(got, "; ") != want || r.Same != 1 || r.Open() != 5 || r.Before != "cũ" || r.Version != "mới" {
			t.Fatalf("got %q, want %q; %d same", strings.Join(got, "; "), want, r.Same)
		}
		if len(sheet().Findings) != 6 {
			t.Error("looking changed something")
		}

		settled := r.Divergences[3].Key
		if _, err := o.docs.TakeOver(o.ctx, d.ID, []string{settled}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a given duty is overwritten: %v", err)
		}
		taken, err := o.docs.TakeOver(o.ctx, d.ID, []string{r.Divergences[0].Key, r.Divergences[1].Key, r.Divergences[5].Key})
		if err != nil || taken != (document.Taken{New: 1, Changed: 1, Gone: 1, Left: 2}) {
			t.Fatalf("taken %+v %v", taken, err)
		}
		if _, err := o.docs.TakeOver(o.ctx, d.ID, []string{r.Divergences[0].Key}); !errors.Is(err, fault.Conflict) {
			t.Errorf("taken twice: %v", err)
		}
		now := sheet()
		if o.docs.Outdated(now.Kept) || len(now.Findings) != 7 {
			t.Errorf("outdated %v, %d findings", o.docs.Outdated(now.Kept), len(now.Findings))
		}
		for i, f := range now.Findings {
			switch {
			case i == 0 && (f.State != document.Dismissed || f.Reason == ""),
				i == 1 && (f.ID != first.Findings[1].ID || f.Lead != "snv"),
				i == 2 && f.Due != first.Findings[2].Due,
				i == 3 && (f.State != document.Confirmed || f.Due != given.Due):
				t.Errorf("finding %d: %s lead %s due %s", i, f.State, f.Lead, f.Due)
			}
		}
		if left := o.takeAll(t, d.ID); left.Changed != 2 || left.Left != 0 {
			t.Errorf("the rest: %+v", left)
		}
		again, err := o.docs.Compare(o.ctx, d.ID)
		if err != nil || again.Open() != 0 {
			t.Errorf("%d left, %v", again.Open(), err)
		}
		entries, err := o.audit.Timeline(o.ctx, d.ID.Ref())
		if err != nil || entries[0].Verb != document.VerbReread || entries[1].Verb != document.VerbReread {
			t.Errorf("timeline %v", err)
		}
	})
}

func TestOnlyTheSecretariatReadsAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storagetest.SQLite(t, schemas(), clock.StartAt(storagetest.Start())))
	d := o.enter(t, notice(t), nil)
	ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "cv", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}})
	if _, err := o.docs.Compare(ctx, d.ID); !errors.Is(err, fault.Forbidden) {
		t.Errorf("compare: %v", err)
	}
	if _, err := o.docs.TakeOver(ctx, d.ID, nil); !errors.Is(err, fault.Forbidden) {
		t.Errorf("take over: %v", err)
	}
}
