package webpage

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// writer writes the lines of a part of a page.
type writer struct {
	p        *layout
	lines    []string
	line     strings.Builder
	sign     string // of the point that is open, until its first words
	pre      int
	from, to int // what is written, in places of the page; 0 = all
	cut      bool
	hidden   bool
	pictures int
	filled   int // cells written again
}

func (w *writer) page() Page {
	w.end()
	return Page{Text: strings.Join(w.lines, "\n"), Cut: w.cut || len(w.p.left) > 0, Hidden: w.hidden, Pictures: w.pictures}
}

// end ends the line that is open.
func (w *writer) end() {
	s := strings.Join(strings.Fields(w.line.String()), " ")
	w.line.Reset()
	if s == "" || talk.MatchString(s) {
		return
	}
	if w.sign != "" && !signed.MatchString(s) {
		s = w.sign + " " + s
	}
	w.sign = ""
	w.lines = append(w.lines, s)
}

// signed is a point that has its sign written out.
var signed = regexp.MustCompile(`^(?:[-–•*+]|\(?(?:\d+(?:\.\d+)*|[a-zđ]|[ivxIVX]+)[.)/])\s`)

func (w *writer) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.text(n.Data)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	if w.p.hidden[n] {
		w.hidden = w.hidden || strings.TrimSpace(textOf(n)) != ""
		return
	}
	if w.p.left[n] {
		return
	}
	switch n.DataAtom { //nolint:exhaustive // the elements that are more than lines or parts of them
	case atom.Br:
		w.br()
		return
	case atom.Img:
		w.pictures++
		return
	case atom.Table:
		w.end()
		w.table(n)
		return
	case atom.Pre:
		w.pre++
		defer func() { w.pre-- }()
	case atom.Ol, atom.Ul:
		w.end()
		w.list(n)
		w.end()
		return
	}
	if block(n.DataAtom) {
		w.end()
		defer w.end()
	}
	w.inside(n)
}

// inside writes what an element holds, as far as it is to be written.
func (w *writer) inside(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.child(n, c)
	}
}

// child writes one of an element's children, unless it stands outside of what
// is written. Bare words count as the element's.
func (w *writer) child(n, c *html.Node) {
	if w.to > 0 {
		at, known := w.p.order[c]
		whole := w.p.order[n]
		switch {
		case known && (at[1] < w.from || at[0] > w.to):
			return
		case c.Type == html.TextNode && (whole[0] < w.from || whole[1] > w.to):
			return
		}
	}
	w.node(c)
}

func (w *writer) text(s string) {
	if w.pre == 0 {
		w.line.WriteString(s)
		return
	}
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			w.end()
		}
		w.line.WriteString(l)
	}
}

// br ends a line; two of them leave one empty.
func (w *writer) br() {
	if strings.TrimSpace(w.line.String()) == "" && w.sign == "" {
		w.lines = append(w.lines, "")
	}
	w.end()
}

// list writes points with their numbers as the page shows them.
func (w *writer) list(n *html.Node) {
	next, step := 1, 1
	if v, err := strconv.Atoi(attr(n, "start")); err == nil {
		next = v
	}
	if has(n, "reversed") {
		step = -1
	}
	style := strings.ReplaceAll(attr(n, "style"), " ", "")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Li || w.p.left[c] || w.p.hidden[c] {
			w.child(n, c)
			continue
		}
		if v, err := strconv.Atoi(attr(c, "value")); err == nil {
			next = v
		}
		w.end()
		switch {
		case strings.Contains(style, "list-style:none"), strings.Contains(style, "list-style-type:none"):
		case n.DataAtom == atom.Ul:
			w.sign = "-"
		default:
			w.sign = number(attr(n, "type"), style, next)
		}
		next += step
		w.child(n, c)
		w.end()
		w.sign = ""
	}
}

func number(kind, style string, n int) string {
	is := func(t, s string) bool { return kind == t || strings.Contains(style, "list-style-type:"+s) }
	switch {
	case n < 1 || n > 26 && (is("a", "lower-") || is("A", "upper-alpha")) || n > 99:
	case is("a", "lower-alpha"), is("a", "lower-latin"):
		return string(rune('a'+n-1)) + ")"
	case is("A", "upper-alpha"), is("A", "upper-latin"):
		return string(rune('A'+n-1)) + "."
	case is("I", "upper-roman"):
		return roman(n) + "."
	case is("i", "lower-roman"):
		return strings.ToLower(roman(n)) + "."
	}
	return strconv.Itoa(n) + "."
}

func roman(n int) string {
	tens := []string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"}
	ones := []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
	return tens[n/10%10] + ones[n%10]
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
		}
	}
	return b.String()
}
