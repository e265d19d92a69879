package ladder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/ladder"
	"dondoc/internal/notify"
	"dondoc/internal/office"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), identity.Schema(), setting.Schema(), blob.Schema(), jobs.Schema(), notify.Schema(), assignment.Schema(), ladder.Schema()}
}

type world struct {
	*ladder.Service

	db       *storage.DB
	work     *assignment.Service
	orgs     *apparatus.Service
	accounts *identity.Service
	notify   *notify.Service
	acts     *audit.Service
	clock    *clock.Manual
	ids      map[string]string
}

func set(t testing.TB, db *storage.DB, c *clock.Manual) world {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	w := world{db: db, clock: c, acts: audit.New(db), orgs: apparatus.New(db), ids: map[string]string{}}
	if err := w.orgs.Import(ctx, "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "trong", Name: "Sở Không Người (ví dụ)", Kind: apparatus.Department, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	w.accounts = identity.New(db, identity.Limits{})
	for user, x := range map[string]struct {
		role actor.Role
		org  string
	}{
		"chutich": {actor.Chairman, "tinh"}, "thuongtruc": {actor.Secretariat, "snv"}, "skhdt": {actor.AgencyHead, "skhdt"}, "chuyenvien": {actor.Officer, "skhdt"},
		"ttxtdt": {actor.FocalPoint, "ttxtdt"}, "stc": {actor.AgencyHead, "stc"},
	} {
		a, err := w.accounts.CreateAccount(ctx, identity.Account{User: user, Name: "Người " + user, Org: x.org, Grants: []actor.Grant{{Role: x.role, Org: x.org}}}, "mot-mat-khau-dai-9")
		if err != nil {
			t.Fatal(err)
		}
		w.ids[user] = a.ID
	}
	store, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cal := workday.Default()
	of := func() *workday.Calendar { return cal }
	settings := setting.New(db)
	if err := settings.Load(ctx); err != nil {
		t.Fatal(err)
	}
	w.work = assignment.NewService(db, assignment.Deps{Directory: w.orgs.Directory, Calendar: of, Blobs: store})
	w.notify = notify.New(db, notify.Deps{Settings: settings, Calendar: func(apparatus.OrgID) *workday.Calendar { return of() }})
	w.Service = ladder.New(db, ladder.Deps{Directory: w.orgs.Directory, Calendar: of, Accounts: w.accounts, Assignments: w.work, Notify: w.notify})
	return w
}

func (w world) as(t testing.TB, user string) context.Context {
	t.Helper()
	a, err := w.accounts.As(t.Context(), w.ids[user])
	if err != nil {
		t.Fatal(err)
	}
	return actor.With(t.Context(), a)
}

func (w world) give(t testing.TB, lead apparatus.OrgID, due civil.Date) assignment.Assignment {
	t.Helper()
	a, err := w.work.Assign(w.as(t, "thuongtruc"), assignment.New{Title: "Rà soát thủ tục đầu tư", Lead: lead, Origin: ref.New("document", "d1"), OriginLabel: "Thông báo số 06-TB/BCĐ", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: due, Bound: workday.By}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w world) night(t testing.TB, d civil.Date) int {
	t.Helper()
	w.clock.Set(d.At(5, 30))
	n, err := w.Run(actor.With(t.Context(), actor.System("đôn đốc")))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (w world) inbox(t testing.TB, user string) []notify.Item {
	t.Helper()
	list, err := w.notify.Inbox(w.as(t, user), notify.InboxQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Night by night over a whole ladder: each rung on its day, each person once
// at each, and who is told is who holds the thing then.
func TestTheLadderDoesNotLetGo(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, "skhdt", "2023-06-16")
		if _, err := w.work.HandOn(w.as(t, "skhdt"), a.ID, 0, assignment.Holder{Org: "skhdt", Person: w.ids["chuyenvien"], PersonName: "Người chuyenvien"}); err != nil {
			t.Fatal(err)
		}
		got := map[civil.Date]int{}
		for d := civil.Date("2023-06-02"); d <= "2023-07-10"; d = d.AddDays(1) {
			plan, _, err := w.Plan(w.as(t, "thuongtruc"), d, 100)
			if err != nil {
				t.Fatal(err)
			}
			n := w.night(t, d)
			if n != len(plan) {
				t.Errorf("%s: %d told, the dry run said %d", d, n, len(plan))
			}
			if n > 0 {
				got[d] = n
			}
		}
		want := map[civil.Date]int{"2023-06-09": 1, "2023-06-15": 1, "2023-06-19": 1, "2023-06-21": 1, "2023-06-23": 1}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("told on %v, want %v", got, want)
		}
		for user, n := range map[string]int{"chuyenvien": 3, "skhdt": 3, "thuongtruc": 1, "chutich": 1, "stc": 0, "ttxtdt": 0} {
			if list := w.inbox(t, user); len(list) != n {
				t.Errorf("%s was told %d times, want %d", user, len(list), n)
			}
		}
		for _, x := range w.inbox(t, "chuyenvien") {
			if x.Next == "" || x.Path != "/lam-viec/nhiem-vu/"+string(a.ID) || strings.Contains(x.Body, "%!") {
				t.Errorf("%+v", x)
			}
		}
		late := w.inbox(t, "skhdt")[0]
		if !late.Ask || !strings.Contains(late.Next, "23/06/2023") && !strings.Contains(late.Next, "Chủ tịch") {
			t.Errorf("%+v", late)
		}
		if err := w.notify.Acknowledge(w.as(t, "skhdt"), late.ID); err != nil {
			t.Fatal(err)
		}
		rec, err := w.Receipts(w.as(t, "thuongtruc"), a.ID)
		if err != nil || len(rec) != 8 || !slices.ContainsFunc(rec, func(r ladder.Receipt) bool { return !r.Acked.IsZero() && r.Name == "Người skhdt" }) {
			t.Errorf("%d receipts, %v: %+v", len(rec), err, rec)
		}
		list, err := w.OnTheList(w.as(t, "chutich"), 10)
		if err != nil || len(list) != 1 || list[0].ID != a.ID {
			t.Errorf("%+v, %v", list, err)
		}
		acts, err := w.acts.Timeline(t.Context(), a.ID.Ref())
		if err != nil || acts[1].Verb != "ladder.tell" || !strings.Contains(acts[1].Reason, "Người chutich") {
			t.Errorf("%+v, %v", acts[:2], err)
		}
		// a new due day is a new ladder; what is handed in is left alone
		c.Set(civil.Date("2023-07-11").At(9, 0))
		if _, err := w.work.Report(w.as(t, "skhdt"), a.ID, assignment.Filing{Nonce: "01h0000000000000000000001", Body: "xong", Submit: true, Cause: assignment.OtherCause}); err != nil {
			t.Fatal(err)
		}
		if n := w.night(t, "2023-07-12"); n != 0 {
			t.Errorf("%d told of what is handed in", n)
		}
	})
}

// After a standstill each rung past the day is told once, those before it are
// passed over, and no later night tells them again. Clocks that jump back tell
// nothing twice.
func TestAfterAStandstill(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, "stc", "2023-06-16")
		if n := w.night(t, "2023-06-30"); n != 3 {
			t.Errorf("%d rungs after a fortnight, want the three after the day", n)
		}
		for _, d := range []civil.Date{"2023-06-30", "2023-07-01", "2023-06-19", "2023-06-10", "2024-06-30"} {
			if n := w.night(t, d); n != 0 {
				t.Errorf("%s tells %d again", d, n)
			}
		}
		if n := len(w.inbox(t, "stc")); n != 2 {
			t.Errorf("the head has %d messages, want 2", n)
		}
		// the day moves: the ladder begins anew for it
		c.Set(civil.Date("2023-06-30").At(9, 0))
		w.extend(t, a.ID, "2023-07-14")
		if n := w.night(t, "2023-07-06"); n != 0 {
			t.Errorf("%d told six working days before", n)
		}
		if n := w.night(t, "2023-07-13"); n != 1 {
			t.Errorf("%d told the day before the new day, want 1: the earlier one is passed over", n)
		}
	})
}

func (w world) extend(t testing.TB, id assignment.ID, until civil.Date) {
	t.Helper()
	err := w.db.Write(w.as(t, "thuongtruc"), storage.Act{Verb: "assignment.extend", On: id.Ref()}, func(tx *storage.Tx) error {
		_, err := w.work.ExtendTx(w.as(t, "thuongtruc"), tx, id, deadline.Extension{On: civil.Of(tx.Now()), Until: until, By: "thường trực", Why: "chờ số liệu"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two processes in one night: everything once.
func TestTwoProcessesTellOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		const n = 60
		for range n {
			w.give(t, "stc", "2023-06-16")
		}
		c.Set(civil.Date("2023-06-19").At(5, 30))
		ctx := actor.With(t.Context(), actor.System("đôn đốc"))
		var mu sync.Mutex
		told := 0
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				k, err := w.Run(ctx)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				told += k
				mu.Unlock()
			})
		}
		both.Wait()
		if list := w.inbox(t, "stc"); told != n || len(list) == 0 {
			t.Errorf("%d told, want %d", told, n)
		}
		count, err := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM notify_message")
		if err != nil || count != n {
			t.Errorf("%d messages, want %d, %v", count, n, err)
		}
	})
}

// What a body owed that has ended is urged at its successor; a body without
// anybody to tell is told to the secretariat.
func TestSomebodyIsAlwaysTold(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		w.give(t, "skhdt", "2023-06-16")
		empty := w.give(t, "trong", "2023-06-16")
		o, _ := w.orgs.Directory().Get("ttxtdt")
		ctx := actor.With(t.Context(), actor.System("kiểm thử"))
		if err := w.orgs.End(ctx, "ttxtdt", o.Rev, "2023-06-04", []apparatus.OrgID{"stc"}, "Nghị quyết"); err != nil {
			t.Fatal(err)
		}
		o, _ = w.orgs.Directory().Get("skhdt")
		if err := w.orgs.End(ctx, "skhdt", o.Rev, "2023-06-05", []apparatus.OrgID{"stc"}, "Nghị quyết"); err != nil {
			t.Fatal(err)
		}
		if n := w.night(t, "2023-06-19"); n != 2 {
			t.Fatalf("%d told", n)
		}
		if n := len(w.inbox(t, "stc")); n != 1 {
			t.Errorf("the successor has %d messages", n)
		}
		sec := w.inbox(t, "thuongtruc")
		if len(sec) != 1 || sec[0].On.ID != string(empty.ID) || !strings.Contains(sec[0].Body, "chưa có ai có tài khoản") {
			t.Errorf("%+v", sec)
		}
	})
}

func TestTheLetterThatUrges(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		a := w.give(t, "stc", "2023-06-16")
		w.give(t, "stc", "2023-06-30")
		w.night(t, "2023-06-21")
		c.Set(civil.Date("2023-06-21").At(9, 0))
		sec := w.as(t, "thuongtruc")
		list, err := w.Agencies(sec)
		if err != nil || len(list) != 1 || list[0].Late != 1 || list[0].Worst != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		if _, err := w.Draft(w.as(t, "stc"), "stc"); !errors.Is(err, fault.Forbidden) {
			t.Errorf("an agency urges itself: %v", err)
		}
		l, err := w.Draft(sec, "stc")
		if err != nil || len(l.Rows) != 1 || l.Rows[0].Late != 3 || l.AnswerBy != "2023-06-26" || l.Rows[0].Told != 2 {
			t.Fatalf("%+v, %v", l, err)
		}
		d := w.Document(l, ladder.House{Template: office.State, Issuer: "Ban Chỉ đạo", Symbol: "CV-BCĐ", Place: "Huế", Authority: []string{"TL. TRƯỞNG BAN"}, Signer: "Người ký (minh họa)"})
		var docx, pdf bytes.Buffer
		if err := errors.Join(office.DOCX(&docx, d), office.PDF(&pdf, d)); err != nil || docx.Len() == 0 || pdf.Len() == 0 {
			t.Fatal(err)
		}
		if _, err := w.Sent(sec, l.ID, 1, "", "2023-06-20"); fault.FieldsOf(err)["number"] == "" || fault.FieldsOf(err)["signed"] == "" {
			t.Errorf("sent without number, before its day: %v", err)
		}
		if l, err = w.Sent(sec, l.ID, 1, "125/CV-BCĐ", "2023-06-21"); err != nil || l.State != ladder.LetterSent {
			t.Fatal(err)
		}
		acts, err := w.acts.Timeline(t.Context(), a.ID.Ref())
		if err != nil || acts[0].Verb != "ladder.send_letter" || !strings.Contains(acts[0].Reason, "125/CV-BCĐ") {
			t.Errorf("%+v, %v", acts, err)
		}
		if _, err := w.Draft(sec, "skhdt"); !errors.Is(err, fault.Conflict) {
			t.Errorf("a letter about nothing: %v", err)
		}
	})
}

func TestRungsAreChangedByThoseWhoDirect(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		c.Set(civil.Date("2023-06-01").At(9, 0))
		sec := w.as(t, "thuongtruc")
		w.give(t, "stc", "2023-06-16")
		if err := w.Put(w.as(t, "stc"), ladder.Rung{Work: ladder.Task, Days: 2, Sides: []ladder.Side{ladder.Head}, Active: true}); !errors.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		if err := w.Put(sec, ladder.Rung{Work: "x", Days: 999}); len(fault.FieldsOf(err)) != 3 {
			t.Errorf("%v", err)
		}
		if err := w.Put(sec, ladder.Rung{Work: ladder.Task, Days: 0, Sides: []ladder.Side{ladder.Head}, Active: true}); err != nil {
			t.Fatal(err)
		}
		if n := w.night(t, "2023-06-16"); n != 1 { // the new one tells, the earlier two are passed over
			t.Errorf("%d told on the day", n)
		}
		rungs, err := w.Rungs(sec)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rungs {
			r.Active = false
			if err := w.Put(sec, r); err != nil {
				t.Fatal(err)
			}
			if err := w.Put(sec, r); !errors.Is(err, fault.Conflict) {
				t.Errorf("a stale edit: %v", err)
			}
		}
		if n := w.night(t, "2023-06-30"); n != 0 {
			t.Errorf("%d told by rungs out of use", n)
		}
	})
}
