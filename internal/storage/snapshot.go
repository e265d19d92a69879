package storage

import (
	"context"
	"database/sql"
)

type snapshot struct{ tx *sql.Tx }

// Rows asks inside the snapshot.
func (s snapshot) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, query, args...)
}

// snapshotOptions ask PostgreSQL for one view of all tables; a SQLite reading
// transaction has that by itself.
func snapshotOptions(e Engine) *sql.TxOptions {
	if e == Postgres {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return &sql.TxOptions{ReadOnly: true}
}
