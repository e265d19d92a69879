package assignment_test

import (
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// BenchmarkReckon computes 1,000 deadlines anew, all of which come out
// otherwise; `dondoc bench follow` measures 100,000.
func BenchmarkReckon(b *testing.B) {
	for name, open := range map[string]func(testing.TB, []storage.Schema, clock.Clock) *storage.DB{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			c := clock.At(storagetest.Start())
			db := open(b, schemas(), c)
			w := set(b, db, c)
			for i := range 1000 {
				w.give(b, assignment.New{Lead: []apparatus.OrgID{"skhdt", "stc"}[i%2]})
			}
			ctx := actor.With(b.Context(), actor.System("bench"))
			for b.Loop() {
				b.StopTimer()
				err := db.Load(ctx, func(tx *storage.Tx) error {
					_, err := tx.Exec(ctx, "UPDATE assignment SET due_on = '2023-07-01', due_last = '2023-07-03', due_sort = '2023-07-01'")
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if n, err := w.Reckon(ctx, "bench", nil); err != nil || n != 1000 {
					b.Fatal(n, err)
				}
			}
		})
	}
}
