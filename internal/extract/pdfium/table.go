package pdfium

import (
	"cmp"
	"slices"
)

// cell is what stands in one box of a table.
type cell struct{ words []Word }

// grid is a table that is drawn with lines.
type grid struct {
	left, top, right, bottom float64
	xs, ys                   []float64
	rules                    []rule
	rows                     [][]cell
}

// What a drawn table may be; more lines than that are a map or a chart.
const (
	maxRules = 800
	maxCells = 20_000
	touch    = 2.5 // points that lines may miss each other by
	shortest = 6.0
)

// grids finds the tables of a page and puts the words in their cells; the other
// words are left.
func grids(s sheet) (tables []grid, left []Word) {
	rs := merged(s.rules)
	if len(rs) > maxRules {
		return nil, s.words
	}
	for _, group := range connected(rs) {
		if g, ok := newGrid(group); ok {
			tables = append(tables, g)
		}
	}
	slices.SortStableFunc(tables, func(a, b grid) int { return cmp.Compare(a.top, b.top) })
	in := make([][]Word, len(tables))
next:
	for _, w := range s.words {
		x, y := w.middle(), w.base-0.3*w.size
		for i := range tables {
			g := &tables[i]
			if x > g.left && x < g.right && y > g.top && y < g.bottom {
				in[i] = append(in[i], w)
				continue next
			}
		}
		left = append(left, w)
	}
	for i := range tables {
		tables[i].fill(in[i])
	}
	return tables, left
}

// merged joins the pieces that lines are drawn in: each cell draws its own sides.
func merged(rs []rule) []rule {
	rs = slices.Clone(rs)
	for i := range rs {
		rs[i].from, rs[i].to = min(rs[i].from, rs[i].to), max(rs[i].from, rs[i].to)
	}
	slices.SortFunc(rs, func(a, b rule) int {
		if a.upright != b.upright {
			if a.upright {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.at, b.at)
	})
	var out []rule
	for len(rs) > 0 { // lines within a hair of the first are one
		n := 1
		for n < len(rs) && rs[n].upright == rs[0].upright && rs[n].at-rs[0].at <= thin/2 {
			n++
		}
		group := slices.Clone(rs[:n])
		rs = rs[n:]
		slices.SortFunc(group, func(a, b rule) int { return cmp.Compare(a.from, b.from) })
		cur := group[0]
		for _, r := range group[1:] {
			if r.from <= cur.to+touch {
				cur.to = max(cur.to, r.to)
				continue
			}
			out, cur = append(out, cur), r
		}
		out = append(out, cur)
	}
	return slices.DeleteFunc(out, func(r rule) bool { return r.to-r.from < shortest })
}

func (r rule) covers(x float64) bool { return r.from-touch <= x && x <= r.to+touch }

func crosses(a, b rule) bool {
	return a.upright != b.upright && a.covers(b.at) && b.covers(a.at)
}

func connected(rs []rule) [][]rule {
	seen := make([]bool, len(rs))
	var out [][]rule
	for i := range rs {
		if seen[i] {
			continue
		}
		seen[i] = true
		group, at := []int{i}, 0
		for ; at < len(group); at++ {
			for j := range rs {
				if !seen[j] && crosses(rs[group[at]], rs[j]) {
					seen[j] = true
					group = append(group, j)
				}
			}
		}
		set := make([]rule, len(group))
		for k, j := range group {
			set[k] = rs[j]
		}
		out = append(out, set)
	}
	return out
}

// newGrid takes connected lines for a table when they make more than one box:
// a single one is a frame around something.
func newGrid(rs []rule) (grid, bool) {
	g := grid{rules: rs}
	for _, r := range rs {
		if r.upright {
			g.xs = append(g.xs, r.at)
		} else {
			g.ys = append(g.ys, r.at)
		}
	}
	g.xs, g.ys = distinct(g.xs), distinct(g.ys)
	nx, ny := len(g.xs), len(g.ys)
	if nx < 2 || ny < 2 || nx+ny < 5 || nx*ny > maxCells {
		return g, false
	}
	g.left, g.right, g.top, g.bottom = g.xs[0], g.xs[nx-1], g.ys[0], g.ys[ny-1]
	return g, true
}

func distinct(xs []float64) []float64 {
	slices.Sort(xs)
	var out []float64
	for _, x := range xs {
		if n := len(out); n == 0 || x-out[n-1] > touch {
			out = append(out, x)
		}
	}
	return out
}

// between reports a line that parts two neighbouring boxes.
func (g *grid) between(side rule) bool {
	for _, r := range g.rules {
		if r.upright == side.upright && side.at-touch <= r.at && r.at <= side.at+touch && r.from < side.from && side.from < r.to {
			return true
		}
	}
	return false
}

// cells numbers the boxes and says for each which is the first of its cell:
// boxes with no line between them are one.
func (g *grid) cells() []int {
	nc, nr := len(g.xs)-1, len(g.ys)-1
	root := make([]int, nr*nc)
	for i := range root {
		root[i] = i
	}
	first := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	join := func(a, b int) {
		a, b = first(a), first(b)
		root[max(a, b)] = min(a, b)
	}
	for i := range root {
		r, c := i/nc, i%nc
		x, y := (g.xs[c]+g.xs[c+1])/2, (g.ys[r]+g.ys[r+1])/2
		if c+1 < nc && !g.between(rule{upright: true, at: g.xs[c+1], from: y}) {
			join(i, i+1)
		}
		if r+1 < nr && !g.between(rule{at: g.ys[r+1], from: x}) {
			join(i, i+nc)
		}
	}
	for i := range root {
		root[i] = first(i)
	}
	return root
}

// fill puts words into cells. A cell belongs to the row where it begins.
func (g *grid) fill(words []Word) {
	nc, root := len(g.xs)-1, g.cells()
	in := map[int][]Word{}
	for _, w := range words {
		i := root[slot(g.ys, w.base-0.3*w.size)*nc+slot(g.xs, w.middle())]
		in[i] = append(in[i], w)
	}
	for r := 0; r < len(root); r += nc {
		var cells []cell
		some := false
		for i := r; i < r+nc; i++ {
			if root[i] != i {
				continue
			}
			var ordered []Word
			for _, l := range rows(in[i]) {
				ordered = append(ordered, l.words...)
			}
			cells = append(cells, cell{ordered})
			some = some || len(ordered) > 0
		}
		if some {
			g.rows = append(g.rows, cells)
		}
	}
}

// slot is the box that a place falls into.
func slot(edges []float64, x float64) int {
	i, _ := slices.BinarySearch(edges, x)
	return min(max(i-1, 0), len(edges)-2)
}
