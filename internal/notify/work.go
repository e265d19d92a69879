package notify

import (
	"context"
	"errors"
	"time"

	"dondoc/internal/jobs"
	"dondoc/internal/storage"
)

// The kinds of job; their names stay, because waiting jobs carry them.
const (
	jobSoon  = "notify.soon"  // asked for by what was just told, or by a try that failed
	jobRound = "notify.round" // every few minutes, for whatever no job was asked for
)

// soon is how long messages gather before they are sent together; every is how
// long something waits at most that no job was asked for.
const (
	soon  = 5 * time.Second
	every = 5 * time.Minute
)

// HandleJobs makes the queue send by this service.
func (s *Service) HandleJobs(q *jobs.Queue) {
	s.queue = q
	run := func(ctx context.Context, _ jobs.Job) error { return s.Round(ctx) }
	q.Handle(jobSoon, run)
	q.Every(jobRound, jobs.Schedule{Next: func(t time.Time) time.Time { return t.Truncate(every).Add(every) }}, run)
}

// nudge asks for a round soon after an instant; many askers share one.
func (s *Service) nudge(ctx context.Context, tx *storage.Tx, at time.Time) error {
	if s.queue == nil {
		return nil
	}
	at = at.Truncate(soon).Add(soon)
	return s.queue.Add(ctx, tx, jobs.New{Kind: jobSoon, Key: at.UTC().Format(time.RFC3339), RunAt: at})
}

// The far ends are further away than anything waits when the clock is right: a morning
// letter over the longest run of days off, a try after its pause.
const (
	farMorning = 16 * 24 * time.Hour
	farTry     = 48 * time.Hour
)

// Replan puts right what waits for an instant after the clock has stepped back:
// without it a letter would wait as long as the clock was ahead (bad-inputs
// D18). What has gone out stays gone out.
func (s *Service) Replan(ctx context.Context) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE notify_outbox SET stage = 'new' WHERE stage = 'digest' AND due_at > $1", storage.Millis(tx.Now().Add(farMorning))); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE notify_delivery SET next_at = $1 WHERE state = 'waiting' AND next_at > $2", storage.Millis(tx.Now()), storage.Millis(tx.Now().Add(farTry))); err != nil {
			return err
		}
		lease := storage.Millis(tx.Now().Add(s.deps.Lease))
		if _, err := tx.Exec(ctx, "UPDATE notify_delivery SET lease_until = $1 WHERE state = 'sending' AND lease_until > $1", lease); err != nil {
			return err
		}
		return s.nudge(ctx, tx, tx.Now())
	})
}

// Round does all that is due: plans what was told, writes the morning letters,
// sends. Any number of rounds may run at once, in any number of processes.
func (s *Service) Round(ctx context.Context) error {
	var err error
	for n := 1; n > 0 && err == nil; {
		n, err = s.plan(ctx)
	}
	derr := error(nil)
	for n := 1; n > 0 && derr == nil; {
		n, derr = s.digests(ctx)
	}
	return errors.Join(err, derr, s.deliver(ctx))
}
