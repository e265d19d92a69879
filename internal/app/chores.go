package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/api"
	"dondoc/internal/civil"
	"dondoc/internal/jobs"
)

// The kinds of job; their names stay, because waiting jobs carry them.
const (
	choreNightly = "app.nightly"
	choreHourly  = "app.hourly"
)

// chores says who does which job.
func (a *App) chores() {
	a.Jobs = jobs.NewQueue(a.DB, a.Log)
	a.Documents.HandleJobs(a.Jobs)
	a.Notify.HandleJobs(a.Jobs)
	a.Jobs.Every(choreNightly, jobs.Schedule{Next: nightly}, a.nightly)
	a.Jobs.Every(choreHourly, jobs.Schedule{Next: func(t time.Time) time.Time { return t.Truncate(time.Hour).Add(time.Hour) }}, func(ctx context.Context, _ jobs.Job) error {
		return api.Sweep(ctx, a.DB)
	})
}

// nightly is half past two in Vietnam, when no office works.
func nightly(t time.Time) time.Time {
	day := civil.Of(t)
	if at := day.At(2, 30); at.After(t) {
		return at
	}
	return day.AddDays(1).At(2, 30)
}

// nightly puts the house in order: what has ended or was never attached goes,
// and the engine looks at its statistics. Each part is tried, whatever became
// of the others.
func (a *App) nightly(ctx context.Context, _ jobs.Job) error {
	files, err := a.Blobs.Sweep(ctx)
	if files > 0 {
		a.Log.InfoContext(ctx, "files that nothing refers to were removed", slog.Int("files", files))
	}
	return errors.Join(err, a.Identity.Sweep(ctx), a.Jobs.Prune(ctx), a.Documents.IndexEarlier(actor.With(ctx, actor.Actor{Kind: actor.Job, ID: choreNightly, Name: "Việc định kỳ ban đêm"})), a.DB.Care(ctx))
}
