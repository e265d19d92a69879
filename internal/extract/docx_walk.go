package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How deep a document may be built, and how long its text may grow: a merged
// cell is written once a row.
const (
	maxNesting  = 64
	maxElements = 2048
	maxText     = 32 << 20
)

var errDeep = errors.New("nested too deep")

// docxWalker turns the tokens of a WordprocessingML part into lines.
type docxWalker struct {
	lists *numbering
	notes map[string]string // "footnote3" → its text
	open  []string          // the elements that are open
	skip  int               // inside something whose words are not the document's

	blocks []*lineBlock // the text of the document, and of each text box that is open
	paras  []*docPara   // the paragraphs that are open: a text box stands inside one
	tables []*table

	asked   []string // the notes referred to in this section, in order
	counted int      // notes written so far
	size    int

	deleted, vanished, embedded bool
}

// lineBlock is a run of lines.
type lineBlock struct {
	lines []string
	boxes []string // lines of text boxes, written after the paragraph that holds them
	tail  string   // a paragraph whose mark is deleted, to be joined by the next
	join  bool
}

// docPara is a paragraph while it is read.
type docPara struct {
	text    strings.Builder
	list    placed
	style   string
	own     bool // names a list itself
	gone    bool // its mark is deleted: the next paragraph goes on with it
	label   string
	section bool // the last of its section
	hidden  bool // the run being read is
}

func (w *docxWalker) walk(dec *xml.Decoder) error { return tokens(dec, w.token) }

// tokens hands every token of a part to a reader of them.
func tokens(dec *xml.Decoder, each func(xml.Token) error) error {
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(tok); err != nil {
			return err
		}
	}
}

func (w *docxWalker) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.Directive:
		return errDoctype
	case xml.StartElement:
		if len(w.open) >= maxElements {
			return errDeep
		}
		err := w.start(t)
		w.open = append(w.open, t.Name.Local)
		return err
	case xml.EndElement:
		if len(w.open) > 0 {
			w.open = w.open[:len(w.open)-1]
		}
		w.end(t.Name.Local)
	case xml.CharData:
		if w.within(0) == "t" {
			w.write(string(t))
		}
	}
	if w.size > maxText {
		return errBomb
	}
	return nil
}

// within is the n-th element from inside that is open; 0 is the innermost.
func (w *docxWalker) within(n int) string {
	if n >= len(w.open) {
		return ""
	}
	return w.open[len(w.open)-1-n]
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports a switch that is not turned off.
func on(t xml.StartElement) bool {
	v := attr(t, "val")
	return v != "0" && v != "false" && v != "off"
}

// write adds words to the paragraph that is open.
func (w *docxWalker) write(s string) {
	if w.skip > 0 || len(w.paras) == 0 || s == "" {
		return
	}
	p := w.paras[len(w.paras)-1]
	if p.hidden {
		w.vanished = w.vanished || strings.TrimSpace(s) != ""
		return
	}
	if p.label != "" && strings.TrimSpace(s) != "" {
		p.text.WriteString(p.label + " ")
		p.label = ""
	}
	p.text.WriteString(s)
	w.size += len(s)
}

// skipped reports an element whose words are not the document's: what tracked
// changes took out, the code of fields, how things were formatted before, and
// the second form of a text box.
func skipped(name string) bool {
	switch name {
	case "del", "moveFrom", "delText", "delInstrText", "instrText", "Fallback",
		"pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange", "sectPrChange", "numberingChange":
		return true
	}
	return false
}

func (w *docxWalker) start(t xml.StartElement) error {
	name, parent := t.Name.Local, w.within(0)
	if skipped(name) {
		w.marked(name, parent)
		w.skip++
		return nil
	}
	if w.skip > 0 {
		return nil
	}
	switch name {
	case "txbxContent":
		if len(w.blocks) > maxNesting {
			return errDeep
		}
		w.block()
		w.blocks = append(w.blocks, &lineBlock{})
	case "p":
		w.paras = append(w.paras, &docPara{})
	case "tbl":
		if len(w.tables) >= maxNesting {
			return errDeep
		}
		w.tables = append(w.tables, &table{merged: map[int]string{}})
	case "tr", "tc", "gridSpan", "vMerge", "gridBefore", "cellDel":
		w.cellStart(t)
	case "br", "cr":
		w.write("\n")
	case "tab", "ptab":
		if parent == "r" {
			w.write(" ")
		}
	case "noBreakHyphen": // numbers of documents are often written with it
		w.write("-")
	case "footnoteReference", "endnoteReference":
		if note := w.notes[strings.TrimSuffix(name, "Reference")+attr(t, "id")]; note != "" {
			w.asked = append(w.asked, note)
		}
	case "altChunk":
		w.embedded = true
	default:
		w.property(t, parent)
	}
	return nil
}

// marked notes what a tracked change took out besides words.
func (w *docxWalker) marked(name, parent string) {
	if name != "del" && name != "moveFrom" {
		return
	}
	w.deleted = true
	switch {
	case w.skip > 0:
	case parent == "rPr" && w.within(1) == "pPr" && len(w.paras) > 0:
		w.paras[len(w.paras)-1].gone = true
	case parent == "trPr" && len(w.tables) > 0:
		w.tables[len(w.tables)-1].rowGone = true
	}
}

// property notes what a paragraph or a run says of itself.
func (w *docxWalker) property(t xml.StartElement, parent string) {
	if len(w.paras) == 0 {
		return
	}
	p := w.paras[len(w.paras)-1]
	val := attr(t, "val")
	switch t.Name.Local {
	case "r":
		p.hidden = false
	case "vanish":
		if parent == "rPr" && w.within(1) == "r" {
			p.hidden = on(t)
		}
	case "pStyle":
		p.style = val
	case "numId":
		p.list.num, p.own = val, true
	case "ilvl":
		p.list.level, _ = levelOf(val)
	case "sectPr":
		p.section = parent == "pPr"
	}
}

func (w *docxWalker) end(name string) {
	if skipped(name) {
		w.skip--
		return
	}
	if w.skip > 0 {
		return
	}
	switch name {
	case "pPr":
		w.number()
	case "r":
		if len(w.paras) > 0 {
			w.paras[len(w.paras)-1].hidden = false
		}
	case "p":
		w.paragraph()
	case "tc":
		w.cellEnd()
	case "tr":
		w.rowEnd()
	case "tbl":
		w.tableEnd()
	case "txbxContent":
		if n := len(w.blocks); n > 1 {
			box := w.blocks[n-1].all()
			w.blocks = w.blocks[:n-1]
			outer := w.blocks[n-2]
			outer.boxes = append(outer.boxes, box...)
		}
	}
}

// number counts a paragraph of a list. One whose mark is deleted is counted
// only if words of it stay: an item that was taken out has no number.
func (w *docxWalker) number() {
	if len(w.paras) == 0 {
		return
	}
	p := w.paras[len(w.paras)-1]
	if !p.own {
		p.list = w.lists.styled(p.style)
	}
	if p.gone || w.block().join {
		return
	}
	p.label = w.lists.next(p.list)
}

// paragraph ends the paragraph that is open.
func (w *docxWalker) paragraph() {
	if len(w.paras) == 0 {
		return
	}
	p := w.paras[len(w.paras)-1]
	w.paras = w.paras[:len(w.paras)-1]
	b := w.block()
	s := p.text.String()
	if p.gone && !b.join && strings.TrimSpace(s) != "" {
		if label := w.lists.next(p.list); label != "" {
			s = label + " " + s
		}
	}
	if b.join {
		s = b.tail + s
	}
	b.tail, b.join = "", false
	if p.gone {
		b.tail, b.join = s, strings.TrimSpace(s) != ""
		return
	}
	b.lines = append(b.lines, s)
	b.lines = append(b.lines, b.boxes...)
	b.boxes = nil
	if p.section && len(w.blocks) == 1 && len(w.tables) == 0 {
		w.section()
	}
}

// block is where lines go now. Cells have blocks of their own.
func (w *docxWalker) block() *lineBlock {
	if len(w.blocks) == 0 {
		w.blocks = append(w.blocks, &lineBlock{})
	}
	return w.blocks[len(w.blocks)-1]
}

// all is the block's lines, with what was left open at its end.
func (b *lineBlock) all() []string {
	if b.join {
		b.lines = append(b.lines, b.tail)
	}
	b.lines = append(b.lines, b.boxes...)
	b.tail, b.join, b.boxes = "", false, nil
	return b.lines
}

// section writes the notes of a section after it, a line each: inside a
// sentence they would cut it, and under the paragraph they would come between
// a sentence and its points.
func (w *docxWalker) section() {
	b := w.block()
	for _, note := range w.asked {
		w.counted++
		b.lines = append(b.all(), "["+strconv.Itoa(w.counted)+"] "+note)
		w.size += utf8.RuneCountInString(note)
	}
	w.asked = nil
}

func (w *docxWalker) text() string {
	w.section()
	return strings.Join(w.blocks[0].all(), "\n")
}
