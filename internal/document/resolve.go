package document

import (
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/reading"
)

// names asks the directory, as it was on the day of the document, whom the
// words of a text mean.
type names struct {
	dir *apparatus.Directory
	on  civil.Date
}

// sure is the score from which on a name counts as found; below it, the officer chooses.
const sure = 0.8

func (n names) resolve(p Party) Party {
	if n.dir == nil || p.Name == "" {
		return p
	}
	if g, ok := n.dir.Group(p.Name, n.on); ok && len(g.Members) > 0 {
		p.Members, p.Why = slices.Clone(g.Members), "Danh bạ: nhóm “"+g.Name+"”"
		return p
	}
	found := n.dir.Find(p.Name, n.on)
	if len(found) == 0 || found[0].Score < sure {
		return p
	}
	if len(found) > 1 && found[1].Score == found[0].Score && found[1].Org != found[0].Org {
		p.Why = "Nhiều cơ quan trong danh bạ cùng khớp tên này"
		return p
	}
	p.Org = n.dir.Agency(found[0].Org)
	p.Why = "Danh bạ: " + n.dir.Name(p.Org)
	if found[0].Why != "" {
		p.Why += " (" + found[0].Why + ")"
	}
	return p
}

// decide fills in what the words leave no doubt about (DESIGN §3.1) and leaves
// the rest to the officer: one body leads; a group is expanded; a committee
// acts through its standing member; of two bodies, the officer picks.
func (n names) decide(f *Finding) {
	each := func(ps []Party) {
		for i := range ps {
			ps[i] = n.resolve(ps[i])
		}
	}
	each(f.Leads)
	each(f.Throughs)
	each(f.Coordinates)
	f.Lead, f.Expand, f.Through, f.Coord = "", nil, "", nil
	switch {
	case len(f.Leads) == 1 && f.Leads[0].Org != "":
		f.Lead = f.Leads[0].Org
	case len(f.Leads) > 0 && !slices.ContainsFunc(f.Leads, func(p Party) bool { return !p.Group() }):
		for _, p := range f.Leads {
			f.Expand = union(f.Expand, p.Members)
		}
	}
	for _, p := range f.Throughs {
		if p.Org != "" && p.Org != f.Lead {
			f.Through = p.Org
			break
		}
	}
	f.Through = n.standing(f.Lead, f.Through)
	for _, p := range f.Coordinates {
		if p.Org != "" && p.Org != f.Lead {
			f.Coord = union(f.Coord, []apparatus.OrgID{p.Org})
		}
	}
	if f.Deadline.Kind == reading.OnDate {
		f.Due = f.Deadline.LastDay()
	}
	if f.Deadline.Kind == reading.Recurring {
		f.Every = f.Deadline.Every
	}
}

// standing is through, or the standing member when a committee leads.
func (n names) standing(lead, through apparatus.OrgID) apparatus.OrgID {
	if lead == "" || through != "" || n.dir == nil {
		return through
	}
	if o, ok := n.dir.Get(lead); ok && o.Kind == apparatus.Committee && o.Standing != lead {
		return o.Standing
	}
	return through
}

func union(a, b []apparatus.OrgID) []apparatus.OrgID {
	out := slices.Clone(a)
	for _, x := range b {
		if x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// LeadWords are the bodies that lead, as written.
func (f Finding) LeadWords() []string { return words(f.Leads) }

// CoordWords are the coordinating bodies as written.
func (f Finding) CoordWords() []string { return words(f.Coordinates) }

// ThroughWords are the bodies it is done through, as written.
func (f Finding) ThroughWords() []string { return words(f.Throughs) }

func words(ps []Party) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.Name
	}
	return out
}
