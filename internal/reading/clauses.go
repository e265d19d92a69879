package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/grammar"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

// presided tells of the meeting that was held.
var presided = pattern.New(`^[^,;:]{3,80} chủ trì (?:hội nghị|cuộc họp|buổi làm việc|phiên họp|buổi họp)(?: [^,;:]{0,80})?$`)

// answers says who answers for what, and no more.
var answers = pattern.New(`^(?:[Hh]oàn toàn )?[Cc]hịu trách nhiệm (?:toàn diện |hoàn toàn )?(?:trước|về) [^,;]+$`)

// answersFor says the same of a body.
var answersFor = pattern.New(`^ (?:hoàn toàn )?chịu trách nhiệm (?:toàn diện |hoàn toàn )?(?:(?:trước|về) (?:việc|nội dung|tính|kết quả|pháp luật|chất lượng|số liệu|sự)[^;]*|về [^,;]+)$`)

var (
	wasDone = pattern.New(`^[^;]{5,140}? (?:tiếp tục |luôn |đã |từng bước |cơ bản )?được (?:đẩy mạnh|tiến hành|kiện toàn|tăng cường|nâng cao|nâng lên|triển khai|sắp xếp|tổ chức|thực hiện|chú trọng|quan tâm|duy trì|củng cố|mở rộng|bảo đảm|đảm bảo|coi trọng)`)
	isWhat  = pattern.New(`^[^,;]{5,160}(?:, [^,;]{5,100})? là (?:một |những |các )?(?:nhiệm vụ|yêu cầu|giải pháp|trách nhiệm|việc làm|điều kiện|trụ cột|lực đẩy|đòn bẩy|nền tảng|động lực|yếu tố|quá trình|khâu|nhân tố|xu thế|định hướng|chìa khóa|tiền đề) `)
	regards = pattern.New(`(?i)(?:xác định|coi|lấy|quán triệt|nhận thức) `)
)

// states reports a sentence that begins with the name of an activity and says how
// it went or what it is: "Cải cách hành chính … tiếp tục được đẩy mạnh".
func (r *reader) states(from, to int) bool {
	return bodies.Nominal.MatchString(r.t[from:to]) && r.is(wasDone, from, to) || r.is(isWhat, from, to) && !regards.MatchString(r.t[from:to])
}

// agrees reports a sentence that consents, praises or encourages; one that also
// tells to do something for those it encourages is an order.
func (r *reader) agrees(from, to int) bool {
	if !r.is(agreeing, from, to) {
		return false
	}
	m := encourages.FindString(r.t[from:to])
	return m == "" || !bodies.Actions.MatchString(r.t[from+len(m):to])
}

var encourages = pattern.New(`^Khuyến khích(?:,| và) `)

// preface is the paragraph that says on what grounds a letter is written.
var preface = pattern.New(`^(?:Thực hiện|Triển khai|Căn cứ|Tiếp theo|Theo|Xét|Phúc đáp|Trả lời) [^.;]{0,60}(?:Nghị quyết|Kết luận|Quyết định|Chỉ thị|Công điện|Công văn|[Vv]ăn bản|Kế hoạch|Thông báo|Chương trình|ý kiến|đề nghị|Luật|Nghị định)`)

// clauses makes the assignments of one sentence: one, unless clauses have
// leads of their own or each its own deadline.
func (r *reader) clauses(i int, sen outline.Sentence, who grammar.Told, explicit bool, inherit, coord []string, directing bool) []raw { //nolint:revive,gocognit // called once, from the walk; one clause after another
	text := r.t[sen.Start:sen.End]
	verb, isBare := r.grammar.Bare(sen.Start, sen.End)
	agrees := r.agrees(sen.Start, sen.End)
	switch {
	case answers.MatchString(text), explicit && r.is(answersFor, who.Lead[len(who.Lead)-1].End, sen.End):
		return nil
	case explicit && r.is(presided, sen.Start, sen.End):
		return nil
	case explicit && (agrees || r.is(judges, sen.Start, sen.End) && who.Lead[0].Start > sen.Start) && who.Strength < 0.9:
		return nil
	case explicit:
	case agrees, r.is(judges, sen.Start, sen.End), r.is(recalls, sen.Start, sen.End):
		return nil
	case len(r.raw) == 0 && r.lines[i].Level == outline.Paragraph && preface.MatchString(text):
		return nil
	case r.states(sen.Start, sen.End):
		return nil
	case isBare && directing && (len(inherit) > 0 || r.plan && r.lines[i].Level < outline.Paragraph):
	default:
		return nil
	}
	if explicit { // what the heading says of coordination is said to whom it names
		if !sameNames(r.names(who.Lead), inherit) {
			coord = nil
		}
	}
	base := raw{Sentence: sen, lead: inherit, coord: coord, verb: verb, inherited: true, strength: 0.65, line: i, how: "Câu mở bằng động từ giao việc, cơ quan được nêu ở trên"}
	if explicit {
		base.lead, base.verb, base.inherited, base.how, base.strength = r.names(who.Lead), who.Verb, false, who.How, who.Strength
	}
	if explicit && strings.HasPrefix(text, "Trên đây là ") {
		if at := strings.LastIndexByte(r.t[sen.Start:who.Lead[0].Start], ','); at > 0 {
			sen = outline.Trim(r.t, sen.Start+at+1, sen.End)
			base.Sentence = sen
		}
	}
	cuts := r.split(sen)
	if explicit && isBare && len(inherit) > 0 && verb < cuts[0].End && who.Lead[0].Start > cuts[0].End {
		explicit = false // "đề xuất …; đồng thời Sở B làm …": the first clause is still for the one named before
		base.lead, base.verb, base.inherited, base.strength, base.how = inherit, verb, true, 0.65, "Câu mở bằng động từ giao việc, cơ quan được nêu ở trên"
	}
	for explicit && len(cuts) > 1 && cuts[0].End < who.Verb && !agrees { // a semicolon inside the list of leads
		cuts = append([]outline.Sentence{{Start: cuts[0].Start, End: cuts[1].End}}, cuts[2:]...)
	}
	if explicit && agrees { // "Nhất trí …; giao …": the clause without an order is left out
		for _, c := range cuts {
			if c.Start <= who.Verb && who.Verb < c.End {
				base.Start = c.Start
			}
		}
		cuts = r.split(base.Sentence)
	}
	var out []raw
	for n, c := range cuts {
		w, ok := grammar.Told{}, false
		if n > 0 {
			w, ok = r.grammar.WhoIsTold(c.Start, c.End)
			ok = ok && !sameNames(r.names(w.Lead), base.lead)
		}
		due := limit.Find(r.t, c.Start, c.End, r.year, r.cited)
		switch {
		case n == 0:
			base.due = due
			out = append(out, base)
		case ok:
			out = append(out, raw{Sentence: c, lead: r.names(w.Lead), verb: w.Verb, how: w.How, strength: w.Strength, due: due, line: i})
		case len(due) > 0 && len(out[len(out)-1].due) > 0:
			v, _ := r.grammar.Bare(c.Start, c.End)
			prev := out[len(out)-1]
			out = append(out, raw{Sentence: c, lead: prev.lead, coord: prev.coord, verb: max(v, c.Start), how: "Dấu “;” mở việc có thời hạn riêng, cơ quan được nêu ở vế trước", strength: prev.strength, inherited: true, due: due, line: i})
		default:
			out[len(out)-1].due = append(out[len(out)-1].due, due...)
		}
		out[len(out)-1].End = c.End
	}
	for k := range out {
		out[k].coord = merge(r.coordinates(out[k].Start, out[k].End), out[k].coord)
		r.keep(out[k])
	}
	return out
}

// split cuts a sentence at semicolons outside quotes and brackets.
func (r *reader) split(sen outline.Sentence) []outline.Sentence {
	var out []outline.Sentence
	start, deep := sen.Start, 0
	text := r.t[sen.Start:sen.End]
	for i := range len(text) {
		switch text[i] {
		case '(':
			deep++
		case ')':
			deep = max(deep-1, 0)
		case "“"[0]:
			if strings.HasPrefix(text[i:], "“") {
				deep++
			} else if strings.HasPrefix(text[i:], "”") {
				deep = max(deep-1, 0)
			}
		case ';':
			if deep == 0 {
				out = append(out, outline.Trim(r.t, start, sen.Start+i))
				start = sen.Start + i + 1
			}
		case ',':
			if deep == 0 && r.dutyOfAnother(sen.Start+i+1, sen.End) {
				out = append(out, outline.Trim(r.t, start, sen.Start+i))
				start = sen.Start + i + 1
			}
		}
	}
	out = append(out, outline.Trim(r.t, start, sen.End))
	kept := out[:0]
	for _, c := range out {
		if c.End > c.Start {
			kept = append(kept, c)
		}
	}
	return kept
}

// dutyOfAnother reports that behind a comma another body's duty begins: "…, các
// cơ quan phối hợp có trách nhiệm …".
func (r *reader) dutyOfAnother(from, to int) bool {
	if !strings.Contains(r.t[from:min(to, from+160)], " có trách nhiệm ") {
		return false
	}
	at := from + bodies.Blanks(r.t[from:to])
	list, end := r.bodies.List(at)
	if len(list) > 0 && end < to {
		list, end = r.grammar.UpToDuty(list, end, to)
	}
	return len(list) > 0 && end < to && strings.HasPrefix(r.t[end:to], " có trách nhiệm ")
}

func (r *reader) keep(a raw) {
	if len(a.due) == 0 && a.End > a.Start {
		if m := lastBracket.FindStringSubmatchIndex(r.t[a.Start:a.End]); m != nil {
			a.due = limit.Label(r.t, a.Start+m[2], a.Start+m[3], r.year)
		}
	}
	r.raw = append(r.raw, a)
}

// lastBracket is a time that an item ends with: "… (Quý IV/2026)".
var lastBracket = pattern.New(`\(((?:(?:Quý|quý|Tháng|tháng|Năm|năm|Giai đoạn|giai đoạn|xuyên suốt|Xuyên suốt|Trong năm|trong năm) )?[IVX\d][IVX\d ./–-]{3,14})\)$`)

func sameNames(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !contains(b, x) {
			return false
		}
	}
	return true
}

func merge(a, b []string) []string {
	for _, x := range b {
		if !contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// amidAims reads a line of a section that judges or aims: it orders nothing,
// except where it says in so many words who must do what.
func (r *reader) amidAims(i int, l outline.Line) {
	for _, sen := range outline.Sentences(r.t, l.Body, l.End) {
		who, ok := r.grammar.WhoIsTold(sen.Start, sen.End)
		if !ok || who.Strength < 0.85 || !grammar.Bound.MatchString(r.t[who.Verb:sen.End]) || r.is(recalls, sen.Start, sen.End) || strings.Contains(r.t[sen.Start:min(sen.End, who.Verb)], "đã ") || strings.HasSuffix(r.t[sen.Start:sen.End], ":") || opens.MatchString(r.t[sen.Start:l.End]) {
			continue
		}
		r.clauses(i, sen, who, true, nil, nil, true)
	}
}
