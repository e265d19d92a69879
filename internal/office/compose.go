package office

import (
	"strings"

	"dondoc/internal/viet"
)

// composer turns a document into the flow.
type composer struct {
	Document
	s     Style
	inner float64 // width between the margins of the section that is being composed
}

// compose lays a document out. It fails with Invalid when its style breaks the
// template's rules.
func compose(d Document) (layout, error) {
	s := StyleOf(d.Template)
	if d.Style != nil {
		s = *d.Style
		if err := s.Check(d.Template); err != nil {
			return layout{}, err
		}
	}
	l := composeIn(d, s)
	if !s.Fit {
		return l, nil
	}
	n, filled := pages(l, 0)
	if n < 2 || n > maxFitted || filled > fitted {
		return l, nil
	}
	// A page with little more than the signature: a clerk would draw the lines
	// together, inside what the rules allow.
	for _, step := range []struct{ leading, room float64 }{{1.05, 24}, {1, 22}, {1, 18}} {
		tight := s
		tight.Leading, tight.SignatureRoom = min(s.Leading, step.leading), min(s.SignatureRoom, step.room)
		closer := composeIn(d, tight)
		if m, _ := pages(closer, slack); m < n {
			return closer, nil
		}
	}
	return l, nil
}

// Fitting is tried for short documents whose last page is filled no further
// than this share of its height.
const (
	maxFitted = 3
	fitted    = 0.4
	// slack is what must stay free below, in points: Word's lines and borders are
	// a little taller than ours here and there.
	slack = 16
)

// composeIn lays a document out in a style.
func composeIn(d Document, s Style) layout {
	l := layout{style: s, author: oneLine(d.Issuer), about: oneLine(d.number(s.NumberWord))}
	l.title = strings.Trim(oneLine(d.Type)+" "+oneLine(d.Subject), " ")
	if l.title == "" {
		l.title = l.author
	}
	c := &composer{Document: d, s: s}
	_, _, c.inner = l.page(section{})
	main := section{items: c.head()}
	body := c.blocks(d.Body)
	bind(body)
	main.items = append(append(main.items, body...), c.foot()...)
	fold(main.items)
	l.sections = append(l.sections, main)
	for i, a := range d.Annexes {
		part := section{landscape: a.Landscape}
		_, _, c.inner = l.page(part)
		part.items = append(c.annexHead(i, a), c.blocks(a.Body)...)
		fold(part.items)
		l.sections = append(l.sections, part)
	}
	return l
}

// bind keeps the end of the text with the signature, which never stands alone
// on a page: the last paragraph, or the last row of a table.
func bind(body []item) {
	for i := len(body) - 1; i >= 0; i-- {
		switch it := body[i].(type) {
		case para:
			it.glue = true
			body[i] = it
			if textOf(it.spans) != "" {
				return
			}
		case grid:
			if n := len(it.rows); n > 0 {
				it.rows[n-1].glue = true
			}
			return
		default:
			return
		}
	}
}

// fold keeps one distance between two paragraphs, the larger: programs disagree
// whether the two add up.
func fold(items []item) {
	for i := 1; i < len(items); i++ {
		a, ok1 := items[i-1].(para)
		b, ok2 := items[i].(para)
		if ok1 && ok2 {
			b.before, a.after = max(a.after, b.before), 0
			items[i-1], items[i] = a, b
		}
	}
}

func oneLine(s string) string { return strings.ReplaceAll(viet.Line(s), "\u00a0", " ") }

func bold(text string, size float64) []span   { return []span{{text: text, face: 1, size: size}} }
func plain(text string, size float64) []span  { return []span{{text: text, size: size}} }
func italic(text string, size float64) []span { return []span{{text: text, face: 2, size: size}} }

// centred is a centred paragraph in a place of the given width. Where it takes
// several lines, they are made nearly equal by drawing the edges in.
func centred(spans []span, width, before float64) para {
	p := para{spans: spans, align: Centre, before: before}
	words := wordsOf(spans)
	lines := fill(words, width, width)
	if len(lines) < 2 || len(lines) > maxBalanced || strings.Contains(textOf(spans), "\n") {
		return p
	}
	low, high := width/2, width
	for high-low > 1 {
		mid := (low + high) / 2
		if len(fill(words, mid, mid)) > len(lines) {
			low = mid
		} else {
			high = mid
		}
	}
	high = min(high+2, width) // Word measures a little differently
	p.left, p.right = (width-high)/2, (width-high)/2
	return p
}

// maxBalanced is up to how many lines it is worth while.
const maxBalanced = 8

func textOf(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// longest line of a paragraph, in points.
func longest(p para, width float64) float64 {
	w := 0.0
	for _, l := range breakLines(p, width) {
		w = max(w, l.width)
	}
	return w
}

func rule(length, before, after float64) para {
	return para{rule: length, before: before, after: after}
}

// head is the two-column head, the title and whom it goes to.
func (c *composer) head() []item {
	s := c.s
	heading := bold(s.Heading, s.Nation)
	motto := bold(s.MottoText, s.Motto)
	right := max(longest(para{spans: heading}, c.inner), longest(para{spans: motto}, c.inner), c.inner*0.5) + 6
	left := c.inner - right
	items := []item{grid{cols: []float64{left, right}, rows: []row{
		{cells: []cell{{paras: c.issuer(left)}, {paras: c.nation(right)}}, glue: true},
		{cells: []cell{{paras: c.numbers(left)}, {paras: []para{centred(italic(c.dateline(), s.Dateline), right, 6)}}}},
	}}}
	if title := line(c.Type); title != "" {
		items = append(items, c.title(upper(title))...)
	}
	return append(items, c.addressees()...)
}

func (c *composer) issuer(width float64) []para {
	s := c.s
	var out []para
	if sup := line(c.Superior); sup != "" {
		if s.SuperiorCap {
			sup = upper(sup)
		}
		out = append(out, centred(plain(sup, s.Superior), width-4, 0))
	}
	name := centred(bold(upper(line(c.Issuer)), s.Issuer), width-4, 0)
	out = append(out, name)
	if s.Star {
		return append(out, centred(plain("*", s.Issuer), width, 0))
	}
	return append(out, rule(longest(name, width-4)*s.Rule, 2, 0))
}

func (c *composer) nation(width float64) []para {
	s := c.s
	out := []para{centred(bold(s.Heading, s.Nation), width, 0)}
	last := out[0]
	if s.MottoText != "" {
		last = centred(bold(s.MottoText, s.Motto), width, 0)
		out = append(out, last)
	}
	return append(out, rule(longest(last, width), 2, 0))
}

func (c *composer) numbers(width float64) []para {
	s := c.s
	out := []para{centred(plain(c.number(s.NumberWord), s.Number), width, 6)}
	if subject := line(c.Subject); c.Type == "" && subject != "" {
		subject = strings.TrimLeft(strings.TrimPrefix(subject, "V/v"), " ")
		if subject = s.AboutWord + subject; s.AboutWord == "" {
			subject = capital(subject)
		}
		spans := plain(subject, s.About)
		if s.AboutItalic {
			spans = italic(subject, s.About)
		}
		out = append(out, centred(spans, width-4, 6))
	}
	if c.Draft {
		words := bold("DỰ THẢO", s.Draft)
		edge := (width - longest(para{spans: words}, width) - 12) / 2
		out = append(out, para{spans: words, align: Centre, before: 8, left: edge, right: edge, box: true})
	}
	return out
}

func (c *composer) title(name string) []item {
	s := c.s
	items := []item{titleLine(bold(name, s.Type), c.inner, 18)}
	last := name
	size := s.Type
	if subject := line(c.Subject); subject != "" {
		items = append(items, titleLine(bold(subject, s.Subject), c.inner*0.86, 0))
		last, size = subject, s.Subject
	}
	if s.Dashes {
		return append(items, titleLine(plain("-----", s.Subject), c.inner, 0), para{before: 2, spans: plain("", 4), glue: true})
	}
	return append(items, rule(longest(para{spans: bold(last, size)}, c.inner*0.86)*s.Rule, 3, 10))
}

// titleLine is a centred line of a title: it stays with what follows.
func titleLine(spans []span, width, before float64) item {
	p := centred(spans, width, before)
	p.glue = true
	return p
}

func (c *composer) addressees() []item {
	s := c.s
	to := ended(c.To)
	if len(to) == 0 {
		if line(c.Type) == "" {
			return []item{para{before: 6, spans: plain("", 6)}}
		}
		return nil
	}
	word := span{text: "Kính gửi:", size: s.To}
	if s.ToItalic {
		word.face = 2
	}
	wide := word.face.width(word.text, s.To)
	if len(to) == 1 {
		if name := (span{text: " " + to[0], size: s.To}); wide+name.face.width(name.text, s.To) < c.inner*0.8 {
			return []item{para{spans: []span{word, name}, align: Centre, before: 16, after: 8, glue: true}}
		}
	}
	// The dashes stand below the colon.
	left := c.inner * 0.17
	dash := left + wide - face(0).width(":", s.To)
	items := []item{para{spans: []span{word}, align: Left, before: 16, left: left, glue: true}}
	hang := face(0).width("- ", s.To)
	for i, name := range to {
		p := para{spans: plain("- "+name, s.To), align: Left, before: 3, left: dash + hang, first: -hang, glue: true}
		if i == len(to)-1 {
			p.after = 8
		}
		items = append(items, p)
	}
	return items
}

// foot is the signature, whom copies go to, and the note.
func (c *composer) foot() []item {
	s := c.s
	left, right := c.inner*0.5, c.inner*0.5
	var items []item
	recipients, signature := c.recipients(), c.signature(right)
	if len(recipients)+len(signature) > 0 {
		items = append(items, para{before: 8, spans: plain("", 6), glue: true},
			grid{cols: []float64{left, right}, rows: []row{{cells: []cell{{paras: recipients}, {paras: signature}}, glue: c.Note != ""}}})
	}
	if note := line(c.Note); note != "" {
		items = append(items, para{spans: italic(note, s.Note), align: Left, before: 12})
	}
	return items
}

func (c *composer) recipients() []para {
	s := c.s
	list := ended(c.Recipients)
	if len(list) == 0 {
		return nil
	}
	word := span{text: "Nơi nhận:", face: 3, size: s.ForWhom}
	if s.PlainFor {
		word.face, word.underline = 0, true
	}
	out := []para{{spans: []span{word}, align: Left, right: 12}}
	hang := face(0).width("- ", s.Recipients)
	for _, name := range list {
		out = append(out, para{spans: plain("- "+name, s.Recipients), align: Left, left: hang, first: -hang, right: 12})
	}
	return out
}

func (c *composer) signature(width float64) []para {
	s := c.s
	var out []para
	for _, a := range c.Authority {
		if a = line(a); a != "" {
			out = append(out, centred(bold(upper(a), s.Authority), width, 0))
		}
	}
	if name := line(c.Signer); name != "" {
		out = append(out, centred(bold(name, s.Signer), width, s.SignatureRoom*mm))
	}
	return out
}

func (c *composer) annexHead(i int, a Annex) []item {
	s := c.s
	word := "Phụ lục"
	if len(c.Annexes) > 1 {
		word += " " + roman(i+1)
	}
	first := centred(bold(word, s.Annex), c.inner, 0)
	first.glue, first.outline = true, 1
	items := []item{first}
	if title := line(a.Title); title != "" {
		items = append(items, titleLine(bold(upper(title), s.AnnexTitle), c.inner*0.9, 2))
	}
	kind := "Công văn"
	if t := line(c.Type); t != "" {
		kind = capital(strings.ToLower(t))
	}
	with := "(Kèm theo " + kind + " " + c.number("số ") + " " + c.day()
	if issuer := line(c.Issuer); issuer != "" {
		with += " của " + strings.ReplaceAll(issuer, "\n", " ")
	}
	return append(items, titleLine(italic(with+")", s.AnnexTitle), c.inner*0.9, 2), rule(c.inner*0.2, 4, 12))
}
