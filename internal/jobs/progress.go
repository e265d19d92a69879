package jobs

import (
	"context"

	"dondoc/internal/storage"
)

// Progress is how far a job has come. Total is 0 until the job knows it.
type Progress struct {
	State State
	Done  int
	Total int
}

// Report writes down how far a running job has come.
func (q *Queue) Report(ctx context.Context, j Job, done, total int) error {
	return q.db.Technical(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs_job SET steps_done = $3, steps_total = $4 WHERE "+mine, j.ID, j.Attempt, done, total)
		return err
	})
}

// Progress tells how far the job of a kind and key has come; NotFound when
// there is none, or it ended long ago.
func (q *Queue) Progress(ctx context.Context, kind, key string) (Progress, error) {
	return storage.One(ctx, q.db.Reader(), func(r storage.Row) (p Progress, err error) {
		err = r.Scan(&p.State, &p.Done, &p.Total)
		return p, err
	}, "SELECT state, steps_done, steps_total FROM jobs_job WHERE kind = $1 AND once_key = $2", kind, key)
}

// Stop asks a job to end, inside the act that makes it needless. One that
// waits is done at once; the context of one that runs ends within seconds.
func (q *Queue) Stop(ctx context.Context, tx *storage.Tx, kind, key string) error {
	_, err := tx.Exec(ctx, `UPDATE jobs_job SET stop_asked = 1, ended_at = CASE state WHEN 'waiting' THEN $1 ELSE ended_at END,
		state = CASE state WHEN 'waiting' THEN 'done' ELSE state END WHERE kind = $2 AND once_key = $3 AND state IN ('waiting', 'running')`, storage.Millis(tx.Now()), kind, key)
	return err
}

// asked reports whether a person asked the job to stop.
func (q *Queue) asked(ctx context.Context, j Job) bool {
	n, err := storage.One(ctx, q.db.Reader(), storage.Scalar[int64], "SELECT stop_asked FROM jobs_job WHERE id = $1", j.ID)
	return err == nil && n == 1
}
