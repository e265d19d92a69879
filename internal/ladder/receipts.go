package ladder

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
)

func identitySees(ctx context.Context) bool { return identity.SeesAll(actor.From(ctx)) }

// Receipt is one person who was told, and what became of it.
type Receipt struct {
	Rung    string
	Version int64
	At      time.Time
	Name    string
	Side    Side
	Read    time.Time
	Acked   time.Time
}

// Receipts lists who was told of an assignment, newest first. The caller has
// decided that the actor may see it.
func (s *Service) Receipts(ctx context.Context, id assignment.ID) ([]Receipt, error) {
	type key struct{ key, account string }
	said, err := s.deps.Notify.Acknowledged(ctx, "ladder/"+string(id)+"/")
	if err != nil {
		return nil, err
	}
	state := map[key][2]time.Time{}
	for _, x := range said {
		state[key{x.Key, x.Account}] = [2]time.Time{x.Read, x.Acked}
	}
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (x Receipt, err error) {
		var at int64
		var who string
		if err = r.Scan(&x.Rung, &x.Version, &at, &who, &x.Name, &x.Side); err != nil {
			return x, err
		}
		x.At = storage.Instant(at)
		st := state[key{"ladder/" + stepKey(id, x.Version, x.Rung), who}]
		x.Read, x.Acked = st[0], st[1]
		return x, nil
	}, `SELECT t.rung, t.due_version, s.reached_at, t.recipient, t.name, t.side FROM ladder_told t JOIN ladder_step s ON s.assignment = t.assignment AND s.due_version = t.due_version AND s.rung = t.rung
		WHERE t.assignment = $1 ORDER BY s.reached_at DESC, t.rung, t.recipient`, string(id))
}

// Raised is an assignment that has come onto the Chairman's list and is still owed.
type Raised struct {
	Owed

	Since time.Time
}

// OnTheList lists what stands on the Chairman's list and the actor may see, the
// longest late first. What the Chairman has pressed in the last working days
// rests. The list is read from what is open, however long the history is.
func (s *Service) OnTheList(ctx context.Context, most int) ([]Raised, error) {
	rungs, err := s.Rungs(ctx)
	if err != nil {
		return nil, err
	}
	var top []string
	for _, r := range rungs {
		if r.Reaches(Chairman) {
			top = append(top, r.ID)
		}
	}
	if len(top) == 0 {
		return nil, nil
	}
	rested := civil.Of(s.db.Now())
	for range pressRests {
		rested = s.deps.Calendar().OnOrBefore(rested.AddDays(-1))
	}
	marks := "?" + strings.Repeat(", ?", len(top)-1)
	w := storage.NewWhere(0).And("a.due_last < ?", string(civil.Of(s.db.Now()))).
		And("s.rung IN ("+marks+") AND s.outcome = 'told'", storage.Args(top)...).
		And("NOT EXISTS (SELECT 1 FROM ladder_step p WHERE p.assignment = a.id AND p.due_version = a.due_version AND p.rung > ? AND p.rung < 'press-a')", pressRung+string(rested))
	s.deps.Assignments.Visible(ctx, w)
	seen := map[assignment.ID]bool{}
	var out []Raised
	err = storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var x Raised
		var at int64
		if err := r.Scan((*string)(&x.ID), &x.Code, &x.Title, &x.Lead, &x.HolderOrg, &x.HolderPerson, &x.Period, &x.Due, &x.Last, &x.Version, &at); err != nil {
			return err
		}
		if x.Since = storage.Instant(at); !seen[x.ID] { // two rungs may reach as far up
			seen[x.ID] = true
			out = append(out, x)
		}
		return nil
	}, `SELECT a.id, a.code, a.title, a.lead_org, a.holder_org, a.holder_person, a.period, a.due_on, a.due_last, a.due_version, s.reached_at
		FROM assignment a JOIN ladder_step s ON s.assignment = a.id AND s.due_version = a.due_version`+w.SQL()+" AND "+stillA+fmt.Sprintf(" ORDER BY a.due_sort, a.id LIMIT %d", most*len(top)), w.Args()...)
	return out[:min(len(out), most)], err
}

// LastRun is the day of the last night that told anybody, "" if none did: each
// such night is an act on its day. (The rungs have acts of the same kind.)
func (s *Service) LastRun(ctx context.Context) (civil.Date, error) {
	day, err := storage.One(ctx, s.db.Reader(), storage.Scalar[string], "SELECT COALESCE(MAX(on_id), '') FROM audit_act WHERE on_kind = 'ladder' AND on_id < 'a'")
	return civil.Date(day), err
}
