package office

// The flow is what both writers print: paragraphs, grids and page ends with
// every length in points. It is composed once (compose.go); the writers decide
// nothing about looks.

const mm = 72 / 25.4

// A4 in points.
const (
	pageShort = 210 * mm
	pageLong  = 297 * mm
)

type span struct {
	text      string
	face      face
	size      float64
	underline bool
}

// item is a para, a grid or a pageEnd.
type item interface{ item() }

type para struct {
	spans         []span
	align         Align
	before, after float64
	left, right   float64
	first         float64 // of the first line; negative hangs it out
	leading       float64 // lines, 1 = single; 0 counts as 1
	outline       int     // 1… for a heading, 0 for text
	glue          bool    // stays on the page of what follows
	rule          float64 // a centred rule of this length instead of text
	box           bool    // a frame around the text
}

type cell struct {
	span   int
	paras  []para
	middle bool // in the middle of the row's height
}

type row struct {
	cells []cell
	glue  bool
}

type grid struct {
	cols    []float64
	rows    []row
	head    int // rows repeated on every page
	borders bool
	pad     float64 // left and right inside a cell
	tall    float64 // above and below inside a cell
}

type pageEnd struct{}

func (para) item()    {}
func (grid) item()    {}
func (pageEnd) item() {}

// section is a run of pages of one direction that counts its pages from 1.
type section struct {
	landscape bool
	items     []item
}

// layout is a whole document.
type layout struct {
	style    Style
	sections []section
	title    string
	author   string
	about    string
}

// size of a section's pages and of the place inside the margins, in points.
func (l layout) page(s section) (w, h, inner float64) {
	w, h = pageShort, pageLong
	if s.landscape {
		w, h = h, w
	}
	return w, h, w - (l.style.Left+l.style.Right)*mm
}
