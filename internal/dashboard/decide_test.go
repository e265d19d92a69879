package dashboard_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/dashboard"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/workday"
)

// A proposal is shown with its author and decides nothing; what is decided by
// it carries its words; one made for an earlier state is shown no more.
func TestAProposalNeverDecides(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		a := w.disputed()
		x, _ := w.item("truc", identity.DecideDispute)
		if err := w.Propose(w.as("truc"), choose(x, dashboard.Reassign, "stc")); !errors.Is(err, fault.Invalid) {
			t.Errorf("a proposal without grounds: %v", err)
		}
		c := choose(x, dashboard.Reassign, "stc")
		c.Why = "Quy định về chức năng của Sở Tài chính."
		if err := w.Propose(w.as("truc"), c); err != nil {
			t.Fatal(err)
		}
		if err := w.Propose(w.as("pho"), c); !errors.Is(err, fault.Forbidden) {
			t.Errorf("a deputy proposes: %v", err)
		}
		if err := w.Decide(w.as("truc"), c); !errors.Is(err, fault.Forbidden) {
			t.Errorf("the secretariat decides here: %v", err)
		}
		if got := w.find(a.ID); got.State != assignment.Disputed {
			t.Fatalf("the proposal decided: %s", got.State)
		}
		x, _ = w.item("chutich", identity.DecideDispute)
		if x.Proposal == nil || x.Proposal.By != "Thường trực D" || x.Proposal.Value != "stc" {
			t.Fatalf("%+v", x.Proposal)
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.Reassign, "stc")); err != nil {
			t.Fatal(err)
		}
		if got := w.find(a.ID); got.Lead != "stc" || got.State != assignment.Assigned {
			t.Errorf("%s of %s", got.State, got.Lead)
		}
		recent, err := w.Recent(w.as("chutich"))
		if err != nil || len(recent) != 1 || !strings.HasPrefix(recent[0].Why, "Theo đề xuất của Thường trực D") {
			t.Fatalf("%+v, %v", recent, err)
		}
		if err := w.Undo(w.as("chutich"), recent[0].Act); err != nil {
			t.Fatal(err)
		}
		if x, _ = w.item("chutich", identity.DecideDispute); x.Proposal != nil {
			t.Error("a proposal for an earlier state is still shown")
		}
	})
}

// A decision is for what was seen, and can be taken back for ten minutes, by
// its own maker, unless somebody has worked on it.
func TestADecisionIsTakenBackWithinTenMinutesOnly(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		a := w.disputed()
		x, _ := w.item("chutich", identity.DecideDispute)
		stale := choose(x, dashboard.Uphold, "")
		stale.Rev--
		if err := w.Decide(w.as("chutich"), stale); !errors.Is(err, fault.Conflict) {
			t.Errorf("decided on another state: %v", err)
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.Uphold, "")); err != nil {
			t.Fatal(err)
		}
		recent, err := w.Recent(w.as("chutich"))
		if err != nil || len(recent) != 1 {
			t.Fatalf("%v, %v", recent, err)
		}
		w.clock.Set(w.clock.Now().Add(11 * time.Minute))
		if err := w.Undo(w.as("chutich"), recent[0].Act); !errors.Is(err, fault.Conflict) {
			t.Errorf("after eleven minutes: %v", err)
		}
		if got := w.find(a.ID); got.State != assignment.Assigned {
			t.Errorf("%s", got.State)
		}
		// somebody has worked on it
		b := w.give("stc", assignment.Deadline{Kind: assignment.NoDate})
		x, _ = w.item("chutich", identity.DecideUndated)
		if x.ID != string(b.ID) {
			t.Fatalf("%+v", x)
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.SetDay, "30/09/2023")); err != nil {
			t.Fatal(err)
		}
		recent = w.recent()
		if _, err := w.work.Edit(w.as("truc"), b.ID, 0, "Rà soát thủ tục đất đai", "stc", "sửa lỗi chính tả"); err != nil {
			t.Fatal(err)
		}
		if err := w.Undo(w.as("chutich"), recent[0].Act); !errors.Is(err, fault.Conflict) {
			t.Errorf("undone over somebody's work: %v", err)
		}
	})
}

// The own agency's report is the chairman's to confirm; undoing puts the
// report back too.
func TestTheSecretariatsOwnReportWaitsForTheChairman(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		a := w.give("snv", assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-30", Bound: workday.By})
		other := w.give("stc", assignment.Deadline{Kind: assignment.OnDate, Date: "2023-06-30", Bound: workday.By})
		if _, err := w.work.Report(w.as("snv"), a.ID, assignment.Filing{Nonce: "01h0000000000000000000001", Body: "xong", Submit: true}); err != nil {
			t.Fatal(err)
		}
		x, n := w.item("chutich", identity.DecideReport)
		if n != 1 || x.ID != string(a.ID) || x.ID == string(other.ID) {
			t.Fatalf("%d, %+v", n, x)
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.GiveBack, "")); !errors.Is(err, fault.Invalid) {
			t.Errorf("sent back without a reason: %v", err)
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.Confirm, "")); err != nil {
			t.Fatal(err)
		}
		if got := w.find(a.ID); got.State != assignment.Confirmed {
			t.Fatalf("%s", got.State)
		}
		recent := w.recent()
		if err := w.Undo(w.as("chutich"), recent[0].Act); err != nil {
			t.Fatal(err)
		}
		reports, err := w.work.Reports(w.as("chutich"), a.ID)
		if got := w.find(a.ID); err != nil || got.State != assignment.Reported || got.ConfirmedOn != "" || reports[0].State != assignment.ReportSubmitted {
			t.Errorf("%s, %+v, %v", got.State, reports, err)
		}
		x, _ = w.item("chutich", identity.DecideReport)
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.Confirm, "")); err != nil {
			t.Errorf("confirmed once more: %v", err)
		}
	})
}

// An instruction becomes an assignment that comes from the item, with one lead
// and a day; taken back, it is cancelled.
func TestAnInstructionBecomesAnAssignment(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		a := w.disputed()
		bad := dashboard.Order{Kind: identity.DecideDispute, ID: string(a.ID), Words: " ", Day: "30/02/2023"}
		if _, err := w.Instruct(w.as("chutich"), bad); !errors.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) != 3 {
			t.Errorf("%v", err)
		}
		got, err := w.Instruct(w.as("chutich"), dashboard.Order{Kind: identity.DecideDispute, ID: string(a.ID), Words: "Họp hai sở, báo cáo phương án", Lead: "snv", Day: "20/06/2023"})
		if err != nil || got.Lead != "snv" || got.Due != "2023-06-20" || got.Origin != a.ID.Ref() {
			t.Fatalf("%+v, %v", got, err)
		}
		x, _ := w.item("chutich", identity.DecideDispute)
		if len(x.Instructed) != 1 || x.Instructed[0].ID != got.ID {
			t.Errorf("%+v", x.Instructed)
		}
		recent := w.recent()
		if len(recent) != 1 || !recent[0].Instruction {
			t.Fatalf("%+v", recent)
		}
		if err := w.Undo(w.as("chutich"), recent[0].Act); err != nil {
			t.Fatal(err)
		}
		if now := w.find(got.ID); now.State != assignment.Cancelled {
			t.Errorf("%s", now.State)
		}
	})
}

// A deputy sees the bodies of the remit and decides what is delegated, on the
// days that it is, and nothing of the own agency; the record says for whom.
func TestADeputyDecidesWhatIsDelegatedWhileItIs(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		a := w.disputed() // of the department of planning
		w.give("stc", assignment.Deadline{Kind: assignment.NoDate})
		if _, n := w.item("pho", identity.DecideDispute); n != 0 {
			t.Error("a deputy sees what lies outside the remit")
		}
		x, n := w.item("pho", identity.DecideUndated)
		if n != 1 || x.Refused == "" {
			t.Errorf("of the remit: %d, %q", n, x.Refused)
		}
		if err := w.Decide(w.as("pho"), choose(x, dashboard.NoDay, "")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("decided without a delegation: %v", err)
		}
		for what, d := range map[string]identity.Delegation{
			"to the secretariat":  {Taker: w.accounts["truc"], Kinds: []identity.DecisionKind{identity.DecideDispute}, From: "2023-06-12", Until: "2023-06-13"},
			"of nothing":          {Taker: w.accounts["pho"], From: "2023-06-12", Until: "2023-06-13"},
			"into the past":       {Taker: w.accounts["pho"], Kinds: []identity.DecisionKind{identity.DecideDispute}, From: "2023-06-01", Until: "2023-06-13"},
			"that ends before it": {Taker: w.accounts["pho"], Kinds: []identity.DecisionKind{identity.DecideDispute}, From: "2023-06-14", Until: "2023-06-13"},
		} {
			if _, err := w.people.Delegate(w.as("chutich"), d); !errors.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := w.people.Delegate(w.as("pho"), identity.Delegation{Taker: w.accounts["pho2"]}); !errors.Is(err, fault.Forbidden) {
			t.Errorf("a deputy delegates: %v", err)
		}
		w.delegated("pho", "2023-06-13", "2023-06-14", identity.DecideDispute)
		if _, n := w.item("pho", identity.DecideDispute); n != 0 {
			t.Error("it holds a day early")
		}
		w.clock.Set(civil.Date("2023-06-13").At(8, 0))
		x, n = w.item("pho", identity.DecideDispute)
		if n != 1 || x.Refused != "" {
			t.Fatalf("delegated: %d, %q", n, x.Refused)
		}
		u, _ := w.item("pho", identity.DecideUndated)
		if err := w.Decide(w.as("pho"), choose(u, dashboard.NoDay, "")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("another kind: %v", err)
		}
		late := w.as("pho") // a request that began while it held is judged by what it found
		if err := w.Decide(late, choose(x, dashboard.Reassign, "stc")); err != nil {
			t.Fatal(err)
		}
		line, err := w.acts.Timeline(t.Context(), a.ID.Ref())
		if err != nil || line[0].Actor.ID != w.accounts["pho"] || line[0].Actor.Name != "Phó Chủ tịch B, thừa ủy quyền Chủ tịch A" {
			t.Errorf("%+v, %v", line[0].Actor, err)
		}
		w.clock.Set(civil.Date("2023-06-15").At(0, 1))
		if who := actor.From(w.as("pho")); identity.Allows(who, identity.DecisionTake) || identity.SeesAll(who) {
			t.Error("it still gives something after its last day")
		}
		// revoked before its end, it gives nothing either; and none for the own agency
		b := w.disputed()
		d := w.delegated("pho2", "2023-06-15", "2023-06-30", identity.DecideDispute)
		x, _ = w.item("pho2", identity.DecideDispute)
		if x.ID != string(b.ID) || x.Refused == "" {
			t.Errorf("of the own agency: %+v", x)
		}
		if err := w.Decide(w.as("pho2"), choose(x, dashboard.Uphold, "")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("decided on the own agency: %v", err)
		}
		if err := w.people.Revoke(w.as("pho2"), d.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("revoked by the taker: %v", err)
		}
		if err := w.people.Revoke(w.as("chutich"), d.ID); err != nil {
			t.Fatal(err)
		}
		if who := actor.From(w.as("pho2")); len(who.Mandates) != 0 {
			t.Error("revoked and still there")
		}
	})
}

// Rooms contribute items of their own; what they decide is theirs.
func TestAnotherRoomContributesItems(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		var got dashboard.Choice
		src := &dashboard.Source{
			Kind: identity.DecideExtension,
			Items: func(context.Context) ([]dashboard.Item, error) {
				return []dashboard.Item{{Kind: identity.DecideExtension, ID: "e1", Rev: 4, What: "Gia hạn", Org: "stc", Since: "2023-06-08", Options: []dashboard.Option{{Action: dashboard.Approve, Label: "Đồng ý gia hạn"}, {Action: dashboard.Refuse, Label: "Không đồng ý"}}}}, nil
			},
			Decide: func(_ context.Context, c dashboard.Choice) error { got = c; return nil },
		}
		w.Contribute(src, nil)
		x, n := w.item("chutich", identity.DecideExtension)
		if n != 1 {
			t.Fatal("the item is not there")
		}
		if err := w.Decide(w.as("chutich"), choose(x, dashboard.Refuse, "")); err != nil || got.ID != "e1" || got.Action != dashboard.Refuse || got.Why == "" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// The words of the digest name bodies and days, and no person.
func TestTheDigestInPlainWords(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w world) {
		w.disputed()
		w.clock.Set(civil.Date("2023-07-04").At(7, 0)) // the second working day after the due day
		d, err := w.Digest(w.as("chutich"))
		if err != nil {
			t.Fatal(err)
		}
		s := w.Text(d)
		for _, want := range []string{"Cần quyết định: 1 việc", "Đang trễ: 1 việc", "trễ 2 ngày làm việc", "Sở Kế hoạch và Đầu tư"} {
			if !strings.Contains(s, want) {
				t.Errorf("%q is missing in\n%s", want, s)
			}
		}
		if strings.Contains(s, "Giám đốc") {
			t.Error("a person is named")
		}
	})
}
