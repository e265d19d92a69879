package setting_test

import (
	"errors"
	"testing"
	"time"

	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func TestSettingsAreCheckedAndRevised(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, []storage.Schema{setting.Schema()}, func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		ctx := t.Context()
		s := setting.New(db)
		if got := s.Minutes(setting.IdleMinutes); got != 30*time.Minute {
			t.Errorf("default %v", got)
		}
		if err := s.Put(ctx, setting.IdleMinutes, "vô hạn", 0); fault.FieldsOf(err)[setting.IdleMinutes] == "" {
			t.Errorf("a word for a number: %v", err)
		}
		if err := s.Put(ctx, setting.IdleMinutes, "20", 0); err != nil {
			t.Fatal(err)
		}
		if err := s.Put(ctx, setting.IdleMinutes, "25", 0); !errors.Is(err, fault.Conflict) {
			t.Errorf("stale edit: %v", err)
		}
		if err := s.Put(ctx, setting.IdleMinutes, "25", 1); err != nil || s.Int(setting.IdleMinutes) != 25 {
			t.Errorf("edit: %v, now %d", err, s.Int(setting.IdleMinutes))
		}
		if err := s.Put(ctx, "khong.co", "1", 0); !errors.Is(err, fault.NotFound) {
			t.Errorf("unknown key: %v", err)
		}
		other := setting.New(db)
		if err := other.Load(ctx); err != nil || other.Get(setting.IdleMinutes) != "25" {
			t.Errorf("after restart: %v, %q", err, other.Get(setting.IdleMinutes))
		}
	})
}
