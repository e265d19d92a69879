package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Session is what a session cookie stands for.
type Session struct {
	Actor     actor.Actor
	FormToken string
	Idle      time.Duration
	Expired   string // the account whose session has just ended
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// The brakes on guessing: so many tries for one account or one address, then a
// pause that grows.
const (
	freeTries   = 5
	freeAddress = 60
	maxPause    = 15 * time.Minute
)

// SignIn checks a password and opens a session; the secret goes to the
// browser. TooMany says how long to wait; Unauthenticated never says whether
// the user exists.
func (s *Service) SignIn(ctx context.Context, user, password, address, agent string) (secretOut string, a actor.Actor, err error) {
	fold := viet.Fold(viet.Line(user))
	if len([]rune(fold)) > 40 {
		fold = hashOf(fold)[:40] // nobody has such a name; the answer is the same as for any other
	}
	address = viet.Line(address)
	keys := []struct {
		key  string
		free int64
	}{{"u:" + fold, freeTries}, {"a:" + address, freeAddress}}
	// one try per name at a time, so that many guesses sent at once are counted one by one
	unlock := s.hold(fold)
	defer unlock()
	for _, k := range keys {
		if err := s.mayTry(ctx, k.key); err != nil {
			return "", a, err
		}
	}
	type row struct {
		id, password string
		active       bool
	}
	r, err := storage.One(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.id, &x.password, &x.active)
		return x, err
	}, "SELECT id, password, active FROM identity_account WHERE user_fold = $1", fold)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return "", a, err
	}
	known := err == nil
	if !known {
		r.password = nobody
	}
	if !checkPassword(r.password, password) || !known || !r.active {
		for _, k := range keys {
			if err := s.failed(ctx, k.key, k.free); err != nil {
				return "", a, err
			}
		}
		if known {
			if err := s.db.Write(ctx, storage.Act{Verb: "account.sign_in_refused", On: ref.New("account", r.id)}, func(*storage.Tx) error { return nil }); err != nil {
				return "", a, err
			}
		}
		return "", a, fault.Say(fault.Unauthenticated, "Tên đăng nhập hoặc mật khẩu không đúng.")
	}
	sec, err := s.open(ctx, r.id, agent)
	if err != nil {
		return "", a, err
	}
	a, err = s.actorOf(ctx, r.id)
	if err != nil {
		return "", a, err
	}
	err = s.db.Write(actor.With(ctx, a), storage.Act{Verb: "account.sign_in", On: ref.New("account", r.id)}, func(*storage.Tx) error { return nil })
	return sec, a, errors.Join(err, s.forget(ctx, "u:"+fold))
}

// hold keeps other tries for the same name waiting until the returned function
// is called.
func (s *Service) hold(name string) func() {
	m := &s.tries[int(hashOf(name)[0])%len(s.tries)]
	m.Lock()
	return m.Unlock
}

func (s *Service) open(ctx context.Context, account, agent string) (string, error) {
	sec := secret()
	if len(agent) > 200 {
		agent = agent[:200]
	}
	err := s.db.Technical(ctx, func(tx *storage.Tx) error {
		now := storage.Millis(tx.Now())
		_, err := tx.Exec(ctx, "INSERT INTO identity_session (hash, account, form_token, created_at, last_seen, agent) VALUES ($1, $2, $3, $4, $5, $6)", hashOf(sec), account, secret(), now, now, viet.Line(agent))
		return err
	})
	return sec, err
}

func (s *Service) mayTry(ctx context.Context, key string) error {
	until, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT until_at FROM identity_rate WHERE rate_key = $1", key)
	if err != nil {
		if errors.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	if left := storage.Instant(until).Sub(s.db.Now()); until > 0 && left > 0 {
		return fault.Say(fault.TooMany, fmt.Sprintf("Đã nhập sai nhiều lần. Chờ %d phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu.", int(left.Minutes())+1))
	}
	return nil
}

// window is after how long without a wrong try the count starts anew.
const window = 15 * time.Minute

// failed counts a wrong try; until_at holds the end of the pause, or else the
// instant of the last try, from which the window runs.
func (s *Service) failed(ctx context.Context, key string, free int64) error {
	type row struct{ tries, until int64 }
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		x, err := storage.One(ctx, tx, func(r storage.Row) (x row, err error) {
			err = r.Scan(&x.tries, &x.until)
			return x, err
		}, "SELECT tries, until_at FROM identity_rate WHERE rate_key = $1", key)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
		if tx.Now().Sub(storage.Instant(x.until)) > window {
			x.tries = 0
		}
		x.tries++
		until := storage.Millis(tx.Now())
		if x.tries >= free {
			until = storage.Millis(tx.Now().Add(min(time.Minute<<min((x.tries-free)/2, 4), maxPause)))
		}
		_, err = tx.Exec(ctx, "INSERT INTO identity_rate (rate_key, tries, until_at) VALUES ($1, $2, $3) ON CONFLICT (rate_key) DO UPDATE SET tries = EXCLUDED.tries, until_at = EXCLUDED.until_at", key, x.tries, until)
		return err
	})
}

func (s *Service) forget(ctx context.Context, key string) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM identity_rate WHERE rate_key = $1", key)
		return err
	})
}

// seenEvery is how often activity is written down; between two writes a
// session costs one read.
const seenEvery = time.Minute

// held is one row of what an account holds: who it is, joined with one of its
// roles, so that whoever asks with a secret costs a single read.
type held struct {
	account, name, org, role, scope string
	active                          bool
	delegated                       int64 // delegations to the account that were not revoked
}

const (
	heldColumns = "a.id, a.name, a.org, a.active, COALESCE(g.role, ''), COALESCE(g.org, ''), (SELECT COUNT(*) FROM identity_delegation d WHERE d.taker = a.id AND d.revoked_at = 0)"
	heldTables  = "(identity_account a LEFT JOIN identity_grant g ON g.account = a.id)"
)

func (h *held) dest() []any {
	return []any{&h.account, &h.name, &h.org, &h.active, &h.role, &h.scope, &h.delegated}
}

func (h *held) person() actor.Actor {
	return actor.Actor{Kind: actor.Person, ID: h.account, Name: h.name, Org: h.org}
}

func (h *held) grant(a *actor.Actor) {
	if h.role != "" {
		a.Grants = append(a.Grants, actor.Grant{Role: actor.Role(h.role), Org: h.scope})
	}
}

// Resolve turns a session secret into who acts. An ended session is
// Unauthenticated and tells whose it was, so that what was typed can be kept.
// Requests that a page makes by itself are no activity.
func (s *Service) Resolve(ctx context.Context, sec string, active bool) (Session, error) { //nolint:revive // whether a request counts as activity is a plain fact of it
	type row struct {
		held

		form          string
		created, seen int64
	}
	hash := hashOf(sec)
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(append(x.dest(), &x.form, &x.created, &x.seen)...)
		return x, err
	}, "SELECT "+heldColumns+", s.form_token, s.created_at, s.last_seen FROM identity_session s JOIN "+heldTables+" ON a.id = s.account WHERE s.hash = $1", hash)
	if err != nil {
		return Session{}, err
	}
	if len(rows) == 0 || !rows[0].active {
		return Session{}, fault.Unauthenticated
	}
	x, a := rows[0], rows[0].person()
	a.Session = hash[:16]
	for _, r := range rows {
		r.grant(&a)
	}
	if a.Mandates, err = s.mandates(ctx, a, x.delegated); err != nil {
		return Session{}, err
	}
	now := s.db.Now()
	idle := s.idle(a)
	if now.Sub(storage.Instant(x.seen)) > idle+seenEvery || now.Sub(storage.Instant(x.created)) > s.limits.Absolute() {
		return Session{Expired: x.account}, fault.Unauthenticated
	}
	if active && now.Sub(storage.Instant(x.seen)) >= seenEvery {
		if err := s.db.Technical(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE identity_session SET last_seen = $1 WHERE hash = $2", storage.Millis(tx.Now()), hash)
			return err
		}); err != nil {
			return Session{}, err
		}
	}
	return Session{Actor: a, FormToken: x.form, Idle: idle}, nil
}

// idle is how long the actor's session lasts without activity.
func (s *Service) idle(a actor.Actor) time.Duration {
	if a.HasAny(actor.Chairman, actor.Admin) {
		return s.limits.Privileged()
	}
	return s.limits.Idle()
}

// Expire ends a session for want of activity. Unlike SignOut it leaves the
// trace by which forms that are still open get their drafts kept.
func (s *Service) Expire(ctx context.Context, sec string) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE identity_session SET last_seen = 0 WHERE hash = $1", hashOf(sec))
		return err
	})
}

// SignOut ends the session of a secret.
func (s *Service) SignOut(ctx context.Context, sec string) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM identity_session WHERE hash = $1", hashOf(sec))
		return err
	})
}

func (s *Service) actorOf(ctx context.Context, id string) (actor.Actor, error) {
	acc, err := s.Find(ctx, id)
	if err != nil {
		return actor.Actor{}, err
	}
	a := actor.Actor{Kind: actor.Person, ID: acc.ID, Name: acc.Name, Org: acc.Org, Grants: acc.Grants}
	a.Mandates, err = s.mandates(ctx, a, 1)
	return a, err
}

// As is an account as an actor, for jobs that play a person's part (the sample's history).
func (s *Service) As(ctx context.Context, id string) (actor.Actor, error) { return s.actorOf(ctx, id) }

// Token is one API token without its secret.
type Token struct {
	ID      string
	Name    string
	Expires time.Time
	Revoked bool
}

// IssueToken makes an API token for the account; the secret is shown once. A
// name stands for one token at a time.
func (s *Service) IssueToken(ctx context.Context, account, name string, life time.Duration) (string, error) {
	name = viet.Line(name)
	if name == "" {
		return "", fault.Field("name", "Ghi tên để sau này nhận ra mã truy cập.")
	}
	sec := "dd_" + secret()
	act := storage.Act{Verb: "account.token_issued", On: ref.New("account", account), After: map[string]string{"name": name}}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		same, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM identity_token WHERE account = $1 AND name = $2 AND revoked = $3 AND expires_at > $4", account, name, false, storage.Millis(tx.Now()))
		if err != nil {
			return err
		}
		if same > 0 { // also what a page sent twice runs into
			return fault.Field("name", "Đã có mã truy cập tên “"+name+"” còn hiệu lực. Thu hồi mã cũ hoặc đặt tên khác.")
		}
		_, err = tx.Exec(ctx, "INSERT INTO identity_token (id, hash, account, name, created_at, expires_at, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7)", tx.NewID(), hashOf(sec), account, name, storage.Millis(tx.Now()), storage.Millis(tx.Now().Add(life)), false)
		return err
	})
	return sec, err
}

// Tokens lists an account's API tokens.
func (s *Service) Tokens(ctx context.Context, account string) ([]Token, error) {
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (t Token, err error) {
		var exp int64
		err = r.Scan(&t.ID, &t.Name, &exp, &t.Revoked)
		t.Expires = storage.Instant(exp)
		return t, err
	}, "SELECT id, name, expires_at, revoked FROM identity_token WHERE account = $1 ORDER BY id DESC", account)
}

// RevokeToken ends one API token of the account at once.
func (s *Service) RevokeToken(ctx context.Context, account, id string) error {
	return s.db.Write(ctx, storage.Act{Verb: "account.token_revoked", On: ref.New("account", account)}, func(tx *storage.Tx) error {
		return tx.ExecOne(ctx, "UPDATE identity_token SET revoked = $1 WHERE id = $2 AND account = $3", true, id, account)
	})
}

// Bearer turns an API token into an actor.
func (s *Service) Bearer(ctx context.Context, sec string) (actor.Actor, error) {
	type row struct {
		held

		expires int64
		revoked bool
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(append(x.dest(), &x.expires, &x.revoked)...)
		return x, err
	}, "SELECT "+heldColumns+", t.expires_at, t.revoked FROM identity_token t JOIN "+heldTables+" ON a.id = t.account WHERE t.hash = $1", hashOf(sec))
	if err != nil {
		return actor.Actor{}, err
	}
	if len(rows) == 0 || rows[0].revoked || !rows[0].active || s.db.Now().After(storage.Instant(rows[0].expires)) {
		return actor.Actor{}, fault.Say(fault.Unauthenticated, "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.")
	}
	a := rows[0].person()
	a.ViaToken = true
	for _, r := range rows {
		r.grant(&a)
	}
	a.Mandates, err = s.mandates(ctx, a, rows[0].delegated)
	return a, err
}
