package feed

import (
	"embed"
	"encoding/json"
	"time"

	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "feed", FS: schemaFS} }

// RecordKind is the kind of a reference to an address.
const RecordKind = "feed"

// Kind is what an address shows.
type Kind string

// The kinds of address.
const (
	Personal Kind = "calendar" // the owner's work, as iCalendar
	Notice   Kind = "notice"   // what became of one document, as Atom
	Agency   Kind = "agency"   // what became of one agency's duties, as Atom
)

// ID names an address. It is no secret.
type ID string

// Ref points to the address.
func (id ID) Ref() ref.Ref { return ref.New(RecordKind, id) }

// Address is a secret address without its secret.
type Address struct {
	ID      ID     `json:"id"`
	Kind    Kind   `json:"kind"`
	Target  string `json:"target,omitempty"` // the document or organisation; "" for Personal
	Account string `json:"account"`
	// IssuedAt and RevokedAt (zero while live) are on the record of acts.
	IssuedAt  time.Time `json:"-"`
	RevokedAt time.Time `json:"-"`
	// FetchedAt is when a program last asked, to five minutes; Agent what it
	// calls itself.
	FetchedAt time.Time `json:"-"`
	Agent     string    `json:"-"`
}

// Live reports whether the address still answers.
func (a Address) Live() bool { return a.RevokedAt.IsZero() }

// The verbs of this room.
const (
	VerbIssue  = "feed.issue"
	VerbRevoke = "feed.revoke"
)

// VerbLabel says an act of this room in words; "" for a verb of another one.
func VerbLabel(verb string) string {
	switch verb {
	case VerbIssue:
		return "Cấp địa chỉ lịch, bản tin"
	case VerbRevoke:
		return "Thu hồi địa chỉ lịch, bản tin"
	}
	return ""
}

// RecordTitle names the address of an act by the act's contents.
func RecordTitle(contents ...json.RawMessage) string {
	var a Address
	for _, c := range contents {
		if len(c) > 0 && json.Unmarshal(c, &a) != nil {
			a = Address{} // a content of another shape names nothing
		}
	}
	return a.Kind.Title()
}

// Title names what an address shows, for the record of acts.
func (k Kind) Title() string {
	switch k {
	case Personal:
		return "Lịch cá nhân"
	case Notice:
		return "Bản tin văn bản"
	case Agency:
		return "Bản tin cơ quan"
	}
	return "Lịch, bản tin"
}
