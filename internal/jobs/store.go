package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dondoc/internal/storage"
)

const columns = "id, kind, once_key, payload_json, run_at, attempt, last_error"

func scan(r storage.Row) (j Job, err error) {
	var at int64
	var payload string
	err = r.Scan(&j.ID, &j.Kind, &j.Key, &payload, &at, &j.Attempt, &j.Error)
	j.Payload, j.RunAt = []byte(payload), storage.Instant(at)
	return j, err
}

// claim takes up to n jobs that are due, or whose runner has gone silent.
func (q *Queue) claim(ctx context.Context, n int) ([]Job, error) {
	if n <= 0 || len(q.rooms) == 0 {
		return nil, nil
	}
	kinds := slices.Sorted(maps.Keys(q.rooms))
	now := storage.Millis(q.db.Now())
	due := func(base int) *storage.Where {
		return storage.NewWhere(base).In("kind", kinds).And("((state = 'waiting' AND run_at <= ?) OR (state = 'running' AND lease_until < ?))", now, now)
	}
	w := due(0) // a look first: the writing connection is not for finding out that there is nothing
	some, err := storage.List(ctx, q.db.Reader(), storage.Scalar[string], "SELECT id FROM jobs_job"+w.SQL()+" LIMIT 1", w.Args()...)
	if err != nil || len(some) == 0 {
		return nil, err
	}
	lock := ""
	if q.db.Engine() == storage.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	w = due(1)
	var out []Job
	err = q.db.Technical(ctx, func(tx *storage.Tx) error {
		var err error
		out, err = storage.List(ctx, tx, scan, fmt.Sprintf(`UPDATE jobs_job SET state = 'running', lease_until = $1, attempt = attempt + 1
			WHERE id IN (SELECT id FROM jobs_job%s ORDER BY run_at, id LIMIT %d%s) RETURNING %s`, w.SQL(), n, lock, columns),
			append([]any{storage.Millis(tx.Now().Add(lease))}, w.Args()...)...)
		return err
	})
	slices.SortFunc(out, func(a, b Job) int { return a.RunAt.Compare(b.RunAt) })
	return out, err
}

// mine holds a write to the runner that has the lease: an attempt later means
// that somebody took the job over.
const mine = "id = $1 AND attempt = $2 AND state = 'running'"

func (q *Queue) prolong(ctx context.Context, j Job) error {
	return q.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs_job SET lease_until = $3 WHERE "+mine, j.ID, j.Attempt, storage.Millis(tx.Now().Add(lease)))
		return err
	})
}

// finish ends a job and queues the next run of its schedule, together.
func (q *Queue) finish(ctx context.Context, j Job) error {
	return q.db.Technical(ctx, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE jobs_job SET state = 'done', last_error = '', ended_at = $3 WHERE "+mine, j.ID, j.Attempt, storage.Millis(tx.Now()))
		if err != nil || n == 0 {
			return err
		}
		return q.after(ctx, tx, j)
	})
}

// after queues the run that follows j, if its kind has a schedule.
func (q *Queue) after(ctx context.Context, tx *storage.Tx, j Job) error {
	r := q.rooms[j.Kind]
	if r.schedule == nil {
		return nil
	}
	from := tx.Now()
	if r.schedule.EveryMissed || from.Before(j.RunAt) {
		from = j.RunAt
	}
	return q.next(ctx, tx, j.Kind, r, from)
}

// failed puts a job back for later, or gives it up; a schedule goes on all the same.
func (q *Queue) failed(ctx context.Context, j Job, cause error) error {
	return q.db.Technical(ctx, func(tx *storage.Tx) error {
		text := strings.ToValidUTF8(cause.Error(), "?")
		for len(text) > 500 {
			_, size := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-size]
		}
		if j.Attempt < maxAttempts {
			_, err := tx.Exec(ctx, "UPDATE jobs_job SET state = 'waiting', run_at = $3, lease_until = 0, last_error = $4 WHERE "+mine, j.ID, j.Attempt, storage.Millis(tx.Now().Add(backoff(j.Attempt))), text)
			return err
		}
		n, err := tx.Exec(ctx, "UPDATE jobs_job SET state = 'dead', last_error = $3, ended_at = $4 WHERE "+mine, j.ID, j.Attempt, text, storage.Millis(tx.Now()))
		if err != nil || n == 0 {
			return err
		}
		return q.after(ctx, tx, j)
	})
}

// backoff is how long to wait after so many tries: 10 s, 20 s, … an hour.
func backoff(attempt int64) time.Duration {
	d := firstRetry
	for range attempt - 1 {
		if d *= 2; d >= lastRetry {
			return lastRetry
		}
	}
	return d
}

// Prune forgets what was done a fortnight ago; what was given up stays.
func (q *Queue) Prune(ctx context.Context) error {
	return q.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM jobs_job WHERE state = 'done' AND ended_at < $1", storage.Millis(tx.Now().Add(-keepDone)))
		return err
	})
}

// Counts says how many jobs stand in each state.
func Counts(ctx context.Context, db *storage.DB) (map[State]int64, error) {
	type row struct {
		s State
		n int64
	}
	rows, err := storage.List(ctx, db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.s, &x.n)
		return x, err
	}, "SELECT state, COUNT(*) FROM jobs_job GROUP BY state")
	out := map[State]int64{}
	for _, x := range rows {
		out[x.s] = x.n
	}
	return out, err
}

// DeadOnes lists the jobs that were given up, newest first.
func DeadOnes(ctx context.Context, db *storage.DB) ([]Job, error) {
	return storage.List(ctx, db.Reader(), scan, "SELECT "+columns+" FROM jobs_job WHERE state = 'dead' ORDER BY ended_at DESC LIMIT 50")
}
