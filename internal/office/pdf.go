package office

import (
	"io"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// PDF writes the document as a PDF of the same layout, with the letters that it
// uses inside. The same document gives the same bytes. It fails with Invalid
// when the document's style breaks the template's rules, else only when w does.
func PDF(w io.Writer, d Document) error {
	l, err := compose(d)
	if err != nil {
		return err
	}
	f := fpdf.New("P", "pt", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetTitle(bmp(l.title), true)
	f.SetSubject(bmp(l.about), true)
	f.SetAuthor(bmp(l.author), true)
	f.SetCreator("Đôn Đốc", true)
	f.SetLang("vi-VN")
	f.SetCreationDate(d.issued())
	f.SetModificationDate(d.issued())
	f.SetLineWidth(0.75)
	c := &canvas{pdf: f, l: l}
	for _, s := range l.sections {
		c.section(s)
	}
	return f.Output(w)
}

// bmp replaces characters beyond the basic plane, which fpdf cannot write.
func bmp(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}

// pages counts the pages of a document's main part, and says how far down the
// last one is filled, as a share of its height. So many points below stay free.
func pages(l layout, free float64) (n int, filled float64) {
	c := &canvas{l: l, free: free}
	c.section(l.sections[0])
	_, h, _ := l.page(l.sections[0])
	return c.number, c.y / h
}

// canvas prints the flow on pages. Without a pdf it only counts them.
type canvas struct {
	pdf    *fpdf.Fpdf
	l      layout
	cur    section
	number int // of the page in its section
	y      float64
	top    bool // nothing stands on the page yet
	bottom float64
	free   float64 // kept empty above the lower margin
	loaded [4]bool
	level  int // of the last bookmark
}

// atom is what a page end cannot part: a line or a row.
type atom struct {
	before, height, after float64
	glue                  bool // stays with the next
	newPage               bool
	heads                 []atom // of the table that a row belongs to
	draw                  func(y float64)
}

func (c *canvas) section(s section) {
	c.cur, c.number = s, 0
	var atoms []atom
	_, h, inner := c.l.page(s)
	c.bottom = h - c.l.style.Bottom*mm - c.free
	for _, it := range s.items {
		switch it := it.(type) {
		case para:
			atoms = append(atoms, c.paraAtoms(it, inner)...)
		case grid:
			atoms = append(atoms, c.gridAtoms(it)...)
		case pageEnd:
			atoms = append(atoms, atom{newPage: true})
		}
	}
	c.newPage(nil)
	for len(atoms) > 0 {
		n := 1
		for n < len(atoms) && atoms[n-1].glue {
			n++
		}
		c.chunk(atoms[:n])
		atoms = atoms[n:]
	}
}

// chunk prints atoms that belong together: on this page if they fit, else on the
// next; what is taller than a page is parted after all.
func (c *canvas) chunk(atoms []atom) {
	if !c.fits(atoms) && !c.top {
		c.newPage(atoms[0].heads)
	}
	whole := c.fits(atoms)
	for _, a := range atoms {
		if a.newPage {
			c.newPage(nil)
			continue
		}
		if !whole && !c.top && !c.fits([]atom{a}) {
			c.newPage(a.heads)
		}
		c.print(a)
	}
}

func (c *canvas) fits(atoms []atom) bool {
	y := c.y
	for i, a := range atoms {
		if i > 0 || !c.top {
			y += a.before
		}
		y += a.height
		if y > c.bottom+0.01 {
			return false
		}
		y += a.after
	}
	return true
}

func (c *canvas) print(a atom) {
	if !c.top {
		c.y += a.before
	}
	if c.pdf != nil {
		a.draw(c.y)
	}
	c.y += a.height + a.after
	c.top = false
}

// newPage begins a page; heads are the head rows of the table that goes on.
func (c *canvas) newPage(heads []atom) {
	c.number++
	if c.pdf != nil {
		c.addPage()
	}
	c.y, c.top = c.l.style.Top*mm, true
	for _, h := range heads {
		if c.pdf != nil {
			h.draw(c.y)
		}
		c.y += h.height
	}
}

// addPage adds a sheet with its number, which the first one does not carry.
func (c *canvas) addPage() {
	orientation := "P"
	if c.cur.landscape {
		orientation = "L"
	}
	c.pdf.AddPageFormat(orientation, fpdf.SizeType{Wd: pageShort, Ht: pageLong})
	if c.number == 1 {
		return
	}
	size := c.l.style.PageNumber
	w, _, _ := c.l.page(c.cur)
	text := strconv.Itoa(c.number)
	c.text(span{text: text, size: size}, (w-face(0).width(text, size))/2, c.l.style.numberTop()+size*(singleLine-descent))
}

// text prints text of one face with its base line at y.
func (c *canvas) text(s span, x, y float64) {
	if f := s.face & 3; !c.loaded[f] {
		c.pdf.AddUTF8FontFromBytes("serif", f.style(), f.ttf())
		c.loaded[f] = true
	}
	c.pdf.SetFont("serif", s.face.style(), s.size)
	c.pdf.Text(x, y, bmp(s.text))
	if s.underline {
		c.pdf.Line(x, y+1.5, x+s.face.width(s.text, s.size), y+1.5)
	}
}

// stroke is a printed line of a paragraph; draw takes the left edge of the place
// it stands in and the line's top.
type stroke struct {
	before, height, after float64
	draw                  func(x, y float64)
}

const ruleHeight = 1 // what an empty line that carries a rule takes, as in the DOCX

func (c *canvas) strokes(p para, width float64) []stroke {
	if p.rule > 0 {
		return []stroke{{before: p.before, height: ruleHeight, after: p.after, draw: func(x, y float64) {
			x += (width - p.rule) / 2
			c.pdf.Line(x, y+ruleHeight, x+p.rule, y+ruleHeight)
		}}}
	}
	list := breakLines(p, width)
	out := make([]stroke, len(list))
	leading := p.leading
	if leading == 0 {
		leading = 1
	}
	for i, l := range list {
		first := i == 0
		s := stroke{height: l.size * singleLine * leading}
		edge, room := p.left, width-p.left-p.right
		if i == 0 {
			s.before = p.before
			edge, room = edge+p.first, room-p.first
		}
		if i == len(list)-1 {
			s.after = p.after
		}
		s.draw = func(x, y float64) {
			c.line(l, p.align, x+edge, y+s.height-l.size*descent, room)
			if first && p.outline > 0 {
				c.bookmark(p, y)
			}
		}
		out[i] = s
	}
	if p.box {
		return []stroke{c.framed(p, out, width)}
	}
	return out
}

// bookmark puts a heading into the file's outline. Levels may not jump there.
func (c *canvas) bookmark(p para, y float64) {
	text := strings.Trim(strings.ReplaceAll(textOf(p.spans), "\n", " "), " ")
	if text == "" {
		return
	}
	c.level = min(p.outline, c.level+1)
	// fpdf counts heights from the foot of the last page, whatever way that lies.
	_, last, _ := c.l.page(c.l.sections[len(c.l.sections)-1])
	_, here, _ := c.l.page(c.cur)
	c.pdf.Bookmark(bmp(text), c.level-1, y+last-here)
}

// framed draws lines inside a frame.
func (c *canvas) framed(p para, lines []stroke, width float64) stroke {
	whole := stroke{before: p.before, after: p.after}
	for _, s := range lines {
		whole.height += s.height
	}
	whole.draw = func(x, y float64) {
		c.pdf.Rect(x+p.left, y-1, width-p.left-p.right, whole.height+2, "D")
		for _, s := range lines {
			s.draw(x, y)
			y += s.height
		}
	}
	return whole
}

// aligned is where a line begins, and what each blank of a justified one gets.
func aligned(l textLine, align Align, x, room float64) (from, extra float64) {
	switch align {
	case Centre:
		x += (room - l.width) / 2
	case Right:
		x += room - l.width
	case Justify:
		n := len(l.words) - 1
		if n < 1 || l.last {
			break
		}
		if extra = (room - l.width) / float64(n); extra > 2*l.size {
			extra = 0 // a line torn apart reads worse than a ragged one
		}
	case Auto, Left:
	}
	return x, extra
}

// line prints one line between x and x+room with its base line at y. Blanks are
// printed too, so that whoever reads the file finds words.
func (c *canvas) line(l textLine, align Align, x, y, room float64) {
	x, extra := aligned(l, align, x, room)
	var held span // text of one face, not printed yet
	from := x
	flush := func() {
		if held.text != "" {
			c.text(held, from, y)
		}
		held = span{}
	}
	for i, w := range l.words {
		for _, p := range w.pieces {
			if p.text == "" {
				continue
			}
			if held.text != "" && (held.face != p.face || held.size != p.size || held.underline != p.underline) {
				flush()
			}
			if held.text == "" {
				held, from = p.span, x
				held.text = ""
			}
			held.text += p.text
			x += p.width
		}
		if i == len(l.words)-1 || w.space == 0 {
			continue
		}
		if held.text != "" {
			held.text += " "
		}
		x += w.space + extra
		if extra != 0 {
			flush()
		}
	}
	flush()
}

func (c *canvas) paraAtoms(p para, width float64) []atom {
	list := c.strokes(p, width)
	left := c.l.style.Left * mm
	out := make([]atom, len(list))
	for i, s := range list {
		// Neither the first nor the last line stands alone on a page.
		glue := i == 0 && len(list) > 1 || len(list) > 1 && i == len(list)-2
		if i == len(list)-1 {
			glue = p.glue
		}
		out[i] = atom{before: s.before, height: s.height, after: s.after, glue: glue, draw: func(y float64) { s.draw(left, y) }}
	}
	return out
}
