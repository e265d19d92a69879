package assignment

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"sync/atomic"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// verbReckonAll is the act of going through all open deadlines; each one that
// moves has an act of its own.
const verbReckonAll = "assignment.reckon_all"

// Moved is a deadline that a changed calendar moves.
type Moved struct {
	ID       ID              `json:"id"`
	Title    string          `json:"title"`
	Lead     apparatus.OrgID `json:"lead"`
	Holder   string          `json:"holder,omitempty"` // the person it was handed to
	From     civil.Date      `json:"from"`
	To       civil.Date      `json:"to"`
	LastFrom civil.Date      `json:"last_from"` // last days that are not late
	LastTo   civil.Date      `json:"last_to"`
}

// stale is a row whose due day no longer follows from its facts.
type stale struct {
	Moved

	paused civil.Date
	facts  string // the facts of the deadline, if they are others now
	rev    int64
}

// shifted finds the open assignments whose days a calendar would move. Many
// rows share their facts, so each set of facts is worked out once.
func (s *Service) shifted(ctx context.Context, q storage.Querier, cal *workday.Calendar, today civil.Date) ([]stale, error) {
	type answer struct {
		due, last, paused civil.Date
		facts             string
	}
	known := map[string]answer{}
	var out []stale
	var a Assignment
	var facts string
	var last civil.Date
	dest := []any{(*string)(&a.ID), &a.Title, (*string)(&a.Lead), &a.HolderPerson, &facts, (*string)(&a.AssignedOn), (*string)(&a.Due), (*string)(&last), (*string)(&a.OriginalDue), (*string)(&a.PausedOn), &a.DueSettled, &a.Rev}
	err := storage.Each(ctx, q, func(r storage.Row) error {
		if err := r.Scan(dest...); err != nil {
			return err
		}
		key := facts + string(a.AssignedOn) + string(a.OriginalDue) + string(a.Due) + strconv.FormatBool(a.DueSettled)
		now, ok := known[key]
		if !ok {
			var err error
			x := a
			if x.Deadline, err = readDeadline(facts); err != nil {
				return err
			}
			x.reckon(cal, s.weekday(), today)
			changed := ""
			if x.Deadline.Kind == Recurring && x.Due != "" && x.Due < a.Due && x.Due <= today {
				// a day off that is entered on the day itself makes nobody late
				x.Deadline.OffSince = today
				x.reckon(cal, s.weekday(), today)
				b, err := json.Marshal(x.Deadline)
				if err != nil {
					return err
				}
				changed = string(b)
			}
			if now = (answer{due: x.Due, paused: x.PausedOn, facts: changed}); x.PausedOn == "" {
				now.last = lastDay(cal, x.Due)
			}
			known[key] = now
		}
		// a clock that stands moves with every working day; that is no change
		if now.last != last || now.paused != a.PausedOn || now.due != a.Due && now.paused == "" {
			out = append(out, stale{Moved{ID: a.ID, Title: a.Title, Lead: a.Lead, Holder: a.HolderPerson, From: a.Due, To: now.due, LastFrom: last, LastTo: now.last}, now.paused, now.facts, a.Rev})
		}
		return nil
	}, `SELECT id, title, lead_org, holder_person, deadline_json, assigned_on, due_on, due_last, original_due, paused_on, due_settled, rev FROM assignment
		WHERE is_open = $1 AND is_group = $2 AND state <> 'reported'`, true, false)
	return out, err
}

// PreviewReckon lists what a calendar that is not yet in force would move.
func (s *Service) PreviewReckon(ctx context.Context, cal *workday.Calendar) ([]Moved, error) {
	list, err := s.shifted(ctx, s.db.Reader(), cal, s.today())
	out := make([]Moved, len(list))
	for i := range list {
		out[i] = list[i].Moved
	}
	return out, err
}

// reckonBatch is how many deadlines one transaction moves: others wait for it,
// about a second.
const reckonBatch = 25_000

// Reckon computes the deadline of every open assignment again after the
// calendar has changed; what was handed in keeps its judgement. Each deadline
// that moves is an act with the reason; tell is called in the same transaction
// with what has moved. Run again after a crash, it goes on where it stopped.
func (s *Service) Reckon(ctx context.Context, why string, tell func(ctx context.Context, tx *storage.Tx, moved []Moved) error) (int, error) {
	list, err := s.shifted(ctx, s.db.Reader(), s.calendar(), s.today())
	if err != nil {
		return 0, err
	}
	// by agency, so that each is told of all its days at once or nearly so, and
	// then by day, so that rows side by side in the indexes are written together
	slices.SortFunc(list, func(a, b stale) int {
		return cmp.Or(cmp.Compare(a.Lead, b.Lead), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
	})
	if len(list) == 0 {
		return 0, nil
	}
	var n atomic.Int64
	err = s.db.Much(ctx, storage.Roomy, func() error {
		return storage.Batches(s.db, slices.Collect(slices.Chunk(list, reckonBatch)), func(part []stale) error {
			var moved []Moved
			err := s.db.Write(ctx, storage.Act{Verb: verbReckonAll, On: ref.New("calendar", "days"), Reason: why, After: map[string]int{"deadlines": len(part)}}, func(tx *storage.Tx) (err error) {
				if moved, err = s.shift(ctx, tx, part, why); err != nil || tell == nil || len(moved) == 0 {
					return err
				}
				return tell(ctx, tx, moved)
			})
			if err == nil {
				n.Add(int64(len(moved)))
			}
			return err
		})
	})
	return int(n.Load()), err
}

// Shift is what an act keeps of a deadline before and after a changed calendar
// moved it; all other acts keep the whole assignment.
type Shift struct {
	Due  civil.Date `json:"due"`
	Last civil.Date `json:"last"`
	Rev  int64      `json:"rev,omitempty"`
	// Facts are those of the deadline, where they are others now.
	Facts json.RawMessage `json:"deadline,omitempty"`
}

// shift moves some deadlines and says which. A row that somebody has just acted
// on is left alone: that has reckoned it anew.
func (s *Service) shift(ctx context.Context, tx *storage.Tx, list []stale, why string) ([]Moved, error) {
	rows := make([][]any, len(list))
	for i, x := range list {
		sorted := string(x.To)
		if x.To == "" || x.paused != "" {
			sorted = noDue
		}
		version := int64(0)
		if x.From != x.To {
			version = 1
		}
		rows[i] = []any{string(x.ID), x.rev, string(x.To), string(x.LastTo), sorted, string(x.paused), version}
	}
	done, err := tx.UpdateMany(ctx, "id", []string{"TEXT", "BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "BIGINT"}, rows, `UPDATE assignment SET due_on = n.c3, due_last = n.c4, due_sort = n.c5, paused_on = n.c6,
		due_version = due_version + n.c7, original_due = CASE WHEN original_due = '' THEN n.c3 ELSE original_due END, changed_at = `+strconv.FormatInt(storage.Millis(tx.Now()), 10)+`, rev = rev + 1
		FROM new_values n WHERE assignment.id = n.c1 AND rev = n.c2`)
	if err != nil {
		return nil, err
	}
	var others [][]any
	for _, x := range list {
		if x.facts != "" && done[string(x.ID)] {
			others = append(others, []any{string(x.ID), x.facts})
		}
	}
	if len(others) > 0 {
		if _, err := tx.UpdateMany(ctx, "id", []string{"TEXT", "TEXT"}, others, "UPDATE assignment SET deadline_json = n.c2 FROM new_values n WHERE assignment.id = n.c1"); err != nil {
			return nil, err
		}
	}
	moved := make([]Moved, 0, len(list))
	for _, x := range list {
		if !done[string(x.ID)] {
			continue
		}
		moved = append(moved, x.Moved)
		tx.Also(storage.Act{Verb: string(VerbReckon), On: x.ID.Ref(), Reason: why, Before: Shift{Due: x.From, Last: x.LastFrom}, After: Shift{x.To, x.LastTo, x.rev + 1, json.RawMessage(x.facts)}})
	}
	return moved, nil
}
