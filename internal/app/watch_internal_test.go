package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/jobs"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

func openAt(t *testing.T, database string, c clock.Clock) *App {
	t.Helper()
	a, err := Open(t.Context(), Options{Database: database, Files: t.TempDir(), Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// Two processes on one database: what one changes the other sees within a
// round, and it asks nothing more than a number when nothing was changed.
func TestAnotherProcessSeesAChangedCalendar(t *testing.T) {
	t.Parallel()
	address := storagetest.PostgresAddress(t)
	c := clock.At(civil.Date("2023-06-12").At(9, 0))
	one, two := openAt(t, address, c), openAt(t, address, c)
	ctx := asHouse(t.Context())
	w := two.newWatcher()
	if err := w.look(ctx); err != nil {
		t.Fatal(err)
	}
	kept := two.Calendar.Calendar()
	if err := w.look(ctx); err != nil || two.Calendar.Calendar() != kept {
		t.Errorf("nothing was changed, yet everything was read again: %v", err)
	}
	if err := one.Calendar.Put(ctx, workday.Special{Date: "2023-06-14", Kind: workday.Holiday, Name: "Nghỉ (kiểm thử)", Status: workday.Decided, Basis: "kiểm thử"}, 0); err != nil {
		t.Fatal(err)
	}
	if err := one.Settings.Put(ctx, setting.SilentDays, "7", 0); err != nil {
		t.Fatal(err)
	}
	if !two.Calendar.Calendar().Working("2023-06-14") {
		t.Fatal("the second process has a calendar of its own, else this test shows nothing")
	}
	if err := w.look(ctx); err != nil || two.Calendar.Calendar().Working("2023-06-14") || two.Settings.Int(setting.SilentDays) != 7 {
		t.Errorf("the second process still has the old calendar or settings: %v", err)
	}
	// and a form that the second process made before is stale in the database too
	if err := two.Calendar.Put(ctx, workday.Special{Date: "2023-06-15", Kind: workday.Holiday, Name: "x", Status: workday.Decided, Basis: "x"}, 0); err == nil {
		t.Error("two processes have overwritten one another")
	}
	// office hours that begin tomorrow hold tomorrow, without a restart
	h := workday.Hours{Open: 8 * 60, Noon: 12 * 60, Afternoon: 13 * 60, Close: 17 * 60}
	if _, err := one.Calendar.SetHours(ctx, calendar.HoursFrom{From: "2023-06-13", Hours: h, Basis: "kiểm thử"}, 1); err != nil {
		t.Fatal(err)
	}
	if err := w.look(ctx); err != nil || two.Calendar.Calendar().Hours() == h {
		t.Errorf("hours hold before their day: %v", err)
	}
	c.Set(civil.Date("2023-06-13").At(0, 1))
	if err := w.look(ctx); err != nil || two.Calendar.Calendar().Hours() != h {
		t.Errorf("hours do not hold on their day: %v", err)
	}
}

func backs(t *testing.T, a *App) int64 {
	t.Helper()
	n, err := storage.One(t.Context(), a.DB.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE verb = 'system.clock_back'")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Clock jumps (bad-inputs D18): a step back is on the record once, also with
// two watchers and across a restart; what NTP corrects daily is not.
func TestAClockThatStepsBack(t *testing.T) {
	t.Parallel()
	start := civil.Date("2023-06-12").At(9, 0)
	for name, x := range map[string]struct {
		by   time.Duration
		want int64
	}{
		"half a second": {-500 * time.Millisecond, 0}, "two hours on": {2 * time.Hour, 0}, "a day on": {24 * time.Hour, 0}, "a year on": {365 * 24 * time.Hour, 0},
		"two hours": {-2 * time.Hour, 1}, "a day": {-24 * time.Hour, 1}, "a year": {-365 * 24 * time.Hour, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clock.At(start)
			a := openAt(t, "sqlite:"+t.TempDir()+"/x.db", c)
			ctx := asHouse(t.Context())
			if err := a.Settings.Put(ctx, setting.SilentDays, "7", 0); err != nil {
				t.Fatal(err)
			}
			w, other := a.newWatcher(), a.newWatcher()
			look := func(ws ...*watcher) {
				t.Helper()
				for _, w := range ws {
					if err := w.look(ctx); err != nil {
						t.Fatal(err)
					}
				}
			}
			look(w, other)
			c.Set(start.Add(x.by))
			look(w, other, w, a.newWatcher())
			c.Set(start.Add(x.by + 10*time.Minute))
			look(w, other, a.newWatcher()) // a restart while the clock is still behind
			if got := backs(t, a); got != x.want {
				t.Errorf("%d acts, want %d", got, x.want)
			}
		})
	}
}

// A job that was queued, and a schedule that was planned, while the clock was a
// year ahead run when the clock is right again; what was done is not done twice.
func TestWorkSurvivesAClockThatStepsBack(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, Schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		start := civil.Date("2023-06-12").At(9, 0)
		c.Set(start)
		q := jobs.NewQueue(db, slog.New(slog.DiscardHandler))
		daily, once := 0, 0
		q.Every("test.daily", jobs.Schedule{Next: nightly}, func(context.Context, jobs.Job) error { daily++; return nil })
		q.Handle("test.once", func(context.Context, jobs.Job) error { once++; return nil })
		drain := func(at time.Time) {
			t.Helper()
			c.Set(at)
			if _, err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		drain(start)
		drain(start.AddDate(0, 0, 1)) // the night of the 13th
		drain(start.AddDate(1, 0, 0)) // a year on: one run makes up for all
		if daily != 2 {
			t.Fatalf("%d nights", daily)
		}
		if err := db.Technical(t.Context(), func(tx *storage.Tx) error { return q.Add(t.Context(), tx, jobs.New{Kind: "test.once"}) }); err != nil {
			t.Fatal(err)
		}
		c.Set(start.AddDate(0, 0, 1).Add(time.Hour)) // and back
		if err := q.Replan(t.Context()); err != nil {
			t.Fatal(err)
		}
		drain(start.AddDate(0, 0, 1).Add(time.Hour))
		if once != 1 || daily != 2 {
			t.Errorf("the job ran %d times, the night %d", once, daily)
		}
		drain(start.AddDate(0, 0, 2))
		if daily != 3 {
			t.Errorf("after the clock was put right the night ran %d times in all, want 3", daily)
		}
	})
}
