package assignment

import (
	"embed"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

func search() storage.Search {
	return storage.Search{Table: "assignment_search", Base: "assignment", Key: "search_key", Text: "search_text"}
}

// Schema is this room's share of the schema.
func Schema() storage.Schema {
	return storage.Schema{Name: "assignment", FS: schemaFS, Searches: map[int64]storage.Search{2026120602: search()}}
}

// ID names an assignment.
type ID string

// Ref points to the assignment.
func (id ID) Ref() ref.Ref { return ref.New("assignment", id) }

// State is how far an assignment has come.
type State string

// The states.
const (
	Drafted      State = "drafted"
	Assigned     State = "assigned"
	Acknowledged State = "acknowledged"
	Disputed     State = "disputed"
	Reported     State = "reported"
	Confirmed    State = "confirmed"
	Returned     State = "returned"
	Cancelled    State = "cancelled"
	Superseded   State = "superseded"
)

// States lists the states in the order of work.
func States() []State {
	return []State{Drafted, Assigned, Acknowledged, Disputed, Reported, Returned, Confirmed, Cancelled, Superseded}
}

// Word is the state as the interface says it.
func (s State) Word() string {
	switch s {
	case Drafted:
		return "Dự thảo"
	case Assigned:
		return "Chờ tiếp nhận"
	case Acknowledged:
		return "Đang thực hiện"
	case Disputed:
		return "Có ý kiến khác"
	case Reported:
		return "Chờ xác nhận"
	case Confirmed:
		return "Đã xác nhận"
	case Returned:
		return "Bị trả lại"
	case Cancelled:
		return "Đã hủy"
	case Superseded:
		return "Được thay thế"
	}
	return string(s)
}

// Open reports whether something is still owed.
func (s State) Open() bool {
	switch s {
	case Drafted, Assigned, Acknowledged, Disputed, Reported, Returned:
		return true
	case Confirmed, Cancelled, Superseded:
		return false
	}
	return false
}

// DeadlineKind is how the time is limited.
type DeadlineKind string

// The kinds of deadline.
const (
	OnDate    DeadlineKind = "date"
	Relative  DeadlineKind = "relative"  // bound to an event: "ngay trong ngày" per item
	Recurring DeadlineKind = "recurring" // a rhythm
	NoDate    DeadlineKind = "none"
)

// Deadline is the facts that the due day is computed from.
type Deadline struct {
	Kind   DeadlineKind  `json:"kind"`
	Phrase string        `json:"phrase,omitempty"` // as the text says it
	Vague  bool          `json:"vague,omitempty"`
	Bound  workday.Bound `json:"bound,omitempty"`
	Every  workday.Every `json:"every,omitempty"`
	// Rule is the rhythm as a rule of RFC 5545 (package cadence).
	Rule string `json:"rule,omitempty"`
	// Date is the day that the text names; for a period of a standing duty its
	// nominal day, and for the duty itself that of its latest period.
	Date civil.Date `json:"date,omitempty"`
	// Fixed is a day that a decision put in the place of what the text says.
	Fixed civil.Date `json:"fixed,omitempty"`
	// OffSince is the day on which it was entered that a period's own day is
	// off, when the working day before it was that day or had passed.
	OffSince   civil.Date           `json:"off_since,omitempty"`
	Pauses     []deadline.Pause     `json:"pauses,omitempty"`
	Extensions []deadline.Extension `json:"extensions,omitempty"`
	// SetBy and Reason say who fixed a day that the text does not state.
	SetBy  string `json:"set_by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Assignment is one thing owed.
type Assignment struct { //nolint:recvcheck // most methods only look, a few change a copy in hand
	ID          ID              `json:"id"`
	Code        string          `json:"code"`
	Parent      ID              `json:"parent,omitempty"`
	Group       bool            `json:"group,omitempty"`
	Title       string          `json:"title"`
	Quote       string          `json:"quote,omitempty"`
	Lead        apparatus.OrgID `json:"lead"`
	Through     apparatus.OrgID `json:"through,omitempty"`
	State       State           `json:"state"`
	AssignedOn  civil.Date      `json:"assigned_on"`
	AssignedBy  string          `json:"assigned_by,omitempty"`
	Origin      ref.Ref         `json:"origin"`
	OriginLabel string          `json:"origin_label,omitempty"`
	SpanStart   int             `json:"span_start,omitempty"`
	SpanEnd     int             `json:"span_end,omitempty"`
	Deadline    Deadline        `json:"deadline"`
	Period      string          `json:"period,omitempty"` // of a recurring duty: "tuần 24/2023"
	Due         civil.Date      `json:"due,omitempty"`
	OriginalDue civil.Date      `json:"original_due,omitempty"`
	// DueSettled says that it was decided to set no day ("Ghi nhận không đặt hạn").
	DueSettled    bool            `json:"due_settled,omitempty"`
	HolderOrg     apparatus.OrgID `json:"holder_org,omitempty"` // whom the lead handed it to
	HolderPerson  string          `json:"holder_person,omitempty"`
	HolderName    string          `json:"holder_name,omitempty"`
	InnerDue      civil.Date      `json:"inner_due,omitempty"`
	ReportedOn    civil.Date      `json:"reported_on,omitempty"`
	ReportedBy    string          `json:"reported_by,omitempty"` // organisation that handed in
	ConfirmedOn   civil.Date      `json:"confirmed_on,omitempty"`
	TimesReturned int             `json:"times_returned,omitempty"`
	Note          string          `json:"note,omitempty"`
	// DueVersion counts the due days that there have been; a reminder is told
	// once for each.
	DueVersion   int64      `json:"due_version,omitempty"`
	PausedOn     civil.Date `json:"paused_on,omitempty"` // the clock stands since
	LateDays     int        `json:"late_days,omitempty"` // as handed in, against the agreed day
	LateOriginal int        `json:"late_original,omitempty"`
	OpenedOn     civil.Date `json:"opened_on,omitempty"` // when the lead first looked at it
	HeardOn      civil.Date `json:"heard_on,omitempty"`  // when the lead last said anything
	Objection    Objection  `json:"objection,omitempty"`
	ChangedAt    time.Time  `json:"changed_at"`
	Rev          int64      `json:"rev"`
}

// SameDay reports a standing duty that runs anew with every item.
func (a Assignment) SameDay() bool { return a.Deadline.Kind == Relative }

// Standing reports a recurring duty: it owes nothing itself, each of its
// periods is an assignment below it.
func (a Assignment) Standing() bool { return a.Group && a.Deadline.Kind == Recurring }

// New is an assignment to be given out.
type New struct {
	Title       string
	Quote       string
	Lead        apparatus.OrgID
	Members     []apparatus.OrgID // for a group: one assignment each under a parent
	Through     apparatus.OrgID
	Coordinate  []apparatus.OrgID
	Origin      ref.Ref
	OriginLabel string
	SpanStart   int
	SpanEnd     int
	AssignedOn  civil.Date
	Deadline    Deadline
	Draft       bool // keep it as a draft; the lead may be missing
	Undated     bool // it was decided to set no day
}

// Part is what a coordinating body is asked for.
type Part struct {
	Org         apparatus.OrgID `json:"org"`
	Asked       string          `json:"asked,omitempty"`
	AskedDue    civil.Date      `json:"asked_due,omitempty"`
	DeliveredOn civil.Date      `json:"delivered_on,omitempty"`
	DeliveredBy string          `json:"delivered_by,omitempty"`
	Body        string          `json:"body,omitempty"`
	Rev         int64           `json:"rev"`
}

// ReportState is how far a report has come.
type ReportState string

// The states of a report.
const (
	ReportDraft     ReportState = "draft"
	ReportSubmitted ReportState = "submitted"
	ReportConfirmed ReportState = "confirmed"
	ReportReturned  ReportState = "returned"
)

// Report is one progress report.
type Report struct {
	ID         string      `json:"id"` // made with the form, so that a double click is one report
	Assignment ID          `json:"assignment"`
	State      ReportState `json:"state"`
	Period     string      `json:"period,omitempty"`
	Due        civil.Date  `json:"due,omitempty"` // when it was due as it was handed in
	Kind       ReportKind  `json:"kind"`
	Body       string      `json:"body"`
	Figure     string      `json:"figure,omitempty"`
	Value      string      `json:"value,omitempty"` // against the countable goal
	Cause      Cause       `json:"cause,omitempty"` // why it is late
	// Repeats is the earlier report that says nearly the same, Likeness how
	// nearly in percent.
	Repeats     string          `json:"repeats,omitempty"`
	Likeness    int             `json:"likeness,omitempty"`
	Percent     int             `json:"percent"`
	ClaimedOn   civil.Date      `json:"claimed_on,omitempty"` // when they say it was done
	Files       []string        `json:"files"`
	Org         apparatus.OrgID `json:"org"`
	WrittenBy   string          `json:"written_by"`
	WrittenName string          `json:"written_name"`
	WrittenAt   time.Time       `json:"written_at"`
	SubmittedAt time.Time       `json:"submitted_at,omitzero"`
	SubmittedBy string          `json:"submitted_by,omitempty"`
	DecidedAt   time.Time       `json:"decided_at,omitzero"`
	DecidedBy   string          `json:"decided_by,omitempty"`
	Reason      string          `json:"reason,omitempty"`
}
