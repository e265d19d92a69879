package assignment

import (
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
)

// scope is the bodies whose work an actor belongs to: everything below the
// agency for its head, the own body for others, the remit for a deputy.
func scope(a actor.Actor, dir *apparatus.Directory) []apparatus.OrgID {
	var out []apparatus.OrgID
	for _, org := range a.Orgs(actor.AgencyHead, actor.Officer, actor.FocalPoint, actor.Secretariat, actor.Deputy) {
		for _, id := range dir.Subtree(apparatus.OrgID(org)) {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// record is what policy looks at beside the assignment itself.
type record struct {
	Assignment

	coordinators []apparatus.OrgID
}

// maySee: the chairman, the secretariat and the auditor see all; others what
// their body leads, holds, coordinates or is to act through.
func maySee(a actor.Actor, r record, dir *apparatus.Directory) bool {
	if identity.SeesAll(a) {
		return true
	}
	mine := scope(a, dir)
	for _, org := range mine {
		if org == r.Lead || org == r.HolderOrg || org == r.Through || slices.Contains(r.coordinators, org) {
			return true
		}
	}
	return r.HolderPerson != "" && r.HolderPerson == a.ID
}

// works reports whether the actor works for the body that owes the thing: the
// lead, or whom the lead handed it to.
func works(a actor.Actor, r record, dir *apparatus.Directory) bool {
	return within(a, r.Lead, dir) || within(a, r.HolderOrg, dir) || r.HolderPerson != "" && r.HolderPerson == a.ID
}

// holds leaves out the officers of the agency once one of its units has it: then
// the unit works on it, and the agency's head answers for it.
func holds(a actor.Actor, r record, dir *apparatus.Directory) bool {
	if r.HolderOrg == "" || r.HolderOrg == r.Lead || heads(a, r.Lead, dir) || heads(a, r.HolderOrg, dir) || r.HolderPerson != "" && r.HolderPerson == a.ID {
		return true
	}
	return slices.ContainsFunc(a.Orgs(actor.AgencyHead, actor.Officer, actor.FocalPoint, actor.Secretariat), func(own string) bool {
		return dir.Within(apparatus.OrgID(own), r.HolderOrg)
	})
}

func within(a actor.Actor, org apparatus.OrgID, dir *apparatus.Directory) bool {
	return org != "" && slices.ContainsFunc(a.Orgs(actor.AgencyHead, actor.Officer, actor.FocalPoint, actor.Secretariat), func(own string) bool {
		return dir.Within(org, apparatus.OrgID(own))
	})
}

// heads reports whether the actor may speak for a body: its head, the focal
// point's head for a centre, the secretariat for its own office.
func heads(a actor.Actor, org apparatus.OrgID, dir *apparatus.Directory) bool {
	return org != "" && slices.ContainsFunc(a.Orgs(actor.AgencyHead, actor.FocalPoint, actor.Secretariat), func(own string) bool {
		return dir.Within(org, apparatus.OrgID(own))
	})
}

// direct reports whether the actor gives out work.
func direct(a actor.Actor) bool { return a.HasAny(actor.Chairman, actor.Secretariat) }

// hasPart reports whether the actor's own agency leads, holds or coordinates,
// or took over from one that did.
func hasPart(a actor.Actor, r record, dir *apparatus.Directory) bool {
	own := dir.Agency(apparatus.OrgID(a.Org))
	for _, org := range append([]apparatus.OrgID{r.Lead, r.HolderOrg, r.Through, apparatus.OrgID(r.ReportedBy)}, r.coordinators...) {
		if agency := dir.Agency(org); org != "" && own != "" && (agency == own || dir.TookOver(own, agency)) {
			return true
		}
	}
	return false
}

// judges: the side that gave the work out, and of it nobody whose agency has a
// part, unless it is the chairman; what says it in the sentence.
func judges(a actor.Actor, r record, dir *apparatus.Directory, what string) error {
	switch {
	case !direct(a):
		return fault.Say(fault.Forbidden, "Chỉ bên giao việc, là Thường trực Ban Chỉ đạo hoặc Chủ tịch, "+what+".")
	case hasPart(a, r, dir) && !a.Has(actor.Chairman):
		return fault.Say(fault.Forbidden, dir.Name(dir.Agency(apparatus.OrgID(a.Org)))+" có phần việc nên không tự "+what+". Chủ tịch hoặc người được ủy quyền "+what+".")
	}
	return nil
}

// may says whether the actor may use the verb on the record, and why not. A
// record one may not see is not found.
func may(a actor.Actor, v Verb, r record, dir *apparatus.Directory) error {
	if a.Kind == actor.Job {
		return nil
	}
	if !maySee(a, r, dir) {
		return fault.NotFound
	}
	no := func(sentence string) error { return fault.Say(fault.Forbidden, sentence) }
	switch v {
	case VerbAcknowledge, VerbDraft:
		if !works(a, r, dir) || !holds(a, r, dir) {
			return no("Chỉ cơ quan chủ trì hoặc đơn vị được giao mới thực hiện việc này.")
		}
	case VerbDispute, VerbReport, VerbProgress:
		if !heads(a, r.Lead, dir) && !heads(a, r.HolderOrg, dir) {
			return no("Thủ trưởng cơ quan chủ trì hoặc người đứng đầu đơn vị được giao mới nộp báo cáo, nêu ý kiến. Chuyên viên soạn dự thảo để thủ trưởng nộp.")
		}
	case VerbHandOn, VerbPartAsk:
		if !heads(a, r.Lead, dir) && (v != VerbPartAsk || !direct(a)) {
			return no("Chỉ thủ trưởng cơ quan chủ trì giao tiếp trong nội bộ hoặc yêu cầu phần phối hợp.")
		}
	case VerbPartDeliver:
		if !slices.ContainsFunc(r.coordinators, func(c apparatus.OrgID) bool { return within(a, c, dir) }) {
			return no("Chỉ cơ quan phối hợp gửi phần việc của mình.")
		}
	case VerbConfirm, VerbReturn, VerbClose:
		return judges(a, r, dir, "xác nhận")
	case VerbExtend:
		return judges(a, r, dir, "quyết định gia hạn")
	case VerbReckon:
		return no("Hạn được tính lại khi lịch làm việc thay đổi.")
	case VerbOpen:
	case VerbDecide, VerbCancel, VerbSupersede, VerbSetDue, VerbEdit, VerbAssign, VerbPause, VerbResume, VerbGoal, VerbRhythm, VerbUndo:
		if !direct(a) {
			return no("Chỉ Thường trực Ban Chỉ đạo hoặc Chủ tịch thực hiện việc này.")
		}
	}
	return nil
}
