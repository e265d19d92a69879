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

// Batches hands parts that do not touch the same rows to do, in their order: two
// at a time on PostgreSQL, one after the other on SQLite, which lets one write.
// After a fault no further part begins.
func Batches[T any](db *DB, parts [][]T, do func(part []T) error) error {
	if db.engine == SQLite {
		return inTurn(parts, 1, do)
	}
	return inTurn(parts, sideBySide, do)
}

// BatchesAhead is Batches for parts that get ready before they write: on SQLite
// too the next gets ready meanwhile.
func BatchesAhead[T any](parts [][]T, do func(part []T) error) error {
	return inTurn(parts, sideBySide, do)
}

func inTurn[T any](parts [][]T, n int, do func(part []T) error) error {
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
