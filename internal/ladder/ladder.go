package ladder

import (
	"embed"
	"fmt"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "ladder", FS: schemaFS} }

// Work is the kind of work that a ladder is for.
type Work string

// The kinds of work.
const (
	Task   Work = "task"   // an assignment with a day
	Period Work = "period" // one period of a standing duty
)

// Works lists them in the order of the page.
func Works() []Work { return []Work{Task, Period} }

// Word is the kind as the interface says it.
func (w Work) Word() string {
	if w == Period {
		return "Kỳ của nhiệm vụ định kỳ"
	}
	return "Nhiệm vụ có hạn"
}

// Side is whom a rung tells.
type Side string

// The sides, from below upward.
const (
	Holder      Side = "holder" // the officer or unit it was handed to, else the head
	Head        Side = "head"
	Secretariat Side = "secretariat"
	Chairman    Side = "chairman"
)

// Sides lists them from below upward.
func Sides() []Side { return []Side{Holder, Head, Secretariat, Chairman} }

// Word is the side as the interface says it.
func (s Side) Word() string {
	switch s {
	case Holder:
		return "người giữ việc"
	case Head:
		return "thủ trưởng cơ quan chủ trì"
	case Secretariat:
		return "thường trực Ban Chỉ đạo"
	case Chairman:
		return "Chủ tịch"
	}
	return string(s)
}

// Rung is one step of a ladder.
type Rung struct {
	ID     string `json:"id"`
	Work   Work   `json:"work"`
	Days   int    `json:"days"` // working days from the last day; negative: before
	Sides  []Side `json:"sides"`
	Ask    bool   `json:"ask"` // asks for an acknowledgement
	Active bool   `json:"active"`
	Rev    int64  `json:"rev"`
}

// When says the place of the rung in words.
func (r Rung) When() string {
	switch {
	case r.Days < 0:
		return fmt.Sprintf("trước hạn %d ngày làm việc", -r.Days)
	case r.Days == 0:
		return "đúng ngày hết hạn"
	}
	return fmt.Sprintf("sau hạn %d ngày làm việc", r.Days)
}

// Reaches reports whether the rung goes as far up as a side.
func (r Rung) Reaches(s Side) bool { return slices.Contains(r.Sides, s) }

// DefaultRungs are the ladder that ships with the program. Their revision is 0;
// a stored rung with the same ID prevails.
func DefaultRungs() []Rung {
	return []Rung{
		{ID: "task-5", Work: Task, Days: -5, Sides: []Side{Holder}, Active: true},
		{ID: "task-1", Work: Task, Days: -1, Sides: []Side{Holder, Head}, Active: true},
		{ID: "task+1", Work: Task, Days: 1, Sides: []Side{Holder, Head}, Ask: true, Active: true},
		{ID: "task+3", Work: Task, Days: 3, Sides: []Side{Head, Secretariat}, Ask: true, Active: true},
		{ID: "task+5", Work: Task, Days: 5, Sides: []Side{Chairman}, Active: true},
		{ID: "period-1", Work: Period, Days: -1, Sides: []Side{Holder}, Active: true},
		{ID: "period+1", Work: Period, Days: 1, Sides: []Side{Holder, Head}, Ask: true, Active: true},
		{ID: "period+2", Work: Period, Days: 2, Sides: []Side{Secretariat}, Active: true},
		{ID: "period+5", Work: Period, Days: 5, Sides: []Side{Chairman}, Active: true},
	}
}

// Owed is an open assignment as the ladder looks at it.
type Owed struct {
	ID           assignment.ID
	Code         string
	Title        string
	Lead         apparatus.OrgID
	HolderOrg    apparatus.OrgID
	HolderPerson string
	Period       string
	Due          civil.Date
	Last         civil.Date // the last day that is not late
	Version      int64
}

// Work is the kind of work that it is.
func (o Owed) Work() Work {
	if o.Period != "" {
		return Period
	}
	return Task
}

// Person is somebody who is told.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Side Side   `json:"side"`
}

// Telling is what a night does about one assignment at one rung.
type Telling struct {
	Owed   Owed     `json:"owed"`
	Rung   Rung     `json:"rung"`
	To     []Person `json:"to"`
	Late   int      `json:"late"`   // working days past the last day; negative: left
	Passed bool     `json:"passed"` // a later rung is reached at the same time: nobody is told
	Why    string   `json:"why"`
	Next   string   `json:"next"`
	// Gap says that nobody of the agency could be told, so that the secretariat is.
	Gap bool `json:"gap,omitempty"`
}
