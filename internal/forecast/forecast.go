// Package forecast says how much of what falls due will be late, from what
// became of earlier things of the same body. It is pure: weeks and counts in,
// chances and their intervals out.
//
// Whether a thing was late is settled when its last day is over, so the history
// has no cases that are still to be waited for. A body with few cases is drawn
// towards the province (beta-binomial, Skellam 1948; the strength of the pull
// by moments, Kleinman 1973): with no case it is the province's share, with
// many its own.
package forecast

import (
	"maps"
	"math"
	"slices"
)

// Week is how many things of a body had their last day in a week, and how many
// of these were late. Weeks are numbered in the order of time.
type Week struct {
	Org  string
	Week int
	N    int
	Late int
}

// Enough is from how many cases on the province has a history to go by, and
// Own from how many a body has one of its own.
const (
	Enough = 30
	Own    = 10
)

// level is how sure the intervals are.
const level = 0.90

// Model is what a history says.
type Model struct {
	N    int // cases of the province
	late int
	a, b float64
	own  map[string][2]int
}

// Fit learns from a history.
func Fit(rows []Week) Model {
	m := Model{own: map[string][2]int{}}
	for _, r := range rows {
		x := m.own[r.Org]
		m.own[r.Org] = [2]int{x[0] + r.N, x[1] + r.Late}
		m.N += r.N
		m.late += r.Late
	}
	p := m.Base()
	strength := m.strength(p)
	m.a, m.b = p*strength, (1-p)*strength
	return m
}

// Base is the province's share of late things, kept off the ends so that no
// chance is ever nought or one.
func (m Model) Base() float64 { return (float64(m.late) + 0.5) / (float64(m.N) + 1) }

// Ready reports whether there is enough history to say anything.
func (m Model) Ready() bool { return m.N >= Enough }

// Cases is how many cases of its own a body has.
func (m Model) Cases(org string) int { return m.own[org][0] }

// the bounds of the pull: as if the province stood for two cases, or for five hundred.
const (
	weakest   = 2
	strongest = 500
)

// strength is how many cases the province's share weighs, by moments: the more
// bodies differ beyond chance, the less it weighs.
func (m Model) strength(p float64) float64 {
	var s, n, n2, k float64
	for _, org := range slices.Sorted(maps.Keys(m.own)) { // in an order, so that the same history gives the same answer to the last bit
		x := m.own[org]
		if x[0] == 0 {
			continue
		}
		c := float64(x[0])
		d := float64(x[1])/c - p
		s += c * d * d
		n += c
		n2 += c * c
		k++
	}
	if k < 2 {
		return strongest
	}
	rho := (s - p*(1-p)*(k-1)) / (p * (1 - p) * (n - n2/n - (k - 1)))
	if !(rho > 0) { // also when nothing can be said
		return strongest
	}
	return math.Min(strongest, math.Max(weakest, (1-rho)/rho))
}

func (m Model) posterior(org string) (a, b float64) {
	x := m.own[org]
	return m.a + float64(x[1]), m.b + float64(x[0]-x[1])
}

// Chance is the chance that a thing of a body is late, and the 90 % interval
// of that chance, as fractions of one.
func (m Model) Chance(org string) (p, low, high float64) {
	a, b := m.posterior(org)
	return a / (a + b), betaQuantile(a, b, (1-level)/2), betaQuantile(a, b, (1+level)/2)
}

// Count is how many of something will be late: what is expected, and a range
// that holds in nine cases of ten.
type Count struct {
	N        int
	Expected float64
	Low      int
	High     int
}

// Late says how many of n things of a body will be late.
func (m Model) Late(org string, n int) Count {
	a, b := m.posterior(org)
	return countOf(betaBinomial(a, b, n))
}

// Sum says how many of all will be late, n things a body, taken as independent
// between bodies.
func (m Model) Sum(n map[string]int) Count {
	total := []float64{1}
	var mean, variance float64
	all := 0
	for _, org := range slices.Sorted(maps.Keys(n)) {
		k := n[org]
		a, b := m.posterior(org)
		s, c := a+b, float64(k)
		mean += c * a / s
		variance += c * a * b * (s + c) / (s * s * (s + 1))
		if all += k; all <= exactUpTo {
			total = convolve(total, betaBinomial(a, b, k))
		}
	}
	if all <= exactUpTo {
		return countOf(total)
	}
	const z = 1.6449 // 90 %
	d := z * math.Sqrt(variance)
	return Count{N: all, Expected: mean, Low: max(0, int(math.Floor(mean-d))), High: min(all, int(math.Ceil(mean+d)))}
}

// exactUpTo is up to how many things the range is added up exactly.
const exactUpTo = 600

func convolve(x, y []float64) []float64 {
	out := make([]float64, len(x)+len(y)-1)
	for i, p := range x {
		for j, q := range y {
			out[i+j] += p * q
		}
	}
	return out
}

// betaBinomial is the chance of each count from 0 to n.
func betaBinomial(a, b float64, n int) []float64 {
	out := make([]float64, n+1)
	lg := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	base := lg(float64(n)+1) + lg(a+b) - lg(a) - lg(b) - lg(float64(n)+a+b)
	for k := range out {
		x, y := float64(k), float64(n-k)
		out[k] = math.Exp(base + lg(x+a) + lg(y+b) - lg(x+1) - lg(y+1))
	}
	return out
}

func countOf(p []float64) Count {
	c := Count{N: len(p) - 1, High: len(p) - 1}
	sum, low := 0.0, false
	for k, q := range p {
		c.Expected += float64(k) * q
		sum += q
		if !low && sum > (1-level)/2 {
			c.Low, low = k, true
		}
		if sum >= (1+level)/2 {
			c.High = k
			break
		}
	}
	c.Expected = 0
	for k, q := range p {
		c.Expected += float64(k) * q
	}
	return c
}

// betaQuantile is where a beta distribution has come to a share of one.
func betaQuantile(a, b, q float64) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		mid := (low + high) / 2
		if incomplete(a, b, mid) < q {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// incomplete is the regularised incomplete beta function by its continued
// fraction (DLMF 8.17.22).
func incomplete(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incomplete(b, a, 1-x)
	}
	lg := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	front := math.Exp(lg(a+b)-lg(a)-lg(b)+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	c, d := 1.0, 1-(a+b)*x/(a+1)
	if math.Abs(d) < tiny {
		d = tiny
	}
	d = 1 / d
	f := d
	for i := 1; i < 400; i++ {
		m := float64(i)
		for _, num := range [2]float64{m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m)), -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))} {
			if d = 1 + num*d; math.Abs(d) < tiny {
				d = tiny
			}
			if c = 1 + num/c; math.Abs(c) < tiny {
				c = tiny
			}
			d = 1 / d
			f *= c * d
		}
		if math.Abs(c*d-1) < 1e-13 {
			break
		}
	}
	return front * f
}
