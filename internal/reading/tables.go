package reading

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

// A table of assigned duties ("phụ lục phân công nhiệm vụ") comes as lines of
// cells with " | " between them: a head that names the columns, then a row a
// duty.

// grid is a table of duties while its lines are read. Cells that span several
// rows, or hold several lines, leave lines with fewer cells than columns: those
// belong to the last columns, and what they lack is that of the row above.
type grid struct {
	columns []outline.Column
	last    raw   // the row above
	open    *raw  // a row whose leads are still to come
	between []int // lines without cells since the last row
}

// maxBetween is how many lines a cell may hold; behind more the table is over.
const maxBetween = 15

// tables reads the rows of all tables of duties and reports their lines.
func (r *reader) tables() map[int]Role { //nolint:gocognit // one pass over the lines, each of one kind
	in := map[int]Role{}
	var g grid
	for i, l := range r.lines {
		text := r.t[l.Start:l.End]
		if !strings.Contains(text, outline.CellMark) {
			if g.columns != nil && strings.TrimSpace(text) != "" {
				g.between = append(g.between, i)
			}
			if l.Annex || len(g.between) > maxBetween {
				g = grid{}
			}
			continue
		}
		cells := outline.Cells(r.t, l)
		if head, isHead := outline.TableHead(r.t, cells); isHead { // the rows below are no longer those of the table before
			if g = (grid{columns: head}); head != nil {
				in[i] = IsContext
			}
			continue
		}
		if g.columns == nil {
			continue
		}
		in[i] = IsContext
		numbered := ordinal.MatchString(r.t[cells[0].Start:cells[0].End])
		offset := len(g.columns) - len(cells)
		switch {
		case numbered && len(cells) >= 3:
			if !ordinal.MatchString(r.t[cells[1].Start:cells[1].End]) { // "(1) | (2) | (3)" numbers the columns
				in[i] = r.row(i, &g, cells)
			}
		case len(cells) <= 2 && (offset <= 0 || outline.Capitals(r.t[cells[len(cells)-1].Start:cells[len(cells)-1].End]) || groupSign.MatchString(r.t[cells[0].Start:cells[0].End])):
			g.last, g.open = raw{}, nil // the title of a group of rows
		case numbered || offset <= 0 || closes.MatchString(text):
			delete(in, i)
			continue
		default:
			in[i] = r.rest(i, &g, cells, offset)
		}
		for _, k := range g.between {
			in[k] = IsContext
		}
		g.between = nil
	}
	return in
}

var (
	ordinal   = pattern.New(`^\s*\(?\d{1,3}(?:\.\d{1,3})*\)?\.?\s*$`)
	groupSign = pattern.New(`^(?:[IVX]+|[A-ZĐ])\.?$`)
	closes    = pattern.New(`^(?:Nơi nhận|TM\.|KT\.|TL\.)`)
)

// row reads a row that begins with its number. One that names a duty and nobody
// for it is for a person to read.
func (r *reader) row(i int, g *grid, cells []outline.Sentence) Role {
	a := raw{how: "Dòng của bảng phân công, cơ quan ở cột chủ trì", strength: 0.85, inherited: true, line: i}
	for k, c := range cells[:min(len(cells), len(g.columns))] {
		r.cell(&a, g.columns[k], c)
	}
	g.last, g.open = a, nil
	if a.End-a.Start < 8 {
		return IsContext
	}
	if len(a.lead) == 0 {
		if len(cells) < len(g.columns) {
			g.open = &a
		}
		return IsUnread
	}
	r.keepRow(a)
	return IsContext
}

// rest reads a line of cells that lacks the first columns.
func (r *reader) rest(i int, g *grid, cells []outline.Sentence, offset int) Role {
	a := raw{how: "Dòng của bảng phân công, ô chủ trì chung với dòng trên", strength: 0.8, inherited: true, line: i}
	for k, c := range cells {
		r.cell(&a, g.columns[offset+k], c)
	}
	if g.open != nil && a.End == a.Start && len(a.lead) > 0 { // the end of a row whose cells hold several lines
		whole := *g.open
		whole.lead, whole.coord, whole.due = a.lead, a.coord, a.due
		g.last, g.open = whole, nil
		r.keepRow(whole)
		return IsContext
	}
	if len(a.lead) == 0 {
		a.lead = g.last.lead
	}
	if len(a.coord) == 0 {
		a.coord = g.last.coord
	}
	if a.End-a.Start < 8 {
		return IsContext
	}
	if len(a.lead) == 0 || !bodies.Actions.MatchString(r.t[a.Start:a.End]) {
		return IsUnread
	}
	g.last.lead, g.last.coord = a.lead, a.coord
	r.keepRow(a)
	return IsContext
}

// cell gives a row what one of its cells says.
func (r *reader) cell(a *raw, as outline.Column, c outline.Sentence) {
	switch as {
	case outline.OtherColumn:
	case outline.TaskColumn:
		if strings.HasPrefix(r.t[c.Start:c.End], "- ") {
			c = outline.Trim(r.t, c.Start+len("- "), c.End)
		}
		a.Sentence, a.verb = c, c.Start
	case outline.LeadColumn:
		a.lead = r.inCell(c)
	case outline.CoordColumn:
		a.coord = r.inCell(c)
	case outline.TimeColumn:
		a.due = limit.Label(r.t, c.Start, c.End, r.year)
	}
}

func (r *reader) keepRow(a raw) {
	if len(a.due) == 0 {
		a.due = limit.Find(r.t, a.Start, a.End, r.year, r.cited)
	}
	r.keep(a)
}

// atCommas cuts at the commas behind which another name begins.
func (r *reader) atCommas(c outline.Sentence) []outline.Sentence {
	var out []outline.Sentence
	from := c.Start
	for i := c.Start; i+2 < c.End; i++ {
		if r.t[i] == ',' && r.t[i+1] == ' ' && (bodies.Office.MatchString(r.t[i+2:c.End]) || anotherGroup.MatchString(r.t[i+2:c.End])) {
			out = append(out, outline.Trim(r.t, from, i))
			from = i + 2
		}
	}
	return append(out, outline.Trim(r.t, from, c.End))
}

// anotherGroup begins the next group of a list that no comma marks as such.
var anotherGroup = pattern.New(`^(?:các |[Ss]ở, (?:ban, )?ngành)`)

// remark is what a cell adds to a name in brackets: "(chủ trì phần chính sách)".
var remark = pattern.New(`\s*\([^()]*\)[\s.:]*$`)

// inCell lists the bodies that a cell names: those known where they fill it,
// else its parts as written.
func (r *reader) inCell(c outline.Sentence) []string {
	var out []string
	for _, part := range r.split(c) {
		if strings.HasPrefix(r.t[part.Start:part.End], "- ") {
			part.Start += len("- ")
		}
		if m := remark.FindStringIndex(r.t[part.Start:part.End]); m != nil && m[0] > 0 {
			part.End = part.Start + m[0]
		}
		part = outline.Trim(r.t, part.Start, part.End)
		list, end := r.bodies.List(part.Start)
		for len(list) > 0 && end < part.End { // "Sở A Sở B" without a comma
			next, after := r.bodies.List(end + bodies.Blanks(r.t[end:part.End]))
			if len(next) == 0 {
				break
			}
			list, end = append(list, next...), after
		}
		if len(list) > 0 && end >= part.End {
			out = merge(out, r.names(list))
			continue
		}
		for _, p := range r.atCommas(part) {
			if list, end := r.bodies.List(p.Start); len(list) > 0 && end >= p.End {
				out = merge(out, r.names(list))
				continue
			}
			if name := strings.TrimLeft(r.original(p.Start, p.End), "- "); utf8.RuneCountInString(name) <= 160 && utf8.RuneCountInString(name) > 1 {
				out = merge(out, []string{name})
			}
		}
	}
	return out
}
