// Package jobs does work later or off the request, so that it survives a
// restart: a queue in the database with leases, and schedules on top of it. A
// job is put into the queue inside the transaction of the fact that asks for
// it; it runs at least once, and a job with a key is queued once only.
package jobs

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "jobs", FS: schemaFS} }

// State is where a job stands.
type State string

// The states of a job.
const (
	Waiting State = "waiting"
	Running State = "running" // under a lease; past it, anybody may take it over
	Done    State = "done"
	Dead    State = "dead" // failed too often; kept for `dondoc check`
)

// Job is one piece of work.
type Job struct {
	ID      string
	Kind    string
	Key     string // what makes it the only one of its kind
	Payload json.RawMessage
	RunAt   time.Time
	Attempt int64 // 1 at the first run
	Error   string
}

// New asks for a job. Without a Key it gets one of its own.
type New struct {
	Kind    string
	Key     string
	Payload any
	RunAt   time.Time // at once if zero
}

// Handler does a job. It may run again after a crash, so what it does must
// bear being done twice.
type Handler func(ctx context.Context, j Job) error

// Schedule says when periodic work is due.
type Schedule struct {
	// Next is the first instant after t.
	Next func(t time.Time) time.Time
	// EveryMissed runs once for each instant that passed while the program
	// stood still; otherwise one run makes up for all.
	EveryMissed bool
}

// The times of the queue.
const (
	lease       = 2 * time.Minute // renewed while the job runs
	poll        = time.Second
	workers     = 4
	maxAttempts = 8
	firstRetry  = 10 * time.Second
	lastRetry   = time.Hour
	keepDone    = 14 * 24 * time.Hour
)

type room struct {
	handle   Handler
	schedule *Schedule
}

// Queue runs jobs.
type Queue struct {
	db    *storage.DB
	log   *slog.Logger
	rooms map[string]room
	wake  chan struct{}
}

// NewQueue makes a queue without work; Handle and Every come before Run.
func NewQueue(db *storage.DB, log *slog.Logger) *Queue {
	return &Queue{db: db, log: log, rooms: map[string]room{}, wake: make(chan struct{}, 1)}
}

// Handle says who does the jobs of a kind.
func (q *Queue) Handle(kind string, h Handler) { q.rooms[kind] = room{handle: h} }

// Every runs h by a schedule.
func (q *Queue) Every(kind string, s Schedule, h Handler) {
	q.rooms[kind] = room{handle: h, schedule: &s}
}

// Add queues a job inside a transaction; nothing happens if one of its kind
// and key was queued before. Wake tells the queue after the commit; without
// it the job waits for the next look, a second at most.
func (q *Queue) Add(ctx context.Context, tx *storage.Tx, n New) error {
	if _, ok := q.rooms[n.Kind]; !ok {
		return fmt.Errorf("jobs: nobody does %q", n.Kind)
	}
	return add(ctx, tx, n)
}

func add(ctx context.Context, tx *storage.Tx, n New) error {
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return err
	}
	id := tx.NewID()
	if n.Key == "" {
		n.Key = id
	}
	if n.RunAt.IsZero() {
		n.RunAt = tx.Now()
	}
	_, err = tx.Exec(ctx, `INSERT INTO jobs_job (id, kind, once_key, payload_json, state, run_at, lease_until, attempt, last_error, created_at, ended_at)
		VALUES ($1, $2, $3, $4, 'waiting', $5, 0, 0, '', $6, 0) ON CONFLICT (kind, once_key) DO NOTHING`, id, n.Kind, n.Key, string(payload), storage.Millis(n.RunAt), storage.Millis(tx.Now()))
	return err
}

// Wake lets the queue look at once.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default: // it is about to look
	}
}

// Run does jobs until the context ends, then lets the running ones finish.
func (q *Queue) Run(ctx context.Context) {
	if err := q.begin(ctx); err != nil {
		q.log.ErrorContext(ctx, "schedules not begun", slog.Any("error", err))
	}
	var busy sync.WaitGroup
	defer busy.Wait()
	free := make(chan struct{}, workers)
	for ctx.Err() == nil {
		found, err := q.claim(ctx, workers-len(free))
		if err != nil && ctx.Err() == nil {
			q.log.ErrorContext(ctx, "queue not read", slog.Any("error", err))
		}
		for _, j := range found {
			free <- struct{}{}
			busy.Go(func() {
				// a job that has begun may finish while the program stops
				q.do(context.WithoutCancel(ctx), j)
				<-free
				q.Wake()
			})
		}
		if len(found) > 0 && len(free) < workers {
			continue
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-time.After(poll):
		}
	}
}

// Drain does everything that is due now, one after another, and says how many
// jobs that were. Tests and the playing of history use it.
func (q *Queue) Drain(ctx context.Context) (int, error) {
	if err := q.begin(ctx); err != nil {
		return 0, err
	}
	n := 0
	for {
		found, err := q.claim(ctx, workers)
		if err != nil || len(found) == 0 {
			return n, err
		}
		for _, j := range found {
			q.do(ctx, j)
			n++
		}
	}
}

// begin queues the first run of every schedule that has none waiting.
func (q *Queue) begin(ctx context.Context) error {
	for kind, r := range q.rooms {
		if r.schedule == nil {
			continue
		}
		err := q.db.Technical(ctx, func(tx *storage.Tx) error {
			n, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM jobs_job WHERE kind = $1 AND state IN ('waiting', 'running')", kind)
			if err != nil || n > 0 {
				return err
			}
			return q.next(ctx, tx, kind, r, tx.Now())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Replan puts waiting work right after the clock has stepped back: what was
// queued in a future that is no more runs when it would have run, schedules
// come round as if that future had not been, and a lease ends in its usual
// time. Without it a reminder would wait as long as the clock was ahead
// (bad-inputs D18). What was done under a key stays done.
func (q *Queue) Replan(ctx context.Context) error {
	err := q.db.Technical(ctx, func(tx *storage.Tx) error {
		now := storage.Millis(tx.Now())
		for kind, r := range q.rooms {
			if r.schedule == nil {
				if _, err := tx.Exec(ctx, "UPDATE jobs_job SET run_at = run_at - (created_at - $1), created_at = $1 WHERE kind = $2 AND state = 'waiting' AND created_at > $1", now, kind); err != nil {
					return err
				}
				continue
			}
			if err := q.sooner(ctx, tx, kind, r); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "UPDATE jobs_job SET lease_until = $1 WHERE state = 'running' AND lease_until > $1", now+lease.Milliseconds())
		return err
	})
	q.Wake()
	return err
}

// sooner brings the next run of a schedule forward to the first instant from
// now on at which it has not run. What ran in the future that is no more does
// not count: it looked at days that have yet to come.
func (q *Queue) sooner(ctx context.Context, tx *storage.Tx, kind string, r room) error {
	count := func(more, key string, args ...any) (int64, error) {
		return storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM jobs_job WHERE kind = $1 AND once_key = $2"+more, append([]any{kind, key}, args...)...)
	}
	at := r.schedule.Next(tx.Now())
	key := at.UTC().Format(time.RFC3339)
	for {
		n, err := count(" AND NOT (state = 'done' AND ended_at > $3)", key, storage.Millis(tx.Now()))
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		at = r.schedule.Next(at)
		key = at.UTC().Format(time.RFC3339)
	}
	for {
		n, err := count("", key)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		key += "~"
	}
	_, err := tx.Exec(ctx, "UPDATE jobs_job SET run_at = $1, once_key = $2 WHERE kind = $3 AND state = 'waiting' AND attempt = 0 AND run_at > $1", storage.Millis(at), key, kind)
	return err
}

func (q *Queue) next(ctx context.Context, tx *storage.Tx, kind string, r room, after time.Time) error {
	at := r.schedule.Next(after)
	return add(ctx, tx, New{Kind: kind, Key: at.UTC().Format(time.RFC3339), RunAt: at})
}

// do runs one job and writes down how it went.
func (q *Queue) do(ctx context.Context, j Job) {
	run, cancel := context.WithCancel(ctx)
	defer cancel()
	var stopped atomic.Bool
	stop := q.renew(ctx, j, func() { stopped.Store(true); cancel() })
	err := q.call(run, j)
	stop()
	if err == nil || stopped.Load() {
		err = q.finish(ctx, j)
	} else {
		q.log.WarnContext(ctx, "job failed", slog.String("kind", j.Kind), slog.String("id", j.ID), slog.Int64("attempt", j.Attempt), slog.Any("error", err))
		err = q.failed(ctx, j, err)
	}
	if err != nil {
		q.log.ErrorContext(ctx, "end of job not kept; it will run again", slog.String("kind", j.Kind), slog.String("id", j.ID), slog.Any("error", err))
	}
}

func (q *Queue) call(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			q.log.ErrorContext(ctx, "panic in job", slog.Any("panic", p), slog.String("kind", j.Kind), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("%w: panic: %v", fault.Internal, p)
		}
	}()
	return q.rooms[j.Kind].handle(ctx, j)
}

// renew keeps the lease while the job runs, and ends it when a person asked.
func (q *Queue) renew(ctx context.Context, j Job, end func()) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		t, look := time.NewTicker(lease/3), time.NewTicker(poll)
		defer t.Stop()
		defer look.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-look.C:
				if q.asked(ctx, j) {
					end()
				}
				continue
			case <-t.C:
			}
			if err := q.prolong(ctx, j); err != nil && ctx.Err() == nil {
				q.log.WarnContext(ctx, "lease not renewed", slog.String("id", j.ID), slog.Any("error", err))
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}
