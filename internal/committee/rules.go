package committee

import (
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Verb is an office's verb; it names the act too.
type Verb string

// The verbs.
const (
	VerbMember   Verb = "committee.member"
	VerbPlan     Verb = "committee.plan"
	VerbEdit     Verb = "committee.edit"
	VerbAgenda   Verb = "committee.agenda"
	VerbAttend   Verb = "committee.attend"
	VerbHold     Verb = "committee.hold"
	VerbOpinion  Verb = "committee.opinion"
	VerbAdd      Verb = "committee.add_conclusion"
	VerbChange   Verb = "committee.change_conclusion"
	VerbDrop     Verb = "committee.drop_conclusion"
	VerbCarry    Verb = "committee.carry"
	VerbRepeat   Verb = "committee.repeat"
	VerbChoose   Verb = "committee.choose"
	VerbConclude Verb = "committee.conclude"
	VerbSign     Verb = "committee.sign"
	VerbPublish  Verb = "committee.publish"
	VerbAttach   Verb = "committee.attach"
)

// from is the state diagram: in which states a verb is possible.
func (v Verb) from() []State {
	switch v {
	case VerbEdit, VerbAgenda:
		return []State{Planned, Held, Concluded}
	case VerbHold, VerbChoose:
		return []State{Planned}
	case VerbCarry:
		return []State{Planned, Held}
	case VerbAttend:
		return []State{Planned, Held, Concluded}
	case VerbOpinion, VerbAdd, VerbChange, VerbDrop:
		return []State{Held, Concluded}
	case VerbConclude:
		return []State{Held}
	case VerbSign:
		return []State{Concluded}
	case VerbPublish:
		return []State{Signed}
	case VerbAttach:
		return []State{Held, Concluded}
	case VerbMember, VerbPlan, VerbRepeat:
	}
	return nil
}

// Possible reports whether the verb can be used in the state.
func (v Verb) Possible(s State) bool { return slices.Contains(v.from(), s) }

func (m Meeting) refuse(v Verb) error {
	if v.Possible(m.State) {
		return nil
	}
	return fault.Say(fault.Conflict, "Phiên họp đang ở bước “"+m.State.Word()+"” nên không thực hiện được việc này. Tải lại trang để xem diễn biến mới.")
}

// Gap is what a conclusion lacks before a notice can be drafted.
type Gap string

// The gaps.
const (
	NoLead Gap = "chưa có cơ quan chủ trì"
	NoTime Gap = "chưa đặt hạn"
)

// Gaps lists what the conclusion lacks.
func (c Conclusion) Gaps() []Gap {
	var out []Gap
	if c.Lead == "" {
		out = append(out, NoLead)
	}
	if c.Kind == "" {
		out = append(out, NoTime)
	}
	return out
}

// incomplete says which conclusions are asked for before anything is drafted.
func incomplete(list []Conclusion) error {
	if len(list) == 0 {
		return fault.Say(fault.Invalid, "Chưa có kết luận nào. Ghi ít nhất một kết luận.")
	}
	var says []string
	for _, c := range list {
		if gaps := c.Gaps(); len(gaps) > 0 {
			words := make([]string, len(gaps))
			for i, g := range gaps {
				words[i] = string(g)
			}
			says = append(says, "kết luận "+strconv.Itoa(c.Place)+" "+strings.Join(words, ", "))
		}
	}
	if len(says) == 0 {
		return nil
	}
	return fault.Say(fault.Invalid, "Chưa soạn được thông báo: "+strings.Join(says, "; ")+". Ghi cơ quan chủ trì, ngày hoặc nhịp báo cáo; không đặt hạn thì ghi rõ lý do.")
}

// resolve finds the one body that was typed: its id, its name, its short name,
// its abbreviation, or what the directory knows it by.
func resolve(dir *apparatus.Directory, phrase string, on civil.Date) (apparatus.OrgID, string) {
	phrase = viet.Line(phrase)
	if o, ok := dir.Get(apparatus.OrgID(phrase)); ok {
		return o.ID, ""
	}
	key := viet.Fold(phrase)
	var hit []apparatus.OrgID
	for _, o := range dir.On(on) {
		if viet.Fold(o.Name) == key || viet.Fold(o.Short) == key || o.Abbr != "" && strings.EqualFold(o.Abbr, phrase) {
			hit = append(hit, o.ID)
		}
	}
	if len(hit) == 1 {
		return hit[0], ""
	}
	found := dir.Find(phrase, on)
	switch {
	case len(found) == 1, len(found) > 1 && found[0].Score > found[1].Score && found[0].Score >= 0.9:
		return found[0].Org, ""
	case len(found) == 0 && len(hit) == 0:
		return "", "Không có “" + phrase + "” trong danh bạ. Gõ tên hoặc chữ viết tắt của cơ quan."
	}
	names := []string{}
	for _, id := range hit {
		names = append(names, dir.Name(id))
	}
	for _, f := range found {
		if len(names) < 3 && !slices.Contains(names, dir.Name(f.Org)) {
			names = append(names, dir.Name(f.Org))
		}
	}
	return "", "“" + phrase + "” có thể là " + strings.Join(names[:min(3, len(names))], ", hoặc ") + ". Gõ rõ hơn."
}

// Span is how long one step took.
type Span struct {
	From, To civil.Date
	Calendar int // days
	Working  int // working days
}

// Known reports whether both ends are there.
func (s Span) Known() bool { return s.From != "" && s.To != "" }

func span(cal *workday.Calendar, from, to civil.Date) Span {
	s := Span{From: from, To: to}
	if s.Known() {
		s.Calendar, s.Working = from.DaysUntil(to), cal.Between(from, to)
	}
	return s
}

// Pace is how long the notice of one meeting took.
type Pace struct {
	ToSigned    Span // met → signed
	ToPublished Span // signed → published
	Whole       Span // met → published
}

// PaceOf measures a meeting. The day that it met is not counted, the day that
// the notice was signed is.
func PaceOf(cal *workday.Calendar, m Meeting) Pace {
	met := civil.Date("")
	if !m.HeldAt.IsZero() {
		met = m.MetOn()
	}
	return Pace{ToSigned: span(cal, met, m.SignedOn), ToPublished: span(cal, m.SignedOn, m.PublishedOn()), Whole: span(cal, met, m.PublishedOn())}
}
