package forecast

// Check is how forecasts made week by week, each from what was known before
// that week, compare with what then happened.
type Check struct {
	Weeks    int     // that had enough history before them
	N        int     // things that fell due in these weeks
	Expected float64 // late ones, as forecast
	Late     int     // late ones, as it came
	// Brier is the mean squared distance of the chances from what came, and
	// BrierBase the same for the province's own share; the smaller is better.
	Brier     float64
	BrierBase float64
	Inside    int // weeks in which the count lay in the range
	Bands     []Band
}

// Band is the things to which about the same chance was given.
type Band struct {
	From, To float64 // of the chance, as fractions of one
	N        int
	Expected float64
	Late     int
}

// Skill is by which share the forecast is nearer than the province's own
// share; negative when it is worse.
func (c *Check) Skill() float64 {
	if c.BrierBase == 0 {
		return 0
	}
	return 1 - c.Brier/c.BrierBase
}

// bands is into how many bands the chances are cut.
const bands = 5

// Backtest makes the forecast of each week from first to last as it would have
// been made on its Monday, from the window of weeks before it.
func Backtest(rows []Week, first, last, window int) Check {
	c := Check{Bands: make([]Band, bands)}
	for i := range c.Bands {
		c.Bands[i].From, c.Bands[i].To = float64(i)/bands, float64(i+1)/bands
	}
	for w := first; w <= last; w++ {
		var before, now []Week
		for _, r := range rows {
			switch {
			case r.Week == w:
				now = append(now, r)
			case r.Week < w && r.Week >= w-window:
				before = append(before, r)
			}
		}
		m := Fit(before)
		if !m.Ready() || len(now) == 0 {
			continue
		}
		c.week(m, now)
	}
	if c.N > 0 {
		c.Brier /= float64(c.N)
		c.BrierBase /= float64(c.N)
	}
	return c
}

func (c *Check) week(m Model, now []Week) {
	c.Weeks++
	due, late := map[string]int{}, 0
	squared := func(p float64, r Week) float64 {
		return float64(r.Late)*(1-p)*(1-p) + float64(r.N-r.Late)*p*p
	}
	for _, r := range now {
		p, _, _ := m.Chance(r.Org)
		c.N += r.N
		c.Expected += p * float64(r.N)
		c.Late += r.Late
		c.Brier += squared(p, r)
		c.BrierBase += squared(m.Base(), r)
		b := &c.Bands[min(bands-1, int(p*bands))]
		b.N += r.N
		b.Expected += p * float64(r.N)
		b.Late += r.Late
		due[r.Org] += r.N
		late += r.Late
	}
	if all := m.Sum(due); late >= all.Low && late <= all.High {
		c.Inside++
	}
}
