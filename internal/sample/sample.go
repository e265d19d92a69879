package sample

import (
	"context"
	"errors"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/assignment"
	"dondoc/internal/clock"
)

// tokenLife is how long the demonstration's API tokens hold.
const tokenLife = 365 * 24 * time.Hour

// Load fills an empty house with the sample province and plays its history up
// to an instant. c must be the clock that the house was opened with.
func Load(ctx context.Context, a *app.App, c *clock.Manual, until time.Time, password string) ([]Account, error) {
	if used, err := a.Identity.Any(ctx); err != nil || used {
		if err == nil {
			err = errors.New("the sample needs an empty database")
		}
		return nil, err
	}
	ctx = actor.With(ctx, actor.System("dondoc demo"))
	c.Set(time.Date(2023, 1, 3, 8, 0, 0, 0, until.Location()))
	if err := directory(ctx, a); err != nil {
		return nil, err
	}
	accounts, heads, err := people(ctx, a, password)
	if err != nil {
		return nil, err
	}
	p := &player{a: a, clock: c, heads: heads, cal: a.Calendar.Calendar(), known: map[assignment.ID]bool{}, places: map[assignment.ID]int{}, nth: map[assignment.ID]int{}}
	if err := p.play(ctx, until); err != nil {
		return nil, err
	}
	c.Set(until)
	for i := range accounts {
		id, err := a.Identity.IDOf(ctx, accounts[i].User)
		if err != nil {
			return nil, err
		}
		if accounts[i].Token, err = a.Identity.IssueToken(ctx, id, "demo", tokenLife); err != nil {
			return nil, err
		}
	}
	return accounts, a.Reload(ctx)
}

// Notice is the text of the real notice, for measuring the reader.
func Notice() (string, error) {
	b, err := data.ReadFile("data/06-TB-BCD.txt")
	return string(b), err
}
