package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// An agency that is dissolved while it holds work (O02): not without saying who
// takes over; then every open assignment has somebody who sees it and who is
// told by the ladder, and its history is still there.
func TestNoWorkIsLeftWithoutAnOwner(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() + "/x.db" },
		"postgres": func(t *testing.T) string { return storagetest.PostgresAddress(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clock.At(civil.Date("2025-02-03").At(9, 0))
			dissolve(t, address(t), c)
		})
	}
}

func dissolve(t *testing.T, address string, c *clock.Manual) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	a, err := openRemind(ctx, address, t.TempDir(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sub := func(id apparatus.OrgID, name string) apparatus.Org {
		return apparatus.Org{ID: id, Name: name, Kind: apparatus.Department, Parent: "tinh"}
	}
	must(a.Apparatus.Import(ctx, "kiểm thử", []apparatus.Org{
		{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
		sub("snv", "Sở Nội vụ"), sub("skhdt", "Sở Kế hoạch và Đầu tư"), sub("stc", "Sở Tài chính"), sub("sxd", "Sở Xây dựng"),
		{ID: "phong", Name: "Phòng Đấu thầu (minh họa)", Kind: apparatus.Division, Parent: "skhdt"},
	}, nil, nil))
	ids := map[string]string{}
	for user, role := range map[string]actor.Role{"snv": actor.Secretariat, "skhdt": actor.AgencyHead, "stc": actor.AgencyHead, "sxd": actor.AgencyHead} {
		acc, err := a.Identity.CreateAccount(ctx, identity.Account{User: user, Name: "Người " + user, Org: user, Grants: []actor.Grant{{Role: role, Org: user}}}, password)
		must(err)
		ids[user] = acc.ID
	}
	const n = 30
	var given []assignment.ID
	must(a.DB.Write(ctx, storage.Act{Verb: "assignment.enter", On: ref.New("assignment", "new")}, func(tx *storage.Tx) error {
		given = nil
		for i := range n {
			lead := apparatus.OrgID("skhdt")
			if i%3 == 0 {
				lead = "phong"
			}
			x, _, err := a.Assignments.AssignTx(ctx, tx, assignment.New{Title: fmt.Sprintf("Việc số %d", i), Lead: lead, Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2025-03-07"}})
			if err != nil {
				return err
			}
			given = append(given, x.ID)
		}
		return nil
	}))
	// without a successor it is refused, and the sentence names what is open; an edit is no way round
	o, _ := a.Apparatus.Directory().Get("skhdt")
	if err := a.Apparatus.End(ctx, "skhdt", o.Rev, "2025-02-28", nil, "Nghị quyết"); !strings.Contains(fault.FieldsOf(err)["successors"], "đang giữ 20 nhiệm vụ chưa xong") {
		t.Errorf("ended without a successor: %v %v", err, fault.FieldsOf(err))
	}
	o.To = "2025-02-28"
	if err := a.Apparatus.Edit(ctx, o, "kết thúc"); !strings.Contains(fault.FieldsOf(err)["to"], "đang giữ 20 nhiệm vụ chưa xong") {
		t.Errorf("ended by an edit: %v %v", err, fault.FieldsOf(err))
	}
	must(a.Apparatus.End(ctx, "skhdt", o.Rev, "2025-02-28", []apparatus.OrgID{"stc"}, "Nghị quyết 18 (minh họa)"))
	c.Set(civil.Date("2025-03-10").At(5, 30))
	who, err := a.Identity.As(ctx, ids["stc"])
	must(err)
	stc := actor.With(t.Context(), who)
	told, err := a.Ladder.Run(actor.With(t.Context(), actor.System("đôn đốc")))
	if err != nil || told != n {
		t.Errorf("%d told, want %d, %v", told, n, err)
	}
	for _, id := range given {
		if _, err := a.Assignments.Find(stc, id); err != nil {
			t.Errorf("the successor does not see %s: %v", id, err)
		}
		acts, err := a.Acts.Timeline(ctx, id.Ref())
		if err != nil || len(acts) != 2 || acts[1].Verb != string(assignment.VerbAssign) || acts[0].Verb != "ladder.tell" || !strings.Contains(acts[0].Reason, "Người stc") {
			t.Errorf("history of %s: %d acts, %v", id, len(acts), err)
		}
	}
	// the invariant: no open assignment without a living body that has taken it over
	dir, today := a.Apparatus.Directory(), civil.Date("2025-03-10")
	leads, err := storage.List(ctx, a.DB.Reader(), storage.Scalar[string], "SELECT DISTINCT lead_org FROM assignment WHERE is_open = TRUE")
	must(err)
	for _, lead := range leads {
		alive := 0
		for _, heir := range dir.Heirs(apparatus.OrgID(lead), today) {
			if x, ok := dir.Get(heir); ok && x.On(today) {
				alive++
			}
		}
		if alive == 0 {
			t.Errorf("what %s owes has no owner", lead)
		}
	}
	if list, err := a.Notify.Inbox(stc, notify.InboxQuery{Size: 100}); err != nil || len(list) != n {
		t.Errorf("the successor has %d messages, want %d, %v", len(list), n, err)
	}
	other, err := a.Identity.As(ctx, ids["sxd"])
	must(err)
	if _, err := a.Assignments.Find(actor.With(t.Context(), other), given[1]); !errors.Is(err, fault.NotFound) {
		t.Errorf("somebody else sees it: %v", err)
	}
}

// One conclusion that gives 300 tasks to 40 agencies (O11): one transaction, in
// no more than five seconds, and one letter for each agency next morning.
func TestThreeHundredTasksToFortyAgencies(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() + "/x.db" },
		"postgres": func(t *testing.T) string { return storagetest.PostgresAddress(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			threeHundred(t, address(t))
		})
	}
}

func threeHundred(t *testing.T, address string) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	c := clock.At(civil.Date("2023-06-12").At(9, 0))
	a, err := openRemind(ctx, address, t.TempDir(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	box := openPostbox(t)
	k := &killing{t: t, box: box}
	const agencies, tasks = 40, 300
	orgs := []apparatus.Org{{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province}}
	for i := range agencies {
		orgs = append(orgs, apparatus.Org{ID: apparatus.OrgID(fmt.Sprint("so", i)), Name: fmt.Sprintf("Sở số %d (minh họa)", i), Kind: apparatus.Department, Parent: "tinh"})
	}
	k.must(a.Apparatus.Import(ctx, "kiểm thử", orgs, nil, nil))
	for _, o := range orgs[1:] {
		acc, err := a.Identity.CreateAccount(ctx, identity.Account{User: string(o.ID), Name: "Thủ trưởng " + o.Name, Org: string(o.ID), Grants: []actor.Grant{{Role: actor.AgencyHead, Org: string(o.ID)}}}, password)
		k.must(err)
		k.must(a.Notify.Put(ctx, notify.Preference{Account: acc.ID, Mail: string(o.ID) + "@example.vn"}))
	}
	k.settle(ctx, a)
	start := time.Now()
	k.must(a.DB.Write(ctx, storage.Act{Verb: "assignment.enter", On: ref.New("assignment", "new")}, func(tx *storage.Tx) error {
		for i := range tasks {
			if _, _, err := a.Assignments.AssignTx(ctx, tx, assignment.New{
				Title: fmt.Sprintf("Việc số %d", i), Lead: orgs[1+i%agencies].ID, Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2023-06-19"},
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("giving out took %s", took)
	}
	// that night all come to a rung; in the morning each agency has one letter
	c.Set(civil.Date("2023-06-13").At(5, 30))
	if n, err := a.Ladder.Run(ctx); err != nil || n != tasks {
		t.Fatalf("%d told, %v", n, err)
	}
	for _, at := range []int{6, 8, 9} {
		c.Set(civil.Date("2023-06-13").At(at, 0))
		k.must(a.Notify.Round(ctx))
	}
	if letters, copies, _ := box.counts(); letters != agencies || copies != 0 {
		t.Errorf("%d letters and %d copies for %d agencies", letters, copies, agencies)
	}
}
