package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/internal/clock"
	"dondoc/internal/jobs"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func schemas() []storage.Schema { return []storage.Schema{jobs.Schema()} }

func queue(db *storage.DB) *jobs.Queue { return jobs.NewQueue(db, slog.New(slog.DiscardHandler)) }

func drain(t *testing.T, q *jobs.Queue, want int) {
	t.Helper()
	if n, err := q.Drain(t.Context()); err != nil || n != want {
		t.Errorf("did %d jobs, want %d; %v", n, want, err)
	}
}

func put(t *testing.T, db *storage.DB, q *jobs.Queue, n jobs.New) {
	t.Helper()
	if err := db.Technical(t.Context(), func(tx *storage.Tx) error { return q.Add(t.Context(), tx, n) }); err != nil {
		t.Fatal(err)
	}
}

// A job comes with the transaction that asks for it, once for its key, not
// before its time, and with what it was given.
func TestAJobIsAsKeptAsItsTransaction(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		q := queue(db)
		var got []string
		q.Handle("thư", func(_ context.Context, j jobs.Job) error {
			var to string
			err := json.Unmarshal(j.Payload, &to)
			got = append(got, to)
			return err
		})
		boom := errors.New("rolled back")
		if err := db.Technical(t.Context(), func(tx *storage.Tx) error {
			return errors.Join(q.Add(t.Context(), tx, jobs.New{Kind: "thư", Payload: "không gửi"}), boom)
		}); !errors.Is(err, boom) {
			t.Fatal(err)
		}
		for range 3 {
			put(t, db, q, jobs.New{Kind: "thư", Key: "a", Payload: "Sở Tài chính"})
		}
		put(t, db, q, jobs.New{Kind: "thư", Payload: "Sở Nội vụ", RunAt: c.Now().Add(time.Hour)})
		drain(t, q, 1)
		drain(t, q, 0)
		c.Set(c.Now().Add(time.Hour))
		put(t, db, q, jobs.New{Kind: "thư", Key: "a", Payload: "Sở Tài chính"})
		drain(t, q, 1)
		if !slices.Equal(got, []string{"Sở Tài chính", "Sở Nội vụ"}) {
			t.Errorf("%q", got)
		}
		if err := db.Technical(t.Context(), func(tx *storage.Tx) error { return q.Add(t.Context(), tx, jobs.New{Kind: "lạ"}) }); err == nil {
			t.Error("a job that nobody does was taken")
		}
	})
}

// What fails comes back later and later, and is given up with its reason; a
// panic is a failure like any other.
func TestWhatFailsComesBackAndIsGivenUp(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		q := queue(db)
		var at []time.Duration
		begin := c.Now()
		q.Handle("hỏng", func(_ context.Context, j jobs.Job) error {
			at = append(at, c.Now().Sub(begin))
			if j.Attempt == 2 {
				panic("vỡ")
			}
			return fmt.Errorf("lần %d không được", j.Attempt)
		})
		put(t, db, q, jobs.New{Kind: "hỏng"})
		for range 20_000 { // ten seconds each
			if _, err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, err := jobs.Counts(t.Context(), db); err != nil || n[jobs.Dead] == 1 {
				break
			}
			c.Set(c.Now().Add(10 * time.Second))
		}
		if len(at) != 8 || at[1] != 10*time.Second || at[2] != 30*time.Second || at[7] != 1270*time.Second {
			t.Errorf("tried at %v", at)
		}
		dead, err := jobs.DeadOnes(t.Context(), db)
		if err != nil || len(dead) != 1 || dead[0].Error != "lần 8 không được" {
			t.Errorf("%+v, %v", dead, err)
		}
	})
}

// A schedule runs at its instants; after downtime once, or once for each that
// was missed, and never twice for one instant.
func TestSchedules(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		hourly := func(at time.Time) time.Time { return at.Truncate(time.Hour).Add(time.Hour) }
		var once, each []string
		open := func() *jobs.Queue {
			q := queue(db)
			q.Every("dọn", jobs.Schedule{Next: hourly}, func(_ context.Context, j jobs.Job) error { once = append(once, j.Key); return nil })
			q.Every("kỳ", jobs.Schedule{Next: hourly, EveryMissed: true}, func(_ context.Context, j jobs.Job) error { each = append(each, j.Key); return nil })
			return q
		}
		q := open()
		drain(t, q, 0)
		c.Set(c.Now().Add(time.Hour))
		drain(t, q, 2)
		drain(t, q, 0)
		q = open() // the program stood still for three hours
		c.Set(c.Now().Add(3*time.Hour + time.Minute))
		drain(t, q, 4)
		drain(t, open(), 0)
		if want := []string{"2023-06-12T03:00:00Z", "2023-06-12T04:00:00Z", "2023-06-12T05:00:00Z", "2023-06-12T06:00:00Z"}; !slices.Equal(each, want) {
			t.Errorf("each: %v", each)
		}
		if want := []string{"2023-06-12T03:00:00Z", "2023-06-12T04:00:00Z"}; !slices.Equal(once, want) {
			t.Errorf("once: %v", once)
		}
	})
}

// Whoever has gone silent loses the job, and cannot end it any more.
func TestASilentRunnerLosesItsLease(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		var runs atomic.Int64
		first, second := queue(db), queue(db)
		second.Handle("dài", func(_ context.Context, j jobs.Job) error {
			runs.Add(1)
			if j.Attempt != 2 {
				t.Errorf("attempt %d", j.Attempt)
			}
			return nil
		})
		first.Handle("dài", func(context.Context, jobs.Job) error {
			runs.Add(1)
			c.Set(c.Now().Add(3 * time.Minute)) // longer than the lease, without a sign of life
			drain(t, second, 1)
			return errors.New("too late to count")
		})
		put(t, db, first, jobs.New{Kind: "dài"})
		drain(t, first, 1)
		n, err := jobs.Counts(t.Context(), db)
		if err != nil || runs.Load() != 2 || n[jobs.Done] != 1 || len(n) != 1 {
			t.Errorf("%d runs, %v, %v", runs.Load(), n, err)
		}
	})
}

// Several runners share the work: every job is done exactly once, and Run
// comes back only when what it began has ended.
func TestRunnersShareTheWork(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		const n = 60
		var mu sync.Mutex
		done := map[string]int{}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var runners sync.WaitGroup
		var ended atomic.Int64
		for i := range 3 {
			q := queue(db)
			q.Handle("việc", func(_ context.Context, j jobs.Job) error {
				mu.Lock()
				done[j.Key]++
				all := len(done) == n
				mu.Unlock()
				if all {
					stop() // the last one stops everybody while it is still at work
				}
				time.Sleep(time.Millisecond)
				ended.Add(1)
				return nil
			})
			if i == 0 {
				for k := range n {
					put(t, db, q, jobs.New{Kind: "việc", Key: strconv.Itoa(k)})
				}
			}
			runners.Go(func() { q.Run(ctx) })
		}
		runners.Wait()
		for k, times := range done {
			if times != 1 {
				t.Errorf("job %s ran %d times", k, times)
			}
		}
		counts, err := jobs.Counts(t.Context(), db)
		if err != nil || ended.Load() != n || counts[jobs.Done] != n {
			t.Errorf("%d ended, %v, %v", ended.Load(), counts, err)
		}
	})
}

func TestPruneKeepsWhatWasGivenUp(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		q := queue(db)
		q.Handle("tốt", func(context.Context, jobs.Job) error { return nil })
		put(t, db, q, jobs.New{Kind: "tốt"})
		drain(t, q, 1)
		for _, x := range []struct {
			days int
			left int64
		}{{10, 1}, {5, 0}} {
			c.Set(c.Now().AddDate(0, 0, x.days))
			if err := q.Prune(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, err := jobs.Counts(t.Context(), db); err != nil || n[jobs.Done] != x.left {
				t.Errorf("after %d more days: %v, %v", x.days, n, err)
			}
		}
	})
}

// A long job says how far it has come; a person may stop one that waits or runs.
func TestALongJobTellsAndStops(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		q := queue(db)
		begun := make(chan struct{})
		q.Handle("đọc", func(ctx context.Context, j jobs.Job) error {
			if err := q.Report(ctx, j, 112, 300); err != nil {
				return err
			}
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		})
		stop := func(key string) {
			t.Helper()
			if err := db.Technical(t.Context(), func(tx *storage.Tx) error { return q.Stop(t.Context(), tx, "đọc", key) }); err != nil {
				t.Fatal(err)
			}
		}
		put(t, db, q, jobs.New{Kind: "đọc", Key: "never begun"})
		stop("never begun")
		drain(t, q, 0)

		put(t, db, q, jobs.New{Kind: "đọc", Key: "tệp"})
		var wg sync.WaitGroup
		wg.Go(func() { drain(t, q, 1) })
		<-begun
		if p, err := q.Progress(t.Context(), "đọc", "tệp"); err != nil || p != (jobs.Progress{State: jobs.Running, Done: 112, Total: 300}) {
			t.Errorf("%+v %v", p, err)
		}
		stop("tệp")
		wg.Wait()
		if p, err := q.Progress(t.Context(), "đọc", "tệp"); err != nil || p.State != jobs.Done {
			t.Errorf("after the stop %+v %v", p, err)
		}
	})
}
