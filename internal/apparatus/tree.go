package apparatus

import (
	"slices"

	"dondoc/internal/civil"
)

// The tree over time (docs/decisions/0006): each body states the one above it.
// Once that one has ended, whoever took over stands in its place, so that a
// merger needs no line for every body below, and no work is left without an
// owner.

// maxDepth bounds walks up the tree.
const maxDepth = 20

// Agency is the body that answers for a division's work; a body that is no
// division answers for itself.
func (d *Directory) Agency(id OrgID) OrgID {
	for range maxDepth {
		o, ok := d.orgs[id]
		if !ok || o.Kind != Division || o.Parent == "" {
			return id
		}
		id = o.Parent
	}
	return id
}

// Above is the body that id answers to on a day: the parent that it states, or
// the one that took over from it. Where several did and nobody has said which,
// it is the stated one, though it has ended.
func (d *Directory) Above(id OrgID, on civil.Date) OrgID {
	up := d.orgs[id].Parent
	for range maxDepth {
		o, ok := d.orgs[up]
		next := d.successorsBy(up, on)
		if !ok || o.On(on) || len(next) != 1 {
			return up
		}
		up = next[0]
	}
	return up
}

// Below lists the bodies right below id on a day, in the order to be shown.
func (d *Directory) Below(id OrgID, on civil.Date) []OrgID {
	var out []OrgID
	for _, o := range d.ordered {
		if o.Parent != "" && o.On(on) && d.Above(o.ID, on) == id {
			out = append(out, o.ID)
		}
	}
	return out
}

func (d *Directory) successorsBy(id OrgID, on civil.Date) []OrgID {
	var out []OrgID
	for _, s := range d.successors[id] {
		if on == "" || s.On <= on {
			out = append(out, s.Successor)
		}
	}
	return out
}

// Within reports whether id is ancestor, stands below it, or has passed its
// work on to one that does: who took over sees and goes on with the work.
func (d *Directory) Within(id, ancestor OrgID) bool {
	if id == "" || ancestor == "" {
		return false
	}
	on, seen := d.today(), map[OrgID]bool{}
	next := []OrgID{id}
	for i := 0; i < len(next) && i < maxDepth*maxDepth; i++ {
		at := next[i]
		if at == ancestor {
			return true
		}
		if at == "" || seen[at] {
			continue
		}
		seen[at] = true
		next = append(next, d.orgs[at].Parent)
		next = append(next, d.successorsBy(at, on)...)
	}
	return false
}

// TookOver reports whether by today the work of id is heir's, directly or
// through others in between.
func (d *Directory) TookOver(heir, id OrgID) bool {
	on, seen := d.today(), map[OrgID]bool{}
	next := d.successorsBy(id, on)
	for i := 0; i < len(next); i++ {
		if next[i] == heir {
			return true
		}
		if !seen[next[i]] {
			seen[next[i]] = true
			next = append(next, d.successorsBy(next[i], on)...)
		}
	}
	return false
}

// Subtree is id, everything below it, and everything that it took over.
func (d *Directory) Subtree(id OrgID) []OrgID {
	on, seen := d.today(), map[OrgID]bool{id: true}
	out := []OrgID{id}
	add := func(x OrgID) {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	for i := 0; i < len(out); i++ {
		for _, c := range d.children[out[i]] {
			add(c)
		}
		for _, s := range d.before[out[i]] {
			if s.On <= on {
				add(s.Predecessor)
			}
		}
	}
	return out
}

// Node is a body and how deep it stands.
type Node struct {
	Org

	Depth int
}

// Tree lists the bodies of a day, each below the one that it answers to.
func (d *Directory) Tree(on civil.Date) []Node {
	below := map[OrgID][]Org{}
	for _, o := range d.ordered {
		if !o.On(on) {
			continue
		}
		up := d.Above(o.ID, on)
		if x, ok := d.orgs[up]; !ok || !x.On(on) {
			up = ""
		}
		below[up] = append(below[up], o)
	}
	var out []Node
	var walk func(id OrgID, depth int)
	walk = func(id OrgID, depth int) {
		for _, o := range below[id] {
			out = append(out, Node{o, depth})
			if depth < maxDepth {
				walk(o.ID, depth+1)
			}
		}
	}
	walk("", 0)
	return out
}

// Successors are the bodies that took over from id, at any time.
func (d *Directory) Successors(id OrgID) []OrgID {
	var out []OrgID
	for _, s := range d.successors[id] {
		out = append(out, s.Successor)
	}
	return out
}

// Predecessors are the bodies that id took over from, at any time.
func (d *Directory) Predecessors(id OrgID) []OrgID {
	var out []OrgID
	for _, s := range d.before[id] {
		out = append(out, s.Predecessor)
	}
	return out
}

// states reports whether id stands below ancestor by what bodies state, or is it.
func (d *Directory) states(id, ancestor OrgID) bool {
	for range maxDepth {
		if id == ancestor {
			return true
		}
		if id = d.orgs[id].Parent; id == "" {
			return false
		}
	}
	return true // deeper than any real tree: a ring
}

// lasting lists the bodies that state id as their parent and go on after a day.
func (d *Directory) lasting(id OrgID, after civil.Date) []OrgID {
	return slices.DeleteFunc(slices.Clone(d.children[id]), func(c OrgID) bool { return d.orgs[c].To != "" && d.orgs[c].To <= after })
}
