package reading

import (
	"strings"

	"dondoc/internal/pattern"
	"dondoc/internal/reading/bodies"
)

// coordinates lists the bodies with which the lead is to work.
func (r *reader) coordinates(from, to int) []string {
	t := r.t
	var out []string
	add := func(at int) { out = merge(out, r.partners(at, to)) }
	for _, m := range r.all(coordRE, from, to) {
		lead := t[from : from+m[0]]
		if i := strings.LastIndex(lead, "chỉ đạo "); i >= 0 {
			if b, ok := r.bodies.At(from + i + len("chỉ đạo ")); ok && b.End <= from+m[0] {
				continue // others are to coordinate among themselves
			}
		}
		if i := strings.LastIndex(strings.ToLower(lead), "tham mưu "); i >= 0 && len(lead)-i < 90 {
			if b, ok := r.bodies.At(from + i + len("tham mưu ")); ok && b.End <= from+m[0] && b.End+2 > from+m[0] {
				continue
			}
		}
		add(from + m[1])
	}
	if strings.HasPrefix(t[from:to], "Với ") {
		add(from + len("Với "))
	}
	if r.may(cungRE, from) {
		if m := cungRE.FindStringIndex(t[from:to]); m != nil && m[0] < 120 {
			add(from + m[1])
		}
	}
	return out
}

// partners are the names that begin at a place.
func (r *reader) partners(at, to int) []string {
	list, end := r.bodies.List(at)
	if n := len(list); n > 0 && end < to && bodies.Group.MatchString(list[n-1].Name) {
		list, _ = r.stretch(list, at, end, to)
	}
	var out []string
	for _, b := range list {
		if b.Start < to {
			name := r.name(b)
			if cut := circumstance.FindStringIndex(name); cut != nil {
				name = name[:cut[0]]
			}
			out = merge(out, []string{name})
		}
	}
	return out
}

// circumstance is what follows a name without being of it.
var circumstance = pattern.New(` (?:trong(?: việc| công tác| quá trình)?|định kỳ|nhằm|để|đê|theo)(?: \p{L}+){0,3}$`)

// through finds the body that the one told is to act through.
func (r *reader) through(from, to int) []string {
	for _, m := range r.all(throughRE, from, to) {
		if from+m[0] > from && m[0] > 160 {
			break
		}
		b, ok := r.bodies.At(from + m[1])
		if ok && b.End <= to && !strings.HasPrefix(b.Name, "các ") && !strings.HasPrefix(b.Name, "cơ quan") && !strings.HasPrefix(b.Name, "đơn vị") {
			return []string{r.name(b)}
		}
	}
	return nil
}
