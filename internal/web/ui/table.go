package ui

import "github.com/a-h/templ"

// Role says what a column is for; phones stack the cells of a row by it.
type Role string

// The roles of columns. On a phone a row reads: clock; title; meta joined by
// commas; state at the left and date at the right; then the labelled rest.
const (
	RoleText   Role = "text" // label and value on a line of their own
	RoleClock  Role = "clock"
	RoleTitle  Role = "title"
	RoleMeta   Role = "meta" // source, person: quiet
	RoleState  Role = "state"
	RoleDate   Role = "date"
	RoleNumber Role = "num" // right-aligned
	RoleActs   Role = "acts"
	RolePick   Role = "pick" // a checkbox
)

// Column heads a column.
type Column struct {
	Label    string
	Role     Role
	SortHref string // "" = cannot be sorted
	Sorted   string // "ascending", "descending" or ""
}

// Row is one record. The title cell becomes the link when Href is set.
type Row struct {
	ID    string
	Href  string
	Cells []templ.Component // one per column; nil = empty
	// Current marks the row being worked on; Open is shown under it at full width.
	Current bool
	Open    templ.Component
	// Drawn is the row as DrawRow gave it; then nothing else is looked at.
	Drawn string
}

// Group is a band and its rows. Without Title there is no band.
type Group struct {
	Title string
	Note  string // "3 việc"
	Href  string
	Rows  []Row
}

// Table is a list of records.
type Table struct {
	ID      string
	Caption string // for those who do not see; says what the rows are
	Columns []Column
	Groups  []Group
	Empty   templ.Component // shown instead when there is no row
	Plain   bool            // without a panel around it: inside a Panel
}

func (t Table) rows() int {
	n := 0
	for _, g := range t.Groups {
		n += len(g.Rows)
	}
	return n
}

func (c Column) class() string {
	if c.Role == "" {
		return "c-text"
	}
	return "c-" + string(c.Role)
}

// Chip is one filter that is on.
type Chip struct {
	Label  string
	Remove string // address without it
}

// Filter is the bar above a list: search, "Lọc (n)", chips, downloads. The
// children are the fields behind "Lọc (n)"; the whole is one GET form.
type Filter struct {
	Action      string
	Query       string
	QueryName   string // "tim" unless set
	Placeholder string
	Keep        []HiddenValue // parameters the form must not lose, such as the sort
	Chips       []Chip
	ClearHref   string
	Downloads   []Link
	NoFields    bool // search only
	NoSearch    bool // fields only
	Open        bool // the fields are shown at once: an error stands there
}

// HiddenValue is a name and value carried along.
type HiddenValue struct{ Name, Value string }

// Pages is the foot of a list.
type Pages struct {
	Summary string // "50 trong 1.234 việc"
	First   string
	Prev    string
	Next    string
	Saved   []Link // saved filters
	Keys    []Key
}
