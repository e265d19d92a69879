package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

var (
	onlyTime = pattern.New(`(?i)^thời (?:gian|hạn)[^.;]{0,90}$`)
	// finished opens a sentence that says no more than when the duty before it
	// is to be done.
	finished = pattern.New(`(?i)^(?:yêu cầu )?(?:thực hiện )?(?:hoàn thành|xong)(?: việc này| nhiệm vụ này| công việc này| các nội dung này)?,? (?:trước|trong|chậm nhất|muộn nhất|vào|đến hết)`)
)

// timeOnly joins a line that only sets the time to the assignment before it.
func (r *reader) timeOnly(sen outline.Sentence, i int) bool {
	s := r.t[sen.Start:sen.End]
	if n := len(r.raw); n > 0 && r.raw[n-1].line < i-1 && strings.TrimSpace(r.t[r.raw[n-1].End:sen.Start]) != "" && strings.Count(strings.Trim(r.t[r.raw[n-1].End:sen.Start], ".;\n "), "\n") > 0 {
		return false // not the duty just above
	}
	done := finished.MatchString(s)
	if len(r.raw) == 0 || !done && !onlyTime.MatchString(s) {
		return false
	}
	due := limit.Find(r.t, sen.Start, sen.End, r.year, r.cited)
	if len(due) == 0 || done && (len(due) > 1 || strings.Trim(r.t[due[0].End:sen.End], " .;,)") != "") {
		return false
	}
	last := &r.raw[len(r.raw)-1]
	last.due, last.End = append(last.due, due...), sen.End
	return true
}

// dueOfList gives the last n assignments the day that their list is to be done
// by, where they have none of their own.
func (r *reader) dueOfList(n int, due []limit.Found) {
	if len(due) == 0 || due[0].Deadline.Kind != limit.OnDate {
		return
	}
	for k := max(0, len(r.raw)-n); k < len(r.raw); k++ {
		if len(r.raw[k].due) == 0 {
			r.raw[k].due = due
		}
	}
}

// stage is a heading that is nothing but a time, "Giai đoạn 2026 - 2030", "Quý
// I/2026": by its end the items below are to be done.
type stage struct {
	level int
	due   []limit.Found
}

var onlyStage = pattern.New(`^(?:(?:Giai đoạn|GIAI ĐOẠN|Năm|NĂM|Từ năm) \d{4}(?: ?(?:[-–]|đến(?: năm)?) ?\d{4})?|(?:Quý|QUÝ) [IVX1-4]+(?:[ /,-]+(?:năm )?\d{4})|(?:Tháng|THÁNG) \d{1,2}(?:[ /-]+(?:năm )?\d{4}))\s*:?$`)

// heads reads a heading: it begins a stage, or ends the one before.
func (g *stage) heads(r *reader, l outline.Line) {
	s := outline.Trim(r.t, l.Body, l.End)
	if onlyStage.MatchString(r.t[s.Start:s.End]) && !l.Off {
		*g = stage{l.Level, limit.Label(r.t, s.Start, s.End, r.year)}
		return
	}
	if l.Level <= g.level || l.Level == outline.Paragraph && outline.Capitals(r.t[s.Start:s.End]) {
		*g = stage{}
	}
}
