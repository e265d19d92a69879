package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/api"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/calendar"
	"dondoc/internal/civil"
	"dondoc/internal/jobs"
	"dondoc/internal/ladder"
	"dondoc/internal/office"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// The kinds of job; their names stay, because waiting jobs carry them.
const (
	choreNightly = "app.nightly"
	choreHourly  = "app.hourly"
	choreLadder  = "app.ladder"
	choreReckon  = "app.reckon"
)

// chores says who does which job.
func (a *App) chores() {
	a.Jobs = jobs.NewQueue(a.DB, a.Log)
	a.Documents.HandleJobs(a.Jobs)
	a.Notify.HandleJobs(a.Jobs)
	a.Jobs.Every(choreNightly, jobs.Schedule{Next: nightly}, a.nightly)
	a.Jobs.Every(choreHourly, jobs.Schedule{Next: func(t time.Time) time.Time { return t.Truncate(time.Hour).Add(time.Hour) }}, func(ctx context.Context, _ jobs.Job) error {
		// periods that began while nothing ran are opened by the same question
		_, err := a.Assignments.OpenPeriods(asHouse(ctx))
		return errors.Join(err, api.Sweep(ctx, a.DB))
	})
	a.Jobs.Every(choreLadder, jobs.Schedule{Next: a.ladderHour}, a.climb)
	a.Jobs.Handle(choreReckon, a.reckon)
	a.Calendar.Changed = func(ctx context.Context, tx *storage.Tx, c calendar.Change) error {
		return a.Jobs.Add(ctx, tx, jobs.New{Kind: choreReckon, Payload: c})
	}
}

// asHouse is the context of what the house does by itself.
func asHouse(ctx context.Context) context.Context {
	return actor.With(ctx, actor.System("đôn đốc"))
}

// ladderHour is the next time that the ladder is climbed: every morning before
// the digests go out, so that they carry it.
func (a *App) ladderHour(t time.Time) time.Time {
	day, hour := civil.Of(t), a.Settings.Int(setting.LadderHour)
	if at := day.At(hour, 0); at.After(t) {
		return at
	}
	return day.AddDays(1).At(hour, 0)
}

// climb opens the periods of the day, then tells whom the ladder names.
func (a *App) climb(ctx context.Context, _ jobs.Job) error {
	ctx = asHouse(ctx)
	if _, err := a.Assignments.OpenPeriods(ctx); err != nil {
		return err
	}
	n, err := a.Ladder.Run(ctx)
	if n > 0 {
		a.Log.InfoContext(ctx, "reminders told", slog.Int("rungs", n))
	}
	return err
}

// reckon computes open deadlines again after the calendar has changed, tells
// the agencies whose days have moved, and writes it down beside the decision.
func (a *App) reckon(ctx context.Context, j jobs.Job) error {
	var c calendar.Change
	if err := json.Unmarshal(j.Payload, &c); err != nil {
		if err := json.Unmarshal(j.Payload, &c.Why); err != nil { // as jobs were queued before decisions were kept
			return err
		}
	}
	ctx = asHouse(ctx)
	if err := a.Calendar.Load(ctx); err != nil {
		return err
	}
	_, err := a.Assignments.Reckon(ctx, c.Why, func(ctx context.Context, tx *storage.Tx, moved []assignment.Moved) error {
		told := make([]apparatus.OrgID, len(moved))
		for i, m := range moved {
			told[i] = m.Lead
		}
		return errors.Join(a.Calendar.ReckonedTx(ctx, tx, c.Decision, len(moved), told), a.Ladder.TellMoved(ctx, tx, c.Why, moved))
	})
	if err != nil || c.Decision == "" {
		return err
	}
	return a.Calendar.Reckoned(ctx, c.Decision)
}

// LetterHead is what stands in the head and at the foot of the letters that
// the house drafts.
func (a *App) LetterHead() ladder.House {
	h := ladder.House{
		Superior: a.Settings.Get(setting.LetterSuperior), Issuer: a.Settings.Get(setting.CommitteeName), Symbol: a.Settings.Get(setting.LetterSymbol), Place: a.Settings.Get(setting.LetterPlace),
		Signer: a.Settings.Get(setting.LetterSigner), Template: office.State,
	}
	if h.Issuer == "" {
		h.Issuer = "Ban Chỉ đạo"
	}
	for line := range strings.SplitSeq(a.Settings.Get(setting.LetterAuthority), ";") {
		if line = strings.TrimSpace(line); line != "" {
			h.Authority = append(h.Authority, line)
		}
	}
	return h
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
	return errors.Join(err, a.Identity.Sweep(ctx), a.Jobs.Prune(ctx), a.Notify.Prune(ctx), a.Documents.IndexEarlier(actor.With(ctx, actor.Actor{Kind: actor.Job, ID: choreNightly, Name: "Việc định kỳ ban đêm"})), a.DB.Care(ctx))
}
