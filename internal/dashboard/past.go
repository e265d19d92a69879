package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/tally"
)

// picture is a past day: a database of its own that holds what the record of
// acts says of its evening, looked at by the same code as the present one.
type picture struct {
	day  civil.Date
	head string // the last act that went into it, and the last step back of the clock
	s    *Service
	dir  string
}

// pictures is how many past days are kept.
const pictures = 3

type past struct {
	mu   sync.Mutex
	kept []picture
	// old are those whose place was taken: somebody who asked before may still
	// be reading them, so that they are let go of a few changes later.
	old []picture
}

// eve is the instant at which a past day is looked at.
func eve(day civil.Date) int64 { return storage.Millis(day.AddDays(1).At(0, 0)) }

// On gives the page's service as of the evening of a past day. The first act of
// all bounds how far back one can look.
func (s *Service) On(ctx context.Context, day civil.Date) (*Service, error) {
	if day >= s.today() {
		return s, nil
	}
	// from the oldest act on, not through all on assignments: hence the expression
	first, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COALESCE((SELECT at FROM audit_act WHERE on_kind || '' = 'assignment' ORDER BY id LIMIT 1), 0)")
	if err != nil {
		return nil, err
	}
	if begin := civil.Of(storage.Instant(first)); first == 0 || day < begin {
		return nil, fault.Field("ngay", "Sổ ghi việc chưa có gì trước ngày "+begin.Format()+".")
	}
	head, err := storage.One(ctx, s.db.Reader(), storage.Scalar[string], `SELECT COALESCE((SELECT MAX(id) FROM audit_act WHERE id < $1), '') || COALESCE((SELECT MAX(id) FROM audit_act WHERE on_kind = $2 AND on_id = $3), '')`,
		storage.IDsFrom(storage.Instant(eve(day))), audit.Clock().Kind, audit.Clock().ID) // acts of a day may come later only after the clock has stepped back
	if err != nil {
		return nil, err
	}
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	if i := slices.IndexFunc(s.past.kept, func(p picture) bool { return p.day == day && p.head == head }); i >= 0 {
		return s.past.kept[i].s, nil
	}
	p, err := s.picture(ctx, day)
	if err != nil {
		return nil, err
	}
	p.head = head
	s.past.kept = append(s.past.kept, p)
	if len(s.past.kept) > pictures {
		s.past.old = append(s.past.old, s.past.kept[0])
		s.past.kept = slices.Delete(s.past.kept, 0, 1)
	}
	err = nil
	for len(s.past.old) > pictures {
		err = errors.Join(err, s.past.old[0].close())
		s.past.old = slices.Delete(s.past.old, 0, 1)
	}
	return p.s, err
}

func (p picture) close() error { return errors.Join(p.s.db.Close(), os.RemoveAll(p.dir)) }

// Close lets go of the pictures of past days.
func (s *Service) Close() error {
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	var err error
	for _, p := range append(s.past.kept, s.past.old...) {
		err = errors.Join(err, p.close())
	}
	s.past.kept, s.past.old = nil, nil
	return err
}

func (s *Service) picture(ctx context.Context, day civil.Date) (p picture, err error) {
	p.day = day
	if p.dir, err = os.MkdirTemp(s.deps.TempDir, "dondoc-ngay-"); err != nil {
		return p, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(p.dir))
		}
	}()
	db, err := storage.Open(ctx, "sqlite:"+filepath.Join(p.dir, "ngay.db"), clock.At(day.At(23, 59)))
	if err != nil {
		return p, err
	}
	if err := db.Migrate(ctx, []storage.Schema{audit.Schema(), assignment.Schema(), Schema()}); err != nil {
		return p, errors.Join(err, db.Close())
	}
	then, err := s.then(ctx, day)
	if err != nil {
		return p, errors.Join(err, db.Close())
	}
	work := assignment.NewService(db, assignment.Deps{Directory: s.deps.Directory, Calendar: s.deps.Calendar})
	if err := work.Restore(ctx, then); err != nil {
		return p, errors.Join(err, db.Close())
	}
	d := s.deps
	d.Assignments = work
	d.Tally = tally.New(db, tally.Deps{Assignments: work, Directory: d.Directory, Calendar: d.Calendar})
	d.Extensions, d.Escalated = nil, nil // what these rooms knew then is not in the record of assignments
	p.s = New(db, d)
	return p, db.Care(ctx)
}

// then reads what each assignment was at the end of a day: the content after
// its last whole act, with what later acts changed in part.
func (s *Service) then(ctx context.Context, day civil.Date) (assignment.Past, error) {
	out, at := assignment.Past{}, map[assignment.ID]int{}
	err := storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var after string
		if err := r.Scan(&after); err != nil {
			return err
		}
		var a assignment.Assignment
		if err := json.Unmarshal([]byte(after), &a); err != nil || a.ID == "" {
			return err
		}
		at[a.ID] = len(out.Assignments)
		out.Assignments = append(out.Assignments, a)
		return nil
	}, `SELECT a.after_json FROM audit_act a JOIN
		(SELECT on_id, MAX(id) AS id FROM audit_act WHERE on_kind = 'assignment' AND at < $1 AND verb LIKE 'assignment.%' AND verb <> 'assignment.reckon' AND verb <> 'assignment.enter' AND after_json LIKE '{%' GROUP BY on_id) l ON l.id = a.id ORDER BY a.on_id`, eve(day))
	if err != nil {
		return out, err
	}
	// a change of the calendar says only what it moved
	err = storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var id assignment.ID
		var after string
		if err := r.Scan((*string)(&id), &after); err != nil {
			return err
		}
		var moved assignment.Shift
		i, ok := at[id]
		if err := json.Unmarshal([]byte(after), &moved); err != nil || !ok || moved.Rev <= out.Assignments[i].Rev {
			return err
		}
		a := &out.Assignments[i]
		if a.Due, a.Rev = moved.Due, moved.Rev; a.OriginalDue == "" {
			a.OriginalDue = moved.Due
		}
		if len(moved.Facts) > 0 {
			return json.Unmarshal(moved.Facts, &a.Deadline)
		}
		return nil
	}, "SELECT on_id, after_json FROM audit_act WHERE on_kind = 'assignment' AND verb = 'assignment.reckon' AND at < $1 ORDER BY id", eve(day))
	if err != nil {
		return out, err
	}
	err = storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		var h assignment.Hold
		var from int64
		err := r.Scan(&h.Assignment, &from, &h.Side, &h.Org, &h.Person)
		h.From = storage.Instant(from)
		out.Holds = append(out.Holds, h)
		return err
	}, "SELECT assignment, from_at, side, org, person FROM assignment_hold WHERE from_at < $1 ORDER BY id", eve(day))
	return out, err
}
