package app

import (
	"context"
	"time"

	"dondoc/internal/audit"
	"dondoc/internal/jobs"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// Inspection is what `dondoc check` shows of a current database.
type Inspection struct {
	Acts     int64
	Settings map[string]string
	Jobs     map[jobs.State]int64
	// GivenUp says of each job that failed too often what it was and why.
	GivenUp []string
}

// Inspect reads what `dondoc check` shows.
func Inspect(ctx context.Context, db *storage.DB) (x Inspection, err error) {
	s := setting.New(db)
	if err := s.Load(ctx); err != nil {
		return x, err
	}
	x.Settings = map[string]string{}
	for _, n := range s.Names() {
		x.Settings[n] = s.Shown(n)
	}
	if x.Acts, err = audit.New(db).Count(ctx); err != nil {
		return x, err
	}
	if x.Jobs, err = jobs.Counts(ctx, db); err != nil {
		return x, err
	}
	dead, err := jobs.DeadOnes(ctx, db)
	for _, j := range dead {
		x.GivenUp = append(x.GivenUp, j.Kind+" "+j.RunAt.Format(time.RFC3339)+": "+j.Error)
	}
	return x, err
}
