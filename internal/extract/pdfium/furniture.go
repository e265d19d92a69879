package pdfium

import (
	"math"
	"regexp"
	"strings"
	"unicode"
)

// margin is the part of a page's height, above and below, that running heads
// and feet stand in; numberMargin is where page numbers may stand.
const (
	margin       = 0.095
	numberMargin = 0.12
)

var pageNumber = regexp.MustCompile(`^(?i:trang\s*|page\s*)?[-–—\s]*\d{1,4}(\s*/\s*\d{1,4})?[-–—\s.]*$`)

// furniture leaves out what is the page's and not the text's: lines that return
// at the same height on most pages, and page numbers. Figures in them may run.
func furniture(pages [][]row, heights []float64) {
	count := map[mark]int{}
	for i, rs := range pages {
		seen := map[mark]bool{}
		for _, l := range rs {
			if k, ok := marked(&l, heights[i]); ok && !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
	again := func(l *row, h float64) bool {
		k, ok := marked(l, h)
		if !ok {
			return false
		}
		n := 0
		for d := -1; d <= 1; d++ { // a line may sit on the edge between two steps
			n += count[mark{k.text, k.at + d}]
		}
		return n >= 2 && 2*n > len(pages)
	}
	for i, rs := range pages {
		h := heights[i]
		drop := func(l *row) bool { return again(l, h) || numbered(l, h) }
		for len(rs) > 0 && drop(&rs[0]) {
			rs = rs[1:]
		}
		for len(rs) > 0 && drop(&rs[len(rs)-1]) {
			rs = rs[:len(rs)-1]
		}
		pages[i] = rs
	}
}

type mark struct {
	text string
	at   int
}

func marked(l *row, h float64) (mark, bool) {
	if l.bottom > h*margin && l.top < h*(1-margin) {
		return mark{}, false
	}
	text := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, l.text())
	for strings.Contains(text, "##") {
		text = strings.ReplaceAll(text, "##", "#")
	}
	return mark{text, int(math.Round(l.base / 4))}, true
}

func numbered(l *row, h float64) bool {
	return (l.bottom <= h*numberMargin || l.top >= h*(1-numberMargin)) && len(l.words) <= 6 && pageNumber.MatchString(l.text())
}
