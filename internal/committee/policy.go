package committee

import (
	"context"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
)

// MayWork reports whether the actor prepares and records meetings.
func MayWork(a actor.Actor) bool {
	return a.Kind == actor.Job || a.HasAny(actor.Secretariat, actor.Chairman)
}

func requireWork(a actor.Actor) error {
	if MayWork(a) {
		return nil
	}
	if !identity.SeesAll(a) && !a.Has(actor.AgencyHead) {
		return fault.NotFound
	}
	return fault.Say(fault.Forbidden, "Chỉ Thường trực Ban Chỉ đạo và Chủ tịch chuẩn bị và ghi phiên họp.")
}

// attends reports whether one of the bodies of a meeting belongs to an agency
// that the actor heads.
func attends(a actor.Actor, orgs []apparatus.OrgID, dir *apparatus.Directory) bool {
	return slices.ContainsFunc(a.Orgs(actor.AgencyHead), func(own string) bool {
		return slices.ContainsFunc(orgs, func(o apparatus.OrgID) bool { return o != "" && dir.Within(o, apparatus.OrgID(own)) })
	})
}

func maySee(a actor.Actor, m Meeting, dir *apparatus.Directory) bool {
	return identity.SeesAll(a) || attends(a, m.orgs(), dir)
}

// visible narrows a query on committee_meeting as m to what the actor may see.
func (s *Service) visible(ctx context.Context, w *storage.Where) {
	a := actor.From(ctx)
	if identity.SeesAll(a) {
		return
	}
	var orgs []apparatus.OrgID
	for _, own := range a.Orgs(actor.AgencyHead) {
		orgs = append(orgs, s.dir().Subtree(apparatus.OrgID(own))...)
	}
	if len(orgs) == 0 {
		w.And("1 = 0")
		return
	}
	w.And("m.id IN (SELECT meeting FROM committee_party WHERE org IN (?"+strings.Repeat(",?", len(orgs)-1)+"))", storage.Args(orgs)...)
}

// orgs are the bodies that attend a meeting.
func (m Meeting) orgs() []apparatus.OrgID {
	var out []apparatus.OrgID
	for _, x := range m.Attendance {
		if x.Org != "" && !slices.Contains(out, x.Org) {
			out = append(out, x.Org)
		}
	}
	return out
}
