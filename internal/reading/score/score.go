// Package score measures the reader against hand annotation: what is found,
// whose job it is, until when. The rules of annotation stand beside the texts
// in testdata/gold/GUIDELINES.md; the measure is that of information
// extraction, precision and recall over spans that overlap by at least half of
// the longer one.
package score

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/citation"
	"dondoc/internal/reading"
)

// Gold is the annotation of one document.
type Gold struct {
	Doc         string             `json:"doc"`
	Document    map[string]*string `json:"document"`
	Citations   []citation.Mention `json:"-"`
	Assignments []Annotated        `json:"assignments"`
	Indices     []string           `json:"indices"`
}

// Annotated is one assignment as annotated.
type Annotated struct {
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Text       string   `json:"text"`
	Lead       []string `json:"lead"`
	Coordinate []string `json:"coordinate"`
	Deadline   struct {
		Kind  string  `json:"kind"`
		Date  *string `json:"date"`
		Every *string `json:"every"`
	} `json:"deadline"`
}

// Parse reads annotations, one JSON object a line.
func Parse(r io.Reader) ([]Gold, error) {
	var out []Gold
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var g struct {
			Gold

			Cited []struct {
				Start  int    `json:"start"`
				End    int    `json:"end"`
				Number string `json:"number"`
			} `json:"citations"`
		}
		if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("annotation %d: %w", len(out)+1, err)
		}
		for _, c := range g.Cited {
			g.Citations = append(g.Citations, citation.Mention{Start: c.Start, End: c.End, Number: c.Number})
		}
		out = append(out, g.Gold)
	}
	return out, sc.Err()
}

// Count is found against annotated.
type Count struct{ Right, Gold, Found int }

func (c *Count) add(right, gold, found int) {
	c.Right += right
	c.Gold += gold
	c.Found += found
}

// Precision is the share of what was found that is right.
func (c *Count) Precision() float64 { return share(c.Right, c.Found) }

// Recall is the share of what is annotated that was found.
func (c *Count) Recall() float64 { return share(c.Right, c.Gold) }

// F1 is the harmonic mean of the two.
func (c *Count) F1() float64 { return share(2*c.Right, c.Gold+c.Found) }

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Ratio is right out of all.
type Ratio struct{ Right, All int }

func (r *Ratio) add(ok bool) { //nolint:revive // what is counted
	r.All++
	if ok {
		r.Right++
	}
}

// Share is right / all.
func (r *Ratio) Share() float64 { return share(r.Right, r.All) }

// Report holds the figures over a set of documents.
type Report struct {
	Citations, Assignments, Leads, Coordinating, Header, Indices Count
	LeadSet, Deadline, SetDeadlines, Unread                      Ratio
	Docs                                                         []Line

	each []Report // one a document
}

// Line is one document of a report.
type Line struct {
	Doc                string
	Right, Gold, Found int
}

// Add compares one document.
func (r *Report) Add(g Gold, p reading.Result) {
	var one Report
	one.add(g, p)
	r.merge(&one)
	r.each = append(r.each, one)
}

func (r *Report) add(g Gold, p reading.Result) {
	cited := match(spansOf(g.Citations, func(c citation.Mention) reading.Span { return reading.Span{Start: c.Start, End: c.End} }),
		spansOf(p.Citations, func(c citation.Mention) reading.Span { return reading.Span{Start: c.Start, End: c.End} }),
		func(i, j int) bool { return number(g.Citations[i].Number) == number(p.Citations[j].Number) })
	r.Citations.add(len(cited), len(g.Citations), len(p.Citations))
	pairs := match(spansOf(g.Assignments, func(a Annotated) reading.Span { return reading.Span{Start: a.Start, End: a.End} }),
		spansOf(p.Assignments, func(a reading.Assignment) reading.Span { return a.Span }), func(int, int) bool { return true })
	r.Assignments.add(len(pairs), len(g.Assignments), len(p.Assignments))
	r.Docs = append(r.Docs, Line{g.Doc, len(pairs), len(g.Assignments), len(p.Assignments)})
	r.people(g, p, pairs)
	hit := map[int]bool{}
	for i, j := range pairs {
		hit[i] = true
		a, b := g.Assignments[i], p.Assignments[j]
		r.LeadSet.add(maps.Equal(names(a.Lead), names(b.Lead)))
		r.Deadline.add(sameDeadline(a, &b))
	}
	for i, a := range g.Assignments {
		if a.Deadline.Kind != "none" {
			var b *reading.Assignment
			if j, ok := pairs[i]; ok {
				b = &p.Assignments[j]
			}
			r.SetDeadlines.add(b != nil && sameDeadline(a, b))
		}
		if !hit[i] {
			lost := 0
			for _, c := range p.Coverage {
				if c.As == reading.IsUnread {
					lost += max(0, min(a.End, c.End)-max(a.Start, c.Start))
				}
			}
			r.Unread.add(lost*2 >= a.End-a.Start)
		}
	}
	r.header(g, p)
	want, got := map[string]bool{}, map[string]bool{}
	for _, x := range g.Indices {
		want[code(x)] = true
	}
	for _, x := range p.Indices {
		got[code(x.Code)] = true
	}
	r.Indices.add(common(want, got), len(want), len(got))
}

func (r *Report) people(g Gold, p reading.Result, pairs map[int]int) {
	lead, coord := 0, 0
	for i, j := range pairs {
		lead += common(names(g.Assignments[i].Lead), names(p.Assignments[j].Lead))
		coord += common(names(g.Assignments[i].Coordinate), names(p.Assignments[j].Coordinate))
	}
	var gl, gc, pl, pc int
	for _, a := range g.Assignments {
		gl, gc = gl+len(names(a.Lead)), gc+len(names(a.Coordinate))
	}
	for _, a := range p.Assignments {
		pl, pc = pl+len(names(a.Lead)), pc+len(names(a.Coordinate))
	}
	r.Leads.add(lead, gl, pl)
	r.Coordinating.add(coord, gc, pc)
}

func (r *Report) header(g Gold, p reading.Result) {
	got := map[string]string{"number": p.Document.Number, "date": p.Document.Date, "issuer": p.Document.Issuer, "signer": p.Document.Signer}
	for _, key := range []string{"number", "date", "issuer", "signer"} {
		want := g.Document[key]
		if want == nil {
			if got[key] != "" {
				r.Header.add(0, 0, 1)
			}
			continue
		}
		x, y := fold(*want), fold(got[key])
		ok := x == y
		switch key {
		case "number":
			ok = number(*want) == number(got[key])
		case "issuer", "signer":
			ok = wordsF1(x, y) >= 0.8
		}
		right, found := 0, 0
		if ok {
			right = 1
		}
		if y != "" {
			found = 1
		}
		r.Header.add(right, 1, found)
	}
}

func spansOf[T any](list []T, span func(T) reading.Span) []reading.Span {
	out := make([]reading.Span, len(list))
	for i, x := range list {
		out[i] = span(x)
	}
	return out
}

// match pairs annotated and found spans, best overlap first, each once.
func match(gold, found []reading.Span, ok func(i, j int) bool) map[int]int {
	type pair struct {
		overlap float64
		i, j    int
	}
	var all []pair
	for i, a := range gold {
		for j, b := range found {
			longest := max(a.End-a.Start, b.End-b.Start)
			if inter := min(a.End, b.End) - max(a.Start, b.Start); inter > 0 && 2*inter >= longest && ok(i, j) {
				all = append(all, pair{float64(inter) / float64(longest), i, j})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int {
		switch {
		case a.overlap > b.overlap:
			return -1
		case a.overlap < b.overlap:
			return 1
		}
		return 0
	})
	out, used := map[int]int{}, map[int]bool{}
	for _, p := range all {
		if _, taken := out[p.i]; !taken && !used[p.j] {
			out[p.i], used[p.j] = p.j, true
		}
	}
	return out
}

var (
	titles = regexp.MustCompile(`^(?:đồng chí|đ/c|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch|thủ trưởng|bộ trưởng|chánh|trưởng|lãnh đạo|tổng giám đốc|bí thư)\s+`)
	notAZ  = regexp.MustCompile(`[^a-z0-9]`)
)

func fold(s string) string {
	s = strings.ToLower(norm.NFC.String(s))
	s = strings.NewReplacer("uỷ", "ủy", "ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân").Replace(s)
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " .,;:-–\"“”")
	for {
		t := titles.ReplaceAllString(s, "")
		if t == s {
			return s
		}
		s = t
	}
}

func number(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

func names(list []string) map[string]bool {
	out := map[string]bool{}
	for _, x := range list {
		if f := fold(x); f != "" {
			out[f] = true
		}
	}
	return out
}

func common(a, b map[string]bool) int {
	n := 0
	for x := range a {
		if b[x] {
			n++
		}
	}
	return n
}

func sameDeadline(a Annotated, b *reading.Assignment) bool {
	kind := string(b.Deadline.Kind)
	if kind == "" {
		kind = "none"
	}
	switch {
	case a.Deadline.Kind != kind:
		return false
	case kind == "date":
		return text(a.Deadline.Date) == text(b.Deadline.Date)
	case kind == "recurring":
		return text(a.Deadline.Every) == text(b.Deadline.Every)
	}
	return true
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func wordsF1(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	rest := slices.Clone(y)
	same := 0
	for _, w := range x {
		if i := slices.Index(rest, w); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			same++
		}
	}
	return share(2*same, len(x)+len(y))
}

func code(s string) string {
	s = strings.NewReplacer("chỉ số cải cách hành chính", "parindex", "bộ chỉ số 766", "qd766").Replace(fold(s))
	return notAZ.ReplaceAllString(s, "")
}

// rightAsAWhole reports that leads and limit of time agree.
func rightAsAWhole(a Annotated, b *reading.Assignment) bool {
	return maps.Equal(names(a.Lead), names(b.Lead)) && sameDeadline(a, b)
}
