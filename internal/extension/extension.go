package extension

import (
	"embed"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "extension", FS: schemaFS} }

// Kind is the sort of record that acts are on.
const Kind = "extension"

// ID names a request.
type ID string

// Ref points to the request.
func (id ID) Ref() ref.Ref { return ref.New(Kind, id) }

// State is how far a request has come.
type State string

// The states.
const (
	Asked     State = "asked"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// States lists the states in the order of the interface.
func States() []State { return []State{Asked, Granted, Refused, Withdrawn} }

// Word is the state as the interface says it; "" for an unknown one.
func (s State) Word() string {
	switch s {
	case Asked:
		return "Chờ quyết định"
	case Granted:
		return "Đã gia hạn"
	case Refused:
		return "Không gia hạn"
	case Withdrawn:
		return "Đã rút đề nghị"
	}
	return ""
}

// Choice is one of the two ways to decide; "" for none.
type Choice string

// The choices.
const (
	Grant  Choice = "grant"
	Refuse Choice = "refuse"
)

// Word is the choice as the interface says it; "" for none.
func (c Choice) Word() string {
	switch c {
	case Grant:
		return "gia hạn"
	case Refuse:
		return "không gia hạn"
	}
	return ""
}

// Deed is who did something, and when; the name as it was then.
type Deed struct {
	At   time.Time `json:"at,omitzero"`
	By   string    `json:"by,omitempty"` // account id
	Name string    `json:"name,omitempty"`
}

// Proposal is what the secretariat prepares for the one who decides.
type Proposal struct {
	Choice Choice     `json:"choice,omitempty"`
	Until  civil.Date `json:"until,omitempty"` // for a grant
	Note   string     `json:"note,omitempty"`
	Deed   Deed       `json:"deed,omitzero"`
}

// Decision is what was decided.
type Decision struct {
	Until  civil.Date `json:"until,omitempty"` // for a grant; it may differ from what was asked
	Reason string     `json:"reason,omitempty"`
	Deed   Deed       `json:"deed,omitzero"`
}

// Request is one request for a later day.
type Request struct {
	ID         ID               `json:"id"` // made with the form, so that a double click is one case
	Assignment assignment.ID    `json:"assignment"`
	Nth        int              `json:"nth"` // which extension of the assignment it would be, from 1
	State      State            `json:"state"`
	Cause      assignment.Cause `json:"cause"`
	Reason     string           `json:"reason"`
	Evidence   string           `json:"evidence,omitempty"`
	Files      []string         `json:"files"`
	Lead       apparatus.OrgID  `json:"lead"`         // of the assignment when it was asked
	DueThen    civil.Date       `json:"due_then"`     // the day that held when it was asked
	Original   civil.Date       `json:"original_due"` // never erased
	AskedUntil civil.Date       `json:"asked_until"`
	Asked      Deed             `json:"asked"`
	AskedOrg   apparatus.OrgID  `json:"asked_org"`
	Proposal   Proposal         `json:"proposal,omitzero"`
	Decision   Decision         `json:"decision,omitzero"`
	Rev        int64            `json:"rev"`
}

// Case is a request with what its assignment says now.
type Case struct {
	Request

	Code       string           `json:"code"`
	Title      string           `json:"title"`
	Due        civil.Date       `json:"due"` // of the assignment now
	Work       assignment.State `json:"assignment_state"`
	LeadNow    apparatus.OrgID  `json:"lead_now"`
	Further    bool             `json:"for_chairman"` // one of the further ones, the chairman's alone
	LateDays   int              `json:"late_days"`    // as handed in, against the agreed day
	LateOrigin int              `json:"late_original"`
}

// Wish is what a form asks for.
type Wish struct {
	Nonce    string // made with the form: the request's id, 20 to 40 characters
	Until    civil.Date
	Cause    assignment.Cause
	Reason   string
	Evidence string
	DueSeen  civil.Date // the due day that the person saw; "" for none
}

// Verdict is one of the two ways with what goes with it: a proposal's or a
// decision's.
type Verdict struct {
	Choice Choice
	Until  civil.Date // for a grant; "" is the day asked for
	Reason string     // needed to refuse
}

// Event is told inside the transaction that made it.
type Event struct {
	Verb       string // VerbAsk, VerbDecide, VerbUndo, VerbWithdraw
	Request    Request
	Assignment assignment.Assignment // as it is after it
	Further    bool                  // the chairman's alone to decide
}

// The verbs.
const (
	VerbAsk      = "extension.ask"
	VerbPropose  = "extension.propose"
	VerbDecide   = "extension.decide"
	VerbWithdraw = "extension.withdraw"
	VerbUndo     = "extension.undo"
)

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case VerbAsk:
		return "Đề nghị gia hạn"
	case VerbPropose:
		return "Tham mưu về đề nghị gia hạn"
	case VerbDecide:
		return "Quyết định về đề nghị gia hạn"
	case VerbWithdraw:
		return "Rút đề nghị gia hạn"
	case VerbUndo:
		return "Hoàn tác quyết định gia hạn"
	}
	return ""
}

// StaleError is a Conflict that carries the request as it is now, so that the
// page can show both versions.
type StaleError struct{ Now Request }

// Error says that the edit was stale.
func (e *StaleError) Error() string { return "stale edit of an extension" }

// Is makes it a fault.Conflict.
func (e *StaleError) Is(target error) bool { return target == error(fault.Conflict) }

// Unwrap gives the kind and the sentence.
func (e *StaleError) Unwrap() error { return fault.Say(fault.Conflict, "") }
