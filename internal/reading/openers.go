package reading

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/grammar"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

// headed reads a heading that is the name of whoever the lines below are for:
// "9. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam thành phố", "7. Báo và Phát
// thanh, Truyền hình thành phố". A name that no pattern knows whole is taken as
// it is written.
func (r *reader) headed(l outline.Line) []string {
	if l.Level >= outline.Paragraph {
		return nil
	}
	at := l.Body
	giver := giving.FindString(r.t[at:l.End])
	at += len(giver)
	whole := outline.Trim(r.t, at, l.End)
	if i := strings.Index(r.t[whole.Start:whole.End], " ("); i > 0 && strings.HasSuffix(r.t[whole.Start:whole.End], ")") {
		whole.End = whole.Start + i // "các cơ quan quản lý cấp trên (bao gồm cả …)"
	}
	name := r.t[whole.Start:whole.End]
	if n := len(strings.TrimSuffix(strings.TrimSuffix(name, " có trách nhiệm"), " chịu trách nhiệm")); n < len(name) {
		whole.End, name = whole.Start+n, name[:n]
	}
	if name == "" || outline.Capitals(name) || utf8.RuneCountInString(name) > 160 {
		return nil
	}
	if list, end := r.bodies.List(at); len(list) > 0 && (end >= whole.End || grammar.Apposed(r.t, end, whole.End) >= whole.End) {
		return r.names(list)
	}
	if giver == "" && (!bodies.Office.MatchString(name) || verbInside(name) && !strings.HasPrefix(name, "Các ")) || bodies.Stops.MatchString(name) || bodies.Actions.MatchString(name) || outline.Tasking.MatchString(name) || outline.Judging.MatchString(name) {
		return nil
	}
	return []string{strings.TrimRight(r.original(whole.Start, whole.End), " :-–")}
}

// describedName reads a heading that names a group by what it does: "Các cơ quan
// đăng ký đầu tư:", "Cơ quan chủ trì giải quyết thủ tục đầu tư dự án". Items hang
// on it, and nothing in it says that this is to be done now.
func (r *reader) describedName(i int, sen outline.Sentence) []string {
	l := r.lines[i]
	if l.Level >= 6 || sen.Start > l.Body || strings.HasSuffix(strings.TrimSpace(r.t[l.Start:l.End]), ".") || !r.hangs(i) {
		return nil
	}
	s := r.t[sen.Start:sen.End]
	if k := strings.Index(s, " ("); k > 0 && strings.HasSuffix(s, ")") {
		s = s[:k]
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, " có trách nhiệm"), " chịu trách nhiệm")
	list, end := r.bodies.List(sen.Start)
	if len(list) != 1 || !bodies.Group.MatchString(s) || ofItsOwn.MatchString(s) || utf8.RuneCountInString(s) > 120 || end >= sen.Start+len(s) || strings.ContainsAny(s, ";:") {
		return nil
	}
	rest := strings.TrimLeft(r.t[end:sen.Start+len(s)], " ")
	if strings.HasPrefix(rest, ",") || grammar.Adverbs.FindString(rest+" ") != "" || mereOpen.MatchString(rest) || grammar.Orders.MatchString(rest) || bodies.Stops.MatchString(" "+bodies.FirstWord(rest)) {
		return nil
	}
	return []string{r.original(sen.Start, sen.Start+len(s))}
}

// ofItsOwn is a department with a name of its own, which no clause describes.
var ofItsOwn = pattern.New(`^(?:Sở|Bộ|Phòng) \p{Lu}`)

// below is the level of the next line that is not empty.
func (r *reader) below(i int) int {
	for _, next := range r.lines[i+1:] {
		if strings.TrimSpace(r.t[next.Start:next.End]) != "" {
			return next.Level
		}
	}
	return outline.Paragraph
}

// hangs reports that the next line is an item below line i.
func (r *reader) hangs(i int) bool {
	below := r.below(i)
	return below > r.lines[i].Level && below < outline.Paragraph
}

// opening reads a sentence that ends with a colon: it names who the list below
// is for, and may carry an order of its own.
func (r *reader) opening(i int, l outline.Line, sen outline.Sentence, who grammar.Told, ok bool, inherit, coord []string) holder { //nolint:revive,gocognit // called once, from the walk; one way of opening after another
	var h holder
	if ok {
		h = holder{level: l.Level, lead: r.names(who.Lead), coord: r.coordinates(who.Verb, sen.End)}
		due := limit.Find(r.t, sen.Start, sen.End, r.year, r.cited)
		if len(due) > 0 && byDay.MatchString(r.t[sen.Start:due[0].End]) {
			h.due = due
		}
		rest := strings.TrimLeft(r.t[who.Verb:sen.End], " ,:")
		if utf8.RuneCountInString(rest) > 70 && !mereOpen.MatchString(rest) && (len(due) == 0 || detailed.MatchString(rest)) && ownOrder.MatchString(rest) && !strings.HasPrefix(rest, "ban hành ") && !strings.HasPrefix(rest, "xây dựng kế hoạch") {
			r.keep(raw{Sentence: sen, lead: h.lead, coord: h.coord, due: due, how: who.How, verb: who.Verb, strength: 0.6, line: i})
			h.coord = nil // they belong to the order of the sentence, not to the list
		}
		return h
	}
	// a marked line that is nothing but a name, known or not, and its colon
	if l.Level < outline.Paragraph {
		if m := nameOnly.FindStringSubmatchIndex(r.t[sen.Start:sen.End]); m != nil && !bodies.Stops.MatchString(r.t[sen.Start+m[2]:sen.Start+m[3]]) && !bodies.Actions.MatchString(r.t[sen.Start+m[2]:sen.Start+m[3]]) {
			if list, end := r.bodies.List(sen.Start + m[2]); len(list) > 0 && end+len(grammar.Aside.FindString(r.t[end:sen.End])) >= sen.Start+m[3] {
				return holder{level: l.Level, lead: r.names(list)}
			} else if len(list) == 0 || end < sen.Start+m[3] && len(list) == 1 {
				if _, known := r.bodies.At(sen.Start + m[2]); known || m[1] > m[3] || m[2] > 0 {
					return holder{level: l.Level, lead: []string{r.original(sen.Start+m[2], sen.Start+m[3])}}
				}
			}
		}
	}
	// a bare name of a body followed by the colon
	if list, end := r.bodies.List(sen.Start); len(list) > 0 {
		rest := strings.TrimLeft(r.t[end:sen.End], " ,:")
		if rest == "" || strings.HasPrefix(rest, "trong đó") || strings.HasPrefix(rest, "chủ trì") {
			return holder{level: l.Level, lead: r.names(list), coord: r.coordinates(end, sen.End)}
		}
	}
	if m := gather.FindStringSubmatchIndex(r.t[sen.Start:sen.End]); m != nil {
		if list, _ := r.bodies.List(sen.Start + m[1]); len(list) > 0 && (len(inherit) == 0 || !strings.HasPrefix(r.t[sen.Start+m[0]:], "chỉ đạo")) {
			return holder{level: l.Level, lead: r.names(list)}
		}
	}
	if verb, isBare := r.grammar.Bare(sen.Start, sen.End); isBare && len(inherit) > 0 && utf8.RuneCountInString(r.t[sen.Start:sen.End]) > 90 && !mereOpen.MatchString(r.t[verb:sen.End]) && strings.Contains(r.t[verb:sen.End], "trong đó") {
		r.keep(raw{Sentence: sen, lead: inherit, coord: coord, how: "Câu mở đầu danh sách có lệnh riêng", verb: verb, strength: 0.5, inherited: true, line: i})
	}
	return h
}

// things is the last line of a list of mere things below line i, the objects of
// the one verb that opens it: "thực hiện các dự án, gồm:" and their names. It is i
// itself where an item orders something or names somebody.
func (r *reader) things(i int) int {
	last, n := i, 0
	for k := i + 1; k < len(r.lines); k++ {
		l := r.lines[k]
		s := outline.Trim(r.t, l.Body, l.End)
		if s.End <= s.Start {
			continue
		}
		if l.Level <= r.lines[i].Level || l.Level >= outline.Paragraph {
			break
		}
		text := r.t[s.Start:s.End]
		if l.Head && k+1 < len(r.lines) && r.lines[k+1].Level > l.Level || bodies.Actions.MatchString(text) || grammar.Unhurried.MatchString(text) || utf8.RuneCountInString(text) > 200 || outline.Label.MatchString(r.t[l.Body:l.End]) {
			return i
		}
		if list, _ := r.bodies.List(s.Start); len(list) > 0 {
			return i
		}
		last, n = k, n+1
	}
	if n < 2 {
		return i
	}
	return last
}

// opens is a line that opens a list.
var opens = pattern.New(`(?::|(?:có|chịu) trách nhiệm)\s*$`)

// nameOnly is a line of a name: "Giao Ban Quản lý các khu …", "Các tổ chức … có
// trách nhiệm".
var nameOnly = pattern.New(`^(?:(?:[Gg]iao|[Đđ]ề nghị|[Yy]êu cầu) )?(\p{L}[^,;:.]{3,120}?)(?: có trách nhiệm| chịu trách nhiệm)?$`)

// ownOrder is an opening sentence that orders something itself and then lists
// what to mind.
var (
	ownOrder = pattern.New(`(?:trong đó|cụ thể|chú trọng|lưu ý|bảo đảm|đảm bảo)[^,;]{0,60}$`)
	// byDay says that what is listed is to be finished by then.
	byDay    = pattern.New(`(?i)(?:(?:hoàn thành|xong)[^,;]{0,40}|(?:trước|chậm nhất|muộn nhất)[^,;]{0,30})$`)
	detailed = pattern.New(`, cụ thể$`)
)

var gather = pattern.New(`(?:yêu cầu|đề nghị|giao|chỉ đạo)\s+`)
