// Package storagetest runs one test on both engines: SQLite as a copy of a
// migrated file, PostgreSQL in a schema of its own. Without a PostgreSQL the
// second run is skipped, except in CI, where it must be there.
package storagetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
)

// Variable names the PostgreSQL to test on: DONDOC_TEST_POSTGRES=postgres://….
const Variable = "DONDOC_TEST_POSTGRES"

// Start is the day that tests begin on, unless they set the clock: the
// Monday of the sample, 12/06/2023 09:00.
func Start() time.Time { return time.Date(2023, 6, 12, 9, 0, 0, 0, time.FixedZone("+07", 7*3600)) }

// Run runs test once per engine, in parallel, each on an empty, migrated database.
func Run(t *testing.T, schemas []storage.Schema, test func(t *testing.T, db *storage.DB, c *clock.Manual)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		c := clock.At(Start())
		test(t, SQLite(t, schemas, c), c)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		c := clock.At(Start())
		test(t, Postgres(t, schemas, c), c)
	})
}

var (
	templatesMu sync.Mutex
	templates   = map[string][]byte{}
)

// SQLite opens a fresh copy of a migrated file.
func SQLite(t testing.TB, schemas []storage.Schema, c clock.Clock) *storage.DB {
	t.Helper()
	var names []string
	for _, s := range schemas {
		names = append(names, s.Name)
	}
	key := strings.Join(names, ",")
	dir := t.TempDir()
	templatesMu.Lock()
	image, ok := templates[key]
	if !ok {
		path := filepath.Join(dir, "template.db")
		db := open(t, "sqlite:"+path, c)
		migrate(t, db, schemas)
		if err := db.Close(); err != nil {
			templatesMu.Unlock()
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			templatesMu.Unlock()
			t.Fatal(err)
		}
		image = b
		templates[key] = b
	}
	templatesMu.Unlock()
	path := filepath.Join(dir, "test.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+path, c)
}

// Postgres opens a schema of its own, or skips where there is no server.
func Postgres(t testing.TB, schemas []storage.Schema, c clock.Clock) *storage.DB {
	t.Helper()
	db := open(t, PostgresAddress(t), c)
	migrate(t, db, schemas)
	return db
}

// PostgresAddress makes a schema of its own and gives its address.
func PostgresAddress(t testing.TB) string {
	t.Helper()
	base := os.Getenv(Variable)
	if base == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not set, and CI must test on PostgreSQL", Variable)
		}
		t.Skipf("%s is not set", Variable)
	}
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + storage.NewID(Start().Add(time.Duration(os.Getpid())*time.Millisecond))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := admin.ExecContext(ctx, "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("DROP SCHEMA %s CASCADE", name)); err != nil {
			t.Error(err)
		}
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func open(t testing.TB, address string, c clock.Clock) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), address, c)
	if err != nil {
		t.Fatal(err)
	}
	db.SetSink(NoActs{})
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func migrate(t testing.TB, db *storage.DB, schemas []storage.Schema) {
	t.Helper()
	if len(schemas) == 0 {
		return
	}
	if err := db.Migrate(t.Context(), schemas); err != nil {
		t.Fatal(err)
	}
}

// NoActs is a sink that keeps nothing, for tests below the floor of audit.
type NoActs struct{}

// Record forgets the act.
func (NoActs) Record(context.Context, *storage.Tx, actor.Actor, []storage.Act) error { return nil }
