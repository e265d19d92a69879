package ladder_test

import (
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// D18: the ladder is climbed while the clock jumps about. Nobody is told one
// rung twice, nobody misses one, and the record stays in order.
func TestD18NobodyIsToldTwiceNorMissed(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		days := []civil.Date{"2023-06-12", "2023-06-16", "2023-06-20", "2023-06-23", "2023-06-26", "2023-07-03", "2023-07-10"}
		w := set(t, db, c)
		id := w.give(t, "skhdt", "2023-06-21").ID
		run := func(at time.Time) {
			t.Helper()
			c.Set(at)
			if _, err := w.Run(actor.With(t.Context(), actor.System("đôn đốc"))); err != nil {
				t.Fatal(err)
			}
		}
		for _, d := range days {
			at := d.At(5, 30)
			for _, by := range []time.Duration{0, 2 * time.Hour, -2 * time.Hour, 24 * time.Hour, -24 * time.Hour, -365 * 24 * time.Hour, 0} {
				run(at.Add(by))
			}
		}
		told := func(db *storage.DB, id string) []string {
			t.Helper()
			list, err := storage.List(t.Context(), db.Reader(), storage.Scalar[string], "SELECT rung || ' ' || recipient FROM ladder_told WHERE assignment = $1 ORDER BY rung, recipient", id)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		wild := told(db, string(id))
		twice, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) - COUNT(DISTINCT once_key || ' ' || recipient) FROM notify_message WHERE kind = 'ladder'")
		if err != nil || twice != 0 {
			t.Errorf("%d messages are there twice, %v", twice, err)
		}
		messages, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM notify_message WHERE kind = 'ladder'")
		outbox, oerr := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM notify_outbox o JOIN notify_message m ON m.id = o.message WHERE m.kind = 'ladder'")
		if err != nil || oerr != nil || messages != int64(len(wild)) || outbox != messages {
			t.Errorf("%d told, %d messages, %d in the outbox, %v, %v", len(wild), messages, outbox, err, oerr)
		}
		acts, err := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM audit_act WHERE verb = 'ladder.tell'")
		steps, serr := storage.One(t.Context(), db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM ladder_step WHERE outcome = 'told'")
		if err != nil || serr != nil || acts != steps || steps == 0 {
			t.Errorf("%d acts for %d rungs, %v, %v", acts, steps, err, serr)
		}
		// the same days on a clock that goes straight
		other := storagetest.SQLite(t, schemas(), c)
		c.Set(storagetest.Start())
		w2 := set(t, other, c)
		calmID := w2.give(t, "skhdt", "2023-06-21").ID
		for _, d := range days {
			w2.night(t, d)
		}
		calm := told(other, string(calmID))
		if len(calm) < 3 || len(calm) != len(wild) {
			t.Errorf("a straight clock tells %d, one that jumps %d", len(calm), len(wild))
		}
	})
}
