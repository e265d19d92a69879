package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"dondoc/internal/fault"
)

// Schema is one domain's share of the schema: numbered files and full-text tables.
type Schema struct {
	Name string // the owning package; every table starts with it
	FS   fs.FS  // holds schema/NNNNNNNNNN_name[.sqlite|.postgres].sql
	// Searches lists full-text tables by the number of the migration that makes them.
	Searches map[int64]Search
}

type step struct {
	version int64
	name    string
	stmts   []string
	sum     string
}

// steps reads the numbered files that hold for an engine, merged over domains.
func steps(e Engine, schemas []Schema) ([]step, error) { //nolint:gocognit // files of every room, merged
	seen := map[int64]string{}
	var out []step
	add := func(s step) error {
		if other, ok := seen[s.version]; ok {
			return fmt.Errorf("storage: migrations %s and %s share the number %d", other, s.name, s.version)
		}
		seen[s.version] = s.name
		out = append(out, s)
		return nil
	}
	for _, sc := range schemas {
		files, err := fs.Glob(sc.FS, "schema/*.sql")
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			base := strings.TrimSuffix(path.Base(f), ".sql")
			if strings.HasSuffix(base, ".sqlite") && e != SQLite || strings.HasSuffix(base, ".postgres") && e != Postgres {
				continue
			}
			b, err := fs.ReadFile(sc.FS, f)
			if err != nil {
				return nil, err
			}
			num, _, _ := strings.Cut(base, "_")
			v, err := strconv.ParseInt(num, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("storage: migration %s does not start with a number", f)
			}
			sum := sha256.Sum256(b)
			if err := add(step{version: v, name: sc.Name + "/" + path.Base(f), stmts: split(string(b)), sum: hex.EncodeToString(sum[:])}); err != nil {
				return nil, err
			}
		}
		for v, s := range sc.Searches {
			if err := add(step{version: v, name: sc.Name + "/" + s.Table, stmts: s.SearchSchema(e), sum: s.Table}); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(out, func(a, b step) int { return int(a.version - b.version) })
	return out, nil
}

// split cuts a file at semicolons that end a line; our schema has no bodies
// with semicolons inside.
func split(text string) []string {
	var out []string
	var cur strings.Builder
	for line := range strings.Lines(text) {
		if t := strings.TrimSpace(line); t == "" || strings.HasPrefix(t, "--") {
			continue
		}
		cur.WriteString(line)
		if strings.HasSuffix(strings.TrimSpace(line), ";") {
			out = append(out, strings.TrimSuffix(strings.TrimSpace(cur.String()), ";"))
			cur.Reset()
		}
	}
	if rest := strings.TrimSpace(cur.String()); rest != "" {
		out = append(out, rest)
	}
	return out
}

// sums is where the checksum of every applied file is kept.
const sums = "CREATE TABLE IF NOT EXISTS storage_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, sum TEXT NOT NULL)"

// Migrate brings the schema up to date, forward only. A file that was changed
// after it was applied stops it with an error that names the file.
func (db *DB) Migrate(ctx context.Context, schemas []Schema) error {
	list, err := steps(db.engine, schemas)
	if err != nil {
		return err
	}
	if _, err := db.write.ExecContext(ctx, sums); err != nil {
		return err
	}
	if err := db.checkSums(ctx, list); err != nil {
		return err
	}
	p, err := db.provider(list)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// SchemaCurrent reports whether all migrations are applied, and none that this
// program does not know; a newer schema is Conflict.
func (db *DB) SchemaCurrent(ctx context.Context, schemas []Schema) (bool, error) {
	list, err := steps(db.engine, schemas)
	if err != nil {
		return false, err
	}
	var have int64
	if err := db.read.QueryRowContext(ctx, "SELECT COALESCE(MAX(version), 0) FROM storage_migration").Scan(&have); err != nil {
		return false, nil //nolint:nilerr // no such table: an empty database is simply not current
	}
	want := list[len(list)-1].version
	if have > want {
		return false, fault.Say(fault.Conflict, "Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này. Dùng bản chương trình mới hơn.")
	}
	return have == want, nil
}

func (db *DB) checkSums(ctx context.Context, list []step) error {
	type applied struct {
		version int64
		sum     string
	}
	rows, err := List(ctx, sqlQuerier{db.write}, func(r Row) (a applied, err error) {
		err = r.Scan(&a.version, &a.sum)
		return a, err
	}, "SELECT version, sum FROM storage_migration")
	if err != nil {
		return err
	}
	for _, a := range rows {
		i := slices.IndexFunc(list, func(s step) bool { return s.version == a.version })
		if i < 0 {
			return fault.Say(fault.Conflict, "Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này. Dùng bản chương trình mới hơn.")
		}
		if list[i].sum != a.sum {
			return fmt.Errorf("storage: migration %s was changed after it was applied", list[i].name)
		}
	}
	return nil
}

func (db *DB) provider(list []step) (*goose.Provider, error) {
	var migs []*goose.Migration
	for _, s := range list {
		migs = append(migs, goose.NewGoMigration(s.version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			for _, q := range s.stmts {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
			}
			_, err := tx.ExecContext(ctx, "INSERT INTO storage_migration (version, name, sum) VALUES ($1, $2, $3)", s.version, s.name, s.sum)
			return err
		}}, nil))
	}
	d := database.DialectSQLite3
	if db.engine == Postgres {
		d = database.DialectPostgres
	}
	if len(migs) == 0 {
		return nil, errors.New("storage: no migrations")
	}
	return goose.NewProvider(d, db.write, nil, goose.WithGoMigrations(migs...), goose.WithDisableGlobalRegistry(true))
}

type sqlQuerier struct{ db *sql.DB }

// Rows asks outside the statement cache.
func (q sqlQuerier) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return q.db.QueryContext(ctx, query, args...)
}
