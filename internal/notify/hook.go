package notify

import (
	"context"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Hook is a program of somebody else that is told by HTTP.
type Hook struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	URL    string    `json:"url"`
	Kinds  []Kind    `json:"kinds,omitempty"` // none = all
	Active bool      `json:"active"`
	At     time.Time `json:"-"`
	Rev    int64     `json:"rev"`

	secret string
}

func (h Hook) ref() ref.Ref { return ref.New("hook", h.ID) }

func (h Hook) wants(k Kind) bool { return len(h.Kinds) == 0 || slices.Contains(h.Kinds, k) }

const hookColumns = "id, name, url, kinds, secret, active, created_at, rev"

func scanHook(r storage.Row) (h Hook, err error) {
	var kinds string
	var at int64
	err = r.Scan(&h.ID, &h.Name, &h.URL, &kinds, &h.secret, &h.Active, &at, &h.Rev)
	for k := range strings.FieldsSeq(kinds) {
		h.Kinds = append(h.Kinds, Kind(k))
	}
	h.At = storage.Instant(at)
	return h, err
}

func (h Hook) kinds() string {
	out := make([]string, len(h.Kinds))
	for i, k := range h.Kinds {
		out[i] = string(k)
	}
	return strings.Join(out, " ")
}

func (s *Service) activeHooks(ctx context.Context) ([]Hook, error) {
	return storage.List(ctx, s.db.Reader(), scanHook, "SELECT "+hookColumns+" FROM notify_hook WHERE active = $1 ORDER BY id", true)
}

// Hooks lists the webhooks for who operates the system; NotFound for others.
func (s *Service) Hooks(ctx context.Context) ([]Hook, error) {
	if !mayOperate(actor.From(ctx)) {
		return nil, fault.NotFound
	}
	return storage.List(ctx, s.db.Reader(), scanHook, "SELECT "+hookColumns+" FROM notify_hook ORDER BY id")
}

// Hook gives one webhook; NotFound for who does not operate the system.
func (s *Service) Hook(ctx context.Context, id string) (Hook, error) {
	if !mayOperate(actor.From(ctx)) {
		return Hook{}, fault.NotFound
	}
	return storage.One(ctx, s.db.Reader(), scanHook, "SELECT "+hookColumns+" FROM notify_hook WHERE id = $1", id)
}

func (s *Service) checkHook(h *Hook) error {
	f := fault.Fields{}
	if h.Name = viet.Line(h.Name); h.Name == "" || len([]rune(h.Name)) > 120 {
		f.Add("name", "Ghi tên nơi nhận, không quá 120 ký tự.")
	}
	h.URL = strings.TrimSpace(h.URL)
	if err := s.deps.Post.Check(h.URL); err != nil {
		f.Add("url", fault.Sentence(err))
	} else if len(h.URL) > 1000 {
		f.Add("url", "Địa chỉ dài quá 1.000 ký tự.")
	}
	for _, k := range h.Kinds {
		if !slices.Contains(Kinds(), k) {
			f.Add("kinds", "Chọn loại thông báo trong danh sách.")
		}
	}
	return f.Err()
}

// AddHook adds a webhook and gives its secret, which is never shown again.
// Invalid names the fields name, url, kinds.
func (s *Service) AddHook(ctx context.Context, h Hook) (id, secret string, err error) {
	if !mayOperate(actor.From(ctx)) {
		return "", "", fault.NotFound
	}
	if err := s.checkHook(&h); err != nil {
		return "", "", err
	}
	h.ID, h.Active, h.Rev, h.secret = storage.NewID(s.now()), true, 1, newSecret()
	err = s.db.Write(ctx, storage.Act{Verb: "notify.hook_add", On: h.ref(), After: h}, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO notify_hook ("+hookColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, 1)", h.ID, h.Name, h.URL, h.kinds(), h.secret, true, storage.Millis(tx.Now()))
		return err
	})
	return h.ID, h.secret, err
}

// EditHook changes a webhook as of its rev, or takes it out of use.
func (s *Service) EditHook(ctx context.Context, h Hook) error {
	before, err := s.Hook(ctx, h.ID)
	if err != nil {
		return err
	}
	if h.Active || h.URL != before.URL {
		if err := s.checkHook(&h); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, storage.Act{Verb: "notify.hook_edit", On: h.ref(), Before: before, After: h}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE notify_hook SET name = $1, url = $2, kinds = $3, active = $4, rev = rev + 1 WHERE id = $5 AND rev = $6", h.Name, h.URL, h.kinds(), h.Active, h.ID, h.Rev); err != nil {
			return err
		}
		if h.Active {
			return nil
		}
		_, err := tx.Exec(ctx, "UPDATE notify_delivery SET state = 'dropped', last_error = $1, ended_at = $2 WHERE hook = $3 AND state = 'waiting'", "Webhook đã ngừng dùng.", storage.Millis(tx.Now()), h.ID)
		return err
	})
}

// NewSecret gives a webhook a new secret, valid at once.
func (s *Service) NewSecret(ctx context.Context, id string) (string, error) {
	h, err := s.Hook(ctx, id)
	if err != nil {
		return "", err
	}
	secret := newSecret()
	err = s.db.Write(ctx, storage.Act{Verb: "notify.hook_secret", On: h.ref()}, func(tx *storage.Tx) error {
		return tx.ExecOne(ctx, "UPDATE notify_hook SET secret = $1, rev = rev + 1 WHERE id = $2", secret, id)
	})
	return secret, err
}
