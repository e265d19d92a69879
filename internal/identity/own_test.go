package identity_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// A person sees where the account is signed in, and ends one place or all
// others; somebody else's session is not found.
func TestOwnSessions(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		s := identity.New(db, limits())
		add(t, s, "an", actor.Officer)
		add(t, s, "binh", actor.Officer)
		open := func(user string) actor.Actor {
			t.Helper()
			sec, err := signIn(t.Context(), s, user, good)
			if err != nil {
				t.Fatal(err)
			}
			v, err := s.Resolve(t.Context(), sec, true)
			if err != nil {
				t.Fatal(err)
			}
			c.Set(c.Now().Add(time.Minute))
			return v.Actor
		}
		first, second, third, other := open("an"), open("an"), open("an"), open("binh")
		ctx := actor.With(t.Context(), second)
		ids := func() (out []string) {
			t.Helper()
			list, err := s.Sessions(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				if x.Current != (x.ID == second.Session) || x.Agent != "kiểm thử" {
					t.Errorf("%+v", x)
				}
				out = append(out, x.ID)
			}
			return out
		}
		if got := ids(); len(got) != 3 || got[0] != third.Session || got[2] != first.Session {
			t.Errorf("%v", got)
		}
		for _, bad := range []string{other.Session, "", "%", "0000000000000000", "________________"} {
			if err := s.EndSession(ctx, bad); !errors.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := s.EndSession(ctx, third.Session); err != nil {
			t.Fatal(err)
		}
		if got := ids(); len(got) != 2 {
			t.Errorf("%v", got)
		}
		if err := s.EndOtherSessions(ctx); err != nil {
			t.Fatal(err)
		}
		if got := ids(); len(got) != 1 || got[0] != second.Session {
			t.Errorf("%v", got)
		}
		if list, err := s.Sessions(actor.With(t.Context(), other)); err != nil || len(list) != 1 {
			t.Errorf("the other's: %v, %v", list, err)
		}
	})
}

// A session that the page has counted down is over at once, and still tells
// whose it was.
func TestExpireKeepsTheTrace(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		audit.New(db)
		s := identity.New(db, limits())
		a := add(t, s, "an", actor.Officer)
		sec, err := signIn(t.Context(), s, "an", good)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Expire(t.Context(), sec); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Resolve(t.Context(), sec, true); !errors.Is(err, fault.Unauthenticated) || v.Expired != a.ID {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// A name stands for one token at a time, so that a page sent twice makes one.
func TestATokenNameIsUsedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		s := identity.New(db, limits())
		a := add(t, s, "an", actor.Officer)
		issue := func() error {
			_, err := s.IssueToken(t.Context(), a.ID, "máy của phòng", time.Hour)
			return err
		}
		if err := issue(); err != nil {
			t.Fatal(err)
		}
		if err := issue(); fault.FieldsOf(err)["name"] == "" {
			t.Errorf("twice: %v", err)
		}
		c.Set(c.Now().Add(2 * time.Hour))
		if err := issue(); err != nil {
			t.Errorf("after the first one has run out: %v", err)
		}
	})
}

// Drafts are kept for so many forms; the oldest goes first.
func TestDraftsAreBounded(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		s := identity.New(db, limits())
		ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "an"})
		for i := range 103 {
			c.Set(c.Now().Add(time.Second))
			if err := s.SaveDraft(ctx, fmt.Sprintf("/lam-viec/%d", i), url.Values{"x": {"y"}}); err != nil {
				t.Fatal(err)
			}
		}
		for i, kept := range map[int]bool{0: false, 2: false, 3: true, 102: true} {
			if _, _, ok := s.Draft(ctx, fmt.Sprintf("/lam-viec/%d", i)); ok != kept {
				t.Errorf("draft %d kept: %v", i, ok)
			}
		}
	})
}
