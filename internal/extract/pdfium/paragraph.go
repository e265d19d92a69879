package pdfium

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word in its paragraph, after what is written before it.
type token struct {
	before string
	word   Word
	page   int
}

type para struct {
	tokens []token
	after  string
	fixed  bool // a row of a table
	// where the lines begin, from the left edge of their column
	lines  int
	indent [2]float64
}

// joiner makes paragraphs of lines. Paragraphs go on over pages and columns.
type joiner struct {
	paras []*para
	prev  row
	in    region
	page  int
	pitch float64 // from line to line within a paragraph, in heights of the font
}

// A new line begins a paragraph when it begins like a point of a list. Hyphens
// and figures may also come to the start of a line by chance, so that a full
// line before must have come to an end.
var listMarker = regexp.MustCompile(`^(\d{1,3}(\.\d{1,3}){0,3}[.)]|[a-zđ]{1,2}[.)]|[-–—+•*●▪o]|[IVXLC]{1,6}[.)]|(Điều|Khoản|Chương|Mục|Phần|Phụ lục) [\dIVXLC]+[.:]?)( |$)`)

const (
	same     = 0.6  // heights that two edges may differ by and be one
	indented = 0.8  // heights that a first line stands in
	spaced   = 1.28 // pitches that are more than the usual one
)

func (j *joiner) region(r region, page int) {
	j.table(r.table, page)
	for _, l := range r.rows {
		j.line(l, r, page)
	}
}

func (j *joiner) table(table [][]cell, page int) {
	for _, cells := range table {
		p := &para{fixed: true}
		bars := ""
		for i, c := range cells {
			if i > 0 {
				if bars == "" && len(p.tokens) > 0 {
					bars = " "
				}
				bars += "| "
			}
			if len(c.words) > 0 {
				p.cell(c, bars, page)
				bars = ""
			}
		}
		p.after = strings.TrimRight(bars, " ")
		if len(p.tokens) > 0 {
			j.paras = append(j.paras, p)
		}
	}
}

func (p *para) cell(c cell, bars string, page int) {
	for k, w := range c.words {
		switch {
		case k == 0:
			p.tokens = append(p.tokens, token{bars, w, page})
		case w.base-c.words[k-1].base > sameLine*min(w.size, c.words[k-1].size):
			p.next(w, page)
		default:
			p.tokens = append(p.tokens, token{" ", w, page})
		}
	}
}

// next adds the first word of a new line.
func (p *para) next(w Word, page int) {
	before := " "
	last := &p.tokens[len(p.tokens)-1].word
	join, drop := broken(*last, w)
	if join || p.fixed && brokenDate(last.Text, w.Text) {
		before = ""
		if drop {
			last.Text = strings.TrimSuffix(last.Text, "-")
		}
	}
	p.tokens = append(p.tokens, token{before, w, page})
}

func (j *joiner) line(l row, r region, page int) {
	goesOn := len(j.paras) > 0 && j.goesOn(l, r, page)
	if !goesOn {
		j.paras = append(j.paras, &para{})
	}
	p := j.paras[len(j.paras)-1]
	for i, w := range l.words {
		switch {
		case i > 0:
			p.tokens = append(p.tokens, token{" ", w, page})
		case goesOn:
			p.next(w, page)
		default:
			p.tokens = append(p.tokens, token{"", w, page})
		}
	}
	if p.lines < 2 {
		p.indent[p.lines] = l.left - r.left
	}
	p.lines++
	j.prev, j.in, j.page = l, r, page
}

// broken tells a word that goes on on the next line, and whether its hyphen was
// put there for that only. Numbers of documents break at hyphens and slashes
// that are their own.
func broken(a, b Word) (join, drop bool) {
	n := utf8.RuneCountInString(a.Text)
	if n < 2 {
		return false, false
	}
	next, _ := utf8.DecodeRuneInString(b.Text)
	if !unicode.IsLetter(next) && !unicode.IsDigit(next) {
		return false, false
	}
	if strings.HasSuffix(a.Text, "/") {
		return true, false
	}
	if !strings.HasSuffix(a.Text, "-") {
		return false, false
	}
	before := []rune(a.Text)[n-2]
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) {
		return false, false
	}
	return true, a.soft && unicode.IsLower(before) && unicode.IsLower(next)
}

// brokenDate tells a date that a narrow cell has cut within the year.
func brokenDate(a, b string) bool {
	return datePart.MatchString(a) && yearEnd.MatchString(b) && len(a)-strings.LastIndexByte(a, '/')-1+len(strings.TrimRight(b, ".,;)")) == len("2023")
}

var (
	datePart = regexp.MustCompile(`^\d{1,2}/\d{1,2}/\d{1,3}$`)
	yearEnd  = regexp.MustCompile(`^\d{1,3}[.,;)]*$`)
)

// goesOn decides whether a line continues the paragraph.
func (j *joiner) goesOn(l row, r region, page int) bool {
	p, prev := j.paras[len(j.paras)-1], &j.prev
	here := page == j.page && l.base > prev.base && r.left == j.in.left
	switch {
	case p.fixed || r.whole != j.in.whole || r.block != j.in.block:
		return false
	case here && l.base-prev.base > spaced*j.pitch*max(l.size, prev.size):
		return false
	case r.block:
		return here && mayGoOn(prev, &l)
	case max(l.size, prev.size) > 1.2*min(l.size, prev.size) || capitals(prev) && !capitals(&l):
		return false
	case listMarker.MatchString(l.text()) && (ended(prev) || l.left-r.left > prev.left-j.in.left+same*l.size):
		return false
	case symmetric(prev, j.in) && centred(&l, r):
		return mayGoOn(prev, &l)
	}
	return full(prev, j.in, l.words[0]) && p.fits(l, r, ended(prev))
}

// mayGoOn reads the words where the place of a line does not tell.
func mayGoOn(prev, l *row) bool { return startsLower(l.words[0].Text) && !ended(prev) }

// full tells a line that had no room for the word that follows.
func full(l *row, r region, next Word) bool {
	return l.right+0.2*l.size+next.Right-next.Left > r.right-0.5*l.size
}

// fits compares where a line begins with the paragraph's lines before. Two lines
// that are set in alike are two paragraphs when the first has come to an end.
func (p *para) fits(l row, r region, end bool) bool {
	at, em := l.left-r.left, l.size
	if p.lines >= 2 {
		return at <= p.indent[1]+same*em && at >= p.indent[1]-same*em
	}
	switch {
	case at > p.indent[0]+same*em: // a point of a list, with its text set in
		return listMarker.MatchString(p.start())
	case at >= p.indent[0]-same*em:
		return at <= indented*em || !end
	}
	return true
}

func (p *para) start() string {
	var b strings.Builder
	for _, t := range p.tokens[:min(3, len(p.tokens))] {
		b.WriteString(t.before + t.word.Text)
	}
	return b.String()
}

// centred tells a line in the middle of a column, with room on both sides.
func centred(l *row, r region) bool {
	return l.left-r.left > 2*l.size && r.right-l.right > 2*l.size && symmetric(l, r)
}

func symmetric(l *row, r region) bool {
	a, b := l.left-r.left, r.right-l.right
	return max(a, b)-min(a, b) < 2*l.size
}

func ended(l *row) bool {
	s := strings.TrimRight(l.words[len(l.words)-1].Text, "”\"')»")
	return s == "" || strings.ContainsRune(".;:!?…", []rune(s)[len([]rune(s))-1])
}

func startsLower(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
	}
	return false
}

// capitals tells a line that is written in capital letters, as headings are.
func capitals(l *row) bool {
	upper := 0
	for _, w := range l.words {
		for _, r := range w.Text {
			if unicode.IsLower(r) {
				return false
			}
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return upper > 3
}

// usualPitch is how far lines of one paragraph stand apart in most of the
// document, in heights of the font: the lower quarter, as spaces between
// paragraphs only add to it.
func usualPitch(regions [][]region) float64 {
	var all []float64
	for _, page := range regions {
		for _, r := range page {
			for i := 1; i < len(r.rows); i++ {
				if d := (r.rows[i].base - r.rows[i-1].base) / r.rows[i].size; d > 0.5 && d < 3 {
					all = append(all, d)
				}
			}
		}
	}
	if len(all) == 0 {
		return 2
	}
	slices.Sort(all)
	return all[len(all)/4]
}
