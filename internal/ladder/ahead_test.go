package ladder_test

import (
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// A stretch is planned before its transaction begins; whatever happens to one
// of its assignments in between, or is told of it by another process, makes the
// plan void.
func TestAPlanMadeAheadIsCheckedWhenItIsWritten(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		a := w.give(t, "skhdt", "2023-06-30")
		w.give(t, "stc", "2023-06-30")
		w.clock.Set(a.Due.AddDays(-7).At(5, 30))
		ctx := actor.With(t.Context(), actor.System("đôn đốc"))
		for _, x := range []struct {
			name    string
			between func()
			holds   int
		}{
			{"nothing", func() {}, 1},
			{"acted on", func() {
				if _, err := w.work.Acknowledge(w.as(t, "skhdt"), a.ID, 0); err != nil {
					t.Fatal(err)
				}
			}, 0},
			{"told", func() {
				if n := w.night(t, a.Due.AddDays(-7)); n != 2 {
					t.Fatalf("%d told", n)
				}
			}, 0},
		} {
			holds, pages, err := w.HoldsAfter(ctx, a.Due.AddDays(-7), x.between)
			if err != nil || pages != 1 || holds != x.holds {
				t.Errorf("%s: holds %d of %d, %v", x.name, holds, pages, err)
			}
		}
	})
}
