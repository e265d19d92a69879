package lexicon

import (
	"embed"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "lexicon", FS: schemaFS} }

// Kind is the kind of a reference to an entry.
const Kind = "lexicon"

// ID of an entry.
type ID string

// Ref points to the entry.
func (id ID) Ref() ref.Ref { return ref.New(Kind, id) }

// State is how far an entry is decided.
type State string

// The states.
const (
	Proposed State = "proposed"
	Approved State = "approved"
	Refused  State = "refused"
	Retired  State = "retired"
)

// States lists the states in the order of forms.
func States() []State { return []State{Proposed, Approved, Refused, Retired} }

// Label is the state's Vietnamese word.
func (s State) Label() string {
	switch s {
	case Proposed:
		return "Chờ duyệt"
	case Approved:
		return "Đang dùng"
	case Refused:
		return "Không duyệt"
	case Retired:
		return "Thôi dùng"
	}
	return string(s)
}

// Deed is who did something and when.
type Deed struct {
	At   time.Time `json:"at,omitzero"`
	By   string    `json:"-"`
	Name string    `json:"by,omitempty"`
}

// Proposal is a name that a person wants to be understood.
type Proposal struct {
	Phrase string          `json:"phrase"`
	Org    apparatus.OrgID `json:"organisation"`
	From   civil.Date      `json:"from,omitempty"` // first day of signing that it counts for
	To     civil.Date      `json:"to,omitempty"`   // last day
	Note   string          `json:"note,omitempty"`
	// Document and Finding are where the name was met.
	Document string `json:"document,omitempty"`
	Finding  string `json:"finding,omitempty"`
}

// Entry is one name of the lexicon.
type Entry struct {
	ID ID `json:"id"`
	Proposal

	LastDay  civil.Date `json:"last_day,omitempty"` // of a retired entry
	State    State      `json:"state"`
	Reason   string     `json:"reason,omitempty"` // of a refusal or retirement
	Proposed Deed       `json:"proposed"`
	Decided  Deed       `json:"decided,omitzero"`
	Retired  Deed       `json:"retired,omitzero"`
	Rev      int64      `json:"rev"`
}

// The verbs of this room.
const (
	VerbPropose = "lexicon.propose"
	VerbApprove = "lexicon.approve"
	VerbRefuse  = "lexicon.refuse"
	VerbRetire  = "lexicon.retire"
	VerbImport  = "lexicon.import"
)

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case VerbPropose:
		return "Đề xuất tên gọi vào từ điển"
	case VerbApprove:
		return "Duyệt tên gọi trong từ điển"
	case VerbRefuse:
		return "Không duyệt tên gọi"
	case VerbRetire:
		return "Thôi dùng tên gọi trong từ điển"
	case VerbImport:
		return "Nhập danh sách tên gọi"
	}
	return ""
}
