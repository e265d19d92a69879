package assignment_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), blob.Schema(), assignment.Schema()}
}

type world struct {
	*assignment.Service

	db    *storage.DB
	clock *clock.Manual
	acts  *audit.Service
	blobs *blob.Store
	orgs  *apparatus.Service
}

func as(role actor.Role, org string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Person, ID: string(role) + "-" + org, Name: "Người " + org, Org: org, Grants: []actor.Grant{{Role: role, Org: org}}})
}

func set(t testing.TB, db *storage.DB, c *clock.Manual) world {
	t.Helper()
	acts := audit.New(db)
	dir := apparatus.New(db)
	if err := dir.Import(t.Context(), "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		{ID: "ttxtdt", Name: "Trung tâm Xúc tiến đầu tư", Kind: apparatus.Center, Parent: "skhdt"},
		{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
	}, apparatus.DefaultGroups(), nil); err != nil {
		t.Fatal(err)
	}
	store, err := blob.New(db, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cal := workday.Default()
	s := assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: func() *workday.Calendar { return cal }, Blobs: store})
	return world{s, db, c, acts, store, dir}
}

func (w world) give(t testing.TB, n assignment.New) assignment.Assignment {
	t.Helper()
	if n.Title == "" {
		n.Title = "Rà soát thủ tục đầu tư"
	}
	if n.Origin.Zero() {
		n.Origin, n.OriginLabel = ref.New("document", "d1"), "06-TB/BCĐ"
	}
	a, err := w.Assign(as(actor.Secretariat, "snv"), n)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func nonce(i int) string { return fmt.Sprintf("01h000000000000000000000%02d", i) }

// On the road O05: the head of the lead does not confirm the lead's own report.
func TestTheRoadOfTheSameDayDuty(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, assignment.New{Lead: "skhdt", Through: "ttxtdt", Coordinate: []apparatus.OrgID{"stc"}, AssignedOn: "2023-05-08", Deadline: assignment.Deadline{Kind: assignment.Recurring, Every: workday.Week, Phrase: "định kỳ hằng tuần"}})
		if !a.Standing() || a.Due != "" {
			t.Fatalf("the duty itself: %+v", a)
		}
		duty := a
		a = w.periods(t, duty.ID)[0]
		if a.Due != "2023-05-12" || a.Period != "tuần 19/2023" || a.State != assignment.Assigned {
			t.Fatalf("%+v", a)
		}
		head, center, sec := as(actor.AgencyHead, "skhdt"), as(actor.FocalPoint, "ttxtdt"), as(actor.Secretariat, "snv")
		mine := func(ctx context.Context) int {
			p, err := w.List(ctx, listing.Query{Size: 50, Filters: map[string][]string{assignment.FilterView: {string(assignment.Mine)}}})
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Rows)
		}
		if mine(head) != 1 || mine(center) != 0 || mine(as(actor.AgencyHead, "stc")) != 0 {
			t.Errorf("before handing on: head %d, center %d", mine(head), mine(center))
		}
		if _, err := w.HandOn(center, a.ID, 0, assignment.Holder{Org: "ttxtdt"}); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the center hands on to itself: %v", err)
		}
		if _, err := w.HandOn(head, a.ID, 0, assignment.Holder{Org: "stc"}); fault.FieldsOf(err)["org"] == "" {
			t.Errorf("handed on outside the agency: %v", err)
		}
		if _, err := w.HandOn(head, a.ID, 0, assignment.Holder{Org: "ttxtdt"}); err != nil {
			t.Fatal(err)
		}
		if mine(center) != 1 {
			t.Error("the center does not see what it was handed")
		}
		for range 2 { // a double click
			if _, err := w.Acknowledge(center, a.ID, 0); err != nil {
				t.Fatal(err)
			}
		}
		f, err := w.blobs.Put(center, "bao-cao.txt", strings.NewReader("Tuần 19: nhận 11, giải quyết trong ngày 11."))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := w.Report(center, a.ID, assignment.Filing{Nonce: nonce(1), Body: "Đã nhận 11, trả lời trong ngày 11.", Figure: "11/11", Percent: 100, Files: []blob.File{f}, Submit: true, Cause: assignment.Coordination}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Confirm(head, a.ID, 0); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the lead confirms itself: %v", err)
		}
		got, err := w.Return(sec, a.ID, 0, "Chưa tách theo 5 lĩnh vực.")
		if err != nil || got.State != assignment.Returned || got.TimesReturned != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := w.Report(center, a.ID, assignment.Filing{Nonce: nonce(2), Body: "Bổ sung theo 5 lĩnh vực.", Submit: true, Cause: assignment.Coordination}); err != nil {
			t.Fatal(err)
		}
		if got, err = w.Confirm(sec, a.ID, 0); err != nil || got.State != assignment.Confirmed {
			t.Errorf("%+v, %v", got, err)
		}
		reports, err := w.Reports(sec, a.ID)
		if err != nil || len(reports) != 2 || reports[0].State != assignment.ReportConfirmed || reports[1].Reason == "" || len(reports[1].Files) != 1 {
			t.Errorf("%+v, %v", reports, err)
		}
		if has, err := w.HasFile(sec, a.ID, f.ID); err != nil || !has {
			t.Errorf("file on the assignment: %v, %v", has, err)
		}
		if has, err := w.HasFile(as(actor.Officer, "khac"), a.ID, f.ID); !errors.Is(err, fault.NotFound) || has {
			t.Errorf("another agency's file: %v, %v", has, err)
		}
		if _, err := w.Report(center, a.ID, assignment.Filing{Nonce: nonce(3), Body: "Cho tuần cũ.", Period: "tuần 19/2023", Submit: true}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a report for a period that is over: %v", err)
		}
		if _, err := w.Report(head, duty.ID, assignment.Filing{Nonce: nonce(4), Body: "Cho cả năm.", Submit: true}); !errors.Is(err, fault.Conflict) {
			t.Errorf("the duty itself is reported on: %v", err)
		}
		list, err := w.acts.Timeline(t.Context(), a.ID.Ref())
		if err != nil {
			t.Fatal(err)
		}
		var verbs []string
		for _, e := range list {
			verbs = append(verbs, strings.TrimPrefix(e.Verb, "assignment."))
		}
		if diff := cmp.Diff([]string{"confirm", "report", "return", "report", "acknowledge", "hand_on", "assign"}, verbs); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNobodyConfirmsTheirOwnAgency(t *testing.T) {
	t.Parallel()
	w := set(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())), nil)
	a := w.give(t, assignment.New{Lead: "skhdt", Coordinate: []apparatus.OrgID{"snv"}, Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-30"}})
	if _, err := w.Report(as(actor.AgencyHead, "skhdt"), a.ID, assignment.Filing{Nonce: nonce(1), Body: "xong", Submit: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Confirm(as(actor.Secretariat, "snv"), a.ID, 0); !errors.Is(err, fault.Forbidden) || !strings.Contains(fault.Sentence(err), "Sở Nội vụ có phần việc") {
		t.Errorf("%v", err)
	}
	if got, err := w.Confirm(as(actor.Chairman, "tinh"), a.ID, 0); err != nil || got.State != assignment.Confirmed {
		t.Errorf("%+v %v", got, err)
	}
}

// Every state × every verb × every kind of person: a verb succeeds only where
// the diagram and the policy both allow it, and a refused one changes nothing.
func TestStateMachine(t *testing.T) {
	t.Parallel()
	people := map[string]context.Context{
		"lead head": as(actor.AgencyHead, "skhdt"), "lead officer": as(actor.Officer, "skhdt"), "center": as(actor.FocalPoint, "ttxtdt"), "other head": as(actor.AgencyHead, "stc"),
		"secretariat": as(actor.Secretariat, "snv"), "chairman": as(actor.Chairman, "tinh"), "auditor": as(actor.Auditor, "tinh"), "admin": as(actor.Admin, "tinh"),
	}
	allowed := map[assignment.Verb]string{
		assignment.VerbAcknowledge: "lead head,lead officer", assignment.VerbDispute: "lead head", assignment.VerbDecide: "secretariat,chairman", assignment.VerbHandOn: "lead head",
		assignment.VerbDraft: "lead head,lead officer", assignment.VerbReport: "lead head", assignment.VerbConfirm: "secretariat,chairman", assignment.VerbReturn: "secretariat,chairman",
		assignment.VerbCancel: "secretariat,chairman", assignment.VerbSupersede: "secretariat,chairman", assignment.VerbSetDue: "secretariat,chairman", assignment.VerbPartAsk: "lead head,secretariat,chairman",
		assignment.VerbPartDeliver: "", assignment.VerbEdit: "secretariat,chairman", assignment.VerbProgress: "lead head", assignment.VerbPause: "secretariat,chairman",
		assignment.VerbRhythm: "", assignment.VerbResume: "", assignment.VerbGoal: "secretariat,chairman",
	}
	w := set(t, storagetest.SQLite(t, schemas(), clock.At(storagetest.Start())), nil)
	n := 0
	try := func(ctx context.Context, id assignment.ID, v assignment.Verb) error {
		n++
		var err error
		switch v {
		case assignment.VerbAcknowledge:
			_, err = w.Acknowledge(ctx, id, 0)
		case assignment.VerbDispute:
			_, err = w.Dispute(ctx, id, 0, assignment.NotOurs, "không thuộc thẩm quyền")
		case assignment.VerbDecide:
			_, err = w.Decide(ctx, id, 0, "", "giữ nguyên")
		case assignment.VerbHandOn:
			_, err = w.HandOn(ctx, id, 0, assignment.Holder{Org: "ttxtdt"})
		case assignment.VerbPause:
			_, err = w.Pause(ctx, id, 0, "chờ hướng dẫn của Bộ")
		case assignment.VerbRhythm: // none of these is a standing duty
			_, err = w.SetRhythm(ctx, id, 0, "RRULE:FREQ=MONTHLY;BYMONTHDAY=25", "")
		case assignment.VerbResume: // nothing is paused here: nobody may
			_, err = w.Resume(ctx, id, 0, "đã có hướng dẫn")
		case assignment.VerbGoal:
			_, err = w.SetGoal(ctx, id, 0, assignment.Goal{Unit: "thủ tục", Baseline: "0", Target: "40"}, "")
		case assignment.VerbProgress:
			_, err = w.Report(ctx, id, assignment.Filing{Nonce: fmt.Sprintf("01h00000000000000000%06d", n), Body: "tiến độ", Submit: true, Progress: true})
		case assignment.VerbOpen, assignment.VerbExtend, assignment.VerbReckon:
		case assignment.VerbDraft, assignment.VerbReport:
			_, err = w.Report(ctx, id, assignment.Filing{Nonce: fmt.Sprintf("01h00000000000000000%06d", n), Body: "kết quả", Submit: v == assignment.VerbReport})
		case assignment.VerbConfirm:
			_, err = w.Confirm(ctx, id, 0)
		case assignment.VerbReturn:
			_, err = w.Return(ctx, id, 0, "thiếu số liệu")
		case assignment.VerbCancel:
			_, err = w.Cancel(ctx, id, 0, "rút")
		case assignment.VerbSupersede:
			_, err = w.Supersede(ctx, id, 0, "thay bằng số 7")
		case assignment.VerbSetDue:
			_, err = w.SetDue(ctx, id, 0, "2023-12-29", "theo chỉ đạo")
		case assignment.VerbPartAsk:
			_, err = w.AskPart(ctx, id, "stc", "số liệu", "")
		case assignment.VerbPartDeliver:
			_, err = w.DeliverPart(ctx, id, "stc", "đã gửi")
		case assignment.VerbEdit:
			_, err = w.Edit(ctx, id, 0, "Nội dung sửa", "skhdt", "sửa")
		case assignment.VerbAssign:
		}
		return err
	}
	bring := func(to assignment.State) assignment.ID {
		a := w.give(t, assignment.New{Lead: "skhdt", Draft: to == assignment.Drafted, Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: "2023-12-30"}})
		head, sec := people["lead head"], people["secretariat"]
		road := map[assignment.State][]assignment.Verb{
			assignment.Acknowledged: {assignment.VerbAcknowledge}, assignment.Disputed: {assignment.VerbDispute}, assignment.Reported: {assignment.VerbReport},
			assignment.Confirmed: {assignment.VerbReport, assignment.VerbConfirm}, assignment.Returned: {assignment.VerbReport, assignment.VerbReturn}, assignment.Cancelled: {assignment.VerbCancel}, assignment.Superseded: {assignment.VerbSupersede},
		}
		for _, v := range road[to] {
			ctx := head
			if strings.Contains(allowed[v], "secretariat") {
				ctx = sec
			}
			if err := try(ctx, a.ID, v); err != nil {
				t.Fatalf("bring to %s by %s: %v", to, v, err)
			}
		}
		return a.ID
	}
	for _, state := range assignment.States() {
		for _, v := range assignment.Verbs() {
			for who, ctx := range people {
				id := bring(state)
				before, err := w.Find(people["chairman"], id)
				if err != nil || before.State != state {
					t.Fatalf("%s: %+v, %v", state, before, err)
				}
				err = try(ctx, id, v)
				after, ferr := w.Find(people["chairman"], id)
				if ferr != nil {
					t.Fatal(ferr)
				}
				may := strings.Contains(","+allowed[v]+",", ","+who+",")
				switch {
				case err == nil && !may:
					t.Errorf("%s in %s by %s was taken", v, state, who)
				case err == nil && !v.Possible(state) && after.Rev != before.Rev:
					t.Errorf("%s in %s by %s changed something", v, state, who)
				case err != nil && may && v.Possible(state):
					t.Errorf("%s in %s by %s was refused: %v", v, state, who, err)
				case err != nil && after.Rev != before.Rev:
					t.Errorf("%s in %s by %s failed and changed something", v, state, who)
				case err != nil && fault.KindOf(err) == fault.Internal:
					t.Errorf("%s in %s by %s: %v", v, state, who, err)
				case err != nil && (who == "other head" || who == "admin" || who == "center") && !errors.Is(err, fault.NotFound):
					t.Errorf("%s by %s shows that the record exists: %v", v, who, err)
				}
			}
		}
	}
}

func TestListsSearchAndPages(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		for i := range 7 {
			d := assignment.Deadline{Kind: assignment.NoDate, Vague: true, Phrase: "khẩn trương"}
			if i < 5 {
				d = assignment.Deadline{Kind: assignment.OnDate, Date: w.clockDay(i)}
			}
			w.give(t, assignment.New{Title: fmt.Sprintf("Đơn giản hóa thủ tục số %d", i), Lead: []apparatus.OrgID{"skhdt", "stc"}[i%2], AssignedOn: "2023-05-08", Deadline: d})
		}
		group := w.give(t, assignment.New{Title: "Thi tuyển cạnh tranh", Members: []apparatus.OrgID{"snv", "skhdt", "stc"}})
		members, err := w.Members(as(actor.Secretariat, "snv"), group.ID)
		if err != nil || len(members) != 3 || !group.Group {
			t.Fatalf("%d members, %v", len(members), err)
		}
		sec := as(actor.Secretariat, "snv")
		list := func(ctx context.Context, q listing.Query) (out []string) {
			if q.Size == 0 {
				q.Size = 3
			}
			for range 20 {
				p, err := w.List(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range p.Rows {
					out = append(out, a.Title+"/"+string(a.Lead))
				}
				if p.Next == nil {
					return out
				}
				q.Cursor = p.Next
			}
			t.Fatal("pages do not end")
			return nil
		}
		if all := list(sec, listing.Query{}); len(all) != 10 || all[0] != "Đơn giản hóa thủ tục số 0/skhdt" {
			t.Errorf("all: %v", all)
		}
		for _, sort := range assignment.Sorts() {
			if got := list(sec, listing.Query{Sort: sort}); len(got) != 10 {
				t.Errorf("sort %s: %d rows", sort, len(got))
			}
		}
		if got := list(sec, listing.Query{Search: "don gian hoa so 3"}); !cmp.Equal(got, []string{"Đơn giản hóa thủ tục số 3/stc"}) {
			t.Errorf("search: %v", got)
		}
		if got := list(sec, listing.Query{Search: "thủ tục"}); len(got) != 7 || got[0] != "Đơn giản hóa thủ tục số 6/skhdt" {
			t.Errorf("newest first: %v", got)
		}
		view := func(v assignment.View) map[string][]string {
			return map[string][]string{assignment.FilterView: {string(v)}}
		}
		if got := list(sec, listing.Query{Filters: view(assignment.Late)}); len(got) != 2 {
			t.Errorf("late: %v", got)
		}
		if got := list(sec, listing.Query{Filters: view(assignment.Undated)}); len(got) != 5 {
			t.Errorf("undated: %v", got)
		}
		if got := list(as(actor.AgencyHead, "stc"), listing.Query{}); len(got) != 4 {
			t.Errorf("another agency sees %v", got)
		}
		if got := list(as(actor.Officer, "khong"), listing.Query{Search: "thu tuc"}); len(got) != 0 {
			t.Errorf("a stranger finds %v", got)
		}
		if _, err := w.Find(as(actor.AgencyHead, "stc"), members[0].ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("somebody else's record: %v", err)
		}
		if _, err := w.SetDue(sec, members[0].ID, members[0].Rev, "", "Trưởng ban chấp nhận"); err != nil {
			t.Fatal(err)
		}
		var stale *assignment.StaleError
		if _, err := w.SetDue(sec, members[0].ID, members[0].Rev, "2023-07-03", "muộn"); !errors.Is(err, fault.Conflict) || !errors.As(err, &stale) || !stale.Now.DueSettled {
			t.Errorf("stale edit: %v", err)
		}
		if got := list(sec, listing.Query{Filters: view(assignment.Undated)}); len(got) != 4 {
			t.Errorf("undated after one was settled: %v", got)
		}
	})
}
