package storage

import (
	"context"
	"slices"
	"strings"
)

// Tables lists the base tables in the order of their names, without the
// bookkeeping of migrations and without full-text tables, which are rebuilt.
func (db *DB) Tables(ctx context.Context, schemas []Schema) ([]string, error) {
	q := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if db.engine == Postgres {
		q = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	names, err := List(ctx, db.reader, Scalar[string], q)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(n string) bool {
		if strings.HasPrefix(n, "sqlite_") || strings.HasPrefix(n, "goose_") || n == "storage_migration" {
			return true
		}
		for _, s := range Searches(schemas) {
			if n == s.Table || strings.HasPrefix(n, s.Table+"_") {
				return true
			}
		}
		return false
	})
	slices.Sort(names)
	return names, nil
}

// Searches lists the full-text tables of all rooms.
func Searches(schemas []Schema) []Search {
	var out []Search
	for _, s := range schemas {
		for _, x := range s.Searches {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Search) int { return strings.Compare(a.Table, b.Table) })
	return out
}

// Snapshot runs fn on one consistent view of the database, while others write.
func (db *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	tx, err := db.read.BeginTx(ctx, snapshotOptions(db.engine))
	if err != nil {
		return err
	}
	err = fn(snapshot{tx})
	if rb := tx.Rollback(); err == nil {
		err = rb
	}
	return err
}

// Load runs fn in one writing transaction for `dondoc restore`, which brings
// acts back together with the rows that they speak of.
func (db *DB) Load(ctx context.Context, fn func(tx *Tx) error) error {
	return db.retry(ctx, fn)
}
