package extract

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table is a table while it is read.
type table struct {
	rows    [][]string // each as the lines to write
	cells   []cell     // of the row that is open
	rowGone bool
	column  int
	merged  map[int]string // by column: the text of the cell that goes on downwards
}

type cell struct {
	lines  []string
	gone   bool
	column int
	merge  string // vMerge: "restart", "continue" or ""
}

const (
	maxColumns = 1000
	maxRepeat  = 300 // runes of a merged cell that are written again in each row
)

// letterhead is what stands in a table that only places words side by side: the
// head of a Decree 30 document and its end.
var letterhead = regexp.MustCompile(`(?im)^\s*(?:cộng h[oò][àa] xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam|nơi nhận\s*:|số\s*:\s*\d|(?:KT|TM|TL|TUQ)\.\s)`)

func (w *docxWalker) cellStart(t xml.StartElement) {
	if len(w.tables) == 0 {
		return
	}
	tb := w.tables[len(w.tables)-1]
	n, err := strconv.Atoi(attr(t, "val"))
	if err != nil || n < 1 || n > maxColumns {
		n = 1
	}
	if t.Name.Local == "tr" {
		tb.cells, tb.rowGone, tb.column = nil, false, 0
		return
	}
	if t.Name.Local == "gridBefore" {
		tb.column += n
		return
	}
	if t.Name.Local == "tc" {
		w.block()
		w.blocks = append(w.blocks, &lineBlock{})
		tb.cells = append(tb.cells, cell{column: tb.column})
		tb.column++
		return
	}
	if len(tb.cells) == 0 {
		return
	}
	c := &tb.cells[len(tb.cells)-1]
	switch t.Name.Local {
	case "gridSpan":
		tb.column = c.column + n
	case "vMerge":
		if c.merge = attr(t, "val"); c.merge == "" {
			c.merge = "continue"
		}
	case "cellDel":
		c.gone, w.deleted = true, true
	}
}

func (w *docxWalker) cellEnd() {
	if len(w.tables) == 0 || len(w.blocks) < 2 {
		return
	}
	tb := w.tables[len(w.tables)-1]
	lines := w.blocks[len(w.blocks)-1].all()
	w.blocks = w.blocks[:len(w.blocks)-1]
	if len(tb.cells) > 0 {
		tb.cells[len(tb.cells)-1].lines = lines
	}
}

// rowEnd writes a row as one line with bars. A row of one cell is a frame, and
// a letterhead is two columns of lines: both keep their lines.
func (w *docxWalker) rowEnd() {
	if len(w.tables) == 0 {
		return
	}
	tb := w.tables[len(w.tables)-1]
	var texts []string
	var kept []cell
	for _, c := range tb.cells {
		s := oneLine(c.lines)
		switch c.merge {
		case "restart":
			tb.merged[c.column] = s
		case "continue":
			if m := tb.merged[c.column]; s == "" && utf8.RuneCountInString(m) <= maxRepeat {
				s = m // so that each row can be read by itself
				w.size += len(m)
			}
		default:
			delete(tb.merged, c.column)
		}
		if !c.gone {
			texts, kept = append(texts, s), append(kept, c)
		}
	}
	gone := tb.rowGone
	tb.cells, tb.rowGone = nil, false
	switch {
	case gone || len(kept) == 0:
	case len(kept) == 1 || len(kept) <= 3 && sideBySide(kept):
		for _, c := range kept {
			tb.rows = append(tb.rows, c.lines)
		}
	case strings.Join(texts, "") != "":
		tb.rows = append(tb.rows, []string{strings.Join(texts, " | ")})
	}
}

func sideBySide(cells []cell) bool {
	for _, c := range cells {
		if letterhead.MatchString(strings.Join(c.lines, "\n")) {
			return true
		}
	}
	return false
}

func oneLine(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

func (w *docxWalker) tableEnd() {
	if len(w.tables) == 0 {
		return
	}
	tb := w.tables[len(w.tables)-1]
	w.tables = w.tables[:len(w.tables)-1]
	b := w.block()
	b.lines = b.all()
	for _, row := range tb.rows {
		b.lines = append(b.lines, row...)
	}
	if len(w.tables) == 0 {
		b.lines = append(b.lines, "")
	}
}
