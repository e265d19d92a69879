package reading

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/grammar"
	"dondoc/internal/reading/outline"
	"dondoc/internal/viet"
)

// addressees are the bodies of the "Kính gửi" list, or of the address of a
// telegram; where there are none, the body visited.
func (r *reader) addressees() []string {
	var out []string
	on := false
	for _, l := range r.lines {
		s := strings.TrimSpace(r.t[l.Start:l.End])
		if m := outline.Recipient.FindString(s); m != "" {
			on = true
			list, _ := r.bodies.List(l.Body + strings.Index(r.t[l.Body:l.End], m) + len(m) + bodies.Blanks(r.t[l.Body+strings.Index(r.t[l.Body:l.End], m)+len(m):l.End]))
			out = append(out, r.names(list)...)
			continue
		}
		if on {
			if l.Level == outline.Paragraph && utf8.RuneCountInString(s) >= 60 {
				break
			}
			list, _ := r.bodies.List(l.Body)
			out = append(out, r.names(list)...)
		}
	}
	if len(out) == 0 {
		if m := visited.FindStringSubmatch(r.t); m != nil {
			return []string{m[1]}
		}
		return r.everybody()
	}
	return out
}

// everybody is the group that a plan names where it says who carries it out
// ("1. Các sở, ban, ngành; UBND các xã, phường", "yêu cầu các sở, ban, ngành và
// địa phương nghiêm túc thực hiện Kế hoạch này"): duties above it that name nobody
// are for them. Of several such places the one that names most kinds of bodies and
// speaks of the plan counts.
func (r *reader) everybody() []string {
	plan := r.isPlan()
	var best []string
	most := 0
	for i, l := range r.lines {
		if plan = plan || l.Annex; !plan || i <= r.first || l.As == IsClosing || l.Head && l.Level == outline.Paragraph {
			continue
		}
		for _, sen := range outline.Sentences(r.t, l.Body, l.End) {
			list, weight := r.toldAll(i, sen)
			if weight > most {
				best, most = list, weight
			}
		}
	}
	return best
}

// What a place that says who carries out a plan counts for: a line that is
// nothing but the name of all, a sentence that tells them of the plan, another
// sentence, and that the communes are among them.
const (
	asHeading  = 20
	toCarryOut = 30
	ofThePlan  = 22
	ofAnything = 10
	ofTrouble  = 1
	andLocal   = 10
	inHeading  = 15
)

// toldAll weighs a sentence as the place that says who carries out a plan; 0 for
// none.
func (r *reader) toldAll(i int, sen outline.Sentence) (names []string, weight int) {
	l, s := r.lines[i], r.t[sen.Start:sen.End]
	if r.is(closingRE, sen.Start, sen.End) {
		return nil, 0 // "… chịu trách nhiệm thi hành Quyết định này"
	}
	list, end := r.bodies.List(sen.Start)
	weight = asHeading
	if len(list) == 0 || !allOf.MatchString(list[0].Name) || strings.Trim(r.t[end:max(end, sen.End)], " :;,.") != "" || l.Level >= outline.Paragraph {
		who, ok := r.grammar.WhoIsTold(sen.Start, sen.End)
		if !ok || !allOf.MatchString(who.Lead[0].Name) || l.Off {
			return nil, 0
		}
		list = who.Lead
		switch {
		case inTrouble.MatchString(s):
			weight = ofTrouble
		case carryOut.MatchString(s):
			weight = toCarryOut
		case thisPlan.MatchString(s):
			weight = ofThePlan
		default:
			weight = ofAnything
		}
	}
	names = r.names(list)
	if slices.ContainsFunc(names, local.MatchString) {
		if weight == asHeading {
			weight += inHeading
		} else {
			weight += andLocal
		}
	}
	return names, weight + min(len(names), 4)
}

var (
	// inTrouble is the clause on what to do when there are difficulties, or on
	// where the money comes from: not all that it names carry out the plan.
	inTrouble = pattern.New(`khó khăn|vướng mắc|kinh phí|dự toán|ngân sách`)
	thisPlan  = pattern.New(`(?i)(?:kế hoạch|chương trình|nội dung|nhiệm vụ|đề án) (?:này|trên|nêu trên)|nghiêm túc|chức năng, nhiệm vụ`)
	carryOut  = pattern.New(`(?i)(?:thực hiện|triển khai)[^.;]{0,60}(?:kế hoạch|chương trình|nội dung|nhiệm vụ|đề án) (?:này|trên|nêu trên)|nghiêm túc[^.;]{0,40} (?:thực hiện|triển khai)`)
	local     = pattern.New(`(?i)(?:UBND|ủy ban nhân dân|chủ tịch)|địa phương|các xã|các phường|cấp xã`)
)

// isPlan reports a document whose contents are duties.
func (r *reader) isPlan() bool {
	switch h := r.res.Document; h.Type {
	case "Kế hoạch", "Chương trình":
		return true
	case "Quyết định":
		return approves.MatchString(h.Title)
	}
	return false
}

// approves is the title of a decision that is a plan.
var approves = pattern.New(`(?i)(?:phê duyệt|ban hành) (?:kế hoạch|chương trình)`)

// isIssuer reports that a name is the issuer's own: "UBND tỉnh" in a plan of the
// "Ủy ban nhân dân tỉnh Nghệ An". A body does not address itself.
func (r *reader) isIssuer(lead []string) bool {
	if len(lead) != 1 {
		return false
	}
	plain := strings.NewReplacer("ubnd", "ủy ban nhân dân", "chủ tịch ", "").Replace
	name, issuer := plain(strings.ToLower(viet.Tone(lead[0]))), plain(strings.ToLower(viet.Tone(r.res.Document.Issuer)))
	return name != "" && issuer != "" && strings.HasPrefix(issuer, name)
}

var allOf = pattern.New(`^(?:[Tt]hủ trưởng |[Gg]iám đốc |[Ll]ãnh đạo )?(?:Các|các) (?:[Ss]ở|cơ quan|đơn vị|Sở|[Bb]ộ)(?:,| |$)`)

// speaker is the body that orders or informs, where the head names no issuer.
func (r *reader) speaker() string {
	for i := len(r.lines) - 1; i >= max(0, len(r.lines)-6); i-- { // "Văn phòng Chính phủ xin thông báo để …"
		if b, ok := r.bodies.At(r.lines[i].Body); ok && informs.MatchString(r.t[b.End:max(b.End, r.lines[i].End)]) {
			return b.Name
		}
	}
	first := ""
	for _, l := range r.lines {
		for _, b := range bodies.In(r.t[l.Start:l.End]).All() {
			if speaks.MatchString(b.Name) && speaking.MatchString(r.t[l.Start+b.End:l.End]) {
				if first == "" {
					first = b.Name
				}
				if strings.HasSuffix(strings.TrimSpace(r.t[l.Start+b.End:l.End]), ":") { // who opens the list of duties
					return b.Name
				}
			}
		}
	}
	return first
}

var (
	informs  = pattern.New(`^ (?:xin )?(?:trân trọng )?thông báo `)
	speaking = pattern.New(`^ ?(?:đã )?(?:chỉ thị|yêu cầu|đề nghị|giao|ban hành|xây dựng [Kk]ế hoạch|phân công|kiến nghị|điện|ủy quyền|lưu ý)[\s:,]`)
	// speaks is a body that issues documents of its own.
	speaks = pattern.New(`^(?:Chủ tịch |Bộ trưởng |Giám đốc )?(?:Ủy ban|UBND|Bộ|Sở|Thủ tướng|Chính phủ|Ban Chỉ đạo|Ban chỉ đạo|Hội đồng|Tỉnh ủy|Thành ủy|Văn phòng)`)
)

var visited = pattern.New(`(?:làm việc|buổi làm việc) với (?:tập thể )?(?:[Ll]ãnh đạo|Ban Thường vụ|Thường trực) ((?:tỉnh|thành phố) ` + bodies.Place + `)`)

// bareName reads a line that only names who the lines below are for: "1. Văn
// phòng UBND tỉnh", "Giao Sở Nội vụ".
func (r *reader) bareName(sen outline.Sentence) []string {
	at := sen.Start
	if m := giving.FindString(r.t[at:sen.End]); m != "" {
		at += len(m)
	}
	list, end := r.bodies.List(at)
	if end < sen.End {
		end = grammar.Apposed(r.t, end, sen.End)
		end += len(grammar.Aside.FindString(r.t[end:sen.End]))
	}
	if names := r.namesOnly(sen.Start, at, sen.End); len(list) > 0 && len(names) > 0 {
		return names
	}
	if len(list) == 0 || end > sen.End || strings.Trim(r.t[end:sen.End], " :;,.") != "" {
		return nil
	}
	return r.names(list)
}

// namesOnly reads a short marked line of names parted by semicolons, the first
// known and none with a verb in it: "4. Sở Văn hóa, Thể thao và Du lịch; Báo và
// Phát thanh, Truyền hình Cần Thơ". What no pattern knows is taken as written.
func (r *reader) namesOnly(start, from, to int) []string {
	s := r.t[from:to]
	if start == 0 || r.t[start-1] == '\n' || strings.Contains(s, ".") || !strings.Contains(s, ";") || utf8.RuneCountInString(s) > 200 {
		return nil
	}
	var out []string
	for _, part := range r.split(outline.Sentence{Start: from, End: to}) {
		name := r.t[part.Start:part.End]
		list, end := r.bodies.List(part.Start)
		switch {
		case len(list) > 0 && end >= part.End:
			out = append(out, r.names(list)...)
		case bodies.Office.MatchString(name) && !bodies.Stops.MatchString(name) && !verbInside(name):
			out = append(out, r.original(part.Start, part.End))
		default:
			return nil
		}
	}
	return out
}

// verbInside reports an action among the words after the first three.
func verbInside(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] == ' ' {
			if n++; n > 2 && bodies.Actions.MatchString(s[i+1:]) {
				return true
			}
		}
	}
	return false
}

var giving = pattern.New(`^(?:Giao|Đề nghị|Yêu cầu|Đối với|Về phía|(?:Trách nhiệm|Nhiệm vụ|Phân công nhiệm vụ|Phần việc)(?: chung| cụ thể| chính)?(?: của| cho| đối với))(?: cho)? `)

// name is a body's name as written, unless it was put together from a list.
func (r *reader) name(b bodies.Body) string {
	if len(b.Name) == b.End-b.Start {
		return r.original(b.Start, b.End)
	}
	return b.Name
}

func (r *reader) names(list []bodies.Body) []string {
	out := []string{}
	for _, b := range list {
		if n := r.name(b); !contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
