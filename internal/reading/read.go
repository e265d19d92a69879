package reading

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/reading/limit"
	"dondoc/internal/viet"
)

// Read reads a directive. The text should be NFC; offsets of the result count
// its code points. Read never fails: what it cannot make out it leaves unread.
func Read(text string, opt Options) Result {
	if strings.Contains(text, "\r") {
		return readWindows(text, opt)
	}
	t := working(text)
	r := &reader{t: t, at: runeIndex(t), runes: []rune(text), opt: opt}
	r.lines = cutLines(t)
	r.res = Result{Text: text, Document: header(t, r.lines), Citations: citation.Find(text), Organisations: []Organisation{}, Indices: []Index{}, Assignments: []Assignment{}, Warnings: []Warning{}}
	if r.res.Citations == nil {
		r.res.Citations = []citation.Mention{}
	}
	r.dropOwnNumber()
	if r.res.Document.Issuer == "" {
		r.res.Document.Issuer = r.speaker()
	}
	r.year = atoi(strings.SplitN(r.res.Document.Date+"-", "-", 2)[0])
	r.orders()
	r.organisations()
	r.indices()
	r.finish()
	return r.res
}

// working is the text that rules are matched on: look-alike letters and dashes
// made plain and tone marks moved to the modern place, one code point for one.
func working(text string) string {
	t := viet.Tone(citation.Plain(text))
	if utf8.RuneCountInString(t) != utf8.RuneCountInString(text) {
		return text // not NFC: match as it stands rather than lose the offsets
	}
	return t
}

type reader struct {
	t     string
	at    []int
	runes []rune // of the text as given
	bytes []int  // byte offset of every code point
	opt   Options
	lines []line
	res   Result
	year  int
	first int // the first line of the running text
	timed int // the last line that only set the time
	cited []limit.Place
	raw   []raw
	roles []Role // by line, for the coverage
}

// raw is an assignment before its offsets are turned into code points.
type raw struct {
	sentence

	lead      []string
	coord     []string
	due       []limit.Found
	how       string
	verb      int
	strength  float64
	inherited bool
	line      int
}

// holder is an addressee that the items below it hang on.
type holder struct {
	level int
	lead  []string
	coord []string
}

func (r *reader) dropOwnNumber() {
	first := bodyStart(r.t, r.lines)
	r.first = first
	headEnd := 0
	if first < len(r.lines) {
		headEnd = r.at[r.lines[first].start]
	}
	own := citation.Key(r.res.Document.Number)
	kept := r.res.Citations[:0]
	for _, c := range r.res.Citations {
		if c.Start < headEnd && own != "" && citation.Key(c.Number) == own {
			continue
		}
		kept = append(kept, c)
	}
	r.res.Citations = kept
	r.bytes = make([]int, r.at[len(r.t)]+1)
	for i := range r.t {
		r.bytes[r.at[i]] = i
	}
	r.bytes[len(r.bytes)-1] = len(r.t)
	for _, c := range kept {
		r.cited = append(r.cited, limit.Place{Start: r.bytes[c.Start], End: r.bytes[c.End]})
	}
}

// orders walks the lines and sentences and keeps who is told what.
func (r *reader) orders() { //nolint:gocognit // the walk over lines and sentences is one state machine
	var (
		stack     []holder
		addressee = r.addressees()
		last      []string
		lastLine  = -1
		directing = false
		block     block
	)
	r.roles = make([]Role, len(r.lines))
	table := r.tables()
	for i, l := range r.lines {
		r.roles[i] = l.as
		if table[i] {
			r.roles[i] = IsContext
			continue
		}
		if l.as == IsClosing || strings.TrimSpace(r.t[l.body:l.end]) == "" {
			continue
		}
		if l.annex {
			stack, last = nil, nil
		}
		if l.head {
			block.close()
			for len(stack) > 0 && stack[len(stack)-1].level >= l.level {
				stack = stack[:len(stack)-1]
			}
			if judging.MatchString(r.t[l.body:l.end]) {
				continue
			}
			if tasking.MatchString(r.t[l.body:l.end]) && i > r.first {
				directing = true
			}
			if lead := r.headed(l); i > r.first && len(lead) > 0 {
				stack = append(stack, holder{level: l.level, lead: lead})
				last, lastLine, directing = lead, i, true
			}
			continue
		}
		if l.as == IsHeading || l.off {
			continue
		}
		s := r.t[l.body:l.end]
		if m := labelRE.FindStringSubmatchIndex(s); m != nil {
			r.label(&block, i, l, s[m[2]:m[3]], l.body+m[1])
			continue
		}
		if block.open && block.tasks {
			r.blockTask(&block, i, l)
			continue
		}
		if l.level < paragraph {
			for len(stack) > 0 && stack[len(stack)-1].level >= l.level {
				stack = stack[:len(stack)-1]
			}
		}
		list := sentences(r.t, l.body, l.end)
		for k, sen := range list {
			if closingRE.MatchString(r.t[sen.start:sen.end]) {
				r.roles[i] = IsContext
				continue
			}
			if r.timeOnly(sen, i) {
				continue
			}
			opener := k == len(list)-1 && opens.MatchString(r.t[l.body:l.end])
			if lead := r.bareName(sen); k == 0 && len(lead) > 0 && !opener {
				stack = append(stack, holder{level: l.level, lead: lead})
				last, lastLine, directing = lead, i, true
				r.roles[i] = IsHeading
				continue
			}
			who, ok := whoIsTold(r.t, sen.start, sen.end)
			if ok && !directing && (recalls.MatchString(r.t[sen.start:sen.end]) || strings.Contains(r.t[sen.start:min(sen.end, who.verb)], "đã ")) {
				ok = false
			}
			inherit := last
			if lastLine != i {
				inherit = addressee
			}
			var coord []string
			if len(stack) > 0 {
				if lastLine != i || len(last) == 0 {
					inherit = stack[len(stack)-1].lead
				}
				coord = stack[len(stack)-1].coord
			}
			if opener {
				if lead := r.opening(i, l, sen, who, ok, inherit, coord); lead.lead != nil {
					stack = append(stack, lead)
					last, lastLine = lead.lead, i
					if len(list) == 1 && l.end-l.body < 160 {
						r.roles[i] = IsHeading
					}
					if len(addressee) == 0 {
						addressee = lead.lead
					}
				} else if len(stack) == 0 && len(inherit) > 0 && l.level < paragraph {
					stack = append(stack, holder{l.level, inherit, coord})
				}
				if openList.MatchString(strings.TrimRight(r.t[sen.start:sen.end], " :")) || l.level < paragraph && len(r.bareName(sen)) > 0 {
					directing = true
				}
				continue
			}
			made := r.clauses(i, sen, who, ok, inherit, coord, directing)
			if len(made) > 0 {
				directing = true
				last, lastLine = made[len(made)-1].lead, i
				if len(addressee) == 0 && made[0].strength >= 0.85 {
					addressee = made[0].lead
				}
			}
		}
	}
}

// preface is the paragraph that says on what grounds a letter is written.
var preface = regexp.MustCompile(`^(?:Thực hiện|Triển khai|Căn cứ|Tiếp theo|Theo|Xét|Phúc đáp|Trả lời) [^.;]{0,60}(?:Nghị quyết|Kết luận|Quyết định|Chỉ thị|Công điện|Công văn|[Vv]ăn bản|Kế hoạch|Thông báo|Chương trình|ý kiến|đề nghị|Luật|Nghị định)`)

// clauses makes the assignments of one sentence: one, unless clauses have
// leads of their own or each its own deadline.
func (r *reader) clauses(i int, sen sentence, who told, explicit bool, inherit, coord []string, directing bool) []raw { //nolint:revive,gocognit // called once, from the walk; one clause after another
	text := r.t[sen.start:sen.end]
	verb, isBare := bare(r.t, sen.start, sen.end)
	switch {
	case explicit && (agreeing.MatchString(text) || judges.MatchString(text)) && who.strength < 0.9:
		return nil
	case explicit:
	case agreeing.MatchString(text), judges.MatchString(text), recalls.MatchString(text):
		return nil
	case len(r.raw) == 0 && r.lines[i].level == paragraph && preface.MatchString(text):
		return nil
	case isBare && directing && len(inherit) > 0:
	default:
		return nil
	}
	if explicit { // what the heading says of coordination is said to whom it names
		if !sameNames(r.names(who.lead), inherit) {
			coord = nil
		}
	}
	base := raw{sentence: sen, lead: inherit, coord: coord, verb: verb, inherited: true, strength: 0.65, line: i, how: "Câu mở bằng động từ giao việc, cơ quan được nêu ở trên"}
	if explicit {
		base.lead, base.verb, base.inherited, base.how, base.strength = r.names(who.lead), who.verb, false, who.how, who.strength
	}
	if explicit && strings.HasPrefix(text, "Trên đây là ") {
		if at := strings.LastIndexByte(r.t[sen.start:who.lead[0].start], ','); at > 0 {
			sen = trim(r.t, sentence{sen.start + at + 1, sen.end})
			base.sentence = sen
		}
	}
	cuts := r.split(sen)
	if explicit && isBare && len(inherit) > 0 && verb < cuts[0].end && who.lead[0].start > cuts[0].end {
		explicit = false // "đề xuất …; đồng thời Sở B làm …": the first clause is still for the one named before
		base.lead, base.verb, base.inherited, base.strength, base.how = inherit, verb, true, 0.65, "Câu mở bằng động từ giao việc, cơ quan được nêu ở trên"
	}
	for explicit && len(cuts) > 1 && cuts[0].end < who.verb && !agreeing.MatchString(text) { // a semicolon inside the list of leads
		cuts = append([]sentence{{cuts[0].start, cuts[1].end}}, cuts[2:]...)
	}
	if explicit && agreeing.MatchString(text) { // "Nhất trí …; giao …": the clause without an order is left out
		for _, c := range cuts {
			if c.start <= who.verb && who.verb < c.end {
				base.start = c.start
			}
		}
		cuts = r.split(base.sentence)
	}
	var out []raw
	for n, c := range cuts {
		w, ok := told{}, false
		if n > 0 {
			w, ok = whoIsTold(r.t, c.start, c.end)
			ok = ok && !sameNames(r.names(w.lead), base.lead)
		}
		due := limit.Find(r.t, c.start, c.end, r.year, r.cited)
		switch {
		case n == 0:
			base.due = due
			out = append(out, base)
		case ok:
			out = append(out, raw{sentence: c, lead: r.names(w.lead), verb: w.verb, how: w.how, strength: w.strength, due: due, line: i})
		case len(due) > 0 && len(out[len(out)-1].due) > 0:
			v, _ := bare(r.t, c.start, c.end)
			prev := out[len(out)-1]
			out = append(out, raw{sentence: c, lead: prev.lead, coord: prev.coord, verb: max(v, c.start), how: "Dấu “;” mở việc có thời hạn riêng, cơ quan được nêu ở vế trước", strength: prev.strength, inherited: true, due: due, line: i})
		default:
			out[len(out)-1].due = append(out[len(out)-1].due, due...)
		}
		out[len(out)-1].end = c.end
	}
	for k := range out {
		out[k].coord = merge(r.coordinates(out[k].start, out[k].end), out[k].coord)
		r.keep(out[k])
	}
	return out
}

// split cuts a sentence at semicolons outside quotes and brackets.
func (r *reader) split(sen sentence) []sentence {
	var out []sentence
	start, deep := sen.start, 0
	for i, c := range r.t[sen.start:sen.end] {
		switch c {
		case '(', '“':
			deep++
		case ')', '”':
			deep = max(deep-1, 0)
		case ';':
			if deep == 0 {
				out = append(out, trim(r.t, sentence{start, sen.start + i}))
				start = sen.start + i + 1
			}
		}
	}
	out = append(out, trim(r.t, sentence{start, sen.end}))
	kept := out[:0]
	for _, c := range out {
		if c.end > c.start {
			kept = append(kept, c)
		}
	}
	return kept
}

func (r *reader) keep(a raw) { r.raw = append(r.raw, a) }

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

var (
	onlyTime = regexp.MustCompile(`(?i)^thời (?:gian|hạn)[^.;]{0,90}$`)
	// finished opens a sentence that says no more than when the duty before it
	// is to be done.
	finished = regexp.MustCompile(`(?i)^(?:yêu cầu )?(?:thực hiện )?(?:hoàn thành|xong)(?: việc này| nhiệm vụ này| công việc này| các nội dung này)?,? (?:trước|trong|chậm nhất|muộn nhất|vào|đến hết)`)
)

// timeOnly joins a line that only sets the time to the assignment before it.
func (r *reader) timeOnly(sen sentence, i int) bool {
	s := r.t[sen.start:sen.end]
	if n := len(r.raw); n > 0 && r.raw[n-1].line < i-1 && strings.TrimSpace(r.t[r.raw[n-1].end:sen.start]) != "" && strings.Count(strings.Trim(r.t[r.raw[n-1].end:sen.start], ".;\n "), "\n") > 0 {
		return false // not the duty just above
	}
	done := finished.MatchString(s)
	if len(r.raw) == 0 || !done && !onlyTime.MatchString(s) {
		return false
	}
	due := limit.Find(r.t, sen.start, sen.end, r.year, r.cited)
	if len(due) == 0 || done && (len(due) > 1 || strings.Trim(r.t[due[0].End:sen.end], " .;,)") != "") {
		return false
	}
	last := &r.raw[len(r.raw)-1]
	last.due, last.end = append(last.due, due...), sen.end
	return true
}
