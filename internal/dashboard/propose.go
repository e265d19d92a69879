package dashboard

import (
	"context"
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

const (
	verbPropose  = "proposal.make"
	verbWithdraw = "proposal.withdraw"
)

// KindProposal is the kind of record that a proposal is.
const KindProposal = "proposal"

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case verbPropose:
		return "Đề xuất quyết định"
	case verbWithdraw:
		return "Rút đề xuất"
	}
	return ""
}

// Propose (đề xuất) prepares a decision: it is shown beside the item and
// decides nothing. A second proposal takes the place of the first.
func (s *Service) Propose(ctx context.Context, c Choice) error {
	who := actor.From(ctx)
	if !identity.Allows(who, identity.DecisionPropose) {
		return fault.Forbidden
	}
	x, err := s.Find(ctx, string(c.Kind)+":"+c.ID)
	if err != nil {
		return err
	}
	if c.Rev != x.Rev {
		return fault.Say(fault.Conflict, "“"+x.What+"” vừa có diễn biến mới. Đọc lại rồi đề xuất.")
	}
	i := slices.IndexFunc(x.Options, func(o Option) bool { return o.Action == c.Action })
	if i < 0 {
		return fault.Field("action", "Chọn phương án đề xuất.")
	}
	f := fault.Fields{}
	switch x.Options[i].Needs {
	case AnOrg:
		if _, ok := s.dir().Get(apparatus.OrgID(c.Value)); !ok {
			f.Add("org", "Chọn cơ quan đề xuất giao.")
		}
	case ADay:
		day, err := civil.ParseVN(c.Value)
		if err != nil {
			f.Add("day", err.Error())
		} else if day < s.today() {
			f.Add("day", "Ngày đề xuất phải từ hôm nay trở đi.")
		}
		c.Value = string(day)
	case Nothing, AReason:
		c.Value = ""
	}
	if c.Why = viet.Line(c.Why); c.Why == "" {
		f.Add("why", "Ghi căn cứ của đề xuất, để người quyết định đọc được ngay.")
	}
	if err := f.Err(); err != nil {
		return err
	}
	after := Proposal{Action: c.Action, Value: c.Value, Why: c.Why, By: who.Name}
	act := storage.Act{Verb: verbPropose, On: ref.New(KindProposal, x.Key()), Reason: c.Why, After: after}
	if x.Proposal != nil {
		act.Before = *x.Proposal
	}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO dashboard_proposal (item, action, value, why, item_rev, by_id, by_name, at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
			ON CONFLICT (item) DO UPDATE SET action = EXCLUDED.action, value = EXCLUDED.value, why = EXCLUDED.why, item_rev = EXCLUDED.item_rev, by_id = EXCLUDED.by_id, by_name = EXCLUDED.by_name, at = EXCLUDED.at, rev = dashboard_proposal.rev + 1`,
			x.Key(), string(c.Action), c.Value, c.Why, x.Rev, who.ID, who.Name, storage.Millis(tx.Now()))
		return err
	})
}

// Withdraw (rút) takes a proposal away.
func (s *Service) Withdraw(ctx context.Context, key string) error {
	if !identity.Allows(actor.From(ctx), identity.DecisionPropose) {
		return fault.Forbidden
	}
	x, err := s.Find(ctx, key)
	if err != nil {
		return err
	}
	if x.Proposal == nil {
		return nil // the same press twice
	}
	return s.db.Write(ctx, storage.Act{Verb: verbWithdraw, On: ref.New(KindProposal, key), Before: *x.Proposal}, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM dashboard_proposal WHERE item = $1", key)
		return err
	})
}

// proposals puts what is proposed beside the items. A proposal that was made
// for an earlier state of an item proposes nothing any more.
func (s *Service) proposals(ctx context.Context, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	keys := make([]string, len(items))
	for i, x := range items {
		keys[i] = x.Key()
	}
	type row struct {
		Proposal

		key string
	}
	w := storage.NewWhere(0).In("item", keys)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		var at int64
		err = r.Scan(&x.key, &x.Action, &x.Value, &x.Why, &x.rev, &x.By, &at)
		x.At = storage.Instant(at)
		return x, err
	}, "SELECT item, action, value, why, item_rev, by_name, at FROM dashboard_proposal"+w.SQL(), w.Args()...)
	for _, x := range rows {
		i := slices.IndexFunc(items, func(o Item) bool { return o.Key() == x.key })
		if i >= 0 && items[i].Rev == x.rev {
			items[i].Proposal = &x.Proposal
		}
	}
	return err
}
