package reading

import (
	"strings"
	"unicode/utf8"

	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/grammar"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

// block is a labelled block of a plan: Nhiệm vụ / Cơ quan chủ trì / Cơ quan
// phối hợp / Thời gian thực hiện.
type block struct {
	open    bool
	level   int  // of the label that names the tasks
	tasks   bool // the lines that follow name tasks
	labels  bool // labels after the tasks have begun
	first   int  // index in raw of the block's first assignment
	pending string
}

func (b *block) close() { *b = block{} }

// label reads a labelled line of a block.
func (r *reader) label(b *block, i int, l outline.Line, name string, value int) {
	kind := strings.ToLower(name)
	text := strings.TrimSpace(r.t[value:l.End])
	switch {
	case strings.Contains(kind, "nhiệm vụ"), strings.HasPrefix(kind, "nội dung"):
		*b = block{open: true, level: l.Level, tasks: true, first: len(r.raw)}
		if text != "" {
			r.blockSentences(i, value, l.End)
		}
	case !b.open && len(r.raw) > 0 && (strings.HasPrefix(kind, "thời") || strings.HasPrefix(kind, "tiến")):
		r.timeLine(i, l, value)
	case !b.open:
		*b = block{open: true, first: r.sinceHeading(i)}
		if b.first == len(r.raw) {
			b.first = r.headingAsTask(i)
		}
		fallthrough
	default:
		if strings.Contains(kind, "thực hiện") && !strings.HasPrefix(kind, "thời") && !strings.HasPrefix(kind, "tiến") && r.whoDoesWhat(b, i, value, l.End) {
			b.tasks, b.labels = false, true
			return
		}
		b.tasks, b.labels = false, true
		b.pending = kind
		if text != "" {
			r.fill(b, kind, value, l.End)
		}
	}
}

// whoDoesWhat reads "Cơ quan thực hiện: Sở A chủ trì làm …; Sở B làm …", where
// the label itself says what each is to do: its clauses are the duties, not the
// line that names the subject.
func (r *reader) whoDoesWhat(b *block, i, from, to int) bool {
	list := outline.Sentences(r.t, from, to)
	if len(list) == 0 {
		return false
	}
	first := r.split(list[0])[0]
	who, ok := r.grammar.WhoIsTold(first.Start, first.End)
	if !ok || who.Lead[0].Start > first.Start || utf8.RuneCountInString(r.t[who.Verb:first.End]) < 25 || mereOpen.MatchString(coordRE.ReplaceAllString(r.t[who.Verb:first.End], "")) {
		return false
	}
	if rest := strings.TrimLeft(r.t[who.Verb:first.End], " ,"); strings.HasPrefix(rest, "chủ trì, phối hợp") || strings.HasPrefix(rest, "trong phạm vi") {
		return false
	}
	r.raw = r.raw[:min(b.first, len(r.raw))]
	var last []string
	for _, sen := range list {
		who, ok := r.grammar.WhoIsTold(sen.Start, sen.End)
		if made := r.clauses(i, sen, who, ok, last, nil, true); len(made) > 0 {
			last = made[len(made)-1].lead
		}
	}
	return true
}

// headingAsTask makes the heading above line i, or the item that the labels hang
// on, a duty of its own: a plan often names it nowhere else.
func (r *reader) headingAsTask(i int) int {
	level := r.lines[i].Level
	first := len(r.raw)
	for k := i - 1; k >= 0 && r.lines[k].Level > level && r.lines[k].Level < outline.Paragraph; k-- { // the items above the label
		if s := outline.Trim(r.t, r.lines[k].Body, r.lines[k].End); bodies.Actions.MatchString(r.t[s.Start:s.End]) {
			r.keep(raw{Sentence: s, verb: s.Start, how: "Việc được liệt kê trong mục của kế hoạch, cơ quan ở dòng dưới", strength: 0.65, inherited: true, line: k})
		}
	}
	if len(r.raw) > first {
		return first
	}
	for k := i - 1; k >= 0 && k > i-12; k-- {
		l := r.lines[k]
		s := strings.TrimSpace(r.t[l.Body:l.End])
		if s == "" || outline.Label.MatchString(s) || l.Level >= level {
			continue
		}
		level = l.Level
		if !bodies.Actions.MatchString(s) {
			continue
		}
		for n, a := range r.raw {
			if a.line == k {
				return n
			}
		}
		r.keep(raw{Sentence: outline.Trim(r.t, l.Body, l.End), verb: l.Body, how: "Tên mục của kế hoạch, cơ quan ở các dòng dưới", strength: 0.7, inherited: true, line: k, coord: nil})
		return len(r.raw) - 1
	}
	return len(r.raw)
}

// timeLine reads "Thời gian hoàn thành: …" under an item of a list: it belongs
// to that item, and where the item is the last of a deeper list, to the whole
// of that list and the item above it.
func (r *reader) timeLine(i int, l outline.Line, value int) {
	due := limit.Label(r.t, value, l.End, r.year)
	last := len(r.raw) - 1
	from := last
	for k := r.raw[last].line; k > r.timed; k-- {
		if above := r.lines[k]; above.Body < above.End && above.Level < r.lines[r.raw[last].line].Level {
			for n := last; n >= 0 && r.raw[n].line >= k; n-- {
				if r.raw[n].line == k {
					from = n
				}
			}
			break
		}
	}
	for n := from; n <= last; n++ {
		if len(r.raw[n].due) == 0 {
			r.raw[n].due = due
		}
	}
	if end := outline.Trim(r.t, l.Start, l.End).End; r.raw[last].line == i-1 {
		r.raw[last].End = end
	}
	r.timed = i
}

// sinceHeading is the first assignment after the heading above line i.
func (r *reader) sinceHeading(i int) int {
	from := 0
	for k := i - 1; k >= 0; k-- {
		if r.lines[k].Head || r.lines[k].Level < r.lines[i].Level && r.lines[k].Body < r.lines[k].End {
			from = k
			break
		}
	}
	for n, a := range r.raw {
		if a.line >= from {
			return n
		}
	}
	return len(r.raw)
}

func (r *reader) blockTask(b *block, i int, l outline.Line) {
	r.blockSentences(i, l.Body, l.End)
	b.open = true
}

func (r *reader) blockSentences(i, from, to int) {
	for _, sen := range outline.Sentences(r.t, from, to) {
		if r.agrees(sen.Start, sen.End) {
			continue
		}
		a := raw{Sentence: sen, verb: sen.Start, how: "Dòng “Nhiệm vụ” của kế hoạch, cơ quan ở các dòng dưới", strength: 0.85, inherited: true, line: i}
		if who, ok := r.grammar.WhoIsTold(sen.Start, sen.End); ok && (who.Lead[0].Start == sen.Start || grammar.Topic.MatchString(r.t[sen.Start:sen.End])) && grammar.Bound.MatchString(r.t[who.Verb:sen.End]+" ") {
			a.lead, a.verb, a.inherited, a.how = r.names(who.Lead), who.Verb, false, who.How
		}
		a.due = limit.Find(r.t, sen.Start, sen.End, r.year, r.cited)
		a.coord = r.coordinates(sen.Start, sen.End)
		r.keep(a)
	}
}

// fill gives the block's assignments what a label says.
func (r *reader) fill(b *block, kind string, from, to int) {
	list, end := r.bodies.List(from)
	names := r.names(list)
	if value := outline.Trim(r.t, from, to); end < value.End && strings.Contains(r.t[from:to], ";") {
		names = r.inCell(value)
	}
	due := limit.Label(r.t, from, to, r.year)
	for n := b.first; n < len(r.raw); n++ {
		a := &r.raw[n]
		switch {
		case strings.Contains(kind, "chủ trì"), strings.Contains(kind, "thực hiện") && !strings.HasPrefix(kind, "thời") && !strings.HasPrefix(kind, "tiến") && !strings.HasPrefix(kind, "kinh"):
			if strings.Contains(kind, "phối hợp") {
				a.coord = merge(a.coord, names)
			} else if len(names) > 0 && (a.inherited || len(a.lead) == 0) {
				a.lead = names
				a.coord = merge(a.coord, r.coordinates(from, to))
			}
		case strings.Contains(kind, "phối hợp"):
			a.coord = merge(a.coord, names)
		case strings.HasPrefix(kind, "thời"), strings.HasPrefix(kind, "tiến"):
			if len(a.due) == 0 {
				a.due = due
			}
		}
	}
}
