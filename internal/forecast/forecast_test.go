package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"dondoc/internal/forecast"
)

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by {
		t.Errorf("%s: %.5f, want %.5f", what, got, want)
	}
}

// province makes a history in which each body has its own share of late things.
func province(seed uint64, weeks int, share func(org int) float64) []forecast.Week {
	r := rand.New(rand.NewPCG(seed, 7))
	var out []forecast.Week
	for w := range weeks {
		for org := range 20 {
			x := forecast.Week{Org: strconv.Itoa(org), Week: w, N: 1 + r.IntN(6)}
			for range x.N {
				if r.Float64() < share(org) {
					x.Late++
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// One body alone is its own province: the pull is the strongest, and with nine
// hundred cases the intervals are those of the normal distribution.
func TestTheRangesAreThoseOfTheDistribution(t *testing.T) {
	t.Parallel()
	m := forecast.Fit([]forecast.Week{{Org: "a", Week: 1, N: 400, Late: 100}})
	p, low, high := m.Chance("a")
	near(t, "chance", p, 0.25, 0.002)
	// 900 cases in all at a quarter: normal enough to know the interval
	sd := math.Sqrt(0.25 * 0.75 / 901)
	near(t, "low", low, 0.25-1.645*sd, 0.002)
	near(t, "high", high, 0.25+1.645*sd, 0.002)
	c := m.Late("a", 100)
	near(t, "expected", c.Expected, 25, 0.2)
	if c.Low < 16 || c.Low > 19 || c.High < 31 || c.High > 34 {
		t.Errorf("range %d to %d", c.Low, c.High)
	}
}

// A body without cases is the province; one with many is itself; one with a
// few stands between.
func TestAFewCasesAreDrawnTowardsTheProvince(t *testing.T) {
	t.Parallel()
	rows := province(1, 40, func(org int) float64 { return 0.05 + 0.04*float64(org) })
	rows = append(rows, forecast.Week{Org: "few", Week: 39, N: 3, Late: 3})
	m := forecast.Fit(rows)
	none, _, _ := m.Chance("nobody")
	near(t, "nobody", none, m.Base(), 0.01)
	few, low, high := m.Chance("few")
	if few <= none || few >= 0.95 || high-low < 0.2 {
		t.Errorf("three late of three: %.2f (%.2f to %.2f)", few, low, high)
	}
	many, low, high := m.Chance("19")
	near(t, "many", many, 0.05+0.04*19, 0.1)
	if high-low > 0.2 {
		t.Errorf("many cases and still %.2f to %.2f", low, high)
	}
}

// Where bodies do not differ beyond chance, none is told apart by chance.
func TestChanceIsNotTakenForADifference(t *testing.T) {
	t.Parallel()
	m := forecast.Fit(province(2, 20, func(int) float64 { return 0.3 }))
	for org := range 20 {
		if p, _, _ := m.Chance(strconv.Itoa(org)); math.Abs(p-0.3) > 0.08 {
			t.Errorf("body %d: %.2f", org, p)
		}
	}
}

// The check is honest: forecasts fit what came, ranges hold about nine times
// of ten, and where bodies differ they are nearer than the base rate.
func TestForecastsAreCheckedAgainstThePast(t *testing.T) {
	t.Parallel()
	inside, weeks := 0, 0
	for seed := range uint64(20) {
		rows := province(seed, 64, func(org int) float64 { return 0.05 + 0.04*float64(org) })
		c := forecast.Backtest(rows, 52, 63, 52)
		if c.Weeks != 12 || c.Skill() < 0.1 {
			t.Errorf("seed %d: %d weeks, skill %.3f", seed, c.Weeks, c.Skill())
		}
		near(t, "share late", c.Expected/float64(c.N), float64(c.Late)/float64(c.N), 0.06)
		n := 0
		for _, b := range c.Bands {
			n += b.N
			if b.N > 150 {
				near(t, fmt.Sprintf("band from %.1f", b.From), b.Expected/float64(b.N), float64(b.Late)/float64(b.N), 0.12)
			}
		}
		if n != c.N {
			t.Errorf("bands hold %d of %d", n, c.N)
		}
		inside += c.Inside
		weeks += c.Weeks
	}
	if share := float64(inside) / float64(weeks); share < 0.83 || share > 0.97 {
		t.Errorf("the range held in %.2f of the weeks", share)
	}
}

// A forecast of a week knows nothing of that week or later ones.
func TestTheCheckDoesNotLookAhead(t *testing.T) {
	t.Parallel()
	rows := province(3, 60, func(int) float64 { return 0.2 })
	before := forecast.Backtest(rows, 50, 50, 52)
	for i := range rows {
		if rows[i].Week > 50 {
			rows[i].Late = rows[i].N
		}
	}
	if after := forecast.Backtest(rows, 50, 50, 52); after.Expected != before.Expected || after.Brier != before.Brier {
		t.Errorf("%+v, then %+v", before, after)
	}
	if c := forecast.Backtest(rows[:20], 0, 0, 52); c.Weeks != 0 {
		t.Error("a week without history was forecast")
	}
}

// Added up exactly or by its spread, the sum says the same.
func TestASumOfManyAgreesWithItsParts(t *testing.T) {
	t.Parallel()
	m := forecast.Fit(province(4, 52, func(org int) float64 { return 0.1 + 0.02*float64(org) }))
	small, large := map[string]int{}, map[string]int{}
	want := 0.0
	for org := range 20 {
		k := strconv.Itoa(org)
		small[k], large[k] = 29, 31 // 580 exactly, 620 by the spread
		want += m.Late(k, 29).Expected
	}
	a, b := m.Sum(small), m.Sum(large)
	near(t, "expected", a.Expected, want, 0.01)
	near(t, "expected of more", b.Expected, a.Expected*31/29, 0.5)
	near(t, "width", float64(b.High-b.Low), float64(a.High-a.Low)*31/29, 5)
}

func TestTooLittleHistoryIsSaid(t *testing.T) {
	t.Parallel()
	if m := forecast.Fit([]forecast.Week{{Org: "a", Week: 1, N: 29, Late: 3}}); m.Ready() {
		t.Error("29 cases are taken for a history")
	}
	if p, low, high := forecast.Fit(nil).Chance("a"); p <= 0 || p >= 1 || low < 0 || high > 1 || math.IsNaN(p) {
		t.Errorf("nothing known: %f %f %f", p, low, high)
	}
}
