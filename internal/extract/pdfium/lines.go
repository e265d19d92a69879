package pdfium

import (
	"cmp"
	"slices"
	"strings"

	"dondoc/internal/viet"
)

// row is a line of words, from left to right.
type row struct {
	words                    []Word
	left, top, right, bottom float64
	base, size               float64
}

func (l *row) add(w Word) {
	if len(l.words) == 0 {
		l.left, l.top, l.right, l.bottom, l.base, l.size = w.Left, w.Top, w.Right, w.Bottom, w.base, w.size
	}
	if w.size > l.size { // a raised figure does not say where the line stands
		l.base, l.size = w.base, w.size
	}
	l.left, l.top = min(l.left, w.Left), min(l.top, w.Top)
	l.right, l.bottom = max(l.right, w.Right), max(l.bottom, w.Bottom)
	l.words = append(l.words, w)
}

func (l *row) text() string {
	var b strings.Builder
	for i, w := range l.words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// gap is a wide blank within a line, or one that runs down through several.
type gap struct{ from, to float64 }

func (g gap) wide() float64 { return g.to - g.from }

func (g gap) and(o gap) gap { return gap{max(g.from, o.from), min(g.to, o.to)} }

// wideGap is how many heights of the font two columns stand apart at least;
// justified lines have blanks of half that.
const wideGap = 0.9

func (l *row) gaps() []gap {
	var out []gap
	reach := 0.0
	for i, w := range l.words {
		if i > 0 && w.Left-reach >= wideGap*l.size {
			out = append(out, gap{reach, w.Left})
		}
		reach = max(reach, w.Right)
	}
	return out
}

// split cuts a line where a column ends.
func (l *row) split(at float64) (left, right row) {
	for _, w := range l.words {
		if w.middle() < at {
			left.add(w)
		} else {
			right.add(w)
		}
	}
	return left, right
}

// sameLine is how far apart the feet of letters on one line may be, in heights.
const sameLine = 0.4

// rows gathers words into lines from top to bottom.
func rows(words []Word) []row {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(a.base, b.base) })
	var out []row
	for _, w := range words {
		if n := len(out); n > 0 && w.base-out[n-1].base <= sameLine*min(max(w.size, out[n-1].size), 1.6*min(w.size, out[n-1].size)) {
			out[n-1].add(w)
			continue
		}
		var l row
		l.add(w)
		out = append(out, l)
	}
	for i := range out {
		slices.SortStableFunc(out[i].words, func(a, b Word) int { return cmp.Compare(a.Left, b.Left) })
		out[i].words = glued(out[i].words)
	}
	return out
}

// glued puts together what is one word though PDFium saw a blank in it.
func glued(words []Word) []Word {
	out := words[:0]
	for _, w := range words {
		if n := len(out); n > 0 && out[n-1].touches(w) {
			out[n-1].Text = viet.NFC(out[n-1].Text + w.Text)
			out[n-1].Rect = out[n-1].and(w.Rect)
			out[n-1].soft, out[n-1].blankAfter = w.soft, w.blankAfter
			continue
		}
		out = append(out, w)
	}
	return out
}

// touches tells the next piece of a word: a blank is a quarter of the height.
func (w *Word) touches(next Word) bool {
	gap, size := next.Left-w.Right, min(w.size, next.size)
	return !w.blankAfter && !next.blankBefore && !w.soft && gap < 0.1*size && gap > -0.3*size
}
