package document

import (
	"dondoc/internal/actor"
	"dondoc/internal/fault"
)

// mayView: whoever works here may read the documents that the duties come from.
func mayView(a actor.Actor) bool { return a.SignedIn() || a.Kind == actor.Job }

// mayWork: the secretariat enters documents and gives the duties out, for the
// chairman, who may do it too (DESIGN §3.1).
func mayWork(a actor.Actor) bool {
	return a.Kind == actor.Job || a.HasAny(actor.Secretariat, actor.Chairman)
}

// MayWork reports whether the actor may register documents and decide findings.
func MayWork(a actor.Actor) bool { return mayWork(a) }

func requireView(a actor.Actor) error {
	if !mayView(a) {
		return fault.NotFound
	}
	return nil
}

func requireWork(a actor.Actor) error {
	if !mayView(a) {
		return fault.NotFound
	}
	if !mayWork(a) {
		return fault.Say(fault.Forbidden, "Chỉ Thường trực Ban Chỉ đạo và Chủ tịch vào sổ văn bản và giao nhiệm vụ từ văn bản.")
	}
	return nil
}
