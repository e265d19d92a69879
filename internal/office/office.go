package office

import (
	"dondoc/internal/civil"
)

// Template says whose rules a document follows. It belongs to the document and
// not to its signer: a committee that a State chairman heads may write in the
// Party's form.
type Template string

// The templates.
const (
	// State is Appendix I of Decree 30/2020/NĐ-CP.
	State Template = "nha-nuoc"
	// Party is Guidance 36-HD/VPTW of 2018.
	Party Template = "dang"
)

// Document is one document to be written: what it says, not how it looks.
// Texts may hold anything a person typed; characters that no document may carry
// are left out, and a line end inside a text is a line end on the page.
type Document struct {
	Template Template
	Superior string // cơ quan chủ quản; "" if none
	Issuer   string // cơ quan ban hành

	// Number is the whole number and symbol, "12/CV-BCĐ" or "06-TB/BCĐ". While
	// it is "", Symbol ("CV-BCĐ", for the Party "TB/BCĐ") stands behind a gap that
	// the clerk fills.
	Number string
	Symbol string

	Place string // where it is issued, "Huế"
	// Date is the day of issue. While it is "", day and month are left open and
	// Year is written (if it is 0, the year is open too).
	Date civil.Date
	Year int

	// Type is the kind of document in its title, "THÔNG BÁO"; "" for a công văn,
	// which has none.
	Type string
	// Subject is the trích yếu: under the title, or for a công văn the "V/v" line
	// under the number (written without "V/v").
	Subject string
	To      []string // Kính gửi

	Body []Block

	Authority []string // lines above the signature: "TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC"
	Signer    string   // the name alone, without a title before it
	// Recipients are the lines of Nơi nhận, the last one "Lưu: VT, …". Dashes,
	// semicolons and the full stop are added.
	Recipients []string

	Draft bool   // the words DỰ THẢO under the number
	Note  string // printed at the end, "Số liệu đến 09:00 ngày 12/6/2023"

	Annexes []Annex

	// Style sets sizes and distances; nil is the template's own (StyleOf).
	Style *Style
}

// Annex is a phụ lục: it begins a page and counts its pages by itself. Two and
// more are numbered with Roman figures.
type Annex struct {
	Title     string
	Body      []Block
	Landscape bool
}

// Block is a part of a document's text: Heading, Paragraph, List, Table or
// PageBreak.
type Block interface{ block() }

// Heading is a title inside the text. Its number is part of Text ("I. …"):
// Word numbers nothing.
type Heading struct {
	// Level 1 is a part (I.) in capitals, 2 a clause (1.) in bold, 3 a point in bold
	// italics. Others count as the nearest.
	Level int
	Text  string
	// Centre puts it in the middle, as Phần and Chương stand.
	Centre bool
}

// Run is a piece of text in one face.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
}

// Align is how lines stand between the edges.
type Align int

// The alignments. Auto is what the place asks for: justified in text, the
// column's own in a cell.
const (
	Auto Align = iota
	Left
	Centre
	Right
	Justify
)

// Paragraph is a paragraph of the text: justified, its first line set in.
type Paragraph struct {
	Runs     []Run
	Align    Align
	Level    int  // steps of indentation of the whole paragraph
	NoIndent bool // the first line is not set in
	KeepNext bool // stays on the page of what follows
}

// Mark is what stands before each item of a list.
type Mark int

// The marks; letters go by the Vietnamese alphabet (a, b, c, d, đ, e, g …).
const (
	Dash   Mark = iota // -
	Plus               // +
	Number             // 1.
	Letter             // a)
	None
)

// List is a list; each item is a paragraph behind a written mark.
type List struct {
	Items []Item
	Mark  Mark
	Level int // steps of indentation
}

// Item is one entry of a list.
type Item []Run

// Table is a table with borders. Its head is repeated on every page, and a row
// is only split when it is taller than a page.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
	// Size is the text's size in points; 0 is the style's.
	Size float64
}

// Column is one column. One without Width shares what the others leave, in
// proportion to Share (0 counts as 1).
type Column struct {
	Title string
	Width float64 // mm
	Share float64
	Align Align
}

// Cell is one field of a table: Text, or Runs where faces change inside.
type Cell struct {
	Text   string
	Runs   []Run
	Bold   bool // of Text
	Italic bool // of Text
	Align  Align
	Span   int // columns that it covers; 0 counts as 1
}

// PageBreak begins a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (PageBreak) block() {}

// Text is a plain paragraph.
func Text(s string) Paragraph { return Paragraph{Runs: []Run{{Text: s}}} }

// Items makes plain list entries.
func Items(texts ...string) []Item {
	out := make([]Item, len(texts))
	for i, s := range texts {
		out[i] = Item{{Text: s}}
	}
	return out
}

// Cells makes a row of plain cells.
func Cells(texts ...string) []Cell {
	out := make([]Cell, len(texts))
	for i, s := range texts {
		out[i] = Cell{Text: s}
	}
	return out
}
