package apparatus

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dondoc/internal/civil"
)

// index finds bodies by what they are called.
type index struct {
	exact map[string][]OrgID // folded names, abbreviations and aliases
	loose map[string][]OrgID // the same without what slips in or out
	abbr  map[string][]OrgID // "so khdt" for "Sở Kế hoạch và Đầu tư"
}

func newIndex() index {
	return index{exact: map[string][]OrgID{}, loose: map[string][]OrgID{}, abbr: map[string][]OrgID{}}
}

func (x index) add(name string, id OrgID) {
	put := func(m map[string][]OrgID, k string) {
		if k != "" && !slices.Contains(m[k], id) {
			m[k] = append(m[k], id)
		}
	}
	key := nameKey(name)
	put(x.exact, key)
	put(x.loose, loose(key))
	put(x.abbr, initials(key))
}

// Learned is a name for a body that people approved, and when it holds.
type Learned struct {
	Phrase string
	Org    OrgID
	From   civil.Date
	To     civil.Date
}

// On reports whether the name holds on a day; "" asks for any time.
func (l Learned) On(d civil.Date) bool {
	return d == "" || (l.From == "" || l.From <= d) && (l.To == "" || d <= l.To)
}

// Knowing is the directory with names that people approved on top of its own.
func (d *Directory) Knowing(list []Learned) *Directory {
	out := *d
	out.learned = make(map[string][]Learned, len(list))
	for _, l := range list {
		if k := nameKey(l.Phrase); k != "" {
			out.learned[k] = append(out.learned[k], l)
		}
	}
	return &out
}

// learnedBy lists the learned names of each body, for the reader.
func (d *Directory) learnedBy() map[OrgID][]string {
	out := map[OrgID][]string{}
	for _, k := range slices.Sorted(maps.Keys(d.learned)) {
		for _, l := range d.learned[k] {
			out[l.Org] = append(out[l.Org], l.Phrase)
		}
	}
	return out
}

// Key is a name by which names are compared; two names of one key mean the same.
func Key(name string) string { return nameKey(name) }

// Heirs are the bodies that do the work of id on a day: itself while it lasts,
// then whoever took over, directly or through others in between.
func (d *Directory) Heirs(id OrgID, on civil.Date) []OrgID {
	var out []OrgID
	seen := map[OrgID]bool{}
	next := []OrgID{id}
	for i := 0; i < len(next) && i < maxDepth*maxDepth; i++ {
		at := next[i]
		if seen[at] {
			continue
		}
		seen[at] = true
		o, ok := d.orgs[at]
		switch {
		case ok && o.On(on):
			out = append(out, at)
		case o.To != "" && o.To < on: // not a body that is still to come
			next = append(next, d.successorsBy(at, on)...)
		}
	}
	return out
}

// Find lists the organisations that a phrase of a document may mean, best
// first, among those that exist on the day ("" = at any time). What people
// approved goes before what the names suggest; the name of a body that has
// ended means whoever took over by that day.
func (d *Directory) Find(phrase string, on civil.Date) []Match {
	ways := variants(phrase)
	if out := d.taught(ways, on); len(out) > 0 {
		return out
	}
	out := d.named(ways, func(id OrgID, v variant) []Match {
		if d.orgs[id].On(on) {
			return []Match{{id, v.score, v.why}}
		}
		return nil
	})
	if len(out) == 0 {
		out = d.named(ways, func(id OrgID, v variant) []Match { return d.heirs(id, v, on) })
	}
	if len(out) == 0 && len(ways) > 0 {
		d.near(bareOf(ways), on, &out)
	}
	d.preferSpelling(phrase, out)
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// bareOf is the phrase without the office before it.
func bareOf(ways []variant) string {
	for _, v := range ways {
		if v.why == byOffice {
			return v.key
		}
	}
	return ways[0].key
}

// taught asks what people approved.
func (d *Directory) taught(ways []variant, on civil.Date) []Match {
	var out []Match
	for _, v := range ways {
		if v.score < 0.9 { // an entry is for its own words, not for words without their province
			continue
		}
		for _, l := range d.learned[v.key] {
			if !l.On(on) {
				continue
			}
			for _, id := range d.Heirs(l.Org, on) {
				if !slices.ContainsFunc(out, func(m Match) bool { return m.Org == id }) {
					out = append(out, Match{id, 1, "từ điển đọc văn bản"})
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// named asks the index in every way, exact spelling first; take turns a body
// of that name into matches. A body keeps its first, best match.
func (d *Directory) named(ways []variant, take func(OrgID, variant) []Match) []Match {
	var out []Match
	add := func(ids []OrgID, v variant) {
		for _, id := range ids {
			for _, m := range take(id, v) {
				if !slices.ContainsFunc(out, func(x Match) bool { return x.Org == m.Org }) {
					out = append(out, m)
				}
			}
		}
	}
	for _, v := range ways {
		add(d.names.exact[v.key], v)
	}
	if len(out) > 0 {
		return out
	}
	for _, v := range ways {
		add(d.names.abbr[abbreviated(v.key)], variant{v.key, min(v.score, 0.95), "viết tắt"})
		add(d.names.loose[loose(v.key)], variant{v.key, min(v.score, 0.93), "khác một chút cách viết"})
	}
	return out
}

func (d *Directory) heirs(id OrgID, v variant, on civil.Date) []Match {
	var out []Match
	for _, h := range d.Heirs(id, on) {
		out = append(out, Match{h, min(v.score, 0.9), "tiếp nhận từ " + d.Name(id)})
	}
	return out
}

// preferSpelling puts a body whose name carries the very marks of the phrase
// before one that is only the same without marks.
func (d *Directory) preferSpelling(phrase string, list []Match) {
	if len(list) < 2 {
		return
	}
	like := make([]bool, len(list))
	for i, m := range list {
		o := d.orgs[m.Org]
		for _, n := range append([]string{o.Name, o.Short, o.Abbr}, o.Aliases...) {
			like[i] = like[i] || n != "" && nameKey(n) == nameKey(phrase) && spelledLike(phrase, n)
		}
		like[i] = like[i] || strings.HasSuffix(nameKey(phrase), " "+nameKey(o.Name)) && spelledLike(phrase, o.Name) // after an office
	}
	if !slices.Contains(like, true) {
		return
	}
	for i := range list {
		if !like[i] {
			list[i].Score -= 0.05
		}
	}
}

// near accepts one misprint in a long name, and a name that another begins
// with. A body that several of its names bring in keeps its best score.
func (d *Directory) near(key string, on civil.Date, out *[]Match) {
	if len(key) < 8 {
		return
	}
	best := map[OrgID]Match{}
	misprints := 0
	for k, ids := range d.names.exact {
		var (
			score float64
			why   string
		)
		switch {
		case strings.HasPrefix(key, k+" ") && len(k) > 8:
			score, why = 0.82, "tên trong danh bạ nằm ở đầu cụm từ"
		case strings.HasPrefix(k, key+" ") && strings.Count(key, " ") > 1: // "văn phòng" alone may be anybody's
			score, why = 0.8, "tên viết rút gọn"
		case closeTo(key, k):
			score, why = 0.75, misprint
		default:
			continue
		}
		for _, id := range ids {
			if d.orgs[id].On(on) && best[id].Score < score {
				best[id] = Match{id, score, why}
			}
		}
	}
	for _, m := range best {
		if m.Why == misprint {
			misprints++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(best)) {
		m := best[id]
		// the sectors of departments are few and far apart, so one wrong letter
		// in a long one leaves no doubt; villages differ by a letter
		if m.Why == misprint && misprints == 1 && len(key) >= 14 && d.orgs[id].Kind == Department && !strings.ContainsAny(key, "0123456789") {
			m.Score = 0.85
		}
		*out = append(*out, m)
	}
}

const misprint = "gần giống, có thể viết sai"

// Group expands a phrase that means many bodies, as of a day; one that names
// several groups means all their members. A leader's title changes nothing.
func (d *Directory) Group(phrase string, on civil.Date) (Group, bool) {
	which, ok := d.groupsIn(groupKey(phrase))
	if !ok {
		return Group{}, false
	}
	out := d.groups[which[0]]
	out.Members = nil
	for _, i := range which[1:] {
		out.ID, out.Name = out.ID+"+"+d.groups[i].ID, out.Name+", "+d.groups[i].Name
	}
	for _, o := range d.ordered {
		if o.On(on) && slices.ContainsFunc(which, func(i int) bool {
			return slices.Contains(d.groups[i].Kinds, o.Kind) || slices.Contains(d.groups[i].Members, o.ID)
		}) {
			out.Members = append(out.Members, o.ID)
		}
	}
	return out, true
}

// groupsIn cuts a key into phrases of groups, the longest first; a word that
// is left over makes it none.
func (d *Directory) groupsIn(key string) ([]int, bool) {
	words := strings.Fields(key)
	var out []int
	for len(words) > 0 {
		n := len(words)
		for ; n > 0; n-- {
			if i, ok := d.phrases[strings.Join(words[:n], " ")]; ok {
				if !slices.Contains(out, i) {
					out = append(out, i)
				}
				break
			}
		}
		if n == 0 {
			return nil, false
		}
		words = words[n:]
	}
	return out, len(out) > 0
}
