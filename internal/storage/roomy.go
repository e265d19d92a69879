package storage

import (
	"context"
	"errors"
	"sync"
)

// roomyPages is the room, in KiB, that the writing connection has for pages
// while much is changed; usualPages what it has otherwise.
const (
	roomyPages = "-65536"
	usualPages = "-16000"
)

// Much runs fn, which changes much in transactions of its own, in such a way
// that pages which each of them changes again need not be read again: SQLite
// has more room for pages meanwhile. What fn returns is returned.
func (db *DB) Much(ctx context.Context, fn func() error) (err error) {
	if db.engine == Postgres {
		return fn()
	}
	if _, err := db.write.ExecContext(ctx, "PRAGMA cache_size = "+roomyPages); err != nil {
		return err
	}
	defer func() {
		_, back := db.write.ExecContext(context.WithoutCancel(ctx), "PRAGMA cache_size = "+usualPages)
		_, given := db.write.ExecContext(context.WithoutCancel(ctx), "PRAGMA shrink_memory")
		err = errors.Join(err, back, given)
	}()
	return fn()
}

// sideBySide is how many parts of a large work are done at a time.
const sideBySide = 2

// Batches hands parts that do not touch the same rows to do, in their order. Two
// at a time are done on PostgreSQL, and on SQLite when each gets ready before it
// writes: the one gets ready while the other, the only one at a time, writes.
// After a fault no further part begins.
func Batches[T any](db *DB, parts [][]T, ready bool, do func(part []T) error) error {
	n := sideBySide
	if db.engine == SQLite && !ready {
		n = 1
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var fault error
	for range min(n, len(parts)) {
		wg.Go(func() {
			for {
				mu.Lock()
				if fault != nil || len(parts) == 0 {
					mu.Unlock()
					return
				}
				part := parts[0]
				parts = parts[1:]
				mu.Unlock()
				if err := do(part); err != nil {
					mu.Lock()
					fault = errors.Join(fault, err)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return fault
}
