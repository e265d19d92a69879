package identity

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// maxDraft is how much of a form is kept, maxDrafts how many forms of one account.
const (
	maxDraft  = 256 << 10
	maxDrafts = 100
)

// SaveDraft keeps what the actor has typed into the form on the page key.
func (s *Service) SaveDraft(ctx context.Context, key string, v url.Values) error {
	return s.SaveDraftFor(ctx, actor.From(ctx).ID, key, v)
}

// SaveDraftFor keeps what was typed when the session had ended meanwhile.
// Tokens and passwords are never kept.
func (s *Service) SaveDraftFor(ctx context.Context, account, key string, v url.Values) error {
	if account == "" || key == "" || len(key) > 300 || !strings.HasPrefix(key, "/") {
		return fault.Invalid
	}
	keep := url.Values{}
	for name, x := range v {
		if !strings.HasPrefix(name, "_") && !strings.Contains(name, "password") && name != "old" {
			keep[name] = x
		}
	}
	b, err := json.Marshal(keep)
	if err != nil {
		return err
	}
	if len(b) > maxDraft {
		return fault.TooLarge
	}
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO identity_draft (account, draft_key, saved_at, values_json) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account, draft_key) DO UPDATE SET saved_at = EXCLUDED.saved_at, values_json = EXCLUDED.values_json`, account, key, storage.Millis(tx.Now()), string(b))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "DELETE FROM identity_draft WHERE account = $1 AND draft_key NOT IN (SELECT draft_key FROM identity_draft WHERE account = $1 ORDER BY saved_at DESC, draft_key LIMIT $2)", account, maxDrafts)
		return err
	})
}

// Draft gives what the actor had typed into the form on the page key.
func (s *Service) Draft(ctx context.Context, key string) (v url.Values, saved time.Time, ok bool) {
	type row struct {
		at   int64
		body string
	}
	x, err := storage.One(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.at, &x.body)
		return x, err
	}, "SELECT saved_at, values_json FROM identity_draft WHERE account = $1 AND draft_key = $2", actor.From(ctx).ID, key)
	if err != nil || json.Unmarshal([]byte(x.body), &v) != nil {
		return nil, time.Time{}, false
	}
	return v, storage.Instant(x.at), true
}

// DropDraft forgets a draft once its form was taken.
func (s *Service) DropDraft(ctx context.Context, key string) error {
	if _, _, ok := s.Draft(ctx, key); !ok {
		return nil
	}
	err := s.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM identity_draft WHERE account = $1 AND draft_key = $2", actor.From(ctx).ID, key)
		return err
	})
	if errors.Is(err, fault.Full) {
		return nil // a draft too many does no harm; the form itself was taken
	}
	return err
}
