package document

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Page is a page of the file that a document came in with: its size in points,
// its part of the text in code points, and the places of its words.
type Page struct {
	N             int // 1, 2, 3 …
	Start, End    int
	Width, Height float64
	Words         []Place // in the order of the text
}

// Place is a word of the text and where it stands on its page.
type Place struct {
	Start, End int
	Box
}

// Box is a place on a page, in points from the upper left corner.
type Box struct{ Left, Top, Right, Bottom float64 }

func (b Box) with(o Box) Box {
	return Box{min(b.Left, o.Left), min(b.Top, o.Top), max(b.Right, o.Right), max(b.Bottom, o.Bottom)}
}

// cellGap is how many heights two words of one line stand apart when they
// belong to two cells of a table or two columns.
const cellGap = 2.5

// follows tells the next word of the same line.
func (b Box) follows(o Box) bool {
	low, high := min(b.Bottom-b.Top, o.Bottom-o.Top), max(b.Bottom-b.Top, o.Bottom-o.Top) // a hyphen of a scan is but a stroke
	overlap := min(b.Bottom, o.Bottom) - max(b.Top, o.Top)
	return overlap > low/2 && o.Left >= b.Left && o.Left-b.Right < cellGap*high
}

// Lines are the boxes that a part of the text fills on the page, one a line.
func (p Page) Lines(start, end int) []Box {
	var out []Box
	i, _ := slices.BinarySearchFunc(p.Words, start, func(w Place, at int) int { return w.End - at - 1 })
	for ; i < len(p.Words) && p.Words[i].Start < end; i++ {
		w := p.Words[i].Box
		if n := len(out); n > 0 && out[n-1].follows(w) {
			out[n-1] = out[n-1].with(w)
			continue
		}
		out = append(out, w)
	}
	return out
}

// grain is how many steps a point has where places are kept: a quarter of a
// point is finer than what a screen shows.
const grain = 4

// pack writes a page's words down in about eight bytes each: what changes from
// one word to the next is little.
func pack(p Page) string {
	var b []byte
	put := func(x int) { b = binary.AppendVarint(b, int64(x)) }
	steps := func(x float64) int { return int(math.Round(x * grain)) }
	put(len(p.Words))
	at, right, top := p.Start, 0, 0
	for _, w := range p.Words {
		left, upper := steps(w.Left), steps(w.Top)
		for _, x := range []int{w.Start - at, w.End - w.Start, left - right, upper - top, steps(w.Right) - left, steps(w.Bottom) - upper} {
			put(x)
		}
		at, right, top = w.End, steps(w.Right), upper
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

var errPacked = errors.New("the places of a page's words are damaged")

// unpack reads what pack wrote.
func unpack(p *Page, words string) error {
	b, err := base64.RawStdEncoding.DecodeString(words)
	if err != nil {
		return errPacked
	}
	bad := false
	get := func() int {
		x, n := binary.Varint(b)
		if n <= 0 || x < -1<<31 || x > 1<<31 {
			bad = true
			return 0
		}
		b = b[n:]
		return int(x)
	}
	n := get()
	if bad || n < 0 || n > len(b)/6 {
		return errPacked
	}
	p.Words = make([]Place, n)
	at, right, top := p.Start, 0, 0
	for i := range p.Words {
		w := &p.Words[i]
		w.Start = at + get()
		w.End = w.Start + get()
		left, upper := right+get(), top+get()
		right, top = left+get(), upper
		lower := upper + get()
		at = w.End
		w.Box = Box{float64(left) / grain, float64(upper) / grain, float64(right) / grain, float64(lower) / grain}
	}
	if bad || len(b) > 0 {
		return errPacked
	}
	return nil
}

// carried moves pages and places along when cleaning a text took characters out
// of it. Where more was done to it than that, nothing is known any more.
func carried(pages []Page, from, to string) []Page {
	if len(pages) == 0 || from == to {
		return pages
	}
	before, after := []rune(from), []rune(to)
	at := make([]int, len(before)+1)
	n := 0
	for i, r := range before {
		at[i] = n
		if n < len(after) && after[n] == r {
			n++
		}
	}
	at[len(before)] = n
	if n < len(after) {
		return nil
	}
	moved := func(i int) int { return at[min(max(i, 0), len(before))] }
	out := make([]Page, len(pages))
	for i, p := range pages {
		words := p.Words
		p.Start, p.End, p.Words = moved(p.Start), moved(p.End), make([]Place, 0, len(words))
		for _, w := range words {
			if w.Start, w.End = moved(w.Start), moved(w.End); w.Start < w.End {
				p.Words = append(p.Words, w)
			}
		}
		out[i] = p
	}
	return out
}
