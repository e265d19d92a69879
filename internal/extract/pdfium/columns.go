package pdfium

// region is a part of a page that is read from top to bottom.
type region struct {
	rows        []row
	left, right float64
	// block tells a column of few lines, as heads and signatures have: its lines
	// are centred and end where the writer ended them.
	block bool
	table [][]cell // or, instead of lines, a table's rows
	whole bool     // as wide as the page's text
}

// What makes columns: a blank that runs down through lines of which some have
// words on both sides.
const (
	corridor  = 0.6 // heights that the blank is wide all the way down
	loneGap   = 3.0 // heights of it when a single line has it
	fewLines  = 8
	closeBy   = 1.9 // heights from one line to the next within a column
	apart     = 3.5 // heights after which a column has ended
	maxNested = 3
)

// regions puts the lines of a page, or of a column, in reading order.
func regions(rs []row, depth int) []region {
	var out []region
	var plain []row
	flush := func() {
		if len(plain) > 0 {
			r := region{rows: plain, whole: depth == 0, block: depth > 0 && len(plain) < fewLines}
			r.left, r.right = edges(plain)
			out = append(out, r)
			plain = nil
		}
	}
	for i := 0; i < len(rs); {
		if n, cells := looseTable(rs[i:]); n > 0 {
			flush()
			out = append(out, region{table: cells})
			i += n
			continue
		}
		if n, from, g := columns(rs[i:]); depth < maxNested && n > 0 && (from == 0 || i == 0) {
			flush()
			left, right := halves(rs[i:i+n], (g.from+g.to)/2)
			out = append(out, regions(left, depth+1)...)
			out = append(out, regions(right, depth+1)...)
			i += n
			continue
		}
		plain = append(plain, rs[i])
		i++
	}
	flush()
	return out
}

func halves(rs []row, at float64) (left, right []row) {
	for _, l := range rs {
		a, b := l.split(at)
		if len(a.words) > 0 {
			left = append(left, a)
		}
		if len(b.words) > 0 {
			right = append(right, b)
		}
	}
	return left, right
}

func edges(rs []row) (left, right float64) {
	left, right = rs[0].left, rs[0].right
	for _, l := range rs {
		left, right = min(left, l.left), max(right, l.right)
	}
	return left, right
}

// columns says how many of the first lines stand in two columns, at which line
// the first blank between them is, and where the blank lies. Lines before that
// one belong to the columns at the head of a page only.
func columns(rs []row) (n, first int, g gap) {
	for len(rs[first].gaps()) == 0 {
		if first++; first >= min(len(rs), 4) || rs[first].base-rs[first-1].base > closeBy*1.2*rs[first].size {
			return 0, 0, g
		}
	}
next:
	for _, g := range rs[first].gaps() {
		for i := first - 1; i >= 0; i-- {
			h, ok := aside(g, &rs[i])
			if !ok {
				continue next
			}
			g = h
		}
		n, g, both := column(rs, first, g)
		if both || n > first+1 || first > 0 || g.wide() >= loneGap*rs[first].size {
			return n, first, g
		}
	}
	return 0, 0, g
}

// column follows a blank downwards until words stand in its way, or the lines
// on one side of it stand apart. It says where the columns end, and whether a
// second line has words on both sides.
func column(rs []row, first int, g gap) (n int, left gap, both bool) {
	last, end := first, first
	for i := first + 1; i < len(rs); i++ {
		step := rs[i].base - rs[i-1].base
		if step > apart*rs[i].size {
			break
		}
		h, ok := shared(g, &rs[i])
		if ok {
			g, both, last, end = h, true, i, i
			continue
		}
		if h, ok = aside(g, &rs[i]); !ok {
			break
		}
		g = h
		if end == i-1 && (step <= closeBy*rs[i].size || i-last <= 1) {
			end = i
		}
	}
	return end + 1, g, both
}

// shared narrows a blank to what a line with words on both sides leaves of it.
func shared(g gap, l *row) (gap, bool) {
	for _, h := range l.gaps() {
		if both := g.and(h); both.wide() >= corridor*l.size {
			return both, true
		}
	}
	return g, false
}

// aside narrows a blank by a line that lies on one side of it.
func aside(g gap, l *row) (gap, bool) {
	mid := (l.left + l.right) / 2
	h := gap{g.from, min(g.to, l.left)}
	if mid < (g.from+g.to)/2 {
		h = gap{max(g.from, l.right), g.to}
	}
	return h, h.wide() >= corridor*l.size
}

// looseTable finds a table without drawn lines: at least two lines that are cut
// by the same two or more blanks. Where its first column is empty, a line
// continues the cells above.
func looseTable(rs []row) (n int, table [][]cell) {
	if len(rs) < 2 || len(rs[0].gaps()) < 2 {
		return 0, nil
	}
	cuts := rs[0].gaps()
	for n = 1; n < len(rs) && rs[n].base-rs[n-1].base <= apart*rs[n].size; n++ {
		next := make([]gap, 0, len(cuts))
		for _, g := range cuts {
			if h, ok := cleared(g, &rs[n]); ok {
				next = append(next, h)
			}
		}
		if len(next) != len(cuts) || len(rs[n].gaps()) == 0 {
			break
		}
		cuts = next
	}
	full := 0
	for _, l := range rs[:n] {
		if len(l.gaps()) >= len(cuts) {
			full++
		}
	}
	if full < 2 {
		return 0, nil
	}
	for _, l := range rs[:n] {
		cells := l.cells(cuts)
		if k := len(table); k > 0 && len(cells[0].words) == 0 {
			for i := range cells {
				table[k-1][i].words = append(table[k-1][i].words, cells[i].words...)
			}
			continue
		}
		table = append(table, cells)
	}
	return n, table
}

func (l *row) cells(cuts []gap) []cell {
	cells := make([]cell, len(cuts)+1)
	for _, w := range l.words {
		at := 0
		for at < len(cuts) && w.middle() > (cuts[at].from+cuts[at].to)/2 {
			at++
		}
		cells[at].words = append(cells[at].words, w)
	}
	return cells
}

// cleared narrows a blank by the words of a line, where they leave enough of it.
func cleared(g gap, l *row) (gap, bool) {
	mid := (g.from + g.to) / 2
	for _, w := range l.words {
		if w.Right > g.from && w.Left < g.to {
			if w.middle() < mid {
				g.from = max(g.from, w.Right)
			} else {
				g.to = min(g.to, w.Left)
			}
		}
	}
	return g, g.wide() >= corridor*l.size
}
