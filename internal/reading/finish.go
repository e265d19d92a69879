package reading

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dondoc/internal/citation"
	"dondoc/internal/civil"
	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
	"dondoc/internal/viet"
)

func (r *reader) span(a, b int) Span { return Span{r.point(a), r.point(b)} }

// original is the text as written in a stretch given in bytes of the working text.
func (r *reader) original(a, b int) string {
	return r.text(r.point(a), r.point(b))
}

// finish turns raw assignments into the result and covers the whole text.
func (r *reader) finish() {
	slices.SortStableFunc(r.raw, func(a, b raw) int { return a.Start - b.Start })
	end := 0
	for _, a := range r.raw {
		if a.Start < end || a.End <= a.Start {
			continue
		}
		end = a.End
		r.res.Assignments = append(r.res.Assignments, r.assignment(a))
	}
	r.cover()
	r.warn()
}

func (r *reader) assignment(a raw) Assignment {
	out := Assignment{Span: r.span(a.Start, a.End), Lead: a.lead, Coordinate: a.coord, Inherited: a.inherited}
	if out.Lead == nil {
		out.Lead = []string{}
	}
	if out.Coordinate == nil {
		out.Coordinate = []string{}
	}
	out.Coordinate = slices.DeleteFunc(out.Coordinate, func(s string) bool { return contains(out.Lead, s) })
	verb := min(max(a.verb, a.Start), a.End)
	if !a.inherited {
		out.Through = slices.DeleteFunc(r.through(verb, a.End), func(s string) bool { return contains(out.Lead, s) || contains(out.Coordinate, s) })
	}
	due := limit.Found{Deadline: Deadline{Kind: None}}
	if len(a.due) > 0 {
		due = a.due[0]
		for _, d := range a.due { // several limits on one sentence: the first real one, a rhythm before a bare "định kỳ"
			if due.Deadline.Kind == Recurring && due.Deadline.Every == nil && d.Deadline.Every != nil {
				due = d
			}
			if coarse.MatchString(r.t[due.Start:due.End]) && due.Deadline.Kind == OnDate && d.Deadline.Kind == OnDate && !coarse.MatchString(r.t[d.Start:d.End]) {
				due = d // "vốn không giải ngân hết trong năm 2025 … xong trong quý I năm 2026"
			}
		}
	} else if v, ok := limit.Vague(r.t, a.Start, a.End); ok {
		due = v
	}
	out.Deadline = due.Deadline
	if due.End > due.Start {
		s := r.span(due.Start, due.End)
		out.Deadline.Start, out.Deadline.End = s.Start, s.End
	}
	out.Task = r.task(verb, a.End)
	out.Parts = r.parts(a)
	out.Signs = r.signs(a, out)
	out.Certainty = out.Signs.certainty()
	out.Because = r.because(a, due, out)
	return out
}

// coarse is a limit that names a year and nothing finer.
var coarse = pattern.New(`^[^\d/]*năm\s+\d{4}$`)

var leadIn = pattern.New(`^(?:[\s,:]|chịu trách nhiệm|có trách nhiệm|chủ trì,?|tiến hành|cần|phải|sẽ)+`)

// task is the first duty of the sentence, without lead and limits.
func (r *reader) task(verb, end int) Span {
	s := r.t[verb:end]
	verb += len(leadIn.FindString(s))
	if m := coordRE.FindStringIndex(r.t[verb:end]); m != nil && m[0] == 0 { // "phối hợp với Sở A rà soát …": the duty is behind the bodies
		if names, after := r.partners(verb+m[1], end); len(names) > 0 && after < end && bodies.Actions.MatchString(strings.TrimLeft(r.t[after:end], " ,")) {
			verb = after + len(leadIn.FindString(r.t[after:end]))
		}
	}
	if m := throughRE.FindStringIndex(r.t[verb:end]); m != nil && m[0] == 0 { // "chỉ đạo, triển khai cho Trung tâm A làm …"
		if b, ok := r.bodies.At(verb + m[1]); ok && b.End < end && !strings.HasPrefix(b.Name, "các ") {
			verb = b.End + len(leadIn.FindString(r.t[b.End:end]))
		}
	}
	if i := strings.Index(r.t[verb:end], ";"); i > 20 {
		end = verb + i
	}
	if verb >= end {
		return r.span(end, end)
	}
	t := outline.Trim(r.t, verb, end)
	return r.span(t.Start, t.End)
}

// parts are suggested splits: clauses at semicolons that begin with an action
// of their own. What only states an aim, or hands in the result of the duty
// before it, stays with that duty.
func (r *reader) parts(a raw) []Span {
	cuts := r.split(a.Sentence)
	if len(cuts) < 2 {
		return nil
	}
	out := []Span{r.span(cuts[0].Start, cuts[0].End)}
	for n, c := range cuts[1:] {
		s := r.t[c.Start:c.End]
		purpose := strings.Contains(r.t[cuts[n].Start:cuts[n].End], "nhằm ") && aims.MatchString(s)
		if !bodies.Actions.MatchString(s) || purpose || delivers.MatchString(s) {
			out[len(out)-1].End = r.point(c.End)
			continue
		}
		out = append(out, r.span(c.Start, c.End))
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

func (r *reader) because(a raw, due limit.Found, out Assignment) string {
	why := []string{a.how}
	if len(a.lead) > 0 {
		why[0] += ", nên “" + strings.Join(a.lead, "”, “") + "” chủ trì"
	} else {
		why[0] += "; văn bản không nêu cơ quan chủ trì"
	}
	if len(out.Through) > 0 {
		why = append(why, "chữ “chỉ đạo” hoặc “triển khai cho” nên “"+out.Through[0]+"” trực tiếp thực hiện")
	}
	if len(out.Coordinate) > 0 {
		why = append(why, "chữ “phối hợp” đứng trước cơ quan phối hợp")
	}
	switch {
	case due.Deadline.Kind != None:
		why = append(why, "thời hạn đọc từ “"+r.original(due.Start, due.End)+"”")
	case due.Deadline.Vague:
		why = append(why, "“"+r.original(due.Start, due.End)+"” không phải một thời hạn")
	default:
		why = append(why, "văn bản không nêu thời hạn")
	}
	return viet.Title(strings.Join(why, "; ")) + "."
}

// cover gives every code point exactly one role.
func (r *reader) cover() {
	n := r.point(len(r.t))
	roles := make([]byte, n) // places in allRoles
	for i, l := range r.lines {
		end := l.End
		if end < len(r.t) {
			end++ // the line end belongs to its line
		}
		paint(roles[r.point(l.Start):r.point(end)], r.roles[i])
		if r.roles[i] == IsContext && !l.Head {
			r.unread(i, l, roles)
		}
	}
	for _, a := range r.res.Assignments {
		paint(roles[a.Start:a.End], IsAssignment)
	}
	r.res.Coverage = []Stretch{}
	for p := 0; p < n; {
		q := p
		for q < n && roles[q] == roles[p] {
			q++
		}
		r.res.Coverage = append(r.res.Coverage, Stretch{Span{p, q}, allRoles[roles[p]]})
		p = q
	}
}

// allRoles are the roles; the coverage is painted with their places.
var allRoles = []Role{IsContext, IsAssignment, IsHeading, IsClosing, IsUnread} //nolint:gochecknoglobals // a constant table

func paint(on []byte, as Role) {
	k := byte(max(slices.Index(allRoles, as), 0)) //nolint:gosec // five roles
	for i := range on {
		on[i] = k
	}
}

// unread marks sentences that look like orders but were given to nobody, so
// that a person sees them rather than taking them for context.
func (r *reader) unread(i int, l outline.Line, roles []byte) {
	seen := false
	for _, a := range r.raw {
		if a.line < i {
			seen = true
			break
		}
	}
	for _, sen := range outline.Sentences(r.t, l.Body, l.End) {
		s := r.t[sen.Start:sen.End]
		if r.is(closingRE, sen.Start, sen.End) || utf8.RuneCountInString(s) < 25 {
			continue
		}
		if strings.Count(s, " | ") >= 2 && !r.is(pressing, sen.Start, sen.End) {
			continue // a row of figures
		}
		// where orders are not expected, only words that press make a sentence one to look at
		if (l.Off || !seen && l.Level == outline.Paragraph || r.agrees(sen.Start, sen.End) || r.is(judges, sen.Start, sen.End)) && !r.is(pressing, sen.Start, sen.End) && !r.mayOrder(sen) {
			continue
		}
		paint(roles[r.point(sen.Start):r.point(sen.End)], IsUnread)
	}
}

// mayOrder reports a sentence that would be an order anywhere else: somebody is
// told something in it, or it begins with an action and does not speak of the past.
func (r *reader) mayOrder(sen outline.Sentence) bool {
	s := r.t[sen.Start:sen.End]
	if r.states(sen.Start, sen.End) || strings.Contains(s, "đã ") || r.is(judges, sen.Start, sen.End) || r.agrees(sen.Start, sen.End) {
		return false
	}
	if _, ok := r.grammar.WhoIsTold(sen.Start, sen.End); ok {
		return true
	}
	_, ok := r.grammar.Bare(sen.Start, sen.End)
	return ok && r.lines[0].End < sen.Start && !preface.MatchString(s)
}

// pressing are the words without which hardly anything is ordered.
var pressing = pattern.New(`(?:^|[\s,;:(“])(?:cần|phải|yêu cầu|Yêu cầu|đề nghị|Đề nghị|giao|Giao|có trách nhiệm|chủ trì|khẩn trương)\s`)

// organisations lists the bodies named, with their ids where they are known.
func (r *reader) organisations() {
	known := map[string]string{}
	for _, o := range r.opt.Organisations {
		known[viet.Fold(o.Name)] = o.ID
		for _, a := range o.Abbreviations {
			if _, ok := known[viet.Fold(a)]; !ok {
				known[viet.Fold(a)] = o.ID
			}
		}
	}
	for _, b := range r.bodies.All() {
		o := Organisation{Span: r.span(b.Start, b.End)}
		o.Name = r.original(b.Start, b.End)
		if len(known) > 0 {
			if id, ok := known[viet.Fold(b.Name)]; ok {
				o.ID = &id
			}
		}
		r.res.Organisations = append(r.res.Organisations, o)
	}
}

var indexRE = pattern.New(`(?i)PAR[ -]?INDEX|SIPAS|PAPI\b|\bDDCI\b|\bPCI\b|bộ chỉ số 766|chỉ số cải cách hành chính`)

// indices lists the governance indices named.
func (r *reader) indices() {
	if !mayNameIndex(r.t) { // most texts
		return
	}
	for _, l := range r.lines {
		r.indicesIn(l.Start, l.End)
	}
}

// indexClues are parts of the names of indices, one in each, in either case.
var indexClues = []string{"INDEX", "Index", "index", "SIPAS", "Sipas", "PAPI", "Papi", "DDCI", "PCI", "ộ chỉ số 766", "ỉ số cải cách hành chính", "Ỉ SỐ CẢI CÁCH HÀNH CHÍNH"} //nolint:gochecknoglobals // a constant table

func mayNameIndex(s string) bool {
	return slices.ContainsFunc(indexClues, func(w string) bool { return strings.Contains(s, w) })
}

func (r *reader) indicesIn(from, to int) {
	s := r.t[from:to]
	if !mayNameIndex(s) {
		return
	}
	for _, m := range indexRE.FindAllStringIndex(s, -1) {
		m[0], m[1] = m[0]+from, m[1]+from
		var code string
		switch s := strings.ToUpper(r.t[m[0]:m[1]]); {
		case strings.HasPrefix(s, "PAR"), strings.HasPrefix(s, "CHỈ SỐ"):
			code = "PAR_INDEX"
		case strings.HasPrefix(s, "BỘ"):
			code = "QD766"
		default:
			code = s
		}
		r.res.Indices = append(r.res.Indices, Index{r.span(m[0], m[1]), code})
	}
}

// badDate is a written day, whether or not the calendar has it.
var badDate = pattern.New(`(?:ngày\s+)(\d{1,2})(?:[/.\-]|\s+tháng\s+)(\d{1,2})(?:[/.\-]|\s+năm\s+)(\d{4})`)

// warn says what a person should look at.
func (r *reader) warn() {
	for _, m := range badDate.FindAllStringSubmatchIndex(r.t, -1) {
		g := func(i int) int { return atoi(r.t[m[2*i]:m[2*i+1]]) }
		if civil.New(g(3), g(2), g(1)) == "" {
			r.res.Warnings = append(r.res.Warnings, Warning{Code: "date_impossible", Message: fmt.Sprintf("“%s” không có trong lịch.", r.original(m[0], m[1]))})
		}
	}
	if n := r.res.Document.Number; n != "" && citation.Parse(n).Style == citation.Unknown {
		r.res.Warnings = append(r.res.Warnings, Warning{Code: "number_unknown_form", Message: fmt.Sprintf("Số, ký hiệu “%s” không theo mẫu nào đã biết; được giữ như viết.", n)})
	}
	if r.res.Document.Date == "" {
		return
	}
	for i, a := range r.res.Assignments {
		if d := a.Deadline.Date; d != nil && *d < r.res.Document.Date {
			r.res.Warnings = append(r.res.Warnings, Warning{Code: "due_before_issue", Message: fmt.Sprintf("Nhiệm vụ %d có thời hạn %s trước ngày ban hành.", i+1, civil.Date(*d).Format())})
		}
	}
}
