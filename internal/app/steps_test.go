package app_test

import (
	"slices"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

// D18: the clock jumps on and back while the ladder is climbed and messages go
// out. Nobody is told twice, nobody is left out (a house whose clock runs on
// quietly tells the same), and the numbers of acts only grow.
func TestRemindersWhileTheClockJumps(t *testing.T) {
	t.Parallel()
	end := civil.Date("2023-06-13").At(10, 0)
	told := func(p place) []string {
		t.Helper()
		list, err := storage.List(t.Context(), p.DB.Reader(), storage.Scalar[string], "SELECT once_key || ' ' || recipient FROM notify_message WHERE kind = 'ladder' ORDER BY once_key, recipient")
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	climb := func(p place, at time.Time) {
		t.Helper()
		p.clock.Set(at)
		if _, err := p.Ladder.Run(actor.With(t.Context(), actor.System("đôn đốc"))); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	quiet := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	before := len(told(quiet))
	climb(quiet, end)
	want := told(quiet)
	if len(want) == before {
		t.Fatal("nobody is told on the second day: the test shows nothing")
	}

	p := settle(t, "sqlite:"+t.TempDir()+"/x.db")
	start := p.clock.Now()
	last, seen := "", 0
	for _, at := range []time.Time{start.Add(2 * time.Hour), start, end, end.AddDate(0, 0, -1), start.AddDate(-1, 0, 0), end.Add(-2 * time.Hour), end} {
		climb(p, at)
		ids, err := storage.List(t.Context(), p.DB.Reader(), storage.Scalar[string], "SELECT id FROM audit_act WHERE id > $1 ORDER BY id", last)
		if err != nil {
			t.Fatal(err)
		}
		all, err := storage.One(t.Context(), p.DB.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM audit_act")
		if err != nil {
			t.Fatal(err)
		}
		if older, err := storage.One(t.Context(), p.DB.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM audit_act WHERE id <= $1", last); err != nil || older+len(ids) != all || last != "" && older != seen {
			t.Errorf("at %s: %d acts with numbers up to the last one seen, there were %d, %v", at, older, seen, err)
		}
		seen = all
		if len(ids) > 0 {
			last = ids[len(ids)-1]
		}
	}
	if got := told(p); !slices.Equal(got, want) {
		t.Errorf("%d told, %d by a clock that runs on quietly", len(got), len(want))
	}
}
