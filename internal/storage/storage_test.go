package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

var noteSearch = storage.Search{Table: "note_search", Base: "note", Key: "search_key", Text: "search_text"}

func schemas() []storage.Schema {
	return []storage.Schema{{
		Name: "note",
		FS: fstest.MapFS{
			"schema/2026120101_note.sql": {Data: []byte("-- notes\nCREATE TABLE note (\n id TEXT PRIMARY KEY,\n body TEXT NOT NULL,\n search_key BIGINT NOT NULL,\n search_text TEXT NOT NULL,\n rev BIGINT NOT NULL\n);\nCREATE TABLE jobs_job (id TEXT PRIMARY KEY);\n")},
		},
		Searches: map[int64]storage.Search{2026120102: noteSearch},
	}}
}

type acts struct {
	mu   sync.Mutex
	seen []string
	fail error
}

func (a *acts) Record(_ context.Context, _ *storage.Tx, who actor.Actor, list []storage.Act) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, act := range list {
		a.seen = append(a.seen, who.ID+" "+act.Verb+" "+act.On.String())
	}
	return a.fail
}

func put(ctx context.Context, db *storage.DB, id, body string) error {
	return db.Write(ctx, storage.Act{Verb: "note.write", On: ref.New("note", id)}, func(tx *storage.Tx) error {
		key := storage.NewKey(tx.Now())
		if _, err := tx.Exec(ctx, "INSERT INTO note (id, body, search_key, search_text, rev) VALUES ($1, $2, $3, $4, 1)", id, body, key, storage.SearchText(body)); err != nil {
			return err
		}
		return noteSearch.Put(ctx, tx, key, body)
	})
}

func TestEveryWriteIsAnAct(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		a := &acts{}
		db.SetSink(a)
		ctx := actor.With(t.Context(), actor.Actor{Kind: actor.Person, ID: "u1"})
		if err := db.Write(ctx, storage.Act{}, func(*storage.Tx) error { return nil }); err == nil {
			t.Error("a write without an act must be refused")
		}
		if err := put(ctx, db, "n1", "don doc"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"u1 note.write note:n1"}, a.seen); diff != "" {
			t.Error(diff)
		}
		a.fail = errors.New("disk")
		if err := put(ctx, db, "n2", "x"); err == nil {
			t.Error("a write whose act cannot be kept must fail")
		}
		n, err := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM note")
		if err != nil || n != 1 {
			t.Errorf("rows after a failed act: %d, %v", n, err)
		}
	})
}

func TestTechnicalWritesOnlyListedTables(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		err := db.Technical(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE note SET body = $1", "x")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "note is not technical") {
			t.Errorf("writing a fact without an act: %v", err)
		}
		if err := db.Technical(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO jobs_job (id) VALUES ($1)", "j")
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

func TestConflictAndDuplicate(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		if err := put(ctx, db, "n1", "a"); err != nil {
			t.Fatal(err)
		}
		if err := put(ctx, db, "n1", "b"); !errors.Is(err, fault.Conflict) {
			t.Errorf("second row of one key: %v", err)
		}
		err := db.Write(ctx, storage.Act{Verb: "note.edit", On: ref.New("note", "n1")}, func(tx *storage.Tx) error {
			return tx.ExecOne(ctx, "UPDATE note SET body = $1, rev = rev + 1 WHERE id = $2 AND rev = $3", "c", "n1", 7)
		})
		if !errors.Is(err, fault.Conflict) {
			t.Errorf("stale edit: %v", err)
		}
		if _, err := storage.One(ctx, db.Reader(), storage.Scalar[string], "SELECT id FROM note WHERE id = $1", "n9"); !errors.Is(err, fault.NotFound) {
			t.Errorf("missing row: %v", err)
		}
	})
}

func TestSearchNewestFirst(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		ctx := t.Context()
		for i := range 5 {
			c.Set(storagetest.Start().AddDate(0, 0, i))
			if err := put(ctx, db, fmt.Sprint("n", i), fmt.Sprintf("don doc cong viec so 0%d tb bcd", i)); err != nil {
				t.Fatal(err)
			}
		}
		find := func(q string) []string {
			w := storage.NewWhere(0)
			if !noteSearch.Match(w, db.Engine(), q) {
				return nil
			}
			ids, err := storage.List(ctx, db.Reader(), storage.Scalar[string], "SELECT n.id FROM "+noteSearch.From("n")+w.SQL()+" ORDER BY s.rowid DESC LIMIT 3", w.Args()...)
			if err != nil {
				t.Fatalf("%q: %v", q, err)
			}
			return ids
		}
		if diff := cmp.Diff([]string{"n4", "n3", "n2"}, find("don doc")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"n3"}, find("viec 03-tb/bc")); diff != "" {
			t.Error(diff)
		}
		for _, hostile := range []string{`"`, "NEAR(", "* OR", ":col", ")))'", "a & | !", `\`} {
			find(hostile)
		}
		if err := db.Write(ctx, storage.Act{Verb: "note.reindex", On: ref.New("note", "all")}, func(tx *storage.Tx) error { return noteSearch.Rebuild(ctx, tx) }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"n4", "n3", "n2"}, find("don doc")); diff != "" {
			t.Error("after rebuild", diff)
		}
	})
}

func TestMigrationsAreKeptAndChecked(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		if ok, err := db.SchemaCurrent(ctx, schemas()); !ok || err != nil {
			t.Fatalf("current: %v %v", ok, err)
		}
		changed := schemas()
		changed[0].FS = fstest.MapFS{"schema/2026120101_note.sql": {Data: []byte("CREATE TABLE note (id TEXT);")}}
		if err := db.Migrate(ctx, changed); err == nil || !strings.Contains(err.Error(), "changed after it was applied") {
			t.Errorf("changed migration: %v", err)
		}
		twice := append(schemas(), storage.Schema{Name: "other", FS: fstest.MapFS{"schema/2026120101_x.sql": {Data: []byte("CREATE TABLE x (id TEXT);")}}})
		if err := db.Migrate(ctx, twice); err == nil || !strings.Contains(err.Error(), "share the number") {
			t.Errorf("two files of one number: %v", err)
		}
		if err := db.Migrate(ctx, []storage.Schema{{Name: "older", FS: fstest.MapFS{"schema/2026110101_x.sql": {Data: []byte("CREATE TABLE x (id TEXT);")}}}}); !errors.Is(err, fault.Conflict) {
			t.Errorf("newer database: %v", err)
		}
	})
}

func TestConcurrentWritersLoseNothing(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		if err := put(ctx, db, "n", "0"); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 8 {
			wg.Go(func() {
				for range 10 {
					rev, err := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT rev FROM note WHERE id = $1", "n")
					if err != nil {
						t.Error(err)
						return
					}
					err = db.Write(ctx, storage.Act{Verb: "note.edit", On: ref.New("note", "n")}, func(tx *storage.Tx) error {
						return tx.ExecOne(ctx, "UPDATE note SET rev = rev + 1 WHERE id = $1 AND rev = $2", "n", rev)
					})
					switch {
					case err == nil:
						mu.Lock()
						won++
						mu.Unlock()
					case !errors.Is(err, fault.Conflict):
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		rev, err := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT rev FROM note WHERE id = $1", "n")
		if err != nil || rev != won+1 {
			t.Errorf("rev %d after %d edits (%v)", rev, won, err)
		}
	})
}

func TestWhere(t *testing.T) {
	t.Parallel()
	w := storage.NewWhere(1).And("a = ?", 1).In("b", []string{"x", "y"}).In("c", nil).And("d BETWEEN ? AND ?", 2, 3)
	if got, want := w.SQL(), " WHERE a = $2 AND b IN ($3,$4) AND 1 = 0 AND d BETWEEN $5 AND $6"; got != want {
		t.Errorf("got %q", got)
	}
	if diff := cmp.Diff([]any{1, "x", "y", 2, 3}, w.Args()); diff != "" {
		t.Error(diff)
	}
}
