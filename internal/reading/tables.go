package reading

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/limit"
)

// A table of assigned duties ("phụ lục phân công nhiệm vụ") comes as lines of
// cells with " | " between them: a head that names the columns, then a row a
// duty.

const cellMark = " | "

// column is what a column of such a table holds.
type column int

const (
	otherColumn column = iota
	taskColumn
	leadColumn
	coordColumn
	timeColumn
)

var (
	taskHead  = pattern.New(`(?i)^(?:tên |nội dung )?(?:nhiệm vụ|nội dung|công việc|nội dung công việc|nhiệm vụ, giải pháp|nội dung thực hiện|nhiệm vụ cụ thể|chỉ tiêu|mục tiêu)`)
	leadHead  = pattern.New(`(?i)chủ trì|(?:cơ quan|đơn vị)(?: được giao)? thực hiện|(?:cơ quan|đơn vị) phụ trách|^(?:cơ quan|đơn vị)$`)
	coordHead = pattern.New(`(?i)phối hợp`)
	timeHead  = pattern.New(`(?i)thời gian|thời hạn|tiến độ|hạn hoàn thành`)
	// reportHead is a column of a table that reports on earlier orders.
	reportHead = pattern.New(`(?i)văn bản (?:giao|chỉ đạo)|tình hình (?:thực hiện|triển khai)|kết quả (?:thực hiện|triển khai|đạt)|lý do|nguyên nhân|khó khăn|tỉnh kiến nghị|nội dung kiến nghị`)
	ordinal    = pattern.New(`^\s*\(?\d{1,3}(?:\.\d{1,3})*\)?\.?\s*$`)
	firstHead  = pattern.New(`(?i)^(?:stt|tt|số tt|số thứ tự)$`)
)

// cells cuts a line at its cell marks.
func (r *reader) cells(l line) []sentence {
	var out []sentence
	from := l.start
	for {
		i := strings.Index(r.t[from:l.end], cellMark)
		if i < 0 {
			return append(out, trim(r.t, sentence{from, l.end}))
		}
		out = append(out, trim(r.t, sentence{from, from + i}))
		from += i + len(cellMark)
	}
}

// head reads the columns of a table from the end of a line; the head may stand
// behind other words on the same line. Of a table without duties there is a
// head, but no columns.
func (r *reader) head(cells []sentence) (columns []column, isHead bool) {
	start := -1
	for i, c := range cells {
		if firstHead.MatchString(r.t[c.start:c.end]) {
			start = i
		}
	}
	if start < 0 || len(cells)-start < 2 {
		return nil, false
	}
	var out []column
	has := map[column]bool{}
	for _, c := range cells[start:] {
		s, is := r.t[c.start:c.end], otherColumn
		if reportHead.MatchString(s) && utf8.RuneCountInString(s) <= 80 {
			return nil, true // what other documents gave out, and how far it is
		}
		switch {
		case utf8.RuneCountInString(s) > 80:
		case timeHead.MatchString(s):
			is = timeColumn
		case leadHead.MatchString(s):
			is = leadColumn
		case coordHead.MatchString(s):
			is = coordColumn
		case taskHead.MatchString(s):
			is = taskColumn
		}
		if is != otherColumn && has[is] {
			is = otherColumn
		}
		has[is] = true
		out = append(out, is)
	}
	if !has[taskColumn] || !has[leadColumn] {
		return nil, true
	}
	return out, true
}

// tables reads the rows of all tables of duties and reports their lines.
func (r *reader) tables() map[int]bool {
	in := map[int]bool{}
	var columns []column
	for i, l := range r.lines {
		if !strings.Contains(r.t[l.start:l.end], cellMark) {
			continue
		}
		cells := r.cells(l)
		if head, isHead := r.head(cells); isHead { // the rows below are no longer those of the table before
			columns, in[i] = head, head != nil
			continue
		}
		if columns == nil || len(cells) < 3 || !ordinal.MatchString(r.t[cells[0].start:cells[0].end]) {
			if columns != nil && len(cells) <= 2 {
				in[i] = true // the title of a group of rows
			}
			continue
		}
		in[i] = true
		if !ordinal.MatchString(r.t[cells[1].start:cells[1].end]) { // "(1) | (2) | (3)" numbers the columns
			r.row(i, columns, cells)
		}
	}
	return in
}

func (r *reader) row(i int, columns []column, cells []sentence) {
	a := raw{how: "Dòng của bảng phân công, cơ quan ở cột chủ trì", strength: 0.85, inherited: true, line: i}
	for k, c := range cells {
		if k >= len(columns) {
			break
		}
		switch columns[k] {
		case otherColumn:
		case taskColumn:
			a.sentence, a.verb = c, c.start
		case leadColumn:
			a.lead = r.inCell(c)
		case coordColumn:
			a.coord = r.inCell(c)
		case timeColumn:
			a.due = limit.Label(r.t, c.start, c.end, r.year)
		}
	}
	if a.end-a.start < 8 || len(a.lead) == 0 {
		return
	}
	if len(a.due) == 0 {
		a.due = limit.Find(r.t, a.start, a.end, r.year, r.cited)
	}
	r.keep(a)
}

// atCommas cuts at the commas behind which another name begins.
func (r *reader) atCommas(c sentence) []sentence {
	var out []sentence
	from := c.start
	for i := c.start; i+2 < c.end; i++ {
		if r.t[i] == ',' && r.t[i+1] == ' ' && (bodies.Office.MatchString(r.t[i+2:c.end]) || anotherGroup.MatchString(r.t[i+2:c.end])) {
			out = append(out, trim(r.t, sentence{from, i}))
			from = i + 2
		}
	}
	return append(out, trim(r.t, sentence{from, c.end}))
}

// anotherGroup begins the next group of a list that no comma marks as such.
var anotherGroup = pattern.New(`^(?:các |[Ss]ở, (?:ban, )?ngành)`)

// remark is what a cell adds to a name in brackets: "(chủ trì phần chính sách)".
var remark = pattern.New(`\s*\([^()]*\)[\s.:]*$`)

// inCell lists the bodies that a cell names: those known where they fill it,
// else its parts as written.
func (r *reader) inCell(c sentence) []string {
	var out []string
	for _, part := range r.split(c) {
		if m := remark.FindStringIndex(r.t[part.start:part.end]); m != nil && m[0] > 0 {
			part.end = part.start + m[0]
		}
		part = trim(r.t, part)
		list, end := r.bodies.List(part.start)
		for len(list) > 0 && end < part.end { // "Sở A Sở B" without a comma
			next, after := r.bodies.List(end + bodies.Blanks(r.t[end:part.end]))
			if len(next) == 0 {
				break
			}
			list, end = append(list, next...), after
		}
		if len(list) > 0 && end >= part.end {
			out = merge(out, r.names(list))
			continue
		}
		for _, p := range r.atCommas(part) {
			if list, end := r.bodies.List(p.start); len(list) > 0 && end >= p.end {
				out = merge(out, r.names(list))
				continue
			}
			if name := strings.TrimLeft(r.original(p.start, p.end), "- "); utf8.RuneCountInString(name) <= 160 && utf8.RuneCountInString(name) > 1 {
				out = merge(out, []string{name})
			}
		}
	}
	return out
}
