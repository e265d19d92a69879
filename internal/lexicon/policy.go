package lexicon

import (
	"dondoc/internal/actor"
	"dondoc/internal/fault"
)

// mayView: whoever works here may see how documents are read; the entries name
// bodies, not people's work.
func mayView(a actor.Actor) bool {
	return a.Kind == actor.Job || a.HasAny(actor.Chairman, actor.Secretariat, actor.AgencyHead, actor.Officer, actor.FocalPoint, actor.Auditor)
}

// mayPropose: those who work with documents and what comes of them.
func mayPropose(a actor.Actor) bool {
	return a.Kind == actor.Job || a.HasAny(actor.Chairman, actor.Secretariat, actor.AgencyHead, actor.Officer, actor.FocalPoint)
}

// mayDecide: the secretariat answers for how documents are read; the chairman
// may, so that four eyes can be found where the secretariat is one person.
func mayDecide(a actor.Actor) bool { return a.HasAny(actor.Secretariat, actor.Chairman) }

// MayPropose reports whether the actor may propose an entry.
func MayPropose(a actor.Actor) bool { return mayPropose(a) }

// MayDecide reports whether the actor may approve, refuse and retire entries.
func MayDecide(a actor.Actor) bool { return mayDecide(a) }

// OwnProposal says why one may not approve an entry; "" when one may.
func OwnProposal(a actor.Actor, e Entry) string {
	if e.Proposed.By == a.ID {
		return "Người đề xuất không tự duyệt; chờ người khác của Thường trực hoặc Chủ tịch duyệt."
	}
	return ""
}

func requireDecide(a actor.Actor) error {
	if !mayView(a) {
		return fault.NotFound
	}
	if !mayDecide(a) {
		return fault.Say(fault.Forbidden, "Chỉ Thường trực Ban Chỉ đạo và Chủ tịch duyệt từ điển đọc văn bản.")
	}
	return nil
}

func requirePropose(a actor.Actor) error {
	if !mayView(a) {
		return fault.NotFound
	}
	if !mayPropose(a) {
		return fault.Say(fault.Forbidden, "Tài khoản này xem được từ điển nhưng không đề xuất tên gọi.")
	}
	return nil
}
