package ui

import "github.com/a-h/templ"

// FormHead opens a form. It always posts; GET forms are Filter's.
type FormHead struct {
	ID      string
	Action  string
	Token   string        // form token, field _token
	Draft   string        // path of the page the form stands on: keeps what is typed
	Rev     string        // revision the person saw, field rev; "" = none
	Files   bool          // multipart
	Unsaved bool          // leaving with unsent typing asks first
	Hidden  []HiddenValue // carried along
	Inline  bool          // buttons in a row, not fields under one another
	Label   string        // for those who do not see, when several forms share a page
}

// Field is one field. ID defaults to "f-"+Name; Value is what was typed last.
type Field struct {
	ID           string
	Name         string
	Label        string
	Hint         string
	Error        string
	Value        string
	Values       []string // CheckField, SelectField with Multiple
	Required     bool
	Multiple     bool
	ReadOnly     bool
	HideLabel    bool   // label only for those who do not see
	Placeholder  string // an example, never the label
	Autocomplete string
	Width        string // "s" number, date; "m" name; "l" whole line (default)
	Rows         int    // TextArea
	Accept       string // FileField
	Attrs        templ.Attributes
}

// Option is one choice.
type Option struct {
	Value string
	Label string
	Hint  string
	Group string // SelectField: consecutive options of one group stand together
	Off   bool   // shown, cannot be chosen
}

// ErrorList is the summary at the top of a form that was not taken.
type ErrorList struct {
	Title string // "Chưa lưu được vì:" unless set
	Items []FieldError
}

// FieldError names a field by its ID or Name.
type FieldError struct {
	Name    string
	Message string
}

// ErrorsOf makes the summary from what fault.FieldsOf gives, in the order of
// the fields as they stand on the page.
func ErrorsOf(errs map[string]string, order ...string) ErrorList {
	var list ErrorList
	seen := map[string]bool{}
	for _, name := range order {
		if msg, ok := errs[name]; ok {
			list.Items = append(list.Items, FieldError{name, msg})
			seen[name] = true
		}
	}
	for _, name := range sortedKeys(errs) {
		if !seen[name] {
			list.Items = append(list.Items, FieldError{name, errs[name]})
		}
	}
	return list
}

// PressKind is the weight of a button.
type PressKind string

// The weights. A decision nobody proposes has only Secondary buttons.
const (
	Primary   PressKind = "primary"
	Secondary PressKind = "secondary"
	QuietLink PressKind = "quiet"
	Danger    PressKind = "danger"
)

// Press is a button, or a link that looks like one when Href is set.
type Press struct {
	Label   string
	Kind    PressKind // Secondary unless set
	Href    string
	Name    string
	Value   string
	Form    string // ID of a form elsewhere on the page
	Action  string // formaction
	Key     string // letter or "Enter", shown on the button and pressed by the script
	Also    string // a second key that does the same, not shown on the button
	Small   bool   // 30 px, in rows
	Refused string // why it cannot be pressed; the button stays, the reason stands beside it
	NoCheck bool   // formnovalidate
}

// Conflict is a stale edit: both versions, nothing lost.
type Conflict struct {
	Who     string // who changed it meanwhile
	When    string
	Form    FormHead // Rev is the new revision
	Fields  []ConflictField
	KeepOld Link // "Giữ bản đang có"
}

// ConflictField is one field of both versions. Name "" shows it without letting it be sent.
type ConflictField struct {
	Name   string
	Label  string
	Theirs string
	Mine   string
	Long   bool
	// TheirsShown and MineShown are what is read when the values are codes.
	TheirsShown string
	MineShown   string
}
