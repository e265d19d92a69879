package document

import (
	"slices"
	"strings"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
)

// FindingID of a finding.
type FindingID string

// Ref points to the finding.
func (id FindingID) Ref() ref.Ref { return ref.New(KindFinding, id) }

// FindingState is how far a finding is decided.
type FindingState string

// The states of a finding.
const (
	Open      FindingState = "open"
	Confirmed FindingState = "confirmed"
	Dismissed FindingState = "dismissed"
	Merged    FindingState = "merged"
	Split     FindingState = "split"
)

// Label is the state's Vietnamese word.
func (s FindingState) Label() string {
	switch s {
	case Open:
		return "Chờ xác nhận"
	case Confirmed:
		return "Đã giao"
	case Dismissed:
		return "Đã bỏ qua"
	case Merged:
		return "Đã gộp"
	case Split:
		return "Đã tách"
	}
	return string(s)
}

// Origin is who saw the duty.
type Origin string

// The origins.
const (
	ByReader Origin = "reader"
	ByPerson Origin = "person"
	BySplit  Origin = "split"
	ByMerge  Origin = "merge"
)

// Party is a body as the text names it, and what the directory makes of it.
// Start and End are -1 where the name stands elsewhere ("inherited").
type Party struct {
	Name    string            `json:"name"`
	Start   int               `json:"start"`
	End     int               `json:"end"`
	Org     apparatus.OrgID   `json:"org,omitempty"`     // the one body meant
	Members []apparatus.OrgID `json:"members,omitempty"` // the bodies of a group
	Why     string            `json:"why,omitempty"`     // how the directory found it
}

// Group reports that the words name a group of bodies.
func (p Party) Group() bool { return p.Org == "" && len(p.Members) > 0 }

// Known reports that the directory knows whom the words mean.
func (p Party) Known() bool { return p.Org != "" || len(p.Members) > 0 }

// Deadline is the limit as read, with its characters.
type Deadline struct {
	Kind  reading.DeadlineKind `json:"kind"`
	Start int                  `json:"start"`
	End   int                  `json:"end"`
	Date  civil.Date           `json:"date,omitempty"`
	Bound string               `json:"bound,omitempty"`
	Every string               `json:"every,omitempty"`
	Vague bool                 `json:"vague,omitempty"`
}

// Content is what a finding holds beside its place and state: the words as
// read, and what the officer decided.
type Content struct {
	Title       string         `json:"title"`
	Task        reading.Span   `json:"task"`
	Leads       []Party        `json:"leads"`
	Throughs    []Party        `json:"throughs,omitempty"`
	Coordinates []Party        `json:"coordinates,omitempty"`
	Deadline    Deadline       `json:"deadline"`
	Parts       []reading.Span `json:"parts,omitempty"`

	// Lead is the one body that answers; Expand lists the bodies that each get
	// an assignment of their own under a parent. Exactly one is set when ready.
	Lead    apparatus.OrgID   `json:"lead,omitempty"`
	Expand  []apparatus.OrgID `json:"expand,omitempty"`
	Through apparatus.OrgID   `json:"through,omitempty"`
	Coord   []apparatus.OrgID `json:"coord,omitempty"`
	Due     civil.Date        `json:"due,omitempty"`
	Every   string            `json:"every,omitempty"`
	// DueChecked says that a person confirmed a date that looks wrong.
	DueChecked bool `json:"due_checked,omitempty"`
}

// Finding is one duty seen in a text.
type Finding struct {
	ID         FindingID    `json:"id"`
	Document   ID           `json:"document"`
	Start      int          `json:"start"`
	End        int          `json:"end"`
	Origin     Origin       `json:"origin"`
	State      FindingState `json:"state"`
	Certainty  float64      `json:"certainty"`
	Because    string       `json:"because"`
	Reason     string       `json:"reason,omitempty"`
	Became     []FindingID  `json:"became,omitempty"` // of a split or merge
	Assignment string       `json:"assignment,omitempty"`
	TouchedAt  time.Time    `json:"touched_at,omitzero"` // last act of a person on it
	TouchedBy  string       `json:"-"`
	Toucher    string       `json:"touched_by,omitempty"`
	Rev        int64        `json:"rev"`

	Content
}

// Flag is something about a finding that a person should see.
type Flag string

// The flags. Those of Blocking keep a finding from being confirmed.
const (
	NoLead     Flag = "no_lead"    // chưa rõ chủ trì
	ManyLeads  Flag = "many_leads" // nhiều cơ quan: cần chọn một
	NoDue      Flag = "no_due"     // chưa có hạn
	BadDate    Flag = "bad_date"   // ngày không đọc được hoặc không có thật
	EarlyDue   Flag = "early_due"  // hạn trước ngày ban hành
	NoTitle    Flag = "no_title"
	GroupFlag  Flag = "group"      // tách cho từng cơ quan của nhóm
	Unresolved Flag = "unresolved" // tên chưa có trong danh bạ
)

// Blocking reports whether the flag keeps a finding from being confirmed.
func (f Flag) Blocking() bool {
	switch f {
	case NoLead, ManyLeads, BadDate, EarlyDue, NoTitle:
		return true
	case NoDue, GroupFlag, Unresolved:
		return false
	}
	return false
}

// Flags lists what a person should see; signed is the day the document was signed.
func (f Finding) Flags(signed civil.Date) []Flag {
	var out []Flag
	if strings.TrimSpace(f.Title) == "" {
		out = append(out, NoTitle)
	}
	switch {
	case f.Lead != "":
	case len(f.Expand) > 0:
		out = append(out, GroupFlag)
	case knownLeads(f.Leads) > 1:
		out = append(out, ManyLeads)
	default:
		out = append(out, NoLead)
	}
	if slices.ContainsFunc(slices.Concat(f.Leads, f.Throughs, f.Coordinates), func(p Party) bool { return !p.Known() }) {
		out = append(out, Unresolved)
	}
	switch {
	case f.Due == "" && f.Deadline.Kind == reading.OnDate && !f.DueChecked:
		out = append(out, BadDate)
	case f.Due != "" && signed != "" && f.Due.Before(signed) && !f.DueChecked:
		out = append(out, EarlyDue)
	}
	if f.Due == "" && f.Every == "" {
		out = append(out, NoDue)
	}
	return out
}

// Ready reports that nothing keeps the finding from being confirmed.
func (f Finding) Ready(signed civil.Date) bool {
	return f.State == Open && !slices.ContainsFunc(f.Flags(signed), Flag.Blocking)
}

// sureEnough is from which certainty on a finding may be given out together
// with others, unseen one by one.
const sureEnough = 0.6

// Together reports that the finding is ready and may be given out in a row
// with others: the reader is fairly sure, or a person has worked on it.
func (f Finding) Together(signed civil.Date) bool {
	return f.Ready(signed) && (f.Certainty >= sureEnough || f.TouchedBy != "")
}

// Inherited reports that the text names the lead before the words of the
// finding, not in them.
func (f Finding) Inherited() bool {
	return len(f.Leads) > 0 && (f.Leads[0].Start < f.Start || f.Leads[0].Start >= f.End)
}

func knownLeads(leads []Party) int {
	n := 0
	for _, p := range leads {
		if p.Known() {
			n++
		}
	}
	return n
}
