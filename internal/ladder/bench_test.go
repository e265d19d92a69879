package ladder_test

import (
	"testing"

	"dondoc/internal/apparatus"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// BenchmarkNight is a night on which each of 1,000 assignments comes to a rung;
// `dondoc bench follow` measures 100,000.
func BenchmarkNight(b *testing.B) {
	for name, open := range map[string]func(testing.TB, []storage.Schema, clock.Clock) *storage.DB{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			c := clock.At(storagetest.Start())
			db := open(b, schemas(), c)
			w := set(b, db, c)
			for i := range 1000 {
				w.give(b, []apparatus.OrgID{"skhdt", "stc"}[i%2], "2023-06-30")
			}
			for b.Loop() {
				b.StopTimer()
				err := db.Load(b.Context(), func(tx *storage.Tx) error { // a new due day: its rungs are told anew
					_, err := tx.Exec(b.Context(), "UPDATE assignment SET due_version = due_version + 1, rev = rev + 1")
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if n := w.night(b, "2023-06-23"); n != 1000 {
					b.Fatalf("%d rungs told", n)
				}
			}
		})
	}
}
