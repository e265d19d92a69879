package assignment

import (
	"slices"

	"dondoc/internal/civil"
	"dondoc/internal/deadline"
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
	VerbOpen        Verb = "assignment.open" // the lead looks at it for the first time
	VerbProgress    Verb = "assignment.progress"
	VerbPause       Verb = "assignment.pause"
	VerbResume      Verb = "assignment.resume"
	VerbExtend      Verb = "assignment.extend" // what deciding an extension does
	VerbReckon      Verb = "assignment.reckon" // the calendar has changed
	VerbGoal        Verb = "assignment.goal"
	VerbClose       Verb = "assignment.close" // a meeting says that it is done
	VerbRhythm      Verb = "assignment.set_rhythm"
	VerbUndo        Verb = "assignment.undo" // a decision taken back within minutes
)

// verbRevoke is what undoing a decided extension does.
const verbRevoke = "assignment.extend_undo"

// Refuses says why a verb is not possible in the state that the assignment is
// in, or nil: what rooms that stand on assignments ask before they act.
func (a Assignment) Refuses(v Verb) error { return a.refuse(v) }

// Verbs lists the verbs that move or change an assignment.
func Verbs() []Verb {
	return []Verb{VerbAcknowledge, VerbDispute, VerbDecide, VerbHandOn, VerbDraft, VerbReport, VerbConfirm, VerbReturn, VerbCancel, VerbSupersede, VerbSetDue, VerbPartAsk, VerbPartDeliver, VerbEdit, VerbProgress, VerbPause, VerbResume, VerbGoal, VerbRhythm}
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
	case VerbHandOn, VerbDraft, VerbReport, VerbProgress:
		return []State{Assigned, Acknowledged, Returned}
	case VerbConfirm, VerbReturn:
		return []State{Reported}
	case VerbPause, VerbExtend:
		return []State{Assigned, Acknowledged, Disputed, Returned}
	case VerbCancel, VerbSupersede, VerbClose, VerbSetDue, VerbEdit, VerbResume, VerbReckon, VerbGoal, VerbOpen, VerbRhythm:
		return []State{Drafted, Assigned, Acknowledged, Disputed, Reported, Returned}
	case VerbUndo:
		return States()
	case VerbPartAsk, VerbPartDeliver:
		return []State{Assigned, Acknowledged, Reported, Returned}
	}
	return nil
}

// Possible reports whether the verb can be used in the state.
func (v Verb) Possible(s State) bool { return slices.Contains(v.from(), s) }

// refuse says why a verb is not possible in a state.
func (a Assignment) refuse(v Verb) error {
	if a.Group && v != VerbCancel && v != VerbSupersede && v != VerbClose && v != VerbEdit && v != VerbGoal && v != VerbOpen && v != VerbRhythm {
		return fault.Say(fault.Conflict, "Đây là nhiệm vụ chung của nhiều cơ quan. Thực hiện trên từng việc thành phần.")
	}
	if v.Possible(a.State) {
		return nil
	}
	return fault.Say(fault.Conflict, "Nhiệm vụ đang ở trạng thái “"+a.State.Word()+"” nên không thực hiện được việc này. Tải lại trang để xem diễn biến mới.")
}

// Facts are what the due day is computed from: nothing else may be asked. A
// day in the past is taken as stated; whether that is a slip is for a person
// to say.
func (a Assignment) Facts(cal *workday.Calendar, weekday int) deadline.Facts {
	d := a.Deadline
	f := deadline.Facts{Start: a.AssignedOn, Bound: d.Bound, Pauses: d.Pauses, Extensions: d.Extensions, First: a.OriginalDue}
	switch {
	case a.Standing() || a.DueSettled:
		return deadline.Facts{Start: a.AssignedOn}
	case d.Fixed != "":
		f.Fixed = d.Fixed
	case d.Kind == OnDate:
		f.Stated = d.Date
	case d.Kind == Recurring && d.Date != "":
		if rule, ok := d.rhythm(weekday); ok {
			if at, ok := rule.Next(cal, d.Date.AddDays(-1)); ok && at.Nominal == d.Date {
				f.Fixed, f.Nominal = at.Due, at.Nominal
				if f.Fixed < f.Nominal && f.Fixed <= d.OffSince { // nobody can be early after the event
					f.Fixed, f.OffSince = cal.OnOrAfter(f.Nominal), d.OffSince
				}
			}
		}
	}
	return f
}

// reckon puts the due day that follows from the facts into its places. An
// original day, once there, stays.
func (a *Assignment) reckon(cal *workday.Calendar, weekday int, today civil.Date) {
	d := deadline.Compute(cal, a.Facts(cal, weekday), today)
	if a.Due != d.Agreed || a.PausedOn != d.PausedSince {
		a.DueVersion++
	}
	a.Due, a.PausedOn = d.Agreed, d.PausedSince
	if a.OriginalDue == "" {
		a.OriginalDue = d.Original
	}
}

// lastDay is the last day that is not late: the due day, or the next working
// day when the due day is off.
func lastDay(cal *workday.Calendar, on civil.Date) civil.Date { return cal.OnOrAfter(on) }

// LateBy is by how many working days the assignment is late on a day: while
// open, counted to that day; once handed in, for ever.
func (a Assignment) LateBy(cal *workday.Calendar, today civil.Date) int {
	switch {
	case a.Due == "" || a.PausedOn != "" || !a.State.Open() && a.State != Confirmed:
		return 0
	case a.State == Confirmed || a.State == Reported:
		return a.LateDays // judged by the calendar of the day it was handed in
	}
	return cal.Late(a.Due, today)
}
