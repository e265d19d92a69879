package apparatus

import (
	"slices"

	"dondoc/internal/civil"
	"dondoc/internal/reading"
)

// Directory is the register in memory. It is made once and never changed.
type Directory struct {
	orgs       map[OrgID]Org
	ordered    []Org // by Vietnamese order of names
	children   map[OrgID][]OrgID
	groups     []Group
	successors map[OrgID][]Succession
	before     map[OrgID][]Succession
	names      index
	phrases    map[string]int // what documents call a group, by its key
	learned    map[string][]Learned
	today      func() civil.Date
}

// NewDirectory makes a directory; ordered must be in the order to be shown.
// today is the day as of which scopes are asked for.
func NewDirectory(ordered []Org, groups []Group, lineage []Succession, today func() civil.Date) *Directory {
	d := &Directory{orgs: map[OrgID]Org{}, ordered: ordered, children: map[OrgID][]OrgID{}, groups: groups, successors: map[OrgID][]Succession{}, before: map[OrgID][]Succession{}, names: newIndex(), phrases: map[string]int{}, today: today}
	for _, o := range ordered {
		d.orgs[o.ID] = o
		if o.Parent != "" {
			d.children[o.Parent] = append(d.children[o.Parent], o.ID)
		}
		for _, n := range append([]string{o.Name, o.Short, o.Abbr}, o.Aliases...) {
			d.names.add(n, o.ID)
		}
	}
	for i, g := range groups {
		for _, p := range append([]string{g.Name}, g.Phrases...) {
			if k := groupKey(p); k != "" {
				if _, taken := d.phrases[k]; !taken {
					d.phrases[k] = i
				}
			}
		}
	}
	for _, s := range lineage {
		d.successors[s.Predecessor] = append(d.successors[s.Predecessor], s)
		d.before[s.Successor] = append(d.before[s.Successor], s)
	}
	return d
}

// Get gives one organisation.
func (d *Directory) Get(id OrgID) (Org, bool) {
	o, ok := d.orgs[id]
	return o, ok
}

// Name is the full name, or the id of a body that is not known.
func (d *Directory) Name(id OrgID) string {
	if o, ok := d.orgs[id]; ok {
		return o.Name
	}
	return string(id)
}

// Short is the short name where there is one.
func (d *Directory) Short(id OrgID) string {
	if o, ok := d.orgs[id]; ok && o.Short != "" {
		return o.Short
	}
	return d.Name(id)
}

// All lists every body, past ones included.
func (d *Directory) All() []Org { return d.ordered }

// On lists the bodies that exist on a day.
func (d *Directory) On(day civil.Date) []Org {
	var out []Org
	for _, o := range d.ordered {
		if o.On(day) {
			out = append(out, o)
		}
	}
	return out
}

// Groups lists the phrases that mean many bodies.
func (d *Directory) Groups() []Group { return slices.Clone(d.groups) }

// ForReading gives the reader the names to know.
func (d *Directory) ForReading() []reading.Org {
	out, known := make([]reading.Org, 0, len(d.ordered)), d.learnedBy()
	for _, o := range d.ordered {
		abbr := append([]string{}, o.Aliases...)
		for _, a := range []string{o.Abbr, o.Short} {
			if a != "" {
				abbr = append(abbr, a)
			}
		}
		abbr = append(abbr, known[o.ID]...)
		out = append(out, reading.Org{ID: string(o.ID), Name: o.Name, Abbreviations: abbr})
	}
	return out
}
