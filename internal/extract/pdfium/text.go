package pdfium

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Span is a part of the text, in code points.
type Span struct{ Start, End int }

// Box is a word of the text and its place on the page.
type Box struct {
	Span
	Rect
	Confidence float64 // from 0 to 100 where letters were recognised on a picture; else 0
}

// Sheet is a page: its size, its part of the text, and its words.
type Sheet struct {
	Span
	Width, Height float64
	Words         []Box
}

// Text is what a document says, in reading order, a paragraph per line.
type Text struct {
	Text   string
	Sheets []Sheet
	// Unreadable are the pages that are damaged, counted from 0.
	Unreadable []int
	// Layered are the pages that show a picture and say words that are not shown.
	Layered []int
}

// maxWords is more than the largest document of any office has.
const maxWords = 5_000_000

// Text reads all pages. It fails when a page takes more than it may or the
// instance breaks; a page that can't be loaded is only counted.
func (f *File) Text(ctx context.Context) (Text, error) {
	r, err := f.read(ctx)
	if err != nil {
		return Text{}, err
	}
	slices.Sort(r.unreadable)
	t := Text{Unreadable: r.unreadable}
	t.write(paragraphs(r.sheets), r.sheets)
	return t, nil
}

// paragraphs puts the words of all pages in reading order.
func paragraphs(sheets []sheet) []*para {
	lines := make([][]row, len(sheets))
	tables := make([][]grid, len(sheets))
	heights := make([]float64, len(sheets))
	for i, s := range sheets {
		var words []Word
		tables[i], words = grids(s)
		lines[i], heights[i] = rows(words), s.height
	}
	furniture(lines, heights)
	pages := make([][]region, len(sheets))
	for i := range sheets {
		pages[i] = flow(lines[i], tables[i])
	}
	widen(pages, sheets)
	j := joiner{pitch: usualPitch(pages)}
	repeatedHeads(pages)
	for i, page := range pages {
		for _, r := range page {
			j.region(r, i)
		}
	}
	return j.paras
}

// repeatedHeads takes away the first row of a table that goes on from the page
// before and shows its head again.
func repeatedHeads(pages [][]region) {
	var head []cell // of the table that the page before ended with
	for _, page := range pages {
		for k := range page {
			r := &page[k]
			switch {
			case len(r.table) == 0:
				head = nil
			case k == 0 && sameCells(head, r.table[0]):
				r.table = r.table[1:]
			default:
				head = r.table[0]
			}
		}
	}
}

func sameCells(a, b []cell) bool {
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y cell) bool {
		return slices.EqualFunc(x.words, y.words, func(v, w Word) bool { return v.Text == w.Text })
	})
}

// flow puts a page's tables between its lines.
func flow(lines []row, tables []grid) []region {
	var out []region
	at := 0
	for _, g := range tables {
		if len(g.rows) == 0 {
			continue
		}
		end := at
		for end < len(lines) && lines[end].base < g.top+touch {
			end++
		}
		out = append(out, regions(lines[at:end], 0)...)
		out = append(out, region{table: g.rows})
		at = end
	}
	return append(out, regions(lines[at:], 0)...)
}

// widen gives the regions that run over the whole page the edges of the text of
// all pages as wide: a page of few lines does not show them.
func widen(pages [][]region, sheets []sheet) {
	lefts, rights := map[int][]float64{}, map[int][]float64{}
	width := func(i int) int { return int(math.Round(sheets[i].width)) }
	for i, page := range pages {
		for _, r := range page {
			if !r.whole {
				continue
			}
			for _, l := range r.rows {
				lefts[width(i)] = append(lefts[width(i)], l.left)
				rights[width(i)] = append(rights[width(i)], l.right)
			}
		}
	}
	for w := range lefts {
		slices.Sort(lefts[w])
		slices.Sort(rights[w])
	}
	for i, page := range pages {
		for k := range page {
			if page[k].whole && page[k].table == nil {
				l, r := lefts[width(i)], rights[width(i)]
				page[k].left, page[k].right = l[len(l)*outliers/100], r[len(r)-1-len(r)*outliers/100]
			}
		}
	}
}

// outliers is how many lines of a hundred may stand out into the margin.
const outliers = 4

func (t *Text) write(paras []*para, sheets []sheet) {
	t.Sheets = make([]Sheet, len(sheets))
	for i, s := range sheets {
		t.Sheets[i].Width, t.Sheets[i].Height = s.width, s.height
		if s.layered {
			t.Layered = append(t.Layered, i)
		}
	}
	var b strings.Builder
	at, page := 0, -1
	put := func(s string) {
		b.WriteString(s)
		at += utf8.RuneCountInString(s)
	}
	turn := func(to int) { // pages without words are empty parts of the text
		for page < to {
			if page >= 0 {
				t.Sheets[page].End = at
			}
			page++
			t.Sheets[page].Start = at
		}
	}
	for _, p := range paras {
		for _, tok := range p.tokens {
			put(tok.before)
			turn(tok.page)
			box := Box{Span{at, at}, tok.word.Rect, tok.word.sure}
			put(tok.word.Text)
			box.End = at
			t.Sheets[tok.page].Words = append(t.Sheets[tok.page].Words, box)
		}
		if p.after != "" {
			put(p.after)
		}
		put("\n")
	}
	turn(len(sheets) - 1)
	if page >= 0 {
		t.Sheets[page].End = at
	}
	t.Text = b.String()
}
