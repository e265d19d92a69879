package identity

import (
	"context"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

// OpenSession is one place where an account is signed in.
type OpenSession struct {
	ID      string
	Since   time.Time
	Seen    time.Time // last activity, to the minute
	Agent   string    // what the browser calls itself
	Current bool      // the one that asks
}

// Sessions lists where the actor is signed in, the latest activity first.
func (s *Service) Sessions(ctx context.Context) ([]OpenSession, error) {
	a := actor.From(ctx)
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (x OpenSession, err error) {
		var hash string
		var since, seen int64
		err = r.Scan(&hash, &since, &seen, &x.Agent)
		x.ID, x.Since, x.Seen = hash[:min(16, len(hash))], storage.Instant(since), storage.Instant(seen)
		x.Current = x.ID == a.Session
		return x, err
	}, "SELECT hash, created_at, last_seen, agent FROM identity_session WHERE account = $1 AND created_at > $2 AND last_seen > $3 ORDER BY last_seen DESC",
		a.ID, storage.Millis(s.db.Now().Add(-s.limits.Absolute())), storage.Millis(s.db.Now().Add(-s.idle(a)-seenEvery)))
}

// EndSession signs the actor out at one place; NotFound if it is not theirs.
func (s *Service) EndSession(ctx context.Context, id string) error {
	a := actor.From(ctx)
	if len(id) != 16 || strings.Trim(id, "0123456789abcdef") != "" {
		return fault.NotFound
	}
	return s.db.Write(ctx, storage.Act{Verb: "account.session_ended", On: ref.New("account", a.ID)}, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM identity_session WHERE account = $1 AND hash LIKE $2", a.ID, id+"%")
		if err == nil && n == 0 {
			err = fault.NotFound
		}
		return err
	})
}

// EndOtherSessions signs the actor out everywhere else.
func (s *Service) EndOtherSessions(ctx context.Context) error {
	a := actor.From(ctx)
	return s.db.Write(ctx, storage.Act{Verb: "account.session_ended", On: ref.New("account", a.ID)}, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM identity_session WHERE account = $1 AND hash NOT LIKE $2", a.ID, a.Session+"%")
		return err
	})
}

// The ages past which technical rows are swept away.
const (
	draftLife = 30 * 24 * time.Hour
	rateLife  = 24 * time.Hour
)

// Sweep forgets ended sessions, drafts that nobody came back to, and counts of
// wrong tries that no longer slow anybody down.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		now := tx.Now()
		for _, x := range []struct {
			sql    string
			before time.Time
		}{
			{"DELETE FROM identity_session WHERE created_at < $1", now.Add(-2 * s.limits.Absolute())},
			{"DELETE FROM identity_draft WHERE saved_at < $1", now.Add(-draftLife)},
			{"DELETE FROM identity_rate WHERE until_at < $1", now.Add(-rateLife)},
		} {
			if _, err := tx.Exec(ctx, x.sql, storage.Millis(x.before)); err != nil {
				return err
			}
		}
		return nil
	})
}
