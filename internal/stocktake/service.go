package stocktake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
	"unicode"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/tally"
	"dondoc/internal/workday"
)

// Ask is a request for more time that waits for a decision.
type Ask struct {
	Assignment assignment.ID
	Title      string
	Lead       apparatus.OrgID
	Until      civil.Date // asked for
	Again      bool       // the duty was extended before
	Why        string
}

// Deps are the rooms below.
type Deps struct {
	Directory   func() *apparatus.Directory
	Calendar    func() *workday.Calendar
	Assignments *assignment.Service
	Tally       *tally.Service
	// Extensions lists requests for more time; nil where no room takes them.
	Extensions func(ctx context.Context) ([]Ask, error)
}

// Service builds packs.
type Service struct {
	db   *storage.DB
	deps Deps
}

// New makes the service.
func New(db *storage.DB, deps Deps) *Service { return &Service{db, deps} }

func (s *Service) dir() *apparatus.Directory { return s.deps.Directory() }

// Reminder is how often meetings repeated a duty.
type Reminder struct {
	Times int
	Since civil.Date // the meeting that repeated it first
}

// Word is "đã nhắc 2 lần từ ngày 09/03/2023", or nothing.
func (r Reminder) Word() string {
	if r.Times == 0 {
		return ""
	}
	return fmt.Sprintf("đã nhắc %d lần từ ngày %s", r.Times, r.Since.Format())
}

// Occasion is the meeting that a pack is for.
type Occasion struct {
	Title     string     // "phiên họp thứ tư năm 2023"
	Since     civil.Date // the meeting before
	SinceName string
	Reminders map[assignment.ID]Reminder
	Choices   []string // keys of the decisions that the secretariat picked
}

// Build counts a pack as of now, over what the actor may see.
func (s *Service) Build(ctx context.Context, o Occasion) (Pack, error) {
	now := s.db.Now()
	p := Pack{Title: o.Title, At: now, Since: o.Since, SinceName: o.SinceName}
	g := gathering{s: s, ctx: ctx, p: &p, today: civil.Of(now), reminders: o.Reminders}
	for _, step := range []func() error{g.lists, g.moved, g.causes, g.holders, g.asks, g.figures} {
		if err := step(); err != nil {
			return p, err
		}
	}
	slices.SortStableFunc(g.proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(slices.Index(Rules(), a.Rule), slices.Index(Rules(), b.Rule)), cmp.Compare(b.Weight, a.Weight))
	})
	p.Decisions, p.Others = choose(g.proposals, o.Choices)
	return p, nil
}

// view reads one standing list of the assignments, up to a page's limit.
func (s *Service) view(ctx context.Context, v assignment.View) ([]assignment.Assignment, error) {
	page, err := s.deps.Assignments.List(ctx, listing.Query{Size: listing.MaxPageSize, Sort: assignment.SortDue, Filters: map[string][]string{assignment.FilterView: {string(v)}}})
	return page.Rows, err
}

// lowered begins words in small letters.
func lowered(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// OnPaper is a day as documents write it: days below ten and the months January
// and February with a nought, other months without.
func OnPaper(d civil.Date) string {
	t := d.Time()
	form := "02/1/2006"
	if t.Month() < time.March {
		form = "02/01/2006"
	}
	return t.Format(form)
}
