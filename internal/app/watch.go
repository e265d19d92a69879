package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

const (
	// watchEvery is how soon another process sees a changed calendar or setting.
	watchEvery = 2 * time.Second
	// tolerated is how far a clock may step back unremarked: what NTP corrects
	// in its daily work.
	tolerated = time.Second
	// apart is how far the clocks of two machines may be from one another.
	apart = time.Minute
)

// watcher notices what other processes have changed, and a clock that steps back.
type watcher struct {
	app   *App
	acts  int64     // acts on what rooms keep in memory
	shown time.Time // what the clock last showed
}

// Watch looks every few seconds, until the context ends, whether another
// process has changed what this one keeps in memory, and whether the clock has
// stepped back.
func (a *App) Watch(ctx context.Context) {
	w := a.newWatcher()
	for ctx.Err() == nil {
		if err := w.look(asHouse(ctx)); err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "what others have changed was not read", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(watchEvery):
		}
	}
}

func (a *App) newWatcher() *watcher { return &watcher{app: a, acts: -1} }

// look is one round. Whatever rooms keep in memory is changed by acts, which
// are only ever added, so that their number tells; it does so whatever the
// clocks of the machines say.
func (w *watcher) look(ctx context.Context) error {
	if err := w.clock(ctx); err != nil {
		return err
	}
	n, err := w.app.Acts.CountOn(ctx, "calendar", "setting", "organisation", "lexicon", "territory")
	if err != nil {
		return err
	}
	switch {
	case n != w.acts:
		err = w.app.Reload(ctx) // the first time too: something may have changed since the rooms were opened
	case w.app.Calendar.Stale():
		err = w.app.Calendar.Load(ctx) // a new day may have other office hours
	}
	if err == nil {
		w.acts = n
	}
	return err
}

// clock notices a step back, also one across a restart: the clock shows less
// than it did, or less than the latest act carries. One process writes it down;
// work that waits for an instant is planned anew.
func (w *watcher) clock(ctx context.Context) error {
	now := w.app.Clock.Now().Round(0) // without the monotonic reading, which never steps
	was, since := w.shown, now.Add(-apart)
	w.shown = now
	if was.IsZero() {
		last, err := w.app.Acts.Recent(ctx, audit.Query{}, 1)
		if err != nil || len(last) == 0 || !now.Before(last[0].At.Add(-apart)) {
			return err
		}
		was, since = last[0].At, civil.First.Time()
	} else if !now.Before(was.Add(-tolerated)) {
		return nil
	}
	w.app.Log.WarnContext(ctx, "the system clock has stepped back", slog.Time("from", was), slog.Time("to", now))
	known, err := w.app.Acts.KnownBack(ctx, was.Add(-apart), since, now.Add(apart))
	if err != nil || known > 0 {
		return err // another process, or this one before it was restarted, has seen it
	}
	act := storage.Act{Verb: audit.VerbClockBack, On: audit.Clock(), Claimed: was, Reason: "Đồng hồ lùi từ " + civil.Instant(was) + " về " + civil.Instant(now), Before: map[string]string{"clock": civil.ISO(was)}, After: map[string]string{"clock": civil.ISO(now)}}
	if err := w.app.DB.Write(ctx, act, func(*storage.Tx) error { return nil }); err != nil {
		return err
	}
	return errors.Join(w.app.Notify.Replan(ctx), w.app.Jobs.Replan(ctx))
}
