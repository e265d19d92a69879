package notify_test

import (
	"fmt"
	"strconv"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// BenchmarkTell tells 100,000 messages in transactions of 5,000, as the nightly
// ladder does.
func BenchmarkTell(b *testing.B) {
	for name, open := range map[string]func(testing.TB, []storage.Schema, clock.Clock) *storage.DB{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			db := open(b, schemas(), clock.At(storagetest.Start()))
			audit.New(db)
			s := notify.New(db, notify.Deps{})
			ctx := actor.With(b.Context(), actor.System("bench"))
			n := 0
			for b.Loop() {
				n++
				for part := range 20 {
					list := make([]notify.Message, 5000)
					for i := range list {
						list[i] = message(fmt.Sprintf("ladder/%d/%d/%d", n, part, i), "person-"+strconv.Itoa((part*5000+i)%400))
					}
					err := db.Write(ctx, storage.Act{Verb: "assignment.remind", On: ref.New("job", "ladder")}, func(tx *storage.Tx) error {
						return s.TellTx(ctx, tx, list...)
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
