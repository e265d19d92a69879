package dashboard_test

import (
	"context"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/dashboard"
	"dondoc/internal/identity"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/tally"
	"dondoc/internal/workday"
)

func schemas() []storage.Schema {
	return []storage.Schema{audit.Schema(), apparatus.Schema(), identity.Schema(), setting.Schema(), blob.Schema(), assignment.Schema(), dashboard.Schema()}
}

type world struct {
	*dashboard.Service

	t        *testing.T
	clock    *clock.Manual
	work     *assignment.Service
	people   *identity.Service
	acts     *audit.Service
	accounts map[string]string
}

func run(t *testing.T, test func(t *testing.T, w world)) {
	t.Helper()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		acts := audit.New(db)
		dir := apparatus.New(db)
		if err := dir.Import(t.Context(), "kiểm thử", []apparatus.Org{
			{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province},
			{ID: "snv", Name: "Sở Nội vụ", Kind: apparatus.Department, Parent: "tinh"},
			{ID: "stc", Name: "Sở Tài chính", Kind: apparatus.Department, Parent: "tinh"},
			{ID: "skhdt", Name: "Sở Kế hoạch và Đầu tư", Kind: apparatus.Department, Parent: "tinh"},
		}, apparatus.DefaultGroups(), nil); err != nil {
			t.Fatal(err)
		}
		store, err := blob.New(db, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		hour := func() time.Duration { return time.Hour }
		w := world{t: t, clock: c, acts: acts, people: identity.New(db, identity.Limits{Idle: hour, Privileged: hour, Absolute: hour}), accounts: map[string]string{}}
		cal := workday.Default()
		of := func() *workday.Calendar { return cal }
		w.work = assignment.NewService(db, assignment.Deps{Directory: dir.Directory, Calendar: of, Blobs: store})
		w.Service = dashboard.New(db, dashboard.Deps{Assignments: w.work, Tally: tally.New(db, tally.Deps{Assignments: w.work, Directory: dir.Directory, Calendar: of}), Directory: dir.Directory, Calendar: of, Acts: acts, Accounts: w.people, TempDir: t.TempDir()})
		t.Cleanup(func() { _ = w.Close() })
		for user, a := range map[string]identity.Account{
			"chutich": {Name: "Chủ tịch A", Org: "tinh", Grants: []actor.Grant{{Role: actor.Chairman, Org: "tinh"}}},
			"pho":     {Name: "Phó Chủ tịch B", Org: "tinh", Grants: []actor.Grant{{Role: actor.Deputy, Org: "stc"}}},
			"pho2":    {Name: "Phó Chủ tịch kiêm Giám đốc C", Org: "skhdt", Grants: []actor.Grant{{Role: actor.Deputy, Org: "skhdt"}}},
			"truc":    {Name: "Thường trực D", Org: "snv", Grants: []actor.Grant{{Role: actor.Secretariat, Org: "snv"}}},
			"snv":     {Name: "Giám đốc E", Org: "snv", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "snv"}}},
			"skhdt":   {Name: "Giám đốc G", Org: "skhdt", Grants: []actor.Grant{{Role: actor.AgencyHead, Org: "skhdt"}}},
		} {
			a.User = user
			made, err := w.people.CreateAccount(actor.With(t.Context(), actor.System("kiểm thử")), a, "mot-mat-khau-dai-dai")
			if err != nil {
				t.Fatal(err)
			}
			w.accounts[user] = made.ID
		}
		test(t, w)
	})
}

// as is a person as the next request would find them.
func (w world) as(user string) context.Context {
	w.t.Helper()
	who, err := w.people.As(w.t.Context(), w.accounts[user])
	if err != nil {
		w.t.Fatal(err)
	}
	return actor.With(w.t.Context(), who)
}

func (w world) give(lead apparatus.OrgID, d assignment.Deadline) assignment.Assignment {
	w.t.Helper()
	a, err := w.work.Assign(w.as("truc"), assignment.New{Title: "Rà soát thủ tục đầu tư", Lead: lead, Deadline: d})
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w world) disputed() assignment.Assignment {
	w.t.Helper()
	a := w.give("skhdt", assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-30", Bound: workday.By})
	out, err := w.work.Dispute(w.as("skhdt"), a.ID, a.Rev, assignment.NotOurs, "thuộc Sở Tài chính")
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// item finds the only item of a kind that somebody sees.
func (w world) item(user string, k dashboard.Kind) (x dashboard.Item, n int) {
	w.t.Helper()
	items, err := w.Items(w.as(user))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, i := range items {
		if i.Kind == k {
			x = i
			n++
		}
	}
	return x, n
}

func (w world) recent() []dashboard.Decided {
	w.t.Helper()
	list, err := w.Recent(w.as("chutich"))
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func choose(x dashboard.Item, a dashboard.Action, value string) dashboard.Choice {
	return dashboard.Choice{Kind: x.Kind, ID: x.ID, Rev: x.Rev, Action: a, Value: value}
}

func (w world) find(id assignment.ID) assignment.Assignment {
	w.t.Helper()
	a, err := w.work.Find(w.as("chutich"), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w world) delegated(taker string, from, until civil.Date, kinds ...identity.DecisionKind) identity.Delegation {
	w.t.Helper()
	d, err := w.people.Delegate(w.as("chutich"), identity.Delegation{Taker: w.accounts[taker], Kinds: kinds, From: from, Until: until})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}
