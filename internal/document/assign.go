package document

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// Given says what an assignment of findings came to.
type Given struct {
	Findings    int       // findings that became assignments now
	Assignments int       // assignments made, members of groups included
	Already     []Finding // decided or changed by somebody meanwhile; left alone
	NotReady    []Finding // something blocking is still open
	Repeated    bool      // the same person had confirmed just these before: a double click
}

// Sentence says the outcome to the person.
func (g Given) Sentence() string {
	var b strings.Builder
	switch {
	case g.Repeated:
		return "Các nhiệm vụ này đã được giao ở lần bấm trước, không giao thêm."
	case g.Assignments > g.Findings:
		fmt.Fprintf(&b, "Đã giao %d nhiệm vụ, gồm %d việc cho từng cơ quan.", g.Findings, g.Assignments)
	default:
		fmt.Fprintf(&b, "Đã giao %d nhiệm vụ.", g.Findings)
	}
	if n := len(g.Already); n > 0 {
		fmt.Fprintf(&b, " %d nhiệm vụ đã được người khác xử lý trước đó nên giữ nguyên.", n)
	}
	if n := len(g.NotReady); n > 0 {
		fmt.Fprintf(&b, " %d nhiệm vụ còn điểm phải chọn.", n)
	}
	return b.String()
}

// nothing aborts a transaction in which nothing was there to be done.
var errNothing = errors.New("nothing to assign")

// Assign (giao nhiệm vụ) turns confirmed findings into assignments: all of them
// in one transaction, with one act on the document and one per assignment, so
// that a crash leaves either all of it or none. Findings that somebody else
// decided meanwhile are left alone and named; when none is left, the fault is
// Conflict and says who was first. The same click twice gives nothing twice.
func (s *Service) Assign(ctx context.Context, id ID, list []Seen) (Given, error) {
	for try := 0; ; try++ {
		g, err := s.assign(ctx, id, list)
		var said *fault.Error
		var stale *StaleError
		if try < maxRaces && errors.Is(err, fault.Conflict) && !errors.As(err, &said) && !errors.As(err, &stale) {
			continue // somebody was quicker between our look and our write: look again and say who
		}
		return g, err
	}
}

// maxRaces is how often a lost race is looked at again.
const maxRaces = 3

func (s *Service) assign(ctx context.Context, id ID, list []Seen) (Given, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Given{}, err
	}
	if len(list) == 0 {
		return Given{}, fault.Say(fault.Invalid, "Chưa có nhiệm vụ nào đủ điều kiện để giao. Chọn cơ quan chủ trì trước.")
	}
	var given Given
	err := s.db.Write(ctx, storage.Act{Verb: VerbAssign, On: id.Ref()}, func(tx *storage.Tx) error {
		given = Given{}
		d, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		all, err := listFindings(ctx, tx, id)
		if err != nil {
			return err
		}
		by := make(map[FindingID]Finding, len(all))
		for _, f := range all {
			by[f.ID] = f
		}
		text := []rune(d.Text)
		var ids []FindingID
		for _, seen := range list {
			f, ok := by[seen.ID]
			switch {
			case !ok:
				return fault.NotFound
			case f.State != Open || f.Rev != seen.Rev:
				given.Already = append(given.Already, f)
				continue
			case !f.Ready(d.SignedOn):
				given.NotReady = append(given.NotReady, f)
				continue
			}
			n, err := s.give(ctx, tx, d, text, &f)
			if err != nil {
				return naming(f, err)
			}
			f.State = Confirmed
			f = f.touched(tx, who)
			if err := saveFinding(ctx, tx, f); err != nil {
				return err
			}
			given.Findings++
			given.Assignments += n
			ids = append(ids, f.ID)
			f.State = Open
		}
		if given.Findings == 0 {
			return errNothing
		}
		tx.Act.After = map[string]any{"findings": ids, "assignments": given.Assignments}
		return summarise(ctx, tx, id)
	})
	if errors.Is(err, errNothing) {
		return nothingGiven(who, given)
	}
	if err != nil {
		return Given{}, fmt.Errorf("assign from document %s: %w", id, err)
	}
	return given, nil
}

// nothingGiven tells why nothing was assigned.
func nothingGiven(who actor.Actor, g Given) (Given, error) {
	if len(g.Already) == 0 {
		f := g.NotReady[0]
		var why []string
		for _, flag := range f.Flags("") {
			if flag.Blocking() {
				why = append(why, flag.Label())
			}
		}
		if len(why) == 0 {
			why = append(why, EarlyDue.Label())
		}
		return g, fault.Say(fault.Invalid, "Chưa giao được “"+clip(f.Title, 80)+"”: "+strings.Join(why, "; ")+".")
	}
	mine := len(g.NotReady) == 0
	for _, f := range g.Already {
		mine = mine && f.State == Confirmed && f.TouchedBy == who.ID
	}
	if mine {
		g.Repeated = true
		return g, nil
	}
	return g, current(g.Already[0], -1)
}

// naming puts the finding's title before a fault of the room below.
func naming(f Finding, err error) error {
	if fault.KindOf(err) == fault.Internal {
		return fmt.Errorf("finding %s: %w", f.ID, err)
	}
	said := fault.Sentence(err)
	for _, x := range fault.FieldsOf(err) {
		said = x
	}
	return fault.Because(fault.KindOf(err), "Nhiệm vụ “"+clip(f.Title, 80)+"”: "+said, err)
}
