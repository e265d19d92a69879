package app_test

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/app"
	"dondoc/internal/clock"
	"dondoc/internal/sample"
)

// played is the sample's history up to one instant, played once and copied for
// every test that begins there: playing is slow, passwords are meant to be.
type played struct {
	once     sync.Once
	dir      string
	accounts []sample.Account
	err      error
}

var histories struct {
	mu sync.Mutex
	by map[time.Time]*played
}

func historyUntil(until time.Time) *played {
	histories.mu.Lock()
	defer histories.mu.Unlock()
	if histories.by == nil {
		histories.by = map[time.Time]*played{}
	}
	if histories.by[until] == nil {
		histories.by[until] = &played{}
	}
	return histories.by[until]
}

// forgetHistories removes what was played; TestMain calls it at the end.
func forgetHistories() error {
	var err error
	for _, p := range histories.by {
		err = errors.Join(err, os.RemoveAll(p.dir))
	}
	return err
}

func (p *played) play(t *testing.T, until time.Time) {
	t.Helper()
	if p.dir, p.err = os.MkdirTemp("", "dondoc-history-"); p.err != nil { //nolint:usetesting // outlives this test
		return
	}
	c := clock.At(until)
	a, err := app.Open(t.Context(), app.Options{Database: "sqlite:" + filepath.Join(p.dir, "x.db"), Files: filepath.Join(p.dir, "files"), Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.err = err
		return
	}
	p.accounts, p.err = sample.Load(t.Context(), a, c, until, password)
	p.err = errors.Join(p.err, a.Close())
}

// begin puts the house as of the instant at a SQLite address that is still free.
func (p *played) begin(t *testing.T, database, files string, until time.Time) []sample.Account {
	t.Helper()
	p.once.Do(func() { p.play(t, until) })
	if p.err != nil {
		t.Fatal(p.err)
	}
	if err := p.copyTo(database, files); err != nil {
		t.Fatal(err)
	}
	return p.accounts
}

// copyTo puts the played house at a SQLite address that is still free.
func (p *played) copyTo(database, files string) error {
	path := strings.TrimPrefix(database, "sqlite:")
	for _, tail := range []string{"", "-wal"} {
		if err := copyFile(filepath.Join(p.dir, "x.db"+tail), path+tail); err != nil && (tail == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return os.CopyFS(files, os.DirFS(filepath.Join(p.dir, "files")))
}

func copyFile(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	dst, err := os.Create(to)
	if err == nil {
		_, err = io.Copy(dst, src)
		err = errors.Join(err, dst.Close())
	}
	return errors.Join(err, src.Close())
}
