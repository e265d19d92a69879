package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dondoc/internal/storage"
)

// grace is how long a content may wait for the act that attaches it.
const grace = 24 * time.Hour

// Sweep takes away contents that no row speaks of, a day after they came, and
// uploads that broke off; it says how many files it took.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	n := 0
	err := filepath.WalkDir(s.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		gone, err := s.sweepFile(ctx, path)
		if gone {
			n++
		}
		return err
	})
	return n, err
}

// Discard takes a content away at once, which must not stay on disk, unless a
// kept file has the same content.
func (s *Store) Discard(ctx context.Context, f File) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if used, err := s.used(ctx, f.Hash); err != nil || used {
		return err
	}
	return gone(s.path(f.Hash))
}

// used reports whether a kept file has a content.
func (s *Store) used(ctx context.Context, hash string) (bool, error) {
	n, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM blob_file WHERE hash = $1", hash)
	return n > 0, err
}

// gone takes a file off the disk; one that is not there is no fault.
func gone(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Drop takes a file's row back inside the act that gives it up; Discard then
// takes the content.
func (s *Store) Drop(ctx context.Context, tx *storage.Tx, id string) error {
	_, err := tx.Exec(ctx, "DELETE FROM blob_file WHERE id = $1", id)
	return err
}

func (s *Store) sweepFile(ctx context.Context, path string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || s.db.Now().Sub(st.ModTime()) < grace {
		return false, err
	}
	dir, name := filepath.Split(path)
	if part := filepath.Base(dir); part != "tam" {
		if len(part)+len(name) != 64 {
			return false, nil // not ours
		}
		if used, err := s.used(ctx, part+name); err != nil || used {
			return false, err
		}
	}
	err = gone(path)
	return err == nil, err
}
