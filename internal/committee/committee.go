package committee

import (
	"embed"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/office"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/term"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "committee", FS: schemaFS} }

// Kind is the kind of a reference to a meeting.
const Kind = "meeting"

// KindMember is the kind of a reference to a member.
const KindMember = "committee_member"

// ID names a meeting.
type ID string

// Ref points to the meeting.
func (id ID) Ref() ref.Ref { return ref.New(Kind, id) }

// MemberID names a member.
type MemberID string

// Ref points to the member.
func (id MemberID) Ref() ref.Ref { return ref.New(KindMember, id) }

// Role is a member's part in the committee.
type Role string

// The roles, in their order.
const (
	Head     Role = "head"
	Deputy   Role = "deputy"
	Standing Role = "standing"
	Ordinary Role = "member"
)

// Roles lists them in the order of a list of members.
func Roles() []Role { return []Role{Head, Deputy, Standing, Ordinary} }

// Member is one member during a time.
type Member struct {
	ID    MemberID        `json:"id"`
	Name  string          `json:"name"`
	Title string          `json:"title"` // office outside the committee
	Role  Role            `json:"role"`
	Org   apparatus.OrgID `json:"org"`
	From  civil.Date      `json:"from"`
	To    civil.Date      `json:"to,omitempty"` // the last day; "" while it lasts
	Rev   int64           `json:"rev"`
}

// On reports whether the person is a member on a day.
func (m Member) On(d civil.Date) bool { return m.From <= d && (m.To == "" || d <= m.To) }

// State is how far a meeting has come.
type State string

// The states.
const (
	Planned   State = "planned"
	Held      State = "held"
	Concluded State = "concluded"
	Signed    State = "signed"
	Published State = "published"
)

// Presence is how a member took part.
type Presence string

// The ways; "" is not said yet.
const (
	Present Presence = "present"
	Sent    Presence = "deputy" // somebody else came
	Absent  Presence = "absent"
)

// Attendant is one member of the day at a meeting.
type Attendant struct {
	Member   MemberID        `json:"member"`
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Role     Role            `json:"role"`
	Org      apparatus.OrgID `json:"org"`
	Presence Presence        `json:"presence,omitempty"`
	Note     string          `json:"note,omitempty"` // who came instead, or why nobody did
}

// Item is one point of the agenda: a report to be heard.
type Item struct {
	ID    string          `json:"id"`
	Title string          `json:"title"`
	Org   apparatus.OrgID `json:"org,omitempty"` // who reports
	File  string          `json:"file,omitempty"`
	Name  string          `json:"file_name,omitempty"`
	Heard bool            `json:"heard,omitempty"`
}

// Opinion is what somebody said.
type Opinion struct {
	Who  string          `json:"who"`
	Org  apparatus.OrgID `json:"org,omitempty"`
	Gist string          `json:"gist"`
}

// Plan is what is laid down before a meeting.
type Plan struct {
	Year      int             `json:"year"`
	Number    int             `json:"number"` // in the year
	Subject   string          `json:"subject"`
	PlannedAt time.Time       `json:"planned_at,omitzero"`
	Place     string          `json:"place"`
	Chair     MemberID        `json:"chair,omitempty"`
	Template  office.Template `json:"template"`
	// Authority, Signer and Recipients go under the notice.
	Authority  []string `json:"authority,omitempty"`
	Signer     string   `json:"signer,omitempty"`
	Recipients []string `json:"recipients,omitempty"`
}

// Meeting is one meeting with everything but its conclusions.
type Meeting struct {
	ID ID `json:"id"`
	Plan

	State       State       `json:"state"`
	HeldAt      time.Time   `json:"held_at,omitzero"`
	ChairName   string      `json:"chair_name,omitempty"`
	ChairTitle  string      `json:"chair_title,omitempty"`
	Agenda      []Item      `json:"agenda,omitempty"`
	Attendance  []Attendant `json:"attendance,omitempty"`
	Opinions    []Opinion   `json:"opinions,omitempty"`
	Notice      string      `json:"notice,omitempty"` // number and symbol of the signed notice
	SignedOn    civil.Date  `json:"signed_on,omitempty"`
	PublishedAt time.Time   `json:"published_at,omitzero"`
	Document    document.ID `json:"document,omitempty"`
	// Attached says that the notice was read before it was joined to the meeting,
	// so that its assignments are the conclusions.
	Attached bool `json:"attached,omitempty"`
	// Choices are the decisions that the secretariat put on the pack in the
	// place of those that the rule takes.
	Choices []string `json:"choices,omitempty"`
	Rev     int64    `json:"rev"`
}

// MetOn is the day on which it met, or is to meet.
func (m Meeting) MetOn() civil.Date {
	if !m.HeldAt.IsZero() {
		return civil.Of(m.HeldAt)
	}
	if m.PlannedAt.IsZero() {
		return ""
	}
	return civil.Of(m.PlannedAt)
}

// PublishedOn is the day of publication, or "".
func (m Meeting) PublishedOn() civil.Date {
	if m.PublishedAt.IsZero() {
		return ""
	}
	return civil.Of(m.PublishedAt)
}

// ConclusionID names a conclusion.
type ConclusionID string

// Conclusion is one thing that the chair concluded.
type Conclusion struct {
	ID         ConclusionID      `json:"id"`
	Meeting    ID                `json:"meeting"`
	Place      int               `json:"place"` // 1, 2, 3 …
	Words      string            `json:"words"`
	Lead       apparatus.OrgID   `json:"lead,omitempty"`
	Coordinate []apparatus.OrgID `json:"coordinate,omitempty"`
	term.Term
	Assignment assignment.ID `json:"assignment,omitempty"`
	Rev        int64         `json:"rev"`
}

// Decision is what a meeting says about an earlier duty.
type Decision string

// The decisions; "" is none.
const (
	Repeat  Decision = "repeat"
	Replace Decision = "replace"
	Close   Decision = "close"
)

// Carry is one earlier duty at one meeting.
type Carry struct {
	Meeting    ID            `json:"meeting"`
	Assignment assignment.ID `json:"assignment"`
	Decision   Decision      `json:"decision"`
	Reason     string        `json:"reason,omitempty"`
	Conclusion ConclusionID  `json:"conclusion,omitempty"` // that takes its place
	// Effective is the day since which it holds; "" while it is only prepared.
	Effective civil.Date `json:"effective,omitempty"`
	By        string     `json:"by,omitempty"`
}
