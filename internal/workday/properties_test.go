package workday_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// kept are calendars on which properties must hold: the one that ships, one
// computed from the law alone, an organisation's, one without a lunch break.
func kept() map[string]*workday.Calendar {
	own := []workday.Special{
		{Date: "2023-06-13", Kind: workday.SwapOff, Name: "Nghỉ riêng (minh họa)", Status: workday.Decided},
		{Date: "2023-06-17", Kind: workday.Makeup, Name: "Làm bù riêng (minh họa)", Status: workday.Decided},
		{Date: "2023-04-30", Kind: workday.Makeup, Name: "Trực (minh họa)", Status: workday.Decided},
		{Date: "2027-02-08", Kind: workday.Makeup, Name: "Trực (minh họa)", Status: workday.Decided},
	}
	return map[string]*workday.Calendar{
		"shipped":      workday.Default(),
		"law alone":    workday.New(nil, workday.DefaultHours()),
		"organisation": workday.Default().With(own, workday.Hours{Open: 450, Noon: 690, Afternoon: 780, Close: 1020}),
		"no break":     workday.New(workday.DefaultDays(), workday.Hours{Open: 0, Noon: 720, Afternoon: 720, Close: 1440}),
		"mornings":     workday.New(workday.DefaultDays(), workday.Hours{Open: 420, Noon: 690, Afternoon: 690, Close: 690}),
	}
}

// seeds is how many cases each property meets on each calendar; fewer inside
// the runs for other host zones.
func seeds() uint64 {
	if os.Getenv(hostZone) != "" {
		return 200
	}
	return 1500
}

// TestAddThenSubtract, monotone, never on a day off, and counted as a walk counts.
func TestAddingDays(t *testing.T) {
	t.Parallel()
	for name, c := range kept() {
		for seed := range seeds() {
			r := rand.New(rand.NewPCG(seed, 1))
			d := civil.First.AddDays(r.IntN(55_000))
			n := r.IntN(800) - 400
			if seed%8 == 0 {
				n *= 20
			}
			got := c.Add(d, n)
			if got == "" {
				continue
			}
			if !c.Working(got) {
				t.Fatalf("%s, seed %d: %s + %d is %s, a day off", name, seed, d, n, got)
			}
			if next := c.Add(d, n+1); next != "" && (next < got || next == got && (n != 0 || c.Working(d))) {
				t.Fatalf("%s, seed %d: %s + %d is %s, + %d is %s", name, seed, d, n, got, n+1, next)
			}
			if later := c.Add(d.AddDays(1), n); later != "" && later < got {
				t.Fatalf("%s, seed %d: a day later ends on %s, before %s", name, seed, later, got)
			}
			if c.Working(d) {
				if back := c.Add(got, -n); back != d {
					t.Fatalf("%s, seed %d: %s + %d is %s, − %d is %s", name, seed, d, n, got, n, back)
				}
			}
			if n > 0 && c.Between(d, got) != n {
				t.Fatalf("%s, seed %d: between %s and %s are %d, not %d", name, seed, d, got, c.Between(d, got), n)
			}
			if n < 400 && n > -400 && walk(c, d, n) != got {
				t.Fatalf("%s, seed %d: %s + %d is %s, a walk ends on %s", name, seed, d, n, got, walk(c, d, n))
			}
		}
	}
}

// walk is the plain reading of the rule.
func walk(c *workday.Calendar, d civil.Date, n int) civil.Date {
	step := 1
	if n < 0 {
		n, step = -n, -1
	}
	for n == 0 && !c.Working(d) {
		d = d.AddDays(1)
	}
	for ; n > 0; n-- {
		d = d.AddDays(step)
		for !c.Working(d) {
			d = d.AddDays(step)
		}
	}
	return d
}

func TestAddingHours(t *testing.T) {
	t.Parallel()
	for name, c := range kept() {
		for seed := range seeds() {
			r := rand.New(rand.NewPCG(seed, 2))
			at := civil.Date("2019-12-20").Time().Add(time.Duration(r.Int64N(int64(8 * 365 * 24 * time.Hour))))
			if seed%2 == 0 {
				at = at.Truncate(30 * time.Minute)
			}
			span := time.Duration(r.Int64N(int64(60 * time.Hour)))
			if seed%2 == 0 {
				span = span.Truncate(30 * time.Minute)
			}
			end := c.AddHours(at, span)
			if got := c.WorkTime(at, end); got != span {
				t.Fatalf("%s, seed %d: %s and %s end at %s, between are %s", name, seed, civil.ISO(at), span, civil.ISO(end), got)
			}
			if end.Before(at) || c.AddHours(at, span+time.Minute).Before(end) || c.AddHours(at.Add(time.Minute), span).Before(end) {
				t.Fatalf("%s, seed %d: not monotone", name, seed)
			}
			if d := civil.Of(end.Add(-1)); !c.Working(d) && span > 0 {
				t.Fatalf("%s, seed %d: ends on %s, a day off", name, seed, d)
			}
			back := c.SubHours(end, span)
			if back.Before(at) || c.WorkTime(at, back) != 0 || c.WorkTime(back, end) != span {
				t.Fatalf("%s, seed %d: %s and %s end at %s, and back at %s", name, seed, civil.ISO(at), span, civil.ISO(end), civil.ISO(back))
			}
			if inside := c.SubHours(at, time.Nanosecond); c.WorkTime(inside, at) == time.Nanosecond && at.Sub(inside) == time.Nanosecond && span > 0 && c.AddHours(at, time.Nanosecond).Sub(at) == time.Nanosecond && !back.Equal(at) {
				t.Fatalf("%s, seed %d: from within office hours there and back: %s, %s", name, seed, civil.ISO(at), civil.ISO(back))
			}
			if span > 0 && !c.AddHours(at, -span).Equal(c.SubHours(at, span)) {
				t.Fatalf("%s, seed %d: adding less is not taking away", name, seed)
			}
		}
	}
}

// TestProvisionalIsWhatAWalkFinds also holds the list of days against the answer.
func TestProvisionalIsWhatAWalkFinds(t *testing.T) {
	t.Parallel()
	for name, c := range kept() {
		for seed := range seeds() / 3 {
			r := rand.New(rand.NewPCG(seed, 3))
			a := civil.Date("2018-01-01").AddDays(r.IntN(4000))
			b := a.AddDays(r.IntN(200) - 20)
			var want []civil.Date
			for d := a; d <= b; d = d.AddDays(1) {
				if s, ok := c.Special(d); ok && s.Status == workday.Undecided {
					want = append(want, d)
				}
			}
			var got []civil.Date
			for _, s := range c.Undecided(a, b) {
				got = append(got, s.Date)
			}
			if c.Provisional(a, b) != (len(want) > 0) || !slices.Equal(got, want) {
				t.Fatalf("%s: %s to %s: %v, want %v", name, a, b, got, want)
			}
		}
	}
}

// hostZone marks the run of the tests inside another host zone.
const hostZone = "DONDOC_TEST_IN_ZONE"

// TestEveryHostZone runs the vectors, properties and hours of this package again
// on hosts that keep other clocks, one of them with days of changing length
// (bad-inputs D15).
func TestEveryHostZone(t *testing.T) {
	t.Parallel()
	if os.Getenv(hostZone) != "" {
		t.Skip("runs inside")
	}
	for _, zone := range []string{"America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.count=1", "-test.v")
			cmd.Env = append(os.Environ(), "TZ="+zone, hostZone+"="+zone)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestAddVectors") || !strings.Contains(string(out), "--- PASS: TestTheHostsZone") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestTheHostsZone makes sure that the runs above are what they say.
func TestTheHostsZone(t *testing.T) {
	t.Parallel()
	zone := os.Getenv(hostZone)
	if zone == "" {
		return
	}
	if time.Local.String() != zone && time.Local.String() != "Local" {
		t.Errorf("the host keeps %s", time.Local)
	}
	want, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 3, 12, 12, 0, 0, 0, time.UTC)
	if at.Local().Format(time.RFC3339) != at.In(want).Format(time.RFC3339) {
		t.Errorf("noon in Greenwich is %s here, %s in %s", at.Local(), at.In(want), zone)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := workday.Default()
	for i := 0; b.Loop(); i++ {
		if c.Add("2023-01-18", i&255) == "" {
			b.Fatal("no day")
		}
	}
}

func BenchmarkAddHours(b *testing.B) {
	c, at := workday.Default(), civil.Date("2023-01-18").At(9, 0)
	for i := 0; b.Loop(); i++ {
		if c.AddHours(at, time.Duration(i&255)*time.Hour).IsZero() {
			b.Fatal("no instant")
		}
	}
}

func BenchmarkNew(b *testing.B) {
	days := workday.DefaultDays()
	for b.Loop() {
		workday.New(days, workday.DefaultHours())
	}
}

func BenchmarkWith(b *testing.B) {
	c := workday.Default()
	for b.Loop() {
		c.With(nil, workday.Hours{})
	}
}
