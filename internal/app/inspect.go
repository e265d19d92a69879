package app

import (
	"context"

	"dondoc/internal/audit"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
)

// Inspect reads what `dondoc check` shows of a current database.
func Inspect(ctx context.Context, db *storage.DB) (acts int64, settings map[string]string, err error) {
	s := setting.New(db)
	if err := s.Load(ctx); err != nil {
		return 0, nil, err
	}
	settings = map[string]string{}
	for _, n := range s.Names() {
		settings[n] = s.Get(n)
	}
	acts, err = audit.New(db).Count(ctx)
	return acts, settings, err
}
