package app_test

import (
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
)

// The night's chores run at half past two, once, and put the house in order.
func TestTheNightsChores(t *testing.T) {
	t.Parallel()
	c := clock.At(civil.Date("2023-06-12").At(9, 0))
	files := t.TempDir()
	a, err := app.Open(t.Context(), app.Options{Database: "sqlite:" + filepath.Join(t.TempDir(), "x.db"), Files: files, Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	if _, err := a.Identity.First(ctx, identity.Account{User: "quan.tri", Name: "Ka Să K’Đêu", Active: true, Grants: []actor.Grant{{Role: actor.Admin}}}, password); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Identity.SignIn(ctx, "quan.tri", password, "127.0.0.1", "Firefox/1"); err != nil {
		t.Fatal(err)
	}
	id, err := a.Identity.IDOf(ctx, "quan.tri")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Identity.SaveDraftFor(ctx, id, "/lam-viec", url.Values{"x": {"đã gõ"}}); err != nil {
		t.Fatal(err)
	}
	lost, err := a.Blobs.Put(ctx, "x.txt", strings.NewReader("không ai đính kèm"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(files, lost.Hash[:2], lost.Hash[2:])
	if err := os.Chtimes(path, c.Now(), c.Now()); err != nil {
		t.Fatal(err)
	}
	rows := func(table string) int64 {
		t.Helper()
		n, err := storage.One(ctx, a.DB.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, x := range []struct {
		at               time.Time
		sessions, drafts int64
		file             bool
	}{
		{civil.Date("2023-06-12").At(23, 0), 1, 1, true},
		{civil.Date("2023-06-13").At(2, 31), 1, 1, true}, // everything is too young
		{civil.Date("2023-06-14").At(2, 31), 0, 1, false},
		{civil.Date("2023-07-13").At(2, 31), 0, 0, false},
	} {
		c.Set(x.at)
		if _, err := a.Jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := os.Stat(path)
		if s, d := rows("identity_session"), rows("identity_draft"); s != x.sessions || d != x.drafts || (err == nil) != x.file {
			t.Errorf("at %s: %d sessions, %d drafts, file %v", x.at, s, d, err)
		}
	}
	found, err := app.Inspect(ctx, a.DB)
	if err != nil || len(found.GivenUp) != 0 || found.Jobs["waiting"] != 4 {
		t.Errorf("%+v, %v", found.Jobs, err)
	}
}
