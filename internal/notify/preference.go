package notify

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/mail"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// Preference is how one person wants to be told. Empty hours are the province's.
type Preference struct {
	Account   string          `json:"account"`
	Mail      string          `json:"mail"`  // address; "" = no e-mail
	Phone     string          `json:"phone"` // for the gateway; "" = none
	Kinds     map[Kind]Choice `json:"kinds,omitempty"`
	QuietFrom string          `json:"quiet_from,omitempty"`
	QuietTo   string          `json:"quiet_to,omitempty"`
	DigestAt  string          `json:"digest_at,omitempty"`
	Rev       int64           `json:"rev"`
}

const preferenceColumns = "account, mail, phone, kinds_json, quiet_from, quiet_to, digest_at, rev"

func scanPreference(r storage.Row) (p Preference, err error) {
	var kinds string
	if err = r.Scan(&p.Account, &p.Mail, &p.Phone, &kinds, &p.QuietFrom, &p.QuietTo, &p.DigestAt, &p.Rev); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(kinds), &p.Kinds)
}

// preference is what a person chose, or nothing chosen.
func (s *Service) preference(ctx context.Context, q storage.Querier, account string) (Preference, error) {
	p, err := storage.One(ctx, q, scanPreference, "SELECT "+preferenceColumns+" FROM notify_preference WHERE account = $1", account)
	if errors.Is(err, fault.NotFound) {
		return Preference{Account: account}, nil
	}
	return p, err
}

// Preference is what the actor chose.
func (s *Service) Preference(ctx context.Context) (Preference, error) {
	return s.preference(ctx, s.db.Reader(), actor.From(ctx).ID)
}

// PreferenceOf is what somebody chose, for who looks after accounts.
func (s *Service) PreferenceOf(ctx context.Context, account string) (Preference, error) {
	if a := actor.From(ctx); a.ID != account && !mayOperate(a) {
		return Preference{}, fault.NotFound
	}
	return s.preference(ctx, s.db.Reader(), account)
}

// Preferences is what everybody chose, by account, for who looks after accounts.
func (s *Service) Preferences(ctx context.Context) (map[string]Preference, error) {
	if !mayOperate(actor.From(ctx)) {
		return nil, fault.NotFound
	}
	list, err := storage.List(ctx, s.db.Reader(), scanPreference, "SELECT "+preferenceColumns+" FROM notify_preference")
	out := make(map[string]Preference, len(list))
	for _, p := range list {
		out[p.Account] = p
	}
	return out, err
}

var phoneForm = regexp.MustCompile(`^\+?[0-9]{9,15}$`)

// Put keeps the actor's own preferences, or, by who looks after accounts,
// somebody else's. Invalid names the fields mail, phone, quiet_from, quiet_to,
// digest_at; Conflict means that it was changed since rev was read.
func (s *Service) Put(ctx context.Context, p Preference) error {
	if a := actor.From(ctx); p.Account == "" || a.ID != p.Account && !mayOperate(a) {
		return fault.NotFound
	}
	p.Mail, p.Phone = strings.TrimSpace(p.Mail), strings.NewReplacer(" ", "", ".", "", "-", "").Replace(p.Phone)
	if err := p.check(); err != nil {
		return err
	}
	if p.Kinds == nil {
		p.Kinds = map[Kind]Choice{}
	}
	maps.DeleteFunc(p.Kinds, func(_ Kind, c Choice) bool { return c == usual() })
	kinds, err := json.Marshal(p.Kinds)
	if err != nil {
		return err
	}
	before, err := s.preference(ctx, s.db.Reader(), p.Account)
	if err != nil {
		return err
	}
	act := storage.Act{Verb: "notify.preference", On: ref.New("account", p.Account), Before: before.onRecord(), After: p.onRecord()}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if p.Rev == 0 {
			_, err := tx.Exec(ctx, "INSERT INTO notify_preference ("+preferenceColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, 1)", p.Account, p.Mail, p.Phone, string(kinds), p.QuietFrom, p.QuietTo, p.DigestAt)
			return err
		}
		return tx.ExecOne(ctx, "UPDATE notify_preference SET mail = $1, phone = $2, kinds_json = $3, quiet_from = $4, quiet_to = $5, digest_at = $6, rev = rev + 1 WHERE account = $7 AND rev = $8",
			p.Mail, p.Phone, string(kinds), p.QuietFrom, p.QuietTo, p.DigestAt, p.Account, p.Rev)
	})
	if storage.IsUnique(err) {
		return fault.Conflict
	}
	return err
}

// onRecord is a preference as the record of acts keeps it: for ever, so
// without the address and the number.
func (p Preference) onRecord() Preference {
	mask := func(s string) string {
		if s == "" {
			return ""
		}
		return setting.Masked
	}
	p.Mail, p.Phone = mask(p.Mail), mask(p.Phone)
	return p
}

func (p Preference) check() error {
	f := fault.Fields{}
	if p.Mail != "" && !mail.CheckAddress(p.Mail) {
		f.Add("mail", "Ghi một địa chỉ thư, ví dụ ten@tinh.gov.vn.")
	}
	if p.Phone != "" && !phoneForm.MatchString(p.Phone) {
		f.Add("phone", "Ghi số điện thoại từ 9 đến 15 chữ số, ví dụ 0912345678.")
	}
	for name, v := range map[string]string{"quiet_from": p.QuietFrom, "quiet_to": p.QuietTo, "digest_at": p.DigestAt} {
		if _, err := Clock(v); v != "" && err != nil {
			f.Add(name, "Ghi giờ và phút, ví dụ 07:30.")
		}
	}
	if (p.QuietFrom == "") != (p.QuietTo == "") {
		f.Add("quiet_to", "Ghi cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai.")
	}
	for k, c := range p.Kinds {
		if c.Mail != AtOnce && c.Mail != Morning && c.Mail != Never {
			f.Add("mail-"+string(k), "Chọn cách gửi thư.")
		}
	}
	return f.Err()
}

// minutes is a time of day of a person, else of the province.
func (s *Service) minutes(own, name string) int {
	if n, err := Clock(own); err == nil {
		return n
	}
	n, err := Clock(s.deps.Settings.Get(name))
	if err != nil {
		return 0 // the setting was checked when it was put
	}
	return n
}

func (s *Service) quiet(p Preference) Quiet {
	return Quiet{From: s.minutes(p.QuietFrom, setting.QuietFrom), To: s.minutes(p.QuietTo, setting.QuietTo)}
}

// mayOperate: the administrator looks after what goes out.
func mayOperate(a actor.Actor) bool { return a.Kind == actor.Job || a.Has(actor.Admin) }
