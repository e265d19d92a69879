package apparatus

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/viet"
)

// Directory is the register in memory. It is made once and never changed.
type Directory struct {
	orgs       map[OrgID]Org
	ordered    []Org // by Vietnamese order of names
	children   map[OrgID][]OrgID
	groups     []Group
	successors map[OrgID][]Succession
	before     map[OrgID][]Succession
	byName     map[string][]OrgID // folded names, abbreviations and aliases
	today      func() civil.Date
}

// NewDirectory makes a directory; ordered must be in the order to be shown.
// today is the day as of which scopes are asked for.
func NewDirectory(ordered []Org, groups []Group, lineage []Succession, today func() civil.Date) *Directory {
	d := &Directory{orgs: map[OrgID]Org{}, ordered: ordered, children: map[OrgID][]OrgID{}, groups: groups, successors: map[OrgID][]Succession{}, before: map[OrgID][]Succession{}, byName: map[string][]OrgID{}, today: today}
	for _, o := range ordered {
		d.orgs[o.ID] = o
		if o.Parent != "" {
			d.children[o.Parent] = append(d.children[o.Parent], o.ID)
		}
		for _, n := range append([]string{o.Name, o.Short, o.Abbr}, o.Aliases...) {
			if k := nameKey(n); k != "" && !slices.Contains(d.byName[k], o.ID) {
				d.byName[k] = append(d.byName[k], o.ID)
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

var (
	// a leader's title before the body's name: the body is meant.
	leaderTitle = regexp.MustCompile(`^(?:cac |dong chi |tap the )*(?:pho )?(?:chu tich|tong giam doc|giam doc|thu truong|bo truong|chanh thanh tra|chanh van phong|truong ban|truong|chu nhiem|cuc truong|lanh dao|nguoi dung dau|bi thu) (?:cac )?`)
	longForms   = strings.NewReplacer( //nolint:gochecknoglobals // a constant table
		"uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "&", " va ", " - ", " ", "-", " ", ",", " ", ".", " ",
	)
	headOfBoard = regexp.MustCompile(`^(?:dong chi |cac )*(?:pho )?truong ban (.+)$`)
	ofProvince  = regexp.MustCompile(` (?:tinh|thanh pho) .*$`)
)

func nameKey(s string) string {
	return strings.Join(strings.Fields(longForms.Replace(viet.Fold(viet.Tone(s)))), " ")
}

// Find lists the organisations that a phrase of a document may mean, best
// first, among those that exist on the day ("" = at any time).
func (d *Directory) Find(phrase string, on civil.Date) []Match {
	var out []Match
	add := func(key string, score float64, why string) {
		for _, id := range d.byName[key] {
			if d.orgs[id].On(on) && !slices.ContainsFunc(out, func(m Match) bool { return m.Org == id }) {
				out = append(out, Match{id, score, why})
			}
		}
	}
	key := nameKey(phrase)
	if key == "" {
		return nil
	}
	add(key, 1, "")
	bare := leaderTitle.ReplaceAllString(key, "")
	if bare != key {
		add(bare, 0.97, "chức danh đứng đầu cơ quan")
	}
	if m := headOfBoard.FindStringSubmatch(key); m != nil { // "Trưởng Ban Dân tộc" heads a body whose own name begins with "Ban"
		add("ban "+m[1], 0.97, "chức danh đứng đầu cơ quan")
	}
	if short := ofProvince.ReplaceAllString(bare, ""); short != bare {
		add(short, 0.85, "bỏ tên tỉnh")
	}
	if len(out) == 0 {
		d.near(bare, on, &out)
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return out
}

// near accepts one misprint in a long name, and a name that another begins
// with. A body that several of its names bring in keeps its best score.
func (d *Directory) near(key string, on civil.Date, out *[]Match) {
	if len(key) < 8 {
		return
	}
	best := map[OrgID]Match{}
	for k, ids := range d.byName {
		var (
			score float64
			why   string
		)
		switch {
		case strings.HasPrefix(key, k+" ") && len(k) > 8:
			score, why = 0.82, "tên trong danh bạ nằm ở đầu cụm từ"
		case strings.HasPrefix(k, key+" "):
			score, why = 0.8, "tên viết rút gọn"
		case closeTo(key, k):
			score, why = 0.75, "gần giống, có thể viết sai"
		default:
			continue
		}
		for _, id := range ids {
			if d.orgs[id].On(on) && best[id].Score < score {
				best[id] = Match{id, score, why}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(best)) {
		*out = append(*out, best[id])
	}
}

// closeTo reports that a and b differ in at most one letter, or two swapped.
func closeTo(a, b string) bool {
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 || len(a) < 10 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	ra, rb := a[i:len(a)-j], b[i:len(b)-j]
	return len(ra) <= 1 && len(rb) <= 1 || len(ra) == 2 && len(rb) == 2 && ra[0] == rb[1] && ra[1] == rb[0]
}

// Group expands a phrase that means many bodies, as of a day. A leader's title
// before the phrase changes nothing.
func (d *Directory) Group(phrase string, on civil.Date) (Group, bool) {
	key := nameKey(phrase)
	bare := strings.TrimPrefix(leaderTitle.ReplaceAllString(key, ""), "cac ")
	for _, g := range d.groups {
		for _, p := range append([]string{g.Name}, g.Phrases...) {
			if k := nameKey(p); k != key && strings.TrimPrefix(k, "cac ") != bare && strings.TrimPrefix(k, "cac ") != strings.TrimPrefix(key, "cac ") {
				continue
			}
			out := g
			out.Members = nil
			for _, o := range d.ordered {
				if o.On(on) && (slices.Contains(g.Kinds, o.Kind) || slices.Contains(g.Members, o.ID)) {
					out.Members = append(out.Members, o.ID)
				}
			}
			return out, true
		}
	}
	return Group{}, false
}

// ForReading gives the reader the names to know.
func (d *Directory) ForReading() []reading.Org {
	out := make([]reading.Org, 0, len(d.ordered))
	for _, o := range d.ordered {
		abbr := append([]string{}, o.Aliases...)
		for _, a := range []string{o.Abbr, o.Short} {
			if a != "" {
				abbr = append(abbr, a)
			}
		}
		out = append(out, reading.Org{ID: string(o.ID), Name: o.Name, Abbreviations: abbr})
	}
	return out
}
