package storage

import "context"

// Care lets the engine bring its statistics up to date, so that the plans of
// lists follow the data. PostgreSQL does it by itself (autovacuum).
func (db *DB) Care(ctx context.Context) error {
	if db.engine == Postgres {
		return nil
	}
	_, err := db.write.ExecContext(ctx, "PRAGMA optimize")
	return err
}
