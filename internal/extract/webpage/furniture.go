package webpage

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hints are names that makers of pages give to what stands around the document.
var hints = regexp.MustCompile(`(?i)(?:^|[-_ ])(?:nav|navbar|menu|menus|breadcrumbs?|sidebar|footer|related|relate|other-?news|tin-?lien-?quan|tin-?khac|tinlienquan|tinkhac|comments?|idcomment|formcomment|binh-?luan|y-?kien|share|social\w*|rating|star-rating|pagination|paging|advert\w*|quang-?cao|counter|thong-?ke|login|cookies?|toolbar|tabs|timeoutsess)(?:$|[-_ ])`)

// roles are what ARIA calls it.
var roles = map[string]bool{"navigation": true, "contentinfo": true, "complementary": true, "search": true, "dialog": true, "alertdialog": true, "menu": true, "menubar": true, "tablist": true, "toolbar": true} //nolint:gochecknoglobals // a constant list

// furniture finds what stands around the document, from outside to inside.
// What holds lines of a document is none, whatever it is called: an element
// that nobody closed has the rest of the page in it.
func (p *layout) furniture() map[*html.Node]bool {
	found := map[*html.Node]bool{}
	var look func(n *html.Node, article bool)
	look = func(n *html.Node, article bool) {
		w := p.weights[n]
		if w == nil {
			return
		}
		if n != p.body && w.words > 0 && (!p.holds(w) && (named(n, article) || listOfLinks(n, w)) || block(n.DataAtom) && otherNews(n, w)) {
			found[n] = true
			return
		}
		article = article || n.DataAtom == atom.Article || n.DataAtom == atom.Main
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c, article)
		}
	}
	look(p.body, false)
	return found
}

// holds reports a part that the document may be in: one with lines that only a
// document has, or with much of what there is to read.
func (p *layout) holds(w *weight) bool {
	if w.marks > 0 {
		return true
	}
	all := p.weights[p.body]
	return w.prose*5 > all.prose*2 && (all.marks < 2 || w.prose > 1500)
}

// named reports an element that says of itself that it is furniture.
func named(n *html.Node, article bool) bool {
	switch n.DataAtom { //nolint:exhaustive // the elements that stand around a document
	case atom.Nav, atom.Aside, atom.Dialog, atom.Menu:
		return true
	case atom.Footer:
		return true
	case atom.Header:
		return !article
	case atom.P, atom.Span, atom.H1, atom.H2, atom.Tr, atom.Body, atom.Article, atom.Main:
		return false
	}
	return roles[strings.ToLower(attr(n, "role"))] || hints.MatchString(attr(n, "class")) || hints.MatchString(attr(n, "id"))
}

// headed begins a list of other articles.
var headed = regexp.MustCompile(`(?i)^(?:(?:các |những )?(?:tin|bài)(?: viết| tức)? (?:liên quan|khác|mới hơn|cũ hơn|đã đưa|cùng chuyên mục|mới nhất|nổi bật|đọc nhiều)|xem thêm\s*:|đọc thêm\s*:)`)

func otherNews(n *html.Node, w *weight) bool {
	return w.marks == 0 && w.prose < 1500 && w.linked*4 >= w.words && headed.MatchString(opening(n))
}

// opening is the first words of an element.
func opening(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
		}
		if b.Len() > 200 {
			break
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// listOfLinks reports a menu, a trail to a page or a list of other articles.
func listOfLinks(n *html.Node, w *weight) bool {
	if !block(n.DataAtom) {
		return false
	}
	return w.links >= 3 && w.linked*10 >= w.words*6 || w.links == 2 && w.linked*10 >= w.words*8 && w.words < 60
}

// between reports that a list of links stands inside the text: in the
// innermost element around it that holds lines of the document, some come
// before and some after. The lines are given by their places.
func (p *layout) between(n *html.Node, lines []int) bool {
	at := p.order[n]
	count := func(from, to int) int {
		i, _ := slices.BinarySearch(lines, from)
		j, _ := slices.BinarySearch(lines, to+1)
		return j - i
	}
	for q := n.Parent; q != nil && p.weights[q] != nil; q = q.Parent {
		span := p.order[q]
		if count(span[0], span[1]) > 0 {
			return count(span[0], at[0]) > 0 && count(at[1], span[1]) > 0
		}
	}
	return false
}

// within reports that a node stands in one of some elements.
func (p *layout) within(n *html.Node, of map[*html.Node]bool) bool {
	for ; n != nil; n = n.Parent {
		if of[n] {
			return true
		}
	}
	return false
}

// page leaves out what is not of the document and writes the rest.
func (p *layout) page() Page {
	p.left = p.furniture()
	var kept []anchor
	for _, a := range p.anchors {
		if !p.within(a.at, p.left) {
			kept = append(kept, a)
		}
	}
	w := writer{p: p}
	if len(p.left) == 0 || len(kept) == 0 { // a page that is the document, or none that is known
		if len(kept) == 0 {
			p.onlyMenus()
		}
		w.node(p.body)
		return w.page()
	}
	main := p.around(kept)
	lines := make([]int, len(kept))
	for i, a := range kept {
		lines[i] = a.order
	}
	for n := range p.left { // a list of links inside the text is the text's
		if !named(n, true) && p.order[n][0] > p.order[main][0] && p.between(n, lines) {
			delete(p.left, n)
		}
	}
	main = p.widened(main)
	top := p.title(main)
	root := p.common(main, top)
	w.from, w.to = p.order[top][0], p.order[main][1]
	w.cut = true
	w.node(root)
	return w.page()
}

// maxAround is how many characters around the lines of the document are taken
// for its own: a heading in a box of its own, who signed it.
const maxAround = 300

// widened goes outwards while little is added, and nothing of the portal.
func (p *layout) widened(n *html.Node) *html.Node {
	for n != p.body && n.Parent != nil && p.weights[n.Parent] != nil && p.weights[n.Parent].words-p.weights[n].words <= maxAround {
		in, out := p.order[n], p.order[n.Parent]
		for l := range p.left {
			if at := p.order[l]; at[0] > out[0] && at[1] < out[1] && (at[1] < in[0] || at[0] > in[1]) {
				return n
			}
		}
		n = n.Parent
	}
	return n
}

// onlyMenus leaves out no more than what the page itself calls its menu, where
// nothing shows which of the rest is a document.
func (p *layout) onlyMenus() {
	all := p.weights[p.body].words
	maps.DeleteFunc(p.left, func(n *html.Node, _ bool) bool {
		return n.DataAtom != atom.Nav || p.weights[n].words*5 > all*2
	})
}

// around is the innermost element that holds all lines of the document.
func (p *layout) around(lines []anchor) *html.Node {
	n := lines[0].at
	for _, a := range lines[1:] {
		n = p.common(n, a.at)
	}
	for n.DataAtom == atom.Tr || n.DataAtom == atom.Tbody || n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || n.DataAtom == atom.Li && n.Parent != nil { // numbers of points and columns hang on the whole
		n = n.Parent
	}
	return n
}

// common is the innermost element that holds both.
func (p *layout) common(a, b *html.Node) *html.Node {
	for a != p.body && (p.order[a][0] > p.order[b][0] || p.order[a][1] < p.order[b][1]) {
		a = a.Parent
	}
	return a
}

var titled = regexp.MustCompile(`(?i)(?:^|[-_ ])(?:title|headline|tieu-?de)(?:$|[-_ ])`)

// nearTitle is how many characters may stand between a title and its text: the
// day, the author, a summary.
const nearTitle = 1000

// title is the heading above the document, or the document itself where there
// is none. Notices on portals have their number and day in it.
func (p *layout) title(main *html.Node) *html.Node {
	type heading struct {
		at   *html.Node
		rank int
	}
	var list []heading
	for n := range p.body.Descendants() {
		w := p.weights[n]
		if w == nil {
			continue
		}
		if p.order[n][0] >= p.order[main][0] {
			break
		}
		r := 0
		switch {
		case p.order[n][1] > p.order[main][0], w.words < 15, w.words > 600, w.linked*2 > w.words, p.within(n, p.left):
		case n.DataAtom == atom.H1:
			r = 3
		case n.DataAtom == atom.H2, n.DataAtom == atom.H3:
			r = 2
		case titled.MatchString(attr(n, "class")), titled.MatchString(attr(n, "id")):
			r = 1
		}
		if r > 0 {
			list = append(list, heading{n, r})
		}
	}
	best := heading{main, 0}
	for _, h := range list[max(0, len(list)-20):] {
		if h.rank >= best.rank && p.wordsBetween(h.at, main) <= nearTitle {
			best = h
		}
	}
	return best.at
}

// wordsBetween counts what stands between two elements and is not furniture.
func (p *layout) wordsBetween(a, b *html.Node) int {
	sum := 0
	var count func(n *html.Node)
	count = func(n *html.Node) {
		at, ok := p.order[n]
		if !ok || p.left[n] || at[1] <= p.order[a][1] || at[0] >= p.order[b][0] {
			return
		}
		if at[0] > p.order[a][1] && at[1] < p.order[b][0] {
			sum += p.weights[n].words
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			count(c)
		}
	}
	count(p.body)
	return sum
}
