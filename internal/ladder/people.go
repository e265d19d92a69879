package ladder

import (
	"context"
	"slices"
	"sync"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
)

// people knows whom to tell: made once for a night.
type people struct {
	dir         *apparatus.Directory
	on          civil.Date
	byID        map[string]identity.Account
	heads       map[apparatus.OrgID][]Person
	secretariat []Person
	chairman    []Person

	mu    sync.Mutex // guards what is below: stretches of a night are told side by side
	known map[apparatus.OrgID][]Person
}

func (s *Service) people(ctx context.Context, on civil.Date) (*people, error) {
	list, err := s.deps.Accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	p := &people{dir: s.deps.Directory(), on: on, byID: map[string]identity.Account{}, heads: map[apparatus.OrgID][]Person{}, known: map[apparatus.OrgID][]Person{}}
	for _, a := range list {
		if !a.Active {
			continue
		}
		p.byID[a.ID] = a
		for _, g := range a.Grants {
			switch g.Role {
			case actor.AgencyHead, actor.FocalPoint:
				p.heads[apparatus.OrgID(g.Org)] = append(p.heads[apparatus.OrgID(g.Org)], Person{a.ID, a.Name, Head})
			case actor.Secretariat:
				p.secretariat = append(p.secretariat, Person{a.ID, a.Name, Secretariat})
			case actor.Chairman:
				p.chairman = append(p.chairman, Person{a.ID, a.Name, Chairman})
			case actor.Admin, actor.Officer, actor.Auditor, actor.Deputy:
			}
		}
	}
	return p, nil
}

// headsOf are the heads of a body, of the bodies above it if it has none, and
// of its successors if it has ended: what it owed is owed by them.
func (p *people) headsOf(org apparatus.OrgID) []Person {
	p.mu.Lock()
	defer p.mu.Unlock()
	if list, ok := p.known[org]; ok {
		return list
	}
	bodies := []apparatus.OrgID{org}
	if o, ok := p.dir.Get(org); ok && !o.On(p.on) {
		bodies = p.dir.Heirs(org, p.on)
	}
	var out []Person
	for _, b := range bodies {
		for at := b; at != ""; at = p.dir.Above(at, p.on) {
			if list := p.heads[at]; len(list) > 0 {
				out = append(out, list...)
				break
			}
			if at == p.dir.Agency(b) {
				break
			}
		}
	}
	p.known[org] = out
	return out
}

// of lists who is told of an assignment on the sides of a rung, each once.
func (p *people) of(o Owed, r Rung) (out []Person, gap bool) {
	add := func(side Side, list []Person) {
		for _, x := range list {
			if !slices.ContainsFunc(out, func(y Person) bool { return y.ID == x.ID }) {
				x.Side = side
				out = append(out, x)
			}
		}
	}
	for _, side := range r.Sides {
		switch side {
		case Holder:
			switch acc, ok := p.byID[o.HolderPerson]; {
			case ok:
				add(side, []Person{{acc.ID, acc.Name, side}})
			case o.HolderOrg != "" && len(p.headsOf(o.HolderOrg)) > 0:
				add(side, p.headsOf(o.HolderOrg))
			default:
				add(side, p.headsOf(o.Lead))
			}
		case Head:
			add(side, p.headsOf(o.Lead))
		case Secretariat:
			add(side, p.secretariat)
		case Chairman:
			add(side, p.chairman)
		}
	}
	if len(out) == 0 { // nobody of the agency has an account: the secretariat must know
		add(Secretariat, p.secretariat)
		gap = true
	}
	return out, gap
}
