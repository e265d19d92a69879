package dashboard

import (
	"context"
	"embed"
	"sync"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/forecast"
	"dondoc/internal/identity"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/tally"
	"dondoc/internal/workday"
)

//go:embed schema/*.sql
var schemaFS embed.FS

// Schema is this room's share of the schema.
func Schema() storage.Schema { return storage.Schema{Name: "dashboard", FS: schemaFS} }

// Kind is the kind of decision that an item asks for.
type Kind = identity.DecisionKind

// Action is one of the choices of an item.
type Action string

// The actions of this room's own items, and those of extensions.
const (
	Uphold   Action = "giu-nguyen"    // the same lead
	Reassign Action = "giao"          // another lead
	SetDay   Action = "chot-han"      // a day for what has none
	NoDay    Action = "khong-dat-han" // it is recorded that none is set
	Confirm  Action = "xac-nhan"      // the report is taken
	GiveBack Action = "tra-lai"       // the report is sent back
	Approve  Action = "dong-y"        // an extension, an escalated item
	Refuse   Action = "khong-dong-y"
)

// Needs is what an action asks for beside the press.
type Needs string

// What an action may ask for.
const (
	Nothing Needs = ""
	AnOrg   Needs = "org"
	ADay    Needs = "day"
	AReason Needs = "why"
)

// Option is one choice of an item.
type Option struct {
	Action Action `json:"action"`
	Label  string `json:"label"` // verb and object, as on a button
	Needs  Needs  `json:"needs,omitempty"`
}

// Item is one thing that waits for a decision.
type Item struct {
	Kind     Kind            `json:"kind"`
	ID       string          `json:"id"` // within its source
	On       ref.Ref         `json:"on"`
	Rev      int64           `json:"rev"` // as it was shown; a decision on another one is a Conflict
	What     string          `json:"what"`
	Why      string          `json:"why"`
	Quote    string          `json:"quote,omitempty"` // as the agency or the text says it
	Org      apparatus.OrgID `json:"org,omitempty"`
	Since    civil.Date      `json:"since"`
	Link     string          `json:"link"` // the file
	Options  []Option        `json:"options"`
	Proposal *Proposal       `json:"proposal,omitempty"`
	// Instructed are the open assignments that instructions on the item became:
	// it waits for these, not for a decision.
	Instructed []Instruction `json:"instructed,omitempty"`
	// Refused says why the actor does not decide it; "" when the actor does.
	Refused string `json:"refused,omitempty"`
}

// Key names the item in addresses and among proposals.
func (i Item) Key() string { return string(i.Kind) + ":" + i.ID }

// Proposal is what the secretariat proposes for an item.
type Proposal struct {
	Action Action    `json:"action"`
	Value  string    `json:"value,omitempty"` // the body, the day
	Why    string    `json:"why"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	rev    int64
}

// Instruction is an open assignment that an instruction became.
type Instruction struct {
	ID   assignment.ID   `json:"id"`
	Code string          `json:"code"`
	Lead apparatus.OrgID `json:"lead"`
	Due  civil.Date      `json:"due"`
}

// Choice is what was pressed.
type Choice struct {
	Kind   Kind
	ID     string
	Rev    int64
	Action Action
	Value  string // the body, or the day
	Why    string // "" takes the words of the proposal, or of the action
}

// Source is a room that contributes items of one kind.
type Source struct {
	Kind Kind
	// Items lists what waits, the longest first, as far as the actor may see.
	Items func(ctx context.Context) ([]Item, error)
	// Decide does what was chosen. The context's actor has the chairman's
	// office, also when somebody stands in.
	Decide func(ctx context.Context, c Choice) error
	// Verbs are the acts that Decide writes; Undo takes one back, as long as
	// nothing has happened since. Without Undo the kind cannot be undone.
	Verbs []string
	Undo  func(ctx context.Context, e audit.Entry) error
}

// Deps are the rooms below. Extensions and Escalated may be nil until those
// rooms contribute.
type Deps struct {
	Assignments *assignment.Service
	Tally       *tally.Service
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Acts        *audit.Service
	Accounts    *identity.Service
	// Extensions are the requests for a second extension.
	Extensions *Source
	// Escalated are the items that the ladder has brought before the chairman.
	Escalated *Source
	TempDir   string // where pictures of past days are made; "" is the system's
}

// Service is the chairman's page and its decisions.
type Service struct {
	db    *storage.DB
	deps  Deps
	past  past
	check struct { // how forecasts fared, kept for the day
		mu  sync.Mutex
		day civil.Date
		n   int
		v   forecast.Check
	}
}

// Calendar is the working calendar, for the page.
func (s *Service) Calendar() *workday.Calendar { return s.deps.Calendar() }

// New makes the service.
func New(db *storage.DB, d Deps) *Service { return &Service{db: db, deps: d} }

// Contribute names the rooms above that bring items of their own: requests for
// a second extension, and what the ladder has escalated. Either may be nil.
func (s *Service) Contribute(extensions, escalated *Source) {
	s.deps.Extensions, s.deps.Escalated = extensions, escalated
}

func (s *Service) dir() *apparatus.Directory { return s.deps.Directory() }
func (s *Service) today() civil.Date         { return civil.Of(s.db.Now()) }

func (s *Service) sources() []Source {
	var out []Source
	if s.deps.Extensions != nil {
		out = append(out, *s.deps.Extensions)
	}
	out = append(out, s.disputes())
	if s.deps.Escalated != nil {
		out = append(out, *s.deps.Escalated)
	}
	return append(out, s.undated(), s.reports())
}
