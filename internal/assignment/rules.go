package assignment

import (
	"slices"

	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/workday"
)

// Verb is an office's verb; it names the act too.
type Verb string

// The verbs.
const (
	VerbAssign      Verb = "assignment.assign"
	VerbAcknowledge Verb = "assignment.acknowledge"
	VerbDispute     Verb = "assignment.dispute"
	VerbDecide      Verb = "assignment.decide" // the secretariat on a dispute
	VerbHandOn      Verb = "assignment.hand_on"
	VerbDraft       Verb = "assignment.draft_report"
	VerbReport      Verb = "assignment.report"
	VerbConfirm     Verb = "assignment.confirm"
	VerbReturn      Verb = "assignment.return"
	VerbCancel      Verb = "assignment.cancel"
	VerbSupersede   Verb = "assignment.supersede"
	VerbSetDue      Verb = "assignment.set_due"
	VerbPartAsk     Verb = "assignment.part_ask"
	VerbPartDeliver Verb = "assignment.part_deliver"
	VerbEdit        Verb = "assignment.edit"
)

// Verbs lists the verbs that move or change an assignment.
func Verbs() []Verb {
	return []Verb{VerbAcknowledge, VerbDispute, VerbDecide, VerbHandOn, VerbDraft, VerbReport, VerbConfirm, VerbReturn, VerbCancel, VerbSupersede, VerbSetDue, VerbPartAsk, VerbPartDeliver, VerbEdit}
}

// from is the state diagram: in which states a verb is possible.
func (v Verb) from() []State {
	switch v {
	case VerbAssign:
		return []State{Drafted}
	case VerbAcknowledge:
		return []State{Assigned}
	case VerbDispute:
		return []State{Assigned, Acknowledged}
	case VerbDecide:
		return []State{Disputed}
	case VerbHandOn, VerbDraft, VerbReport:
		return []State{Assigned, Acknowledged, Returned}
	case VerbConfirm, VerbReturn:
		return []State{Reported}
	case VerbCancel, VerbSupersede, VerbSetDue, VerbEdit:
		return []State{Drafted, Assigned, Acknowledged, Disputed, Reported, Returned}
	case VerbPartAsk, VerbPartDeliver:
		return []State{Assigned, Acknowledged, Reported, Returned}
	}
	return nil
}

// Possible reports whether the verb can be used in the state.
func (v Verb) Possible(s State) bool { return slices.Contains(v.from(), s) }

// refuse says why a verb is not possible in a state.
func (a Assignment) refuse(v Verb) error {
	if a.Group && v != VerbCancel && v != VerbSupersede && v != VerbEdit {
		return fault.Say(fault.Conflict, "Đây là nhiệm vụ chung của nhiều cơ quan. Thực hiện trên từng việc thành phần.")
	}
	if v.Possible(a.State) {
		return nil
	}
	return fault.Say(fault.Conflict, "Nhiệm vụ đang ở trạng thái “"+a.State.Word()+"” nên không thực hiện được việc này. Tải lại trang để xem diễn biến mới.")
}

// due computes the due day from the facts. A day in the past is taken as
// stated; whether that is a slip is for a person to say.
func due(cal *workday.Calendar, d Deadline, assigned civil.Date, weekday int) (label string, on civil.Date) {
	switch d.Kind {
	case OnDate:
		if d.Date == "" {
			return "", ""
		}
		on, _ = cal.Due(d.Bound, d.Date)
		return "", on
	case Recurring:
		if d.Every == "" {
			return "", ""
		}
		return cal.NextDue(d.Every, assigned, weekday)
	case Relative, NoDate:
		return "", ""
	}
	return "", ""
}

// lastDay is the last day that is not late: the due day, or the next working
// day when the due day is off.
func lastDay(cal *workday.Calendar, on civil.Date) civil.Date { return cal.OnOrAfter(on) }

// LateBy is by how many working days the assignment is late on a day: while
// open, counted to that day; once handed in, for ever.
func (a Assignment) LateBy(cal *workday.Calendar, today civil.Date) int {
	switch {
	case a.Due == "" || !a.State.Open() && a.State != Confirmed:
		return 0
	case a.State == Confirmed || a.State == Reported:
		return cal.Late(a.Due, a.ReportedOn)
	}
	return cal.Late(a.Due, today)
}
