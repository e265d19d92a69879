package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// DecisionKind names a kind of decision that the chairman takes and may
// delegate (ủy quyền) to a deputy.
type DecisionKind string

// The kinds of decision.
const (
	DecideDispute   DecisionKind = "dispute"
	DecideUndated   DecisionKind = "undated"
	DecideReport    DecisionKind = "report"
	DecideExtension DecisionKind = "extension"
	DecideEscalated DecisionKind = "escalated"
)

// DecisionKinds lists them in the order of the page.
func DecisionKinds() []DecisionKind {
	return []DecisionKind{DecideExtension, DecideDispute, DecideEscalated, DecideUndated, DecideReport}
}

// Word is the kind as the interface says it; "" for an unknown one.
func (k DecisionKind) Word() string {
	switch k {
	case DecideDispute:
		return "Ý kiến khác của cơ quan được giao"
	case DecideUndated:
		return "Nhiệm vụ chưa có hạn"
	case DecideReport:
		return "Báo cáo của cơ quan thường trực"
	case DecideExtension:
		return "Gia hạn lần hai"
	case DecideEscalated:
		return "Việc trình lên vì quá hạn"
	}
	return ""
}

const (
	verbDelegate = "delegation.give"
	verbRevoke   = "delegation.revoke"
)

// KindDelegation is the kind of record that a delegation is.
const KindDelegation = "delegation"

// longestDelegation bounds a delegation, in days: it is for an absence, not for ever.
const longestDelegation = 366

// Delegation lets a deputy take named kinds of decision from one day to
// another, both included.
type Delegation struct {
	ID      string         `json:"id"`
	Giver   string         `json:"giver"`
	Taker   string         `json:"taker"`
	Kinds   []DecisionKind `json:"kinds"`
	From    civil.Date     `json:"from"`
	Until   civil.Date     `json:"until"`
	Why     string         `json:"why,omitempty"`
	Created time.Time      `json:"created"`
	Revoked time.Time      `json:"revoked,omitzero"`
	Rev     int64          `json:"rev"`
}

// On reports whether the delegation holds on a day.
func (d Delegation) On(day civil.Date) bool {
	return d.Revoked.IsZero() && d.From <= day && day <= d.Until
}

// check says by field what will not do; taker is the account that would decide.
func (d Delegation) check(today civil.Date, taker Account) error {
	f := fault.Fields{}
	switch {
	case d.Taker == "":
		f.Add("taker", "Chọn cấp phó nhận ủy quyền.")
	case d.Taker == d.Giver:
		f.Add("taker", "Không ủy quyền cho chính mình.")
	case !taker.Active || !slices.ContainsFunc(taker.Grants, func(g actor.Grant) bool { return g.Role == actor.Deputy }):
		f.Add("taker", "Chỉ ủy quyền cho Phó Chủ tịch có tài khoản đang hoạt động.")
	}
	if len(d.Kinds) == 0 || slices.ContainsFunc(d.Kinds, func(k DecisionKind) bool { return k.Word() == "" }) {
		f.Add("kinds", "Chọn ít nhất một loại việc được ủy quyền.")
	}
	if d.From == "" || d.From < today {
		f.Add("from", "Ủy quyền từ hôm nay trở đi.")
	}
	switch {
	case d.Until == "" || d.Until < d.From:
		f.Add("until", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
	case d.From != "" && d.Until > d.From.AddDays(longestDelegation):
		f.Add("until", "Mỗi lần ủy quyền không quá một năm.")
	}
	return f.Err()
}

// Delegate (ủy quyền) lets a deputy decide named kinds of things for some
// days; only a chairman may. Invalid names the fields.
func (s *Service) Delegate(ctx context.Context, d Delegation) (Delegation, error) {
	who := actor.From(ctx)
	if !Allows(who, DelegationGive) {
		return d, fault.Forbidden
	}
	d.Giver, d.Why, d.Rev, d.Revoked = who.ID, viet.Line(d.Why), 1, time.Time{}
	taker := Account{}
	if d.Taker != "" {
		var err error
		if taker, err = s.Find(ctx, d.Taker); err != nil {
			taker = Account{} // an unknown account is one that cannot take it
		}
	}
	if err := d.check(civil.Of(s.db.Now()), taker); err != nil {
		return d, err
	}
	d.ID = storage.NewID(s.db.Now())
	err := s.db.Write(ctx, storage.Act{Verb: verbDelegate, On: ref.New(KindDelegation, d.ID), Reason: d.Why}, func(tx *storage.Tx) error {
		d.Created = tx.Now()
		tx.Act.After = d
		tx.Act.About = []ref.Ref{ref.New("account", d.Taker)}
		words := make([]string, len(d.Kinds))
		for i, k := range d.Kinds {
			words[i] = string(k)
		}
		_, err := tx.Exec(ctx, "INSERT INTO identity_delegation (id, giver, taker, kinds, from_on, until_on, why, created_at, revoked_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1)",
			d.ID, d.Giver, d.Taker, strings.Join(words, ","), string(d.From), string(d.Until), d.Why, storage.Millis(tx.Now()))
		return err
	})
	return d, err
}

// Revoke (thu hồi) ends a delegation at once; only who gave it may.
func (s *Service) Revoke(ctx context.Context, id string) error {
	who := actor.From(ctx)
	d, err := storage.One(ctx, s.db.Reader(), scanDelegation, "SELECT "+delegationColumns+" FROM identity_delegation WHERE id = $1", id)
	if err != nil {
		return err
	}
	if d.Giver != who.ID {
		return fault.NotFound
	}
	if !d.Revoked.IsZero() {
		return nil // the same press twice
	}
	return s.db.Write(ctx, storage.Act{Verb: verbRevoke, On: ref.New(KindDelegation, id), Before: d, About: []ref.Ref{ref.New("account", d.Taker)}}, func(tx *storage.Tx) error {
		d.Revoked = tx.Now()
		tx.Act.After = d
		return tx.ExecOne(ctx, "UPDATE identity_delegation SET revoked_at = $1, rev = rev + 1 WHERE id = $2 AND rev = $3", storage.Millis(tx.Now()), id, d.Rev)
	})
}

const delegationColumns = "id, giver, taker, kinds, from_on, until_on, why, created_at, revoked_at, rev"

func scanDelegation(r storage.Row) (d Delegation, err error) {
	var kinds string
	var created, revoked int64
	err = r.Scan(&d.ID, &d.Giver, &d.Taker, &kinds, &d.From, &d.Until, &d.Why, &created, &revoked, &d.Rev)
	for k := range strings.SplitSeq(kinds, ",") {
		d.Kinds = append(d.Kinds, DecisionKind(k))
	}
	d.Created, d.Revoked = storage.Instant(created), storage.Instant(revoked)
	return d, err
}

// Delegations lists what an account has given, newest first.
func (s *Service) Delegations(ctx context.Context, giver string) ([]Delegation, error) {
	return storage.List(ctx, s.db.Reader(), scanDelegation, "SELECT "+delegationColumns+" FROM identity_delegation WHERE giver = $1 ORDER BY id DESC LIMIT 100", giver)
}

// Deputies lists the active accounts that may take a delegation.
func (s *Service) Deputies(ctx context.Context) ([]Account, error) {
	return storage.List(ctx, s.db.Reader(), scanAccount, "SELECT "+accountColumns+" FROM identity_account WHERE active = $1 AND id IN (SELECT account FROM identity_grant WHERE role = 'deputy') ORDER BY name_key, id", true)
}

// mandates are the kinds of decision delegated to an account today. It is
// asked for each request, so that one that has ended gives nothing any more.
func (s *Service) mandates(ctx context.Context, a actor.Actor, delegated int64) ([]actor.Mandate, error) {
	if delegated == 0 || !a.Has(actor.Deputy) {
		return nil, nil
	}
	type row struct {
		m     actor.Mandate
		kinds string
	}
	today := string(civil.Of(s.db.Now()))
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.kinds, &x.m.Giver, &x.m.Name, &x.m.GiverOrg)
		return x, err
	}, `SELECT d.kinds, d.giver, g.name, MIN(c.org) FROM identity_delegation d JOIN identity_account g ON g.id = d.giver JOIN identity_grant c ON c.account = d.giver AND c.role = 'chairman'
		WHERE d.taker = $1 AND d.revoked_at = 0 AND d.from_on <= $2 AND d.until_on >= $3 AND g.active = $4 GROUP BY d.id, d.kinds, d.giver, g.name ORDER BY d.id`, a.ID, today, today, true)
	var out []actor.Mandate
	for _, x := range rows {
		for k := range strings.SplitSeq(x.kinds, ",") {
			x.m.Kind = k
			if _, had := (actor.Actor{Mandates: out}).Mandate(k); !had {
				out = append(out, x.m)
			}
		}
	}
	return out, err
}

// OrgsOf lists the bodies in which active accounts with a role work.
func (s *Service) OrgsOf(ctx context.Context, role actor.Role) ([]string, error) {
	return storage.List(ctx, s.db.Reader(), storage.Scalar[string], "SELECT DISTINCT a.org FROM identity_account a JOIN identity_grant g ON g.account = a.id WHERE g.role = $1 AND a.active = $2 ORDER BY a.org", string(role), true)
}
