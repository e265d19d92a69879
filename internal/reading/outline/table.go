package outline

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

// Column is what a column of a table of duties holds.
type Column int

// The columns.
const (
	OtherColumn Column = iota
	TaskColumn
	LeadColumn
	CoordColumn
	TimeColumn
)

var (
	taskHead  = pattern.New(`(?i)^tên (?:các )?(?:chương trình|dự án|đề án|nhóm)|^(?:tên |nội dung )?(?:nhiệm vụ|nội dung|công việc|nội dung công việc|nhiệm vụ, giải pháp|nội dung thực hiện|nhiệm vụ cụ thể|chỉ tiêu|mục tiêu)`)
	leadHead  = pattern.New(`(?i)chủ trì|(?:cơ quan|đơn vị)(?: được giao)? thực hiện|(?:cơ quan|đơn vị) phụ trách|^(?:cơ quan|đơn vị)$`)
	coordHead = pattern.New(`(?i)phối hợp`)
	timeHead  = pattern.New(`(?i)thời gian|thời hạn|tiến độ|hạn hoàn thành`)
	// reportHead is a column of a table that reports on earlier orders.
	reportHead = pattern.New(`(?i)văn bản (?:giao|chỉ đạo)|tình hình (?:thực hiện|triển khai)|kết quả (?:thực hiện|triển khai|đạt)|lý do|nguyên nhân|khó khăn|tỉnh kiến nghị|nội dung kiến nghị`)
	firstHead  = pattern.New(`(?i)^(?:stt|tt|số tt|số thứ tự)$`)
)

// Cells cuts a line at its cell marks.
func Cells(t string, l Line) []Sentence {
	var out []Sentence
	from := l.Start
	for {
		i := strings.Index(t[from:l.End], CellMark)
		if i < 0 {
			return append(out, Trim(t, from, l.End))
		}
		out = append(out, Trim(t, from, from+i))
		from += i + len(CellMark)
	}
}

// TableHead reads the columns of a table from the end of a line; the head may stand
// behind other words on the same line. Of a table without duties there is a
// head, but no columns.
func TableHead(t string, cells []Sentence) (columns []Column, isHead bool) {
	start := -1
	for i, c := range cells {
		if firstHead.MatchString(t[c.Start:c.End]) {
			start = i
		}
	}
	if start < 0 || len(cells)-start < 2 {
		return nil, false
	}
	var out []Column
	has := map[Column]bool{}
	for _, c := range cells[start:] {
		s, is := t[c.Start:c.End], OtherColumn
		if reportHead.MatchString(s) && utf8.RuneCountInString(s) <= 80 {
			return nil, true // what other documents gave out, and how far it is
		}
		switch {
		case utf8.RuneCountInString(s) > 80:
		case timeHead.MatchString(s):
			is = TimeColumn
		case leadHead.MatchString(s):
			is = LeadColumn
		case coordHead.MatchString(s):
			is = CoordColumn
		case taskHead.MatchString(s):
			is = TaskColumn
		}
		if is != OtherColumn && has[is] {
			is = OtherColumn
		}
		has[is] = true
		out = append(out, is)
	}
	if !has[TaskColumn] || !has[LeadColumn] {
		return nil, true
	}
	return out, true
}
