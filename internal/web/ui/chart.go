package ui

import "math"

// Bar is one amount.
type Bar struct {
	Label    string
	Href     string
	Value    float64
	Shown    string // "1.234,5 tỷ"; the value in Vietnamese digits unless set
	Pressing bool   // late: vermilion
	Missing  bool   // no figure: hatched
}

// BarsView is amounts of different things, from zero.
type BarsView struct {
	Sentence string // what the picture says, for those who do not see
	Bars     []Bar
	Max      float64 // 0 = the largest
}

// LeagueRow is one body's share. Under ten cases it is listed, not ranked.
type LeagueRow struct {
	Label string
	Href  string
	Hits  int
	N     int
}

// LeagueView is the interval chart of shares, sorted by the caller.
type LeagueView struct {
	Sentence  string
	Rows      []LeagueRow
	Line      float64 // the province's own share, 0..1; negative = none
	LineLabel string  // "toàn tỉnh 77%"
	MinN      int     // 10 unless set
}

// HeatCell is one count. Missing is no figure, which is not zero.
type HeatCell struct {
	Count   int
	Missing bool
	Href    string
}

// HeatRow is one body over the weeks.
type HeatRow struct {
	Label string
	Href  string
	Cells []HeatCell
}

// HeatView is bodies × weeks. Phones show the last five weeks.
type HeatView struct {
	Caption string
	Corner  string // head of the first column
	Columns []string
	Rows    []HeatRow
}

// StackPart is one kind of outcome.
type StackPart struct {
	Key   string // cham, mid, outline, son, quiet, none
	Label string
}

// StackRow is one bar; Counts follow Parts.
type StackRow struct {
	Label  string
	Href   string
	Counts []int
	Shown  string // at the right: "11/14"
}

// StackView is counts of outcomes.
type StackView struct {
	Sentence string
	Parts    []StackPart
	Rows     []StackRow
}

// Wilson is the 95 % interval of a share, as fractions of one.
func Wilson(hits, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959964
	p, m := float64(hits)/float64(n), float64(n)
	d := 1 + z*z/m
	c := p + z*z/(2*m)
	h := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (c-h)/d), min(1, (c+h)/d)
}
