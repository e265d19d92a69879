package feed

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
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/territory"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), territory.Schema(), apparatus.Schema(), identity.Schema(), setting.Schema(), blob.Schema(), jobs.Schema(), assignment.Schema(), document.Schema(), Schema()}
}

type world struct {
	*Service

	t        *testing.T
	db       *storage.DB
	clock    *clock.Manual
	acts     *audit.Service
	accounts *identity.Service
	work     *assignment.Service
}

func settle(t *testing.T, db *storage.DB, c *clock.Manual) world {
	t.Helper()
	acts, orgs := audit.New(db), apparatus.New(db)
	if err := orgs.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	files, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	long := func() time.Duration { return time.Hour }
	accounts := identity.New(db, identity.Limits{Idle: long, Privileged: long, Absolute: long})
	for _, a := range []identity.Account{
		{ID: "thuongtruc", User: "thuongtruc", Name: "Trần Thị Thường Trực (minh họa)", Org: "snv", Active: true, Grants: []actor.Grant{{Role: actor.Secretariat, Org: "snv"}}},
		{ID: "skhdt", User: "skhdt", Name: "Nguyễn Văn Giám Đốc (minh họa)", Org: "skhdt", Active: true, Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}},
		{ID: "stc", User: "stc", Name: "Lê Thị Tài Chính (minh họa)", Org: "stc", Active: true, Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "stc"}}},
		{ID: "quantri", User: "quantri", Name: "Quản trị (minh họa)", Org: "snv", Active: true, Grants: []actor.Grant{{Role: actor.Admin, Org: "snv"}}},
	} {
		if _, err := accounts.CreateAccount(t.Context(), a, "mot-mat-khau-dai"); err != nil {
			t.Fatal(err)
		}
	}
	cal := workday.Default()
	calendar := func() *workday.Calendar { return cal }
	work := assignment.NewService(db, assignment.Deps{Directory: orgs.Directory, Calendar: calendar, Blobs: files})
	docs := document.New(db, document.Deps{Blobs: files, Directory: orgs.Directory, Assignments: work})
	s := New(db, Deps{Accounts: accounts, Assignments: work, Documents: docs, Directory: orgs.Directory, Calendar: calendar, Host: func() string { return "dondoc.test" }})
	return world{s, t, db, c, acts, accounts, work}
}

// as is a person of the test, known by the account's id.
func (w world) as(id string) context.Context {
	w.t.Helper()
	acc, err := w.accounts.List(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, a := range acc {
		if a.User == id {
			return actor.With(context.WithoutCancel(w.t.Context()), actor.Actor{Kind: actor.Person, ID: a.ID, Name: a.Name, Org: a.Org, Grants: w.grants(a.ID)})
		}
	}
	w.t.Fatalf("no account %s", id)
	return nil
}

func (w world) grants(id string) []actor.Grant {
	a, err := w.accounts.Find(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a.Grants
}

func (w world) give(n assignment.New) assignment.Assignment {
	w.t.Helper()
	if n.Origin.Zero() {
		n.Origin, n.OriginLabel = ref.New("document", "d1"), "06-TB/BCĐ"
	}
	a, err := w.work.Assign(w.as("thuongtruc"), n)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.Set(w.clock.Now().Add(time.Minute))
	return a
}

var here = Place{Base: "https://dondoc.test", Self: "https://dondoc.test/lich/x.ics"}

// mine is a person's calendar, read back, its tasks and events by UID.
func (w world) mine(user string) (tasks, events map[string]*component) {
	w.t.Helper()
	b, err := w.Mine(w.as(user), here)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := read(string(b))
	if err != nil {
		w.t.Fatal(err)
	}
	tasks, events = map[string]*component{}, map[string]*component{}
	for _, x := range c.all("VTODO") {
		if x.get("RECURRENCE-ID") == "" {
			tasks[x.get("UID")] = x
		}
	}
	for _, x := range c.all("VEVENT") {
		if x.get("RECURRENCE-ID") == "" {
			events[x.get("UID")] = x
		}
	}
	return tasks, events
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestADutyAndItsTwin(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := settle(t, db, c)
		a := w.give(assignment.New{Title: "Rà soát; cắt giảm, báo cáo", Lead: "skhdt", Coordinate: []apparatus.OrgID{"stc"}, Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2023-07-01", Phrase: "chậm nhất ngày 01/7/2023"}})
		tasks, events := w.mine("skhdt")
		uid, twin := string(a.ID)+"@dondoc.test", string(a.ID)+"-han@dondoc.test"
		todo, ev := tasks[uid], events[twin]
		if len(tasks) != 1 || len(events) != 1 || todo == nil || ev == nil {
			t.Fatalf("%v %v", tasks, events)
		}
		// 01/7/2023 is a Saturday: the last day is Monday the third, and Friday reminds
		for _, x := range []struct{ got, want string }{
			{unescape(todo.get("SUMMARY")), "Rà soát; cắt giảm, báo cáo"},
			{todo.get("DUE"), "20230703T170000"},
			{todo.params("DUE"), "TZID=Asia/Ho_Chi_Minh"},
			{todo.get("STATUS"), "NEEDS-ACTION"},
			{todo.get("PERCENT-COMPLETE"), "0"},
			{todo.get("SEQUENCE"), "0"},
			{todo.get("DTSTAMP"), "20230612T020000Z"},
			{todo.get("URL"), "https://dondoc.test/lam-viec/nhiem-vu/" + string(a.ID)},
			{ev.get("DTSTART"), "20230703"},
			{ev.get("DTEND"), "20230704"},
			{ev.params("DTSTART"), "VALUE=DATE"},
			{ev.get("RELATED-TO"), uid},
			{ev.params("RELATED-TO"), "RELTYPE=SIBLING"},
			{ev.get("TRANSP"), "TRANSPARENT"},
			{ev.all("VALARM")[0].get("TRIGGER"), "-PT64H"}, // eight o'clock on Friday
		} {
			if x.got != x.want {
				t.Errorf("%q, not %q", x.got, x.want)
			}
		}
		if all := unescape(todo.get("DESCRIPTION")); !strings.Contains(all, "Sở Kế hoạch và Đầu tư") || !strings.Contains(all, "“chậm nhất ngày 01/7/2023”") || strings.Contains(all, "minh họa") {
			t.Errorf("%q", all)
		}
		// who coordinates sees the part; others nothing
		if tasks, _ := w.mine("stc"); len(tasks) != 1 || tasks[string(a.ID)+"-phoi-hop@dondoc.test"] == nil {
			t.Errorf("%v", tasks)
		}
		if tasks, _ := w.mine("thuongtruc"); len(tasks) != 0 {
			t.Errorf("the secretariat's own calendar holds another's work: %v", tasks)
		}
		if _, err := w.Mine(w.as("quantri"), here); !errors.Is(err, fault.NotFound) {
			t.Errorf("the administrator has a calendar: %v", err)
		}
		// a new day: a higher sequence, a new stamp
		c.Set(c.Now().Add(time.Hour))
		a = must(w.work.SetDue(w.as("thuongtruc"), a.ID, 0, "2023-06-28", "Chờ ý kiến Bộ"))(t)
		tasks, events = w.mine("skhdt")
		if todo = tasks[uid]; todo.get("DUE") != "20230628T170000" || todo.get("SEQUENCE") != "1" || todo.get("DTSTAMP") <= "20230612T020000Z" || events[twin].get("DTSTART") != "20230628" {
			t.Errorf("after the change %+v", todo)
		}
		// reported: how far, and no alarm
		must(w.work.Acknowledge(w.as("skhdt"), a.ID, 0))(t)
		must(w.work.Report(w.as("skhdt"), a.ID, assignment.Filing{Nonce: "01h00000000000000000000001", Body: "Đã cắt giảm bốn thủ tục.", Percent: 80, Submit: true}))(t)
		tasks, events = w.mine("skhdt")
		if tasks[uid].get("PERCENT-COMPLETE") != "80" || tasks[uid].get("STATUS") != "IN-PROCESS" || len(events[twin].all("VALARM")) != 0 || !strings.HasPrefix(unescape(events[twin].get("SUMMARY")), "Đã nộp, chờ xác nhận: ") {
			t.Errorf("reported: %+v", tasks[uid])
		}
		c.Set(c.Now().Add(time.Hour))
		must(w.work.Confirm(w.as("thuongtruc"), a.ID, 0))(t)
		tasks, _ = w.mine("skhdt")
		if todo = tasks[uid]; todo == nil || todo.get("STATUS") != "COMPLETED" || todo.get("COMPLETED") != storage.Instant(storage.Millis(c.Now())).UTC().Format(utc) || todo.get("PERCENT-COMPLETE") != "100" {
			t.Errorf("done: %+v", todo)
		}
		c.Set(c.Now().Add(keptDone + time.Hour))
		if tasks, _ = w.mine("skhdt"); len(tasks) != 0 {
			t.Error("it stays for ever")
		}
	})
}

func TestWhatIsCancelledDoesNotVanish(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := settle(t, db, c)
		dated := assignment.Deadline{Kind: assignment.OnDate, Bound: workday.EndOf, Date: "2023-06-30"}
		one := w.give(assignment.New{Title: "Lập danh mục", Lead: "skhdt", Deadline: dated})
		weekly := w.give(assignment.New{Title: "Báo cáo tuần", Lead: "skhdt", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week}})
		none := w.give(assignment.New{Title: "Theo dõi", Lead: "skhdt"})
		tasks, events := w.mine("skhdt")
		at := func(a assignment.Assignment, part string) string { return string(a.ID) + part + "@dondoc.test" }
		if tasks[at(one, "")].get("DUE") != "20230630T235900" {
			t.Errorf("đến hết ngày: %s", tasks[at(one, "")].get("DUE"))
		}
		if tasks[at(none, "")] == nil || tasks[at(none, "")].get("DUE") != "" || events[at(none, "-han")] != nil {
			t.Error("an undated duty is a task without an event")
		}
		week, ev := tasks[at(weekly, "")], events[at(weekly, "-han")]
		if week.get("RRULE") != "FREQ=WEEKLY;BYDAY=FR" || week.get("DTSTART") != "20230623T070000" || week.get("DUE") != "20230623T170000" || ev.get("RRULE") != week.get("RRULE") || ev.get("DTSTART") != "20230623" {
			t.Errorf("%+v %+v", week, ev)
		}
		must(w.work.Cancel(w.as("thuongtruc"), one.ID, 0, "Trùng"))(t)
		must(w.work.Cancel(w.as("thuongtruc"), weekly.ID, 0, "Thôi"))(t)
		tasks, events = w.mine("skhdt")
		for _, a := range []assignment.Assignment{one, weekly} {
			if x, y := tasks[at(a, "")], events[at(a, "-han")]; x == nil || y == nil || x.get("STATUS") != "CANCELLED" || y.get("STATUS") != "CANCELLED" || x.get("SEQUENCE") != "1" || len(y.all("VALARM")) != 0 {
				t.Errorf("%s: %+v %+v", a.Title, x, y)
			}
		}
		if tasks[at(weekly, "")].get("RRULE") == "" {
			t.Error("a cancelled series lost its rule, and its later days stay")
		}
		b := must(w.Listed(w.as("skhdt"), listing.Query{Filters: map[string][]string{assignment.FilterView: {string(assignment.OpenNow)}}}, here))(t)
		if cal, err := read(string(b)); err != nil || len(cal.all("VTODO")) != 1 || len(cal.all("VTIMEZONE")) != 1 || cal.get("SOURCE") != here.Self || cal.get("REFRESH-INTERVAL") != "PT1H" {
			t.Errorf("%v: %s", err, b)
		}
	})
}

func TestASecretAddress(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := settle(t, db, c)
		a := w.give(assignment.New{Title: "Rà soát thủ tục", Lead: "skhdt"})
		head := w.as("skhdt")
		secret, addr, err := w.Issue(head, Personal, "")
		if err != nil || len(secret) != 32 {
			t.Fatalf("%q %v", secret, err)
		}
		gone := func(what, secret string, kinds ...Kind) {
			t.Helper()
			if _, _, err := w.Open(t.Context(), secret, "khal", kinds...); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		ctx, _, err := w.Open(t.Context(), secret, "iOS/17.0 dataaccessd/1.0", Personal)
		if err != nil {
			t.Fatal(err)
		}
		if b := must(w.Mine(ctx, here))(t); !strings.Contains(string(b), string(a.ID)) {
			t.Errorf("%s", b)
		}
		if own := must(w.Own(head))(t); len(own) != 1 || own[0].FetchedAt.UnixMilli() != c.Now().UnixMilli() || own[0].Agent != "iOS/17.0 dataaccessd/1.0" {
			t.Errorf("%+v", own)
		}
		stored := must(storage.List(t.Context(), db.Reader(), func(r storage.Row) (string, error) {
			var x, y, z string
			err := r.Scan(&x, &y, &z)
			return x + y + z, err
		}, "SELECT id, hash, account FROM feed_address UNION ALL SELECT after_json, before_json, verb FROM audit_act"))(t)
		if strings.Contains(strings.Join(stored, " "), secret) {
			t.Error("the secret is kept")
		}
		gone("as a feed", secret, Notice, Agency)
		gone("another", newSecret(), Personal)
		gone("cut", secret[:31], Personal)
		gone("in capitals", strings.ToUpper(secret), Personal)
		gone("none", "", Personal)
		// renewed: the old one ends at once
		second, _, err := w.Issue(head, Personal, "")
		if err != nil {
			t.Fatal(err)
		}
		gone("the old one", secret, Personal)
		if err := w.Revoke(w.as("stc"), addr.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("another revokes it: %v", err)
		}
		// O07: disabled, and the address with it
		acc := must(w.accounts.Find(t.Context(), actor.From(head).ID))(t)
		acc.Active = false
		if err := w.accounts.Edit(w.as("quantri"), acc); err != nil {
			t.Fatal(err)
		}
		gone("a disabled account's", second, Personal)
		acc = must(w.accounts.Find(t.Context(), acc.ID))(t)
		acc.Active, acc.Grants = true, []actor.Grant{{Role: actor.Auditor, Org: "tinh"}}
		if err := w.accounts.Edit(w.as("quantri"), acc); err != nil {
			t.Fatal(err)
		}
		gone("of one who no longer has work", second, Personal)
		if err := w.Revoke(w.as("skhdt"), must(w.Own(head))(t)[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Revoke(w.as("skhdt"), addr.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("revoked twice: %v", err)
		}
		counts := map[string]int{}
		for _, e := range must(w.acts.Recent(t.Context(), audit.Query{Kinds: []string{RecordKind}}, 50))(t) {
			counts[e.Verb]++
			if RecordTitle(e.Before, e.After) != "Lịch cá nhân" {
				t.Errorf("%+v", e)
			}
		}
		if counts[VerbIssue] != 2 || counts[VerbRevoke] != 2 {
			t.Errorf("%v", counts)
		}
		if _, _, err := w.Issue(w.as("quantri"), Personal, ""); !errors.Is(err, fault.NotFound) {
			t.Errorf("the administrator: %v", err)
		}
		if _, _, err := w.Issue(w.as("stc"), Agency, "khong-co"); !errors.Is(err, fault.NotFound) {
			t.Errorf("an agency that is not: %v", err)
		}
		if _, _, err := w.Issue(w.as("stc"), Notice, "khong-co"); !errors.Is(err, fault.NotFound) {
			t.Errorf("a document that is not: %v", err)
		}
	})
}
