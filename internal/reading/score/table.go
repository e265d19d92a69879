package score

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Table writes the figures as a Markdown table.
func (r *Report) Table() string {
	var b strings.Builder
	b.WriteString("| kind | precision | recall | F1 | annotated | found | 95 % interval of F1 |\n|---|---|---|---|---|---|---|\n")
	for i, row := range []struct {
		name string
		c    Count
	}{{"citations", r.Citations}, {"assignments", r.Assignments}, {"leads", r.Leads}, {"coordinating", r.Coordinating}, {"header", r.Header}, {"indices", r.Indices}} {
		low, high := r.Interval(func(x *Report) float64 { return x.counts()[i].F1() })
		fmt.Fprintf(&b, "| %s | %.3f | %.3f | %.3f | %d | %d | %.3f – %.3f |\n", row.name, row.c.Precision(), row.c.Recall(), row.c.F1(), row.c.Gold, row.c.Found, low, high)
	}
	b.WriteString("\n| share | value | of | 95 % interval |\n|---|---|---|---|\n")
	for i, row := range []struct {
		name, of string
		r        Ratio
	}{{"lead set right", "found", r.LeadSet}, {"deadline right", "found", r.Deadline}, {"set deadlines right", "annotated", r.SetDeadlines}, {"missed, but shown as unread", "missed", r.Unread}} {
		low, high := r.Interval(func(x *Report) float64 { return x.ratios()[i].Share() })
		fmt.Fprintf(&b, "| %s | %.3f | %d %s | %.3f – %.3f |\n", row.name, row.r.Share(), row.r.All, row.of, low, high)
	}
	b.WriteString("\n| document | right | annotated | found | F1 |\n|---|---|---|---|---|\n")
	for _, l := range r.Docs {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %.2f |\n", l.Doc, l.Right, l.Gold, l.Found, share(2*l.Right, l.Gold+l.Found))
	}
	return b.String()
}

// merge adds the counts of another report.
func (r *Report) merge(o *Report) {
	for i, c := range o.counts() {
		mine := r.counts()[i]
		mine.Right, mine.Gold, mine.Found = mine.Right+c.Right, mine.Gold+c.Gold, mine.Found+c.Found
	}
	for i, c := range o.ratios() {
		mine := r.ratios()[i]
		mine.Right, mine.All = mine.Right+c.Right, mine.All+c.All
	}
	r.Docs = append(r.Docs, o.Docs...)
}

func (r *Report) counts() []*Count {
	return []*Count{&r.Citations, &r.Assignments, &r.Leads, &r.Coordinating, &r.Header, &r.Indices}
}

func (r *Report) ratios() []*Ratio {
	return []*Ratio{&r.LeadSet, &r.Deadline, &r.SetDeadlines, &r.Unread}
}

// Interval is the middle 95 % of a figure over documents drawn again and again
// with replacement (bootstrap); the draw is seeded, so that the table is the
// same each time.
func (r *Report) Interval(figure func(*Report) float64) (low, high float64) {
	if len(r.each) == 0 {
		return 0, 0
	}
	draw := rand.New(rand.NewPCG(2023, 5)) //nolint:gosec // a resampling, not a secret
	const times = 1000
	all := make([]float64, times)
	for i := range all {
		var b Report
		for range r.each {
			b.merge(&r.each[draw.IntN(len(r.each))])
		}
		all[i] = figure(&b)
	}
	slices.Sort(all)
	return all[times/40], all[times-times/40-1]
}
