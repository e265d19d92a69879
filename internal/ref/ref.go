// Package ref names any record of any register as "kind:id", so that a room
// can point to a record without knowing the package that owns it.
package ref

import "strings"

// Ref points to one record. The zero value points to nothing.
type Ref struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// New makes a reference.
func New[ID ~string](kind string, id ID) Ref { return Ref{Kind: kind, ID: string(id)} }

// String gives "kind:id", or nothing for the zero value.
func (r Ref) String() string {
	if r.Zero() {
		return ""
	}
	return r.Kind + ":" + r.ID
}

// Zero reports whether it points to nothing.
func (r Ref) Zero() bool { return r.Kind == "" && r.ID == "" }

// Parse reads what String wrote; ok is false for anything else.
func Parse(s string) (r Ref, ok bool) {
	kind, id, found := strings.Cut(s, ":")
	if !found || kind == "" || id == "" {
		return Ref{}, false
	}
	return Ref{Kind: kind, ID: id}, true
}
