package reading

import (
	"dondoc/internal/citation"
	"dondoc/internal/reading/limit"
	"dondoc/internal/reading/outline"
)

// Result is what was read; its JSON form is a contract with other systems.
type Result struct {
	File          string             `json:"file,omitempty"`
	Text          string             `json:"text"`
	Pages         []Span             `json:"pages,omitempty"`
	Document      Header             `json:"document"`
	Citations     []citation.Mention `json:"citations"`
	Organisations []Organisation     `json:"organisations"`
	Indices       []Index            `json:"indices"`
	Assignments   []Assignment       `json:"assignments"`
	Coverage      []Stretch          `json:"coverage"`
	Warnings      []Warning          `json:"warnings"`
}

// Span is a stretch of the text in code points; End is exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Header is that of package outline.
type Header = outline.Header

// Organisation is a body named in the text; ID is null when it is not in the
// directory that was given.
type Organisation struct {
	Span

	Name string  `json:"name"`
	ID   *string `json:"id"`
}

// Index is a governance index named in the text.
type Index struct {
	Span

	Code string `json:"code"` // PAR_INDEX, SIPAS, PAPI, PCI, DDCI, QD766
}

// Assignment is one thing somebody is told to do.
type Assignment struct {
	Span

	Lead       []string `json:"lead"`
	Through    []string `json:"through,omitempty"`
	Coordinate []string `json:"coordinate"`
	Task       Span     `json:"task"`
	Parts      []Span   `json:"parts,omitempty"`
	Deadline   Deadline `json:"deadline"`
	Certainty  float64  `json:"certainty"`
	Because    string   `json:"because"`
	Inherited  bool     `json:"lead_inherited,omitempty"`
	Signs      Signs    `json:"-"`
}

// Deadline is that of package limit.
type Deadline = limit.Deadline

// DeadlineKind is that of package limit.
type DeadlineKind = limit.Kind

// The kinds of deadline.
const (
	OnDate    = limit.OnDate
	Relative  = limit.Relative
	Recurring = limit.Recurring
	None      = limit.None
)

// Role is that of package outline.
type Role = outline.Role

// The roles.
const (
	IsAssignment = outline.IsAssignment
	IsContext    = outline.IsContext
	IsHeading    = outline.IsHeading
	IsClosing    = outline.IsClosing
	IsUnread     = outline.IsUnread
)

// Stretch is a piece of the coverage.
type Stretch struct {
	Span

	As Role `json:"as"`
}

// Warning is something that a person should look at.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	At      *int   `json:"at,omitempty"` // the place in the text that is meant, in code points
}

// Org is a body of the directory that names are matched against.
type Org struct {
	ID            string
	Name          string
	Abbreviations []string
}

// Options are what the reader may know beside the text.
type Options struct {
	Today         string // "2006-01-02", or "" if not to be used
	Organisations []Org
}
