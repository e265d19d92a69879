package identity_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
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

func schemas() []storage.Schema { return []storage.Schema{audit.Schema(), identity.Schema()} }

func limits() identity.Limits {
	m := func(n int) func() time.Duration {
		return func() time.Duration { return time.Duration(n) * time.Minute }
	}
	return identity.Limits{Idle: m(30), Privileged: m(15), Absolute: m(720)}
}

const good = "mat-khau-dai-2023"

func add(t *testing.T, s *identity.Service, user string, roles ...actor.Role) identity.Account {
	t.Helper()
	a := identity.Account{User: user, Name: "Người dùng (minh họa)", Org: "snv"}
	for _, r := range roles {
		a.Grants = append(a.Grants, actor.Grant{Role: r, Org: "snv"})
	}
	a, err := s.CreateAccount(t.Context(), a, good)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func signIn(ctx context.Context, s *identity.Service, user, password string) (string, error) {
	sec, _, err := s.SignIn(ctx, user, password, "127.0.0.1", "kiểm thử")
	return sec, err
}

func TestSessionsEndWhenTheyMust(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		ctx := t.Context()
		s := identity.New(db, limits())
		admin := add(t, s, "quantri", actor.Admin)
		a := add(t, s, "Chuyên-viên", actor.Officer)
		sec, err := signIn(ctx, s, "CHUYEN-VIEN", good)
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.Resolve(ctx, sec, true)
		if err != nil || v.Actor.ID != a.ID || !v.Actor.Has(actor.Officer) || v.FormToken == "" || v.Idle != 30*time.Minute {
			t.Fatalf("%+v, %v", v, err)
		}
		c.Set(c.Now().Add(20 * time.Minute))
		if _, err := s.Resolve(ctx, sec, false); err != nil {
			t.Errorf("polling: %v", err)
		}
		c.Set(c.Now().Add(20 * time.Minute))
		v, err = s.Resolve(ctx, sec, true)
		if !errors.Is(err, fault.Unauthenticated) || v.Expired != a.ID {
			t.Errorf("polling kept an idle session alive: %+v, %v", v, err)
		}
		if sec, err = signIn(ctx, s, "chuyen-vien", good); err != nil {
			t.Fatal(err)
		}
		for range 40 {
			c.Set(c.Now().Add(20 * time.Minute))
			_, err = s.Resolve(ctx, sec, true)
		}
		if !errors.Is(err, fault.Unauthenticated) {
			t.Errorf("past twelve hours: %v", err)
		}
		sec, err = signIn(ctx, s, "chuyen-vien", good)
		if err != nil {
			t.Fatal(err)
		}
		off, err := s.Find(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		off.Active = false
		if err := s.Edit(ctx, off); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Resolve(ctx, sec, true); !errors.Is(err, fault.Unauthenticated) {
			t.Errorf("a disabled account's session: %v", err)
		}
		if err := s.Edit(ctx, off); !errors.Is(err, fault.Conflict) {
			t.Errorf("stale edit: %v", err)
		}
		admin.Active = false
		if err := s.Edit(ctx, admin); !errors.Is(err, fault.Conflict) {
			t.Errorf("the last administrator was disabled: %v", err)
		}
	})
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		ctx := t.Context()
		s := identity.New(db, limits())
		add(t, s, "skhdt", actor.AgencyHead)
		for range 5 {
			if _, err := signIn(ctx, s, "skhdt", "sai"); !errors.Is(err, fault.Unauthenticated) {
				t.Fatal(err)
			}
			if _, err := signIn(ctx, s, "khong-co", "sai"); !errors.Is(err, fault.Unauthenticated) {
				t.Fatal(err)
			}
		}
		if _, err := signIn(ctx, s, "skhdt", good); !errors.Is(err, fault.TooMany) {
			t.Errorf("the sixth try: %v", err)
		}
		if _, err := signIn(ctx, s, "khong-co", good); !errors.Is(err, fault.TooMany) {
			t.Errorf("an unknown user must look the same: %v", err)
		}
		c.Set(c.Now().Add(3 * time.Minute))
		if _, err := signIn(ctx, s, "skhdt", good); err != nil {
			t.Errorf("after the pause: %v", err)
		}
	})
}

func TestPasswordsTokensDrafts(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		audit.New(db)
		s := identity.New(db, limits())
		a := add(t, s, "snv", actor.Secretariat)
		ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: a.ID})
		for _, bad := range []string{"ngan", "Matkhau@123", "xxxxxxxxxxxx", "SoNoiVu2023", "Matkhau@1234", strings.Repeat("\u0301", 16), "123456781234"} {
			if err := s.SetPassword(ctx, a.ID, bad); fault.FieldsOf(err)["password"] == "" {
				t.Errorf("%q was taken: %v", bad, err)
			}
		}
		if err := s.ChangeOwnPassword(ctx, "sai", "mot-mat-khau-moi"); fault.FieldsOf(err)["old"] == "" {
			t.Errorf("without the old password: %v", err)
		}
		if err := s.ChangeOwnPassword(ctx, good, "mot-mat-khau-moi"); err != nil {
			t.Error(err)
		}
		tok, err := s.IssueToken(ctx, a.ID, "máy của phòng", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Bearer(ctx, tok); err != nil || got.ID != a.ID || !got.ViaToken {
			t.Errorf("%+v, %v", got, err)
		}
		list, err := s.Tokens(ctx, a.ID)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if err := s.RevokeToken(ctx, a.ID, list[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Bearer(ctx, tok); !errors.Is(err, fault.Unauthenticated) {
			t.Errorf("a revoked token: %v", err)
		}
		if err := s.SaveDraft(ctx, "/lam-viec/nhiem-vu/1", url.Values{"text": {"đang gõ"}, "_token": {"x"}, "password": {"y"}}); err != nil {
			t.Fatal(err)
		}
		v, _, ok := s.Draft(ctx, "/lam-viec/nhiem-vu/1")
		if !ok || v.Get("text") != "đang gõ" || len(v) != 1 {
			t.Errorf("draft %v %v", v, ok)
		}
		if err := s.DropDraft(ctx, "/lam-viec/nhiem-vu/1"); err != nil {
			t.Error(err)
		}
		if _, _, ok := s.Draft(ctx, "/lam-viec/nhiem-vu/1"); ok {
			t.Error("the draft is still there")
		}
		if _, err := s.First(ctx, identity.Account{User: "ai-do", Name: "Ai đó"}, good); !errors.Is(err, fault.Conflict) {
			t.Errorf("set-up on a used database: %v", err)
		}
		c.Set(c.Now())
	})
}

func TestThePolicyTable(t *testing.T) {
	t.Parallel()
	as := func(r actor.Role) actor.Actor {
		return actor.Actor{Kind: actor.Person, Grants: []actor.Grant{{Role: r, Org: "x"}}}
	}
	for _, p := range identity.Permissions() {
		if identity.Allows(actor.Actor{}, p) {
			t.Errorf("a visitor may %s", p)
		}
	}
	if identity.Allows(as(actor.Admin), identity.AssignmentView) || identity.Allows(as(actor.Auditor), identity.AssignmentWork) || identity.Allows(as(actor.Officer), identity.AssignmentDirect) || !identity.Allows(as(actor.Secretariat), identity.DocumentRead) {
		t.Error("policy")
	}
}
