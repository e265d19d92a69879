package dashboardweb

import (
	"net/url"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/dashboard"
	"dondoc/internal/document"
	"dondoc/internal/identity"
	"dondoc/internal/tally"
	"dondoc/internal/web"
	"dondoc/internal/workday"
)

// Pages are this room's pages.
type Pages struct {
	Assignments *assignment.Service
	Tally       *tally.Service
	Dashboard   *dashboard.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Acts        *audit.Service
	Documents   *document.Service
	Accounts    *identity.Service
	Now         func() time.Time
}

// Routes registers the pages.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(PathHome, identity.DashboardView, p.show)
	rt.Get(pathCSV, identity.DashboardView, p.csv)
	rt.Get(pathJSON, identity.DashboardView, p.json)
	rt.Get(PathDigest, identity.DashboardView, p.digest)
	rt.Get(PathDigest+".txt", identity.DashboardView, p.digestText)
	rt.Get(bookPath, identity.AuditView, p.book)
	rt.Get(PathDecide, identity.DecisionView, p.decidePage)
	rt.Get(PathDecide+".csv", identity.DecisionView, p.decideCSV)
	rt.Get(PathDecide+".json", identity.DecisionView, p.decideJSON)
	rt.Post(PathDecide, identity.DecisionTake, p.take)
	rt.Post(PathDecide+"/"+formInstruct, identity.DecisionTake, p.instruct)
	rt.Post(PathDecide+"/hoan-tac", identity.DecisionTake, p.undo)
	rt.Post(PathDecide+"/"+formPropose, identity.DecisionPropose, p.propose)
	rt.Post(PathDecide+"/rut-de-xuat", identity.DecisionPropose, p.withdraw)
	rt.Get(PathDelegate, identity.DelegationGive, p.delegatePage)
	rt.Post(PathDelegate, identity.DelegationGive, p.delegate)
	rt.Post(PathDelegate+"/{id}/thu-hoi", identity.DelegationGive, p.revoke)
}

// Addresses of this room.
const (
	PathHome   = "/lam-viec"
	PathDigest = "/lam-viec/ban-tin-sang"
	pathCSV    = "/lam-viec/dieu-hanh.csv"
	pathJSON   = "/lam-viec/dieu-hanh.json"
)

// list is the address of the list of assignments; one of them stands below it.
const list = "/lam-viec/nhiem-vu"

func path(id assignment.ID) string { return list + "/" + string(id) }

func to(view assignment.View) string {
	return list + "?" + assignment.FilterView + "=" + string(view)
}

func toOrg(view assignment.View, org apparatus.OrgID) string {
	return to(view) + "&" + assignment.FilterLead + "=" + string(org)
}

// narrowed is the address of a list with filters, written pair by pair.
func narrowed(view assignment.View, pairs ...string) string {
	v := url.Values{assignment.FilterView: {string(view)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return list + "?" + v.Encode()
}
