package extension_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), blob.Schema(), assignment.Schema(), extension.Schema()}
}

type world struct {
	*extension.Service

	work  *assignment.Service
	db    *storage.DB
	clock *clock.Manual
	acts  *audit.Service
	blobs *blob.Store
	told  *[]extension.Event
	mute  *error // what telling people answers
}

func as(role actor.Role, org string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Person, ID: string(role) + "-" + org, Name: "Người " + org, Org: org, Grants: []actor.Grant{{Role: role, Org: org}}})
}

func set(t *testing.T, db *storage.DB, c *clock.Manual) world {
	t.Helper()
	acts := audit.New(db)
	dir := apparatus.New(db)
	if err := dir.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	store, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cal := workday.Default()
	calendar := func() *workday.Calendar { return cal }
	work := assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: calendar, Blobs: store})
	w := world{work: work, db: db, clock: c, acts: acts, blobs: store, told: &[]extension.Event{}, mute: new(error)}
	w.Service = extension.New(db, extension.Deps{Assignments: work, Blobs: store, Calendar: calendar, Most: func() int { return 1 }, Tell: func(_ context.Context, _ *storage.Tx, e extension.Event) error {
		*w.told = append(*w.told, e)
		return *w.mute
	}})
	return w
}

// The day of the tests is Monday 12/06/2023.
const due = civil.Date("2023-06-15")

func (w world) give(t *testing.T, lead apparatus.OrgID, more ...apparatus.OrgID) assignment.Assignment {
	t.Helper()
	a, err := w.work.Assign(as(actor.Chairman, "tinh"), assignment.New{Title: "Rà soát thủ tục đầu tư", Lead: lead, Coordinate: more, Origin: ref.New("document", "d1"), OriginLabel: "06-TB/BCĐ", AssignedOn: "2023-05-08", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: due, Bound: workday.By}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w world) wish(until civil.Date) extension.Wish {
	return extension.Wish{Nonce: storage.NewID(w.clock.Now()), Until: until, Cause: assignment.Coordination, Reason: "Chờ ý kiến của 3 sở.", Evidence: "Công văn 123/SKHĐT"}
}

func (w world) ask(t *testing.T, a assignment.Assignment, until civil.Date) extension.Request {
	t.Helper()
	r, err := w.Ask(as(actor.AgencyHead, string(a.Lead)), a.ID, w.wish(until), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w world) now(t *testing.T, id assignment.ID) assignment.Assignment {
	t.Helper()
	a, err := w.work.Find(as(actor.Chairman, "tinh"), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func grant(until civil.Date) extension.Verdict {
	return extension.Verdict{Choice: extension.Grant, Until: until}
}

var (
	secretary = as(actor.Secretariat, "snv")
	chairman  = as(actor.Chairman, "tinh")
	head      = as(actor.AgencyHead, "skhdt")
)

func TestFromAskingToTheRecordAndTheFigures(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		f, err := w.blobs.Put(head, "bien-ban.txt", strings.NewReader("Biên bản làm việc"))
		if err != nil {
			t.Fatal(err)
		}
		wish := w.wish("2023-06-30")
		wish.Evidence = ""
		r, err := w.Ask(head, a.ID, wish, []blob.File{f})
		if err != nil {
			t.Fatal(err)
		}
		if r.State != extension.Asked || r.Nth != 1 || r.DueThen != due || r.Original != due || r.AskedOrg != "skhdt" || len(r.Files) != 1 {
			t.Errorf("%+v", r)
		}
		if has, err := w.HasFile(secretary, r.ID, f.ID); err != nil || !has {
			t.Errorf("the evidence: %v %v", has, err)
		}
		if _, err := w.HasFile(as(actor.AgencyHead, "stc"), r.ID, f.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("another agency reads the evidence: %v", err)
		}
		pending := func(ctx context.Context) int {
			list, err := w.Pending(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if pending(secretary) != 1 || pending(chairman) != 1 || pending(head) != 0 {
			t.Errorf("pending: %d, %d, %d", pending(secretary), pending(chairman), pending(head))
		}
		// a proposal prepares and changes nothing
		r, err = w.Propose(secretary, r.ID, r.Rev, extension.Verdict{Choice: extension.Grant, Until: "2023-06-28", Reason: "Đủ thời gian lấy ý kiến."})
		if err != nil || r.State != extension.Asked || w.now(t, a.ID).Due != due {
			t.Fatalf("proposed: %+v %v", r, err)
		}
		c.Set(c.Now().AddDate(0, 0, 2))
		r, err = w.Decide(chairman, r.ID, r.Rev, grant("2023-06-28"))
		if err != nil || r.State != extension.Granted || r.Decision.Until != "2023-06-28" {
			t.Fatalf("decided: %+v %v", r, err)
		}
		now := w.now(t, a.ID)
		if now.Due != "2023-06-28" || now.OriginalDue != due || now.DueVersion != a.DueVersion+1 || len(now.Deadline.Extensions) != 1 || now.Deadline.Extensions[0].Case != string(r.ID) {
			t.Errorf("the assignment: %+v", now)
		}
		if again, err := w.Decide(chairman, r.ID, r.Rev-1, grant("2023-06-28")); err != nil || again.Rev != r.Rev {
			t.Errorf("the same press twice: %+v %v", again, err)
		}
		st, err := w.Stats(chairman, "2023-06-01")
		if err != nil || st.Total.Asked != 1 || st.Total.Granted != 1 || st.Total.Days != 2 || len(st.ByOrg) != 1 || st.ByOrg[0].Org != "skhdt" || st.ByOrg[0].Days != 2 {
			t.Errorf("figures: %+v %v", st, err)
		}
		if st, err := w.Stats(as(actor.AgencyHead, "stc"), "2023-06-01"); err != nil || st.Total.Asked != 0 {
			t.Errorf("another agency counts %+v %v", st, err)
		}
		// the record speaks of the case on both timelines
		for on, want := range map[ref.Ref][]string{r.ID.Ref(): {extension.VerbDecide, extension.VerbPropose, extension.VerbAsk}, a.ID.Ref(): {extension.VerbAsk, extension.VerbDecide, string(assignment.VerbExtend)}} {
			acts, err := w.acts.Timeline(t.Context(), on)
			if err != nil {
				t.Fatal(err)
			}
			var verbs []string
			for _, x := range acts {
				verbs = append(verbs, x.Verb)
			}
			for _, v := range want {
				if !strings.Contains(strings.Join(verbs, " "), v) {
					t.Errorf("%s: %v lacks %s", on, verbs, v)
				}
			}
		}
		if len(*w.told) != 2 || (*w.told)[1].Verb != extension.VerbDecide || (*w.told)[1].Assignment.Due != "2023-06-28" {
			t.Errorf("told %+v", *w.told)
		}
	})
}

func TestUndoGivesTheOldDayBackForTenMinutes(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		r := w.ask(t, a, "2023-06-30")
		r, err := w.Decide(secretary, r.ID, r.Rev, grant(""))
		if err != nil || r.Decision.Until != "2023-06-30" {
			t.Fatal(r, err)
		}
		if _, err := w.Undo(chairman, r.ID, r.Rev); !errors.Is(err, fault.Forbidden) {
			t.Errorf("somebody else undoes: %v", err)
		}
		c.Set(c.Now().Add(extension.UndoWindow))
		for range 2 { // pressed twice
			back, err := w.Undo(secretary, r.ID, r.Rev)
			if err != nil || back.State != extension.Asked || back.Decision.Deed.By != "" {
				t.Fatal(back, err)
			}
		}
		now := w.now(t, a.ID)
		if now.Due != due || len(now.Deadline.Extensions) != 0 || now.DueVersion != a.DueVersion+2 {
			t.Errorf("after undoing: %+v", now)
		}
		acts, err := w.acts.Timeline(t.Context(), r.ID.Ref())
		if err != nil || len(acts) != 3 || acts[0].Verb != extension.VerbUndo || acts[1].Verb != extension.VerbDecide {
			t.Errorf("the record: %+v %v", acts, err)
		}
		// once more, and too late
		r, err = w.Decide(secretary, r.ID, 0, extension.Verdict{Choice: extension.Refuse, Reason: "Chưa đủ căn cứ."})
		if err != nil {
			t.Fatal(err)
		}
		c.Set(c.Now().Add(extension.UndoWindow + time.Second))
		if _, err := w.Undo(secretary, r.ID, r.Rev); !errors.Is(err, fault.Conflict) {
			t.Errorf("too late: %v", err)
		}
		// a further request stands on the refusal
		next := w.ask(t, a, "2023-06-20")
		if next.Nth != 1 {
			t.Errorf("a refused one counts: %d", next.Nth)
		}
		next, err = w.Decide(secretary, next.ID, next.Rev, grant(""))
		if err != nil {
			t.Fatal(err)
		}
		// handed in meanwhile
		if _, err := w.work.Report(head, a.ID, assignment.Filing{Nonce: storage.NewID(c.Now()), Body: "Xong", Percent: 100, Submit: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Undo(secretary, next.ID, next.Rev); !errors.Is(err, fault.Conflict) {
			t.Errorf("undone after it was handed in: %v", err)
		}
		if now := w.now(t, a.ID); now.Due != "2023-06-20" || now.LateOriginal != 0 {
			t.Errorf("%+v", now)
		}
	})
}

func TestAnUndoneGrantDoesNotPullAFurtherOneAway(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		r := w.ask(t, a, "2023-06-20")
		r, err := w.Decide(chairman, r.ID, r.Rev, grant(""))
		if err != nil {
			t.Fatal(err)
		}
		second := w.ask(t, a, "2023-06-30")
		if _, err := w.Undo(chairman, r.ID, r.Rev); !errors.Is(err, fault.Conflict) {
			t.Errorf("undone under a waiting request: %v", err)
		}
		if second, err = w.Decide(chairman, second.ID, second.Rev, grant("")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Undo(chairman, r.ID, r.Rev); !errors.Is(err, fault.Conflict) || w.now(t, a.ID).Due != "2023-06-30" {
			t.Errorf("undone under a further extension: %v, due %s", err, w.now(t, a.ID).Due)
		}
		if _, err := w.Undo(chairman, second.ID, second.Rev); err != nil || w.now(t, a.ID).Due != "2023-06-20" {
			t.Errorf("the last one: %v, due %s", err, w.now(t, a.ID).Due)
		}
	})
}

func TestAskedOnlyBeforeTheDayHasPassed(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a, b := w.give(t, "skhdt"), w.give(t, "skhdt")
		c.Set(due.At(23, 59))
		r := w.ask(t, a, "2023-06-30")
		c.Set(due.AddDays(1).At(0, 1))
		if _, err := w.Ask(head, b.ID, w.wish("2023-06-30"), nil); !errors.Is(err, fault.Conflict) {
			t.Errorf("after the day: %v", err)
		}
		// asked in time, decided after it: the day must not lie behind
		c.Set(civil.Date("2023-06-22").At(9, 0))
		if _, err := w.Decide(secretary, r.ID, r.Rev, grant("2023-06-21")); fault.FieldsOf(err)["until"] == "" {
			t.Errorf("granted into the past: %v", err)
		}
		if _, err := w.Decide(secretary, r.ID, r.Rev, grant("")); err != nil {
			t.Fatal(err)
		}
		c.Set(civil.Date("2023-06-29").At(9, 0))
		if _, err := w.work.Report(head, a.ID, assignment.Filing{Nonce: storage.NewID(c.Now()), Body: "Xong", Percent: 100, Submit: true}); err != nil {
			t.Fatal(err)
		}
		if now := w.now(t, a.ID); now.LateDays != 0 || now.LateOriginal != 10 {
			t.Errorf("late %d against the agreed day, %d against the original", now.LateDays, now.LateOriginal)
		}
		// late once is late for ever, and a request that nobody decided no longer waits
		if list, err := w.Pending(chairman); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestWhatCannotBeToldIsNotDone(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		r := w.ask(t, a, "2023-06-30")
		*w.mute = errors.New("no mail")
		if _, err := w.Decide(secretary, r.ID, r.Rev, grant("")); err == nil {
			t.Error("decided without telling")
		}
		if now, err := w.Find(head, r.ID); err != nil || now.State != extension.Asked || now.Due != due {
			t.Errorf("%+v %v", now, err)
		}
	})
}

func TestTheListPagesAndFilters(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		for i := range 5 {
			lead := apparatus.OrgID("skhdt")
			if i == 0 {
				lead = "stc"
			}
			w.ask(t, w.give(t, lead), "2023-06-30")
			c.Set(c.Now().AddDate(0, 0, 1).Truncate(time.Hour).Add(-20 * time.Hour))
		}
		count := func(ctx context.Context, filters map[string][]string) (n int, err error) {
			q := listing.Query{Size: 2, Filters: filters}
			for {
				page, err := w.List(ctx, q)
				if err != nil {
					return n, err
				}
				n += len(page.Rows)
				if q.Cursor = page.Next; q.Cursor == nil {
					return n, nil
				}
			}
		}
		for _, x := range []struct {
			ctx     context.Context //nolint:containedctx // who asks
			filters map[string][]string
			want    int
		}{
			{chairman, nil, 5},
			{head, nil, 4},
			{chairman, map[string][]string{extension.FilterLead: {"stc"}}, 1},
			{chairman, map[string][]string{extension.FilterState: {"granted"}}, 0},
			{chairman, map[string][]string{extension.FilterCause: {"coordination"}, extension.FilterFrom: {"12/06/2023"}, extension.FilterTo: {"12/06/2023"}}, 4},
			{chairman, map[string][]string{extension.FilterTo: {"11/06/2023"}}, 0},
		} {
			if n, err := count(x.ctx, x.filters); err != nil || n != x.want {
				t.Errorf("%v: %d, want %d, %v", x.filters, n, x.want, err)
			}
		}
		if _, err := w.List(chairman, listing.Query{Size: 2, Filters: map[string][]string{extension.FilterFrom: {"31/02/2023"}}}); fault.FieldsOf(err)[extension.FilterFrom] == "" {
			t.Errorf("a day that is none: %v", err)
		}
	})
}
