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
// quietly tells the same). That the numbers of acts only grow: internal/audit.
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
	for _, at := range []time.Time{start.Add(2 * time.Hour), start, end, end.AddDate(0, 0, -1), start.AddDate(-1, 0, 0), end.Add(-2 * time.Hour), end} {
		climb(p, at)
	}
	if got := told(p); !slices.Equal(got, want) {
		t.Errorf("%d told, %d by a clock that runs on quietly", len(got), len(want))
	}
}
