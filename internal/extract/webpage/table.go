package webpage

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxSpan   = 1000
	maxRepeat = 300    // characters of a cell that are written again in each row that it reaches over
	maxFilled = 50_000 // cells that are, on one page
)

// letterhead is what stands in a table that only places words side by side: the
// head of a document and its end.
var letterhead = regexp.MustCompile(`(?im)^\s*(?:cộng h[oò][àa] xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam|nơi nhận\s*:|số\s*:\s*\d|(?:KT|TM|TL|TUQ)\.\s)`)

// cell is a cell of the row that is read.
type cell struct {
	lines  []string
	placed bool // it holds tables or long texts: the row only places parts of a page side by side
}

// reach is a cell that goes on downwards.
type reach struct {
	text string
	rows int
}

// table writes a row a line, with bars between its cells. A row of one cell is
// a frame, and one that only places parts of a page keeps their lines.
func (w *writer) table(n *html.Node) {
	down := map[int]reach{}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom { //nolint:exhaustive // the parts of a table
		case atom.Tr:
			w.row(c, down)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			if w.p.left[c] || w.p.hidden[c] {
				continue
			}
			for r := c.FirstChild; r != nil; r = r.NextSibling {
				if r.DataAtom == atom.Tr {
					w.row(r, down)
				}
			}
		default:
			w.child(n, c)
			w.end()
		}
	}
}

func (w *writer) row(tr *html.Node, down map[int]reach) {
	if w.outside(tr) {
		return
	}
	var cells []cell
	column := 0
	fill := func() {
		for down[column].rows > 0 && w.filled < maxFilled {
			w.filled++
			d := down[column]
			cells = append(cells, cell{lines: []string{d.text}})
			down[column] = reach{d.text, d.rows - 1}
			column++
		}
	}
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		fill()
		wide, high := span(c, "colspan"), span(c, "rowspan")
		if w.outside(c) {
			column += wide
			continue
		}
		x := w.cell(c)
		cells = append(cells, x)
		if s := strings.Join(x.lines, " "); high > 1 && utf8.RuneCountInString(s) <= maxRepeat {
			down[column] = reach{s, high - 1}
		}
		column += wide
	}
	fill()
	w.writeRow(cells)
}

// outside reports a part that is not written.
func (w *writer) outside(n *html.Node) bool {
	at := w.p.order[n]
	return w.p.left[n] || w.p.hidden[n] || w.to > 0 && (at[1] < w.from || at[0] > w.to)
}

func span(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

// cell reads a cell as lines.
func (w *writer) cell(n *html.Node) cell {
	sub := writer{p: w.p, from: w.from, to: w.to, pre: w.pre, filled: w.filled}
	sub.inside(n)
	sub.end()
	w.hidden, w.pictures, w.filled = w.hidden || sub.hidden, w.pictures+sub.pictures, sub.filled
	x := cell{lines: sub.lines}
	size := 0
	for _, l := range x.lines {
		size += utf8.RuneCountInString(l)
	}
	x.placed = len(x.lines) >= 12 || size > 1500 && len(x.lines) >= 3
	for c := range n.Descendants() {
		if c.DataAtom == atom.Table && strings.TrimSpace(textOf(c)) != "" {
			x.placed = true
			break
		}
	}
	return x
}

func (w *writer) writeRow(cells []cell) {
	apart := len(cells) == 1
	var texts []string
	for _, c := range cells {
		apart = apart || c.placed || len(cells) <= 3 && letterhead.MatchString(strings.Join(c.lines, "\n"))
		texts = append(texts, strings.Join(strings.Fields(strings.Join(c.lines, " ")), " "))
	}
	if apart {
		for _, c := range cells {
			w.lines = append(w.lines, c.lines...)
		}
		return
	}
	if s := strings.Join(texts, " | "); strings.Trim(s, " |") != "" {
		w.lines = append(w.lines, s)
	}
}
