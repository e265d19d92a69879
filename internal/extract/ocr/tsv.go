package ocr

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dondoc/internal/extract/pdfium"
	"dondoc/internal/viet"
)

// The levels of Tesseract's table that matter.
const (
	levelPage = 1
	levelLine = 4
	levelWord = 5
)

// A word of signs only, recognised with less than this, is a speck of dust or
// a part of a stamp.
const doubtful = 60

// found is a line as it was recognised.
type found struct {
	words []pdfium.Seen
}

// parse reads Tesseract's table: level, page, block, paragraph, line, word,
// left, top, width, height, confidence, text. scale turns dots into points.
func parse(tsv string, scale float64) []pdfium.Picture {
	var pages []pdfium.Picture
	var lines []found
	end := func() {
		if len(pages) > 0 {
			pages[len(pages)-1].Words = place(lines)
		}
		lines = nil
	}
	for row := range strings.Lines(tsv) {
		f := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(f) < 12 {
			continue
		}
		var n [11]float64
		bad := false
		for i := range n {
			v, err := strconv.ParseFloat(f[i], 64)
			n[i], bad = v, bad || err != nil || !(v >= -1 && v <= 1e6)
		}
		if bad { // the head of the table
			continue
		}
		left, top := n[6]*scale, n[7]*scale
		right, bottom := left+n[8]*scale, top+n[9]*scale
		switch n[0] {
		case levelPage:
			end()
			pages = append(pages, pdfium.Picture{Width: right, Height: bottom})
		case levelLine:
			lines = append(lines, found{})
		case levelWord:
			word := viet.NFC(strings.Join(strings.Fields(f[11]), ""))
			if len(pages) == 0 || len(lines) == 0 || word == "" || n[10] < doubtful && !strings.ContainsFunc(word, lettered) {
				continue
			}
			l := &lines[len(lines)-1]
			l.words = append(l.words, pdfium.Seen{Text: word, Rect: pdfium.Rect{Left: left, Top: top, Right: right, Bottom: bottom}, Confidence: max(n[10], 0)})
		}
	}
	end()
	return pages
}

func lettered(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// place finds the height of the letters and the line that they stand on: a box
// is only as high as the letters in it. Words of one line get one line to
// stand on, so that a page that was laid crooked keeps its lines; and all lines
// of about one height are taken to be of one font.
func place(lines []found) []pdfium.Seen {
	var heights, words []float64
	for _, l := range lines {
		if len(l.words) > 2 {
			heights = append(heights, l.height())
		}
		for _, w := range l.words {
			words = append(words, w.Bottom-w.Top)
		}
	}
	usual, word := median(heights), median(words)
	var out []pdfium.Seen
	for _, l := range lines {
		if len(l.words) == 0 {
			continue
		}
		size := l.height()
		if usual > 0 {
			size = usual
			if r := l.word() / word; r < 0.6 || r > 1.5 {
				size *= r
			}
		}
		var feet []float64
		for _, w := range l.words {
			foot := w.Bottom
			if strings.ContainsFunc(w.Text, tailed) {
				foot -= 0.2 * size
			}
			feet = append(feet, foot)
		}
		base := median(feet)
		for _, w := range l.words {
			w.Base, w.Size = base, size
			out = append(out, w)
		}
	}
	return out
}

// height is from the highest letter to the lowest.
func (l found) height() float64 {
	top, bottom := l.words[0].Top, l.words[0].Bottom
	for _, w := range l.words {
		top, bottom = min(top, w.Top), max(bottom, w.Bottom)
	}
	return bottom - top
}

// word is the height of most words.
func (l found) word() float64 {
	var all []float64
	for _, w := range l.words {
		all = append(all, w.Bottom-w.Top)
	}
	return median(all)
}

// tailed reports a letter that reaches below the line.
func tailed(r rune) bool {
	return strings.ContainsRune("gjpqyQ,;()[]/ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴỳýỷỹ", r)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
