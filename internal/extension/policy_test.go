package extension_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/extension"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestWhoMayAskAndDecide(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		for name, x := range map[string]struct {
			ctx  context.Context //nolint:containedctx // who asks
			want fault.Kind
		}{
			"another agency": {as(actor.AgencyHead, "stc"), fault.NotFound}, "an officer": {as(actor.Officer, "skhdt"), fault.Forbidden}, "the assigning side": {secretary, fault.Forbidden}, "the chairman": {chairman, fault.Forbidden},
		} {
			if _, err := w.Ask(x.ctx, a.ID, w.wish("2023-06-30"), nil); fault.KindOf(err) != x.want {
				t.Errorf("%s asks: %v", name, err)
			}
		}
		r := w.ask(t, a, "2023-06-20")
		if err := w.MayAsk(head, a.ID); !errors.Is(err, fault.Conflict) {
			t.Errorf("a second open one: %v", err)
		}
		if _, err := w.Ask(head, a.ID, w.wish("2023-06-21"), nil); !errors.Is(err, fault.Conflict) || fault.Sentence(err) == fault.Sentence(fault.Conflict) {
			t.Errorf("a second open one: %v", err)
		}
		for name, ctx := range map[string]context.Context{"the head itself": head, "an auditor": as(actor.Auditor, "tinh")} {
			if _, err := w.Decide(ctx, r.ID, r.Rev, grant("")); !errors.Is(err, fault.Forbidden) {
				t.Errorf("%s decides: %v", name, err)
			}
		}
		if _, err := w.Decide(secretary, r.ID, r.Rev, extension.Verdict{Choice: extension.Refuse, Reason: " "}); fault.FieldsOf(err)["reason"] == "" {
			t.Errorf("refused without a reason: %v", err)
		}
		if _, err := w.Decide(secretary, r.ID, r.Rev, grant(due)); fault.FieldsOf(err)["until"] == "" {
			t.Errorf("granted no later day: %v", err)
		}
		if r, err := w.Decide(secretary, r.ID, r.Rev, grant("")); err != nil || r.State != extension.Granted {
			t.Fatal(err)
		}
		// the further one is the chairman's; the secretariat prepares it
		second := w.ask(t, a, "2023-07-20")
		if second.Nth != 2 {
			t.Errorf("nth %d", second.Nth)
		}
		for _, v := range []extension.Verdict{grant(""), {Choice: extension.Refuse, Reason: "không"}} {
			if _, err := w.Decide(secretary, second.ID, second.Rev, v); !errors.Is(err, fault.Forbidden) {
				t.Errorf("the secretariat decides a second one: %v", err)
			}
		}
		list, err := w.Pending(secretary)
		if err != nil || len(list) != 0 {
			t.Errorf("pending for the secretariat: %d %v", len(list), err)
		}
		if second, err = w.Propose(secretary, second.ID, second.Rev, extension.Verdict{Choice: extension.Refuse, Reason: "Đã gia hạn một lần."}); err != nil {
			t.Fatal(err)
		}
		if list, err := w.Pending(chairman); err != nil || len(list) != 1 || !list[0].Further || list[0].Proposal.Choice != extension.Refuse {
			t.Errorf("pending for the chairman: %+v %v", list, err)
		}
		if _, err := w.Decide(chairman, second.ID, second.Rev, grant("2023-07-14")); err != nil || w.now(t, a.ID).Due != "2023-07-14" || w.now(t, a.ID).OriginalDue != due {
			t.Errorf("the chairman: %v", err)
		}
		// whose agency has a part decides nothing, and prepares nothing
		part := w.give(t, "stc", "snv")
		third := w.ask(t, part, "2023-06-20")
		if _, err := w.Decide(secretary, third.ID, third.Rev, grant("")); !errors.Is(err, fault.Forbidden) || !strings.Contains(fault.Sentence(err), "Sở Nội vụ có phần việc") {
			t.Errorf("with a part: %v", err)
		}
		if _, err := w.Propose(secretary, third.ID, third.Rev, grant("")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("with a part: %v", err)
		}
		if _, err := w.Decide(chairman, third.ID, third.Rev, grant("")); err != nil {
			t.Error(err)
		}
		// nobody decides what they asked for
		both := actor.Actor{Kind: actor.Person, ID: "both", Name: "Kiêm nhiệm", Org: "tinh", Grants: []actor.Grant{{Role: actor.Chairman, Org: "tinh"}, {Role: actor.AgencyHead, Org: "stc"}}}
		own := w.give(t, "stc")
		r, err = w.Ask(actor.With(t.Context(), both), own.ID, w.wish("2023-06-20"), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Decide(actor.With(t.Context(), both), r.ID, r.Rev, grant("")); !errors.Is(err, fault.Forbidden) {
			t.Errorf("decided for oneself: %v", err)
		}
		if _, err := w.Withdraw(actor.With(t.Context(), both), r.ID, r.Rev); err != nil {
			t.Error(err)
		}
		if _, err := w.Decide(secretary, r.ID, 0, grant("")); !errors.Is(err, fault.Conflict) {
			t.Errorf("a withdrawn one is decided: %v", err)
		}
	})
}

func TestTwoDecideAtOnceAndOneWins(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt")
		// a double click, many times
		wish := w.wish("2023-06-30")
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { _, errs[i] = w.Ask(head, a.ID, wish, nil) })
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Errorf("double click: %v", err)
		}
		list, err := w.For(head, a.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d cases, %v", len(list), err)
		}
		r := list[0].Request
		won, stale, got := make([]bool, 8), make([]bool, 8), make([]error, 8)
		for i := range won {
			wg.Go(func() {
				ctx, v := as(actor.Chairman, "tinh"), grant("2023-06-20")
				if i%2 == 1 {
					ctx, v = secretary, extension.Verdict{Choice: extension.Refuse, Reason: "Chưa đủ căn cứ."}
				}
				_, err := w.Decide(ctx, r.ID, r.Rev, v)
				won[i], got[i] = err == nil, err
				s, ok := errors.AsType[*extension.StaleError](err)
				stale[i] = ok && s.Now.State != extension.Asked && s.Now.Decision.Deed.Name != ""
			})
		}
		wg.Wait()
		even, odd := won[0] || won[2] || won[4] || won[6], won[1] || won[3] || won[5] || won[7]
		if even == odd {
			t.Errorf("won: %v", won)
		}
		for i := range won {
			if !won[i] && !stale[i] {
				t.Errorf("%d neither won nor saw the other's version: %v", i, got[i])
			}
		}
		now := w.now(t, a.ID)
		if even != (now.Due == "2023-06-20") || len(now.Deadline.Extensions) > 1 {
			t.Errorf("due %s, %d extensions", now.Due, len(now.Deadline.Extensions))
		}
	})
}
