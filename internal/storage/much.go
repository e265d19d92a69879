package storage

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// The room, in KiB, that the writing connection has for pages: Usual, and Roomy
// for what changes the same pages of a large table again and again.
const (
	Usual = 16_000
	Roomy = 64_000
)

// Much runs fn, which writes much in transactions of its own. SQLite has the
// given room for pages meanwhile, and brings what was written from its log into
// the file seldom instead of after nearly every transaction. What fn returns is
// returned.
func (db *DB) Much(ctx context.Context, room int, fn func() error) (err error) {
	if db.engine == Postgres {
		return fn()
	}
	if _, err := db.write.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = 20000", room)); err != nil {
		return err
	}
	defer func() {
		_, back := db.write.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = 1000; PRAGMA shrink_memory; PRAGMA wal_checkpoint(PASSIVE)", Usual))
		err = errors.Join(err, back)
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
