package webpage

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// weight is what a part of a page holds, in characters.
type weight struct {
	words  int
	linked int // of them, those of links
	links  int
	prose  int // of lines that read like a document's
	marks  int // lines that only a document has
}

func (w *weight) add(o weight) {
	w.words += o.words
	w.linked += o.linked
	w.links += o.links
	w.prose += o.prose
	w.marks += o.marks
}

// anchor is a line of which the document must not be robbed.
type anchor struct {
	at    *html.Node // the block that holds it
	order int
}

// layout is a page that is looked at.
type layout struct {
	body    *html.Node
	weights map[*html.Node]*weight
	order   map[*html.Node][2]int // where an element begins and ends
	anchors []anchor
	hidden  map[*html.Node]bool
	left    map[*html.Node]bool // what is left out as furniture
	n       int

	line   strings.Builder // the line that is being measured
	linked int
}

var (
	// marks begin lines that a page has only inside a document.
	marks = regexp.MustCompile(`^(?:(?i:cộng h(?:òa|oà) xã hội chủ nghĩa việt nam|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam$)|Số\s*:?\s*\d+\s*[-/]\s*\p{Lu}|(?:Kính gửi|Nơi nhận)\s*:|(?:Căn cứ|Điều \d+\.) |(?:KT|TM|TL|TUQ|Q)\.\s*\p{Lu}|(?:STT|TT|PHỤ LỤC|Phụ lục [IVX\d]+)(?:\s|$)|(?:[IVX]+\.|[a-zđ]\)) )`)
	// furnishing are lines of a portal that read like a document's.
	furnishing = regexp.MustCompile(`(?i)^(?:©|copyright|bản quyền|địa chỉ\s*:|trụ sở\s*:|điện thoại|email|e-mail|giấy phép|chịu trách nhiệm|người chịu trách nhiệm|ghi rõ nguồn|cơ quan chủ quản|số lượt truy cập|tổng số điểm|click để|trình duyệt của bạn|trang này dùng cookie)`)
	// talk is what a portal says to its visitor, which is part of no document.
	talk = regexp.MustCompile(`(?i)^(?:bạn đã không sử dụng site|trình duyệt của bạn đã tắt chức năng hỗ trợ javascript|tổng số điểm của bài viết là|click để đánh giá bài viết)`)
)

func newLayout(body *html.Node) *layout {
	p := &layout{body: body, hidden: map[*html.Node]bool{}}
	p.measureAll()
	whole := *p.weights[body]
	for n, w := range p.weights {
		// a tab that a script would open may hold the document itself
		if concealed(n) && w.marks == 0 && w.prose*5 <= whole.prose*2 {
			p.hidden[n] = true
		}
	}
	if len(p.hidden) > 0 {
		p.measureAll()
	}
	return p
}

func (p *layout) measureAll() {
	p.weights, p.order, p.anchors, p.n = map[*html.Node]*weight{}, map[*html.Node][2]int{}, nil, 0
	p.measure(p.body, &weight{}, p.body, false)
}

// measure weighs an element and what is in it; owner is the block whose lines
// its words are part of.
func (p *layout) measure(n *html.Node, ownerWeight *weight, owner *html.Node, link bool) *weight { //nolint:revive // inside a link or not
	w := &weight{}
	p.weights[n] = w
	p.n++
	begin := p.n
	if block(n.DataAtom) {
		p.end(ownerWeight, owner)
		ownerWeight, owner = w, n
	}
	if n.DataAtom == atom.A && has(n, "href") {
		w.links, link = 1, true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			size := utf8.RuneCountInString(strings.Join(strings.Fields(c.Data), " "))
			w.words += size
			p.line.WriteString(c.Data)
			if link {
				w.linked += size
				p.linked += size
			}
		case c.Type != html.ElementNode || p.hidden[c]:
		case c.DataAtom == atom.Br:
			p.end(ownerWeight, owner)
		default:
			w.add(*p.measure(c, ownerWeight, owner, link))
		}
	}
	if block(n.DataAtom) {
		p.end(w, n)
	}
	p.n++
	p.order[n] = [2]int{begin, p.n}
	return w
}

// end weighs the line that ends here.
func (p *layout) end(w *weight, owner *html.Node) {
	s, linked := strings.Join(strings.Fields(p.line.String()), " "), p.linked
	p.line.Reset()
	p.linked = 0
	size := utf8.RuneCountInString(s)
	if size == 0 || linked*2 > size || furnishing.MatchString(s) || talk.MatchString(s) {
		return
	}
	switch {
	case marks.MatchString(s), strings.HasSuffix(s, "./."), strings.HasSuffix(s, "./"):
		w.marks++
		w.prose += size
	case size-linked >= 40 && (size >= 100 || strings.Contains(s, ". ") || strings.ContainsAny(s[len(s)-1:], ".;:!?")):
		w.prose += size
	default:
		return
	}
	p.n++
	p.anchors = append(p.anchors, anchor{owner, p.n})
}

// concealed reports an element that the page does not show.
func concealed(n *html.Node) bool {
	if has(n, "hidden") {
		return true
	}
	style := strings.ToLower(strings.Join(strings.Fields(attr(n, "style")), ""))
	for _, s := range []string{"display:none", "visibility:hidden", "mso-hide:all", "font-size:0;", "font-size:0px", "font-size:0pt", "opacity:0;", "mso-element:comment"} {
		if strings.Contains(style+";", s) {
			return true
		}
	}
	return false
}
