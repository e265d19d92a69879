package assignmentweb

import (
	"encoding/json"
	"net/url"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/committee"
	"dondoc/internal/extension"
	"dondoc/internal/web/ui"
)

// verbMark is the icon of an act, and whether it presses.
func verbMark(v assignment.Verb) (icon string, pressing bool) {
	switch v {
	case assignment.VerbAcknowledge:
		return "acknowledged", false
	case assignment.VerbDispute:
		return "disputed", false
	case assignment.VerbDraft, assignment.VerbEdit:
		return "drafted", false
	case assignment.VerbReport:
		return "reported", false
	case assignment.VerbConfirm, assignment.VerbClose, assignment.VerbPartDeliver:
		return "confirmed", false
	case assignment.VerbReturn:
		return "returned", true
	case assignment.VerbCancel:
		return "cancelled", false
	case assignment.VerbSupersede:
		return "superseded", false
	case assignment.VerbSetDue, assignment.VerbExtend:
		return "clock", false
	case assignment.VerbAssign, assignment.VerbDecide, assignment.VerbHandOn, assignment.VerbPartAsk, assignment.VerbOpen, assignment.VerbProgress, assignment.VerbPause, assignment.VerbResume, assignment.VerbReckon, assignment.VerbGoal, assignment.VerbRhythm, assignment.VerbUndo:
	}
	return "assigned", false
}

// extensionPath is a case's page, in the room of the extensions.
func extensionPath(id extension.ID) string {
	return "/lam-viec/gia-han/" + url.PathEscape(string(id))
}

// events turns the record of acts into the timeline, newest first.
func (p *Pages) events(acts []audit.Entry, id assignment.ID) []ui.Event {
	out := make([]ui.Event, 0, len(acts))
	for _, e := range acts {
		words := assignment.VerbLabel(e.Verb)
		if words == "" {
			words = extension.VerbLabel(e.Verb) + committee.VerbLabel(e.Verb)
		}
		icon, pressing := verbMark(assignment.Verb(e.Verb))
		ev := ui.Event{Icon: icon, Pressing: pressing, Title: words, Who: e.Actor.Name, When: civil.Instant(e.At), Datetime: civil.ISO(e.At), Detail: e.Reason}
		if e.Actor.Org != "" {
			ev.Who += ", " + p.Directory().Short(apparatus.OrgID(e.Actor.Org))
		}
		var after assignment.Assignment
		if len(e.After) > 0 && json.Unmarshal(e.After, &after) == nil {
			ev.Extra = p.extra(assignment.Verb(e.Verb), after)
		}
		switch {
		case e.On.Kind == committee.Kind: // a meeting spoke of it
			ev.Extra = ""
		case e.On.Kind == extension.Kind:
			ev.Icon, ev.Extra, ev.Href = "clock", "", extensionPath(extension.ID(e.On.ID))
		case e.On.ID != string(id):
			ev.Extra = p.Directory().Short(after.Lead)
			ev.Href = Path(assignment.ID(e.On.ID))
		}
		if day := civil.Of(e.Claimed); assignment.Verb(e.Verb) == assignment.VerbReport && day != "" && day != civil.Of(e.At) {
			ev.Detail = "Ghi hoàn thành ngày " + day.Format() + ". " + ev.Detail
		}
		out = append(out, ev)
	}
	return out
}

// extra is what stands beside the act: to whom, until when.
func (p *Pages) extra(v assignment.Verb, after assignment.Assignment) string {
	switch v {
	case assignment.VerbAssign:
		if after.Lead == "" {
			return ""
		}
		s := "cho " + p.Directory().Short(after.Lead)
		if after.Due != "" {
			s += ", hạn " + after.Due.Format()
		}
		return s
	case assignment.VerbHandOn:
		return "cho " + after.HolderName
	case assignment.VerbExtend:
		return "đến " + after.Due.Format()
	case assignment.VerbSetDue:
		if after.Due == "" {
			return "không đặt hạn"
		}
		return after.Due.Format()
	case assignment.VerbConfirm:
		if after.Period != "" {
			return "kỳ tới: " + after.Period
		}
	case assignment.VerbDecide, assignment.VerbEdit:
		return "chủ trì: " + p.Directory().Short(after.Lead)
	case assignment.VerbAcknowledge, assignment.VerbDispute, assignment.VerbDraft, assignment.VerbReport, assignment.VerbReturn, assignment.VerbCancel, assignment.VerbSupersede, assignment.VerbPartAsk, assignment.VerbPartDeliver,
		assignment.VerbOpen, assignment.VerbProgress, assignment.VerbPause, assignment.VerbResume, assignment.VerbReckon, assignment.VerbGoal, assignment.VerbClose, assignment.VerbRhythm, assignment.VerbUndo:
	}
	return ""
}
