// Package actor says who acts: a signed-in person, a job of the system, an API
// token's holder or a visitor. It travels in the context, so that every write
// can name its actor without each function passing it on.
package actor

import (
	"context"
	"slices"
)

// Kind is the sort of actor.
type Kind string

// The kinds of actor.
const (
	Anonymous Kind = "anonymous"
	Person    Kind = "person"
	Job       Kind = "job"
)

// Role is what a person may do within an organisation and everything below it.
type Role string

// The eight roles.
const (
	Admin       Role = "admin"       // quản trị: accounts, settings
	Chairman    Role = "chairman"    // Chủ tịch, Trưởng ban
	Deputy      Role = "deputy"      // Phó Chủ tịch: sees the bodies of the remit, decides what is delegated
	Secretariat Role = "secretariat" // thường trực Ban Chỉ đạo
	AgencyHead  Role = "agency_head" // thủ trưởng cơ quan
	Officer     Role = "officer"     // chuyên viên
	FocalPoint  Role = "focal_point" // đầu mối tiếp nhận
	Auditor     Role = "auditor"     // giám sát, kiểm tra
)

// Roles lists every role in the order of the interface.
func Roles() []Role {
	return []Role{Admin, Chairman, Deputy, Secretariat, AgencyHead, Officer, FocalPoint, Auditor}
}

// Grant is a role at an organisation; it covers the organisations below it.
type Grant struct {
	Role Role   `json:"role"`
	Org  string `json:"org"` // apparatus organisation id
}

// Actor is who acts. Org is the organisation a person works for.
type Actor struct {
	Kind      Kind
	ID        string // account id, or the job's name
	Name      string // as shown on timelines
	Org       string
	Grants    []Grant
	Session   string // session id, for the form token
	ViaToken  bool   // came with an API token rather than a session
	RequestID string
	// Mandates are the kinds of decision that are delegated to the actor now.
	Mandates []Mandate
}

// Mandate is one kind of decision that somebody else has delegated to the
// actor, for as long as the request lasts.
type Mandate struct {
	Kind     string // identity.DecisionKind
	Giver    string // account id
	Name     string // of the giver
	GiverOrg string // the body at which the giver is chairman
}

// Mandate finds the mandate for a kind of decision.
func (a Actor) Mandate(kind string) (Mandate, bool) {
	i := slices.IndexFunc(a.Mandates, func(m Mandate) bool { return m.Kind == kind })
	if i < 0 {
		return Mandate{}, false
	}
	return a.Mandates[i], true
}

// StandIn is the actor with the giver's office for one decision; the record
// shows on whose behalf it was taken.
func (a Actor) StandIn(m Mandate) Actor {
	a.Grants = append(slices.Clone(a.Grants), Grant{Role: Chairman, Org: m.GiverOrg})
	a.Name += ", thừa ủy quyền " + m.Name
	return a
}

// Has reports whether the actor holds the role anywhere.
func (a Actor) Has(role Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == role })
}

// HasAny reports whether the actor holds one of the roles anywhere.
func (a Actor) HasAny(roles ...Role) bool { return slices.ContainsFunc(roles, a.Has) }

// Orgs lists the organisations at which the actor holds one of the roles.
func (a Actor) Orgs(roles ...Role) []string {
	var out []string
	for _, g := range a.Grants {
		if slices.Contains(roles, g.Role) && !slices.Contains(out, g.Org) {
			out = append(out, g.Org)
		}
	}
	return out
}

// SignedIn reports whether a person acts.
func (a Actor) SignedIn() bool { return a.Kind == Person }

type key struct{}

// With puts the actor into the context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From takes the actor out of the context; without one it is anonymous.
func From(ctx context.Context) Actor {
	a, ok := ctx.Value(key{}).(Actor)
	if !ok {
		return Actor{Kind: Anonymous}
	}
	return a
}

// System is an actor for a job of the program itself.
func System(job string) Actor { return Actor{Kind: Job, ID: job, Name: "Hệ thống"} }

// Permission names one thing that a role may or may not do; the table that
// joins the two is identity's policy.
type Permission string
