package ui

import (
	"math"
	"strconv"

	"dondoc/internal/viet"
)

// pct writes a fraction of one as a length of an SVG: "41.5%".
func pct(x float64) string { return strconv.FormatFloat(100*x, 'f', 2, 64) + "%" }

// shareShown is a fraction in whole percents.
func shareShown(x float64) string { return strconv.Itoa(int(math.Round(100*x))) + "%" }

func (v BarsView) max() float64 {
	m := v.Max
	for _, b := range v.Bars {
		m = math.Max(m, b.Value)
	}
	if m <= 0 {
		return 1
	}
	return m
}

func (b Bar) shown() string {
	if b.Missing {
		return "chưa có số liệu"
	}
	return or(b.Shown, viet.Decimal(b.Value, 1))
}

func (v LeagueView) minN() int {
	if v.MinN > 0 {
		return v.MinN
	}
	return 10
}

func (v LeagueView) ranked() []LeagueRow { return v.split(func(n int) bool { return n >= v.minN() }) }

func (v LeagueView) unranked() []LeagueRow { return v.split(func(n int) bool { return n < v.minN() }) }

func (v LeagueView) split(keep func(n int) bool) []LeagueRow {
	var out []LeagueRow
	for _, r := range v.Rows {
		if keep(r.N) {
			out = append(out, r)
		}
	}
	return out
}

func (r LeagueRow) share() float64 {
	if r.N == 0 {
		return 0
	}
	return float64(r.Hits) / float64(r.N)
}

// below is true when the whole interval lies under the line.
func (v LeagueView) below(r LeagueRow) bool {
	_, high := Wilson(r.Hits, r.N)
	return v.Line >= 0 && high < v.Line
}

func (v LeagueView) says(r LeagueRow) string {
	low, high := Wilson(r.Hits, r.N)
	s := shareShown(r.share()) + ", khoảng tin cậy " + shareShown(low) + " đến " + shareShown(high)
	if v.below(r) {
		s += ", thấp hơn mức chung"
	}
	return s
}

// anchor keeps a label inside the drawing.
func anchor(x float64) string {
	switch {
	case x > 0.8:
		return "end"
	case x < 0.2:
		return "start"
	default:
		return "middle"
	}
}

func (c HeatCell) class() string {
	switch {
	case c.Missing:
		return "h-none"
	case c.Count <= 0:
		return "h-0"
	case c.Count == 1:
		return "h-1"
	case c.Count == 2:
		return "h-2"
	case c.Count <= 4:
		return "h-3"
	default:
		return "h-4"
	}
}

// older is true for the columns a phone leaves out.
func (v HeatView) older(i int) bool { return i < len(v.Columns)-5 }

type stackPiece struct {
	key   string
	x, w  float64
	count int
}

func (v StackView) pieces(r StackRow) []stackPiece {
	top := 1
	for _, o := range v.Rows {
		top = max(top, o.total())
	}
	var out []stackPiece
	at := 0
	for i, n := range r.Counts {
		if n <= 0 || i >= len(v.Parts) {
			continue
		}
		out = append(out, stackPiece{v.Parts[i].Key, float64(at) / float64(top), float64(n) / float64(top), n})
		at += n
	}
	return out
}

func (r StackRow) total() int {
	t := 0
	for _, n := range r.Counts {
		t += n
	}
	return t
}

func (v StackView) total(part int) int {
	t := 0
	for _, r := range v.Rows {
		if part < len(r.Counts) {
			t += r.Counts[part]
		}
	}
	return t
}

func (v StackView) says(r StackRow) string {
	s := ""
	for i, n := range r.Counts {
		if i < len(v.Parts) && n > 0 {
			if s != "" {
				s += ", "
			}
			s += v.Parts[i].Label + " " + count(n)
		}
	}
	return or(s, "không có")
}
