package score

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"dondoc/internal/reading"
)

// Example is one finding: what it was recognised by, whether it was right in
// span, leads and limit of time, and the number of its document.
type Example struct {
	Signs reading.Signs
	Right bool
	Doc   int
}

// Examples lists the findings of a document.
func Examples(g Gold, p reading.Result, doc int) []Example {
	pairs := match(spansOf(g.Assignments, func(a Annotated) reading.Span { return reading.Span{Start: a.Start, End: a.End} }),
		spansOf(p.Assignments, func(a reading.Assignment) reading.Span { return a.Span }), func(int, int) bool { return true })
	right := map[int]bool{}
	for i, j := range pairs {
		right[j] = rightAsAWhole(g.Assignments[i], &p.Assignments[j])
	}
	out := make([]Example, len(p.Assignments))
	for j, a := range p.Assignments {
		out[j] = Example{a.Signs, right[j], doc}
	}
	return out
}

// Weights are those of the signs, and the constant behind them.
type Weights [reading.SignCount + 1]float64

// Certainty is the probability that a finding with these signs is right.
func (w *Weights) Certainty(s reading.Signs) float64 {
	z := w[reading.SignCount]
	for i := range reading.SignCount {
		if s&(1<<i) != 0 {
			z += w[i]
		}
	}
	return 1 / (1 + math.Exp(-z))
}

// Fit is a logistic regression by gradient descent with a penalty on the weights
// (ridge, Hoerl and Kennard 1970), so that a sign seen a few times says little.
// The examples and the steps are fixed, and weights are rounded to hundredths:
// the same weights come out on every machine.
func Fit(list []Example) Weights {
	const (
		steps   = 2000
		rate    = 1.0
		penalty = 2.0
	)
	var w Weights
	n := float64(max(len(list), 1))
	alike := map[reading.Signs]*tally{}
	for _, x := range list {
		if alike[x.Signs] == nil {
			alike[x.Signs] = &tally{signs: x.Signs}
		}
		alike[x.Signs].all++
		if x.Right {
			alike[x.Signs].right++
		}
	}
	groups := slices.SortedFunc(maps.Values(alike), func(a, b *tally) int { return cmp.Compare(a.signs, b.signs) })
	for range steps {
		var grad Weights
		for _, x := range groups {
			miss := w.Certainty(x.signs)*x.all - x.right
			for i := range reading.SignCount {
				if x.signs&(1<<i) != 0 {
					grad[i] += miss
				}
			}
			grad[reading.SignCount] += miss
		}
		for i := range w {
			g := grad[i]
			if i < reading.SignCount {
				g += penalty * w[i]
			}
			w[i] -= rate * g / n
		}
	}
	for i := range w {
		w[i] = math.Round(100*w[i])/100 + 0 // no negative zero
	}
	return w
}

// tally counts findings with the same signs.
type tally struct {
	signs      reading.Signs
	all, right float64
}

// Reliability says, for findings of like certainty, how many were right.
type Reliability struct {
	Bins  [10]Bin
	Brier float64 // mean squared distance from the truth (Brier 1950); 0 is best
	Error float64 // mean distance of certainty and share, weighted (Naeini et al. 2015)
	N     int
}

// Bin is a tenth of the certainties.
type Bin struct {
	N     int
	Sure  float64 // mean certainty
	Right float64 // share that was right
}

// LeftOut fits on all documents but those of one fold and tells the certainty of
// that fold's findings, for each fold.
func LeftOut(list []Example, folds int) Reliability {
	var r Reliability
	for f := range folds {
		var rest []Example
		for _, x := range list {
			if x.Doc%folds != f {
				rest = append(rest, x)
			}
		}
		w := Fit(rest)
		for _, x := range list {
			if x.Doc%folds == f {
				r.add(w.Certainty(x.Signs), x.Right)
			}
		}
	}
	r.finish()
	return r
}

func (r *Reliability) add(p float64, right bool) { //nolint:revive // what came true
	b := &r.Bins[min(int(p*10), 9)]
	truth := 0.0
	if right {
		truth = 1
	}
	b.N++
	b.Sure += p
	b.Right += truth
	r.N++
	r.Brier += (p - truth) * (p - truth)
}

func (r *Reliability) finish() {
	for i := range r.Bins {
		b := &r.Bins[i]
		if b.N == 0 {
			continue
		}
		b.Sure, b.Right = b.Sure/float64(b.N), b.Right/float64(b.N)
		r.Error += math.Abs(b.Sure-b.Right) * float64(b.N) / float64(r.N)
	}
	r.Brier /= float64(max(r.N, 1))
}

// Table writes the diagram as a Markdown table, a bar a row.
func (r *Reliability) Table() string {
	var b strings.Builder
	b.WriteString("| certainty | findings | mean certainty | right | |\n|---|---|---|---|---|\n")
	for i, x := range r.Bins {
		if x.N > 0 {
			fmt.Fprintf(&b, "| %.1f to %.1f | %d | %.2f | %.2f | %s |\n", float64(i)/10, float64(i+1)/10, x.N, x.Sure, x.Right, strings.Repeat("█", int(math.Round(20*x.Right))))
		}
	}
	fmt.Fprintf(&b, "\n%d findings; Brier score %.3f; mean distance of certainty and share %.3f.\n", r.N, r.Brier, r.Error)
	return b.String()
}
