package ladder

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

// page is how many assignments are told of in one transaction, look how many of
// them one question asks for.
const (
	page = 2000
	look = 250
)

// still holds a question to what is owed by the lead's side and has a day.
const still = "is_open = TRUE AND is_group = FALSE AND due_last <> '' AND state IN ('assigned', 'acknowledged', 'returned')"

// stillA is still of a query that joins assignment as a.
const stillA = "a.is_open = TRUE AND a.is_group = FALSE AND a.due_last <> '' AND a.state IN ('assigned', 'acknowledged', 'returned')"

// candidates lists, in the order of keys, the assignments for which a rung is
// reached that was not told for their due day. Both tables are read through
// once, side by side, and nothing but the keys is kept.
func (s *Service) candidates(ctx context.Context, l ladders) (out []string, err error) {
	told, err := s.db.Reader().Rows(ctx, "SELECT assignment, due_version, rung FROM ladder_step ORDER BY assignment")
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := told.Close(); err == nil {
			err = cerr
		}
	}()
	var at struct {
		id, rung string
		version  int64
	}
	more := true
	step := func() error {
		if more = told.Next(); !more {
			return told.Err()
		}
		return told.Scan(&at.id, &at.version, &at.rung)
	}
	if err := step(); err != nil {
		return nil, err
	}
	var id, last, period string
	var version int64
	dest := []any{&id, &last, &period, &version}
	err = storage.Each(ctx, s.db.Reader(), func(r storage.Row) error {
		if err := r.Scan(dest...); err != nil {
			return err
		}
		for more && at.id < id {
			if err := step(); err != nil {
				return err
			}
		}
		open := l.reached(Owed{Period: period}.Work(), civil.Date(last))
		for more && at.id == id {
			if at.version == version {
				open = open.without(at.rung)
			}
			if err := step(); err != nil {
				return err
			}
		}
		if len(open) > 0 {
			out = append(out, id)
		}
		return nil
	}, "SELECT id, due_last, period, due_version FROM assignment WHERE "+still+" ORDER BY id")
	return out, err
}

// owed reads those of some assignments that are still owed, in the order of
// their keys. Whether they are stands among the columns, not in the condition:
// an engine whose statistics are old took an index by state for that. The
// revisions of all of them go into revs.
func (s *Service) owed(ctx context.Context, q storage.Querier, ids []string, revs map[string]int64) ([]Owed, error) {
	out := make([]Owed, 0, len(ids))
	var o Owed
	var owed bool
	var rev int64
	dest := []any{(*string)(&o.ID), &o.Code, &o.Title, (*string)(&o.Lead), (*string)(&o.HolderOrg), &o.HolderPerson, &o.Period, (*string)(&o.Due), (*string)(&o.Last), &o.Version, &rev, &owed}
	w := storage.NewWhere(0).In("id", ids)
	err := storage.Each(ctx, q, func(r storage.Row) error {
		err := r.Scan(dest...)
		revs[string(o.ID)] = rev
		if owed {
			out = append(out, o)
		}
		return err
	}, `SELECT id, code, title, lead_org, holder_org, holder_person, period, due_on, due_last, due_version, rev, `+still+` FROM assignment`+w.SQL()+" ORDER BY id", w.Args()...)
	return out, err
}

// reached lists the rungs told for a stretch of assignments.
func (s *Service) reached(ctx context.Context, q storage.Querier, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	w := storage.NewWhere(0).In("assignment", ids)
	err := storage.Each(ctx, q, func(r storage.Row) error {
		var id, rung string
		var version int64
		if err := r.Scan(&id, &version, &rung); err != nil {
			return err
		}
		out[stepKey(assignment.ID(id), version, rung)] = true
		return nil
	}, "SELECT assignment, due_version, rung FROM ladder_step"+w.SQL(), w.Args()...)
	return out, err
}

func stepKey(id assignment.ID, version int64, rung string) string {
	return string(id) + "/" + strconv.FormatInt(version, 10) + "/" + rung
}

// night is what one night is planned with.
type night struct {
	ladders

	who *people
}

// planned is what is to be told of a stretch of assignments, and what it was
// worked out from: the revisions of the assignments and how many steps they
// have. Steps are only ever added.
type planned struct {
	list  []Telling
	revs  map[string]int64
	steps int64
}

// plan works out what is to be told of some assignments, as q sees them.
func (s *Service) plan(ctx context.Context, q storage.Querier, n night, ids []string) (planned, error) {
	p := planned{list: make([]Telling, 0, len(ids)), revs: make(map[string]int64, len(ids))}
	for part := range slices.Chunk(ids, look) {
		list, err := s.owed(ctx, q, part, p.revs)
		if err != nil {
			return p, err
		}
		done, err := s.reached(ctx, q, part)
		if err != nil {
			return p, err
		}
		p.steps += int64(len(done))
		for _, o := range list {
			for _, t := range n.due(o, func(rung string) bool { return done[stepKey(o.ID, o.Version, rung)] }) {
				if !t.Passed {
					t.To, t.Gap = n.who.of(o, t.Rung)
				}
				p.list = append(p.list, t)
			}
		}
	}
	return p, nil
}

// holds reports whether what a plan was worked out from is the same still.
func (s *Service) holds(ctx context.Context, q storage.Querier, p planned, ids []string) (bool, error) {
	same, steps := 0, int64(0)
	for part := range slices.Chunk(ids, look) {
		w := storage.NewWhere(0).In("id", part)
		err := storage.Each(ctx, q, func(r storage.Row) error {
			var id string
			var rev int64
			err := r.Scan(&id, &rev)
			if known, ok := p.revs[id]; ok && known == rev {
				same++
			}
			return err
		}, "SELECT id, rev FROM assignment"+w.SQL(), w.Args()...)
		if err != nil {
			return false, err
		}
		w = storage.NewWhere(0).In("assignment", part)
		n, err := storage.One(ctx, q, storage.Scalar[int64], "SELECT COUNT(*) FROM ladder_step"+w.SQL(), w.Args()...)
		if err != nil {
			return false, err
		}
		steps += n
	}
	return same == len(p.revs) && same == len(ids) && steps == p.steps, nil
}

// pages gives what a night is planned with, and page by page which assignments
// something is to be told of, in the order of keys.
func (s *Service) pages(ctx context.Context, on civil.Date) (n night, pages [][]string, err error) {
	rungs, err := s.Rungs(ctx)
	if err != nil {
		return n, nil, err
	}
	who, err := s.people(ctx, on)
	if err != nil {
		return n, nil, err
	}
	n = night{climb(s.deps.Calendar(), rungs, on), who}
	if n.most == "" {
		return n, nil, nil // no rung is active
	}
	ids, err := s.candidates(ctx, n.ladders)
	return n, slices.Collect(slices.Chunk(ids, page)), err
}

// Run tells everybody whom tonight's plan names. Each stretch of assignments
// is one transaction: the step, the message and the act are kept together or
// not at all, so a crash between two stretches loses nothing and repeats
// nothing. It returns how many rungs were told.
func (s *Service) Run(ctx context.Context) (int, error) {
	n, pages, err := s.pages(ctx, civil.Of(s.db.Now()))
	if err != nil {
		return 0, err
	}
	if len(pages) == 0 {
		return 0, nil
	}
	var told atomic.Int64
	err = s.db.Much(ctx, storage.Usual, func() error {
		return storage.BatchesAhead(pages, func(ids []string) error {
			k, err := s.tell(ctx, n, ids)
			told.Add(int64(k))
			return err
		})
	})
	return int(told.Load()), err
}

// tries bounds how often a stretch is told anew because another process was
// quicker with a part of it.
const tries = 5

func (s *Service) tell(ctx context.Context, n night, ids []string) (told int, err error) {
	for range tries {
		if told, err = s.tellOnce(ctx, n, ids); err != errRace { //nolint:errorlint // it comes back as it was given
			break
		}
	}
	if err == errNothing { //nolint:errorlint // it comes back as it was given
		return 0, nil
	}
	return told, err
}

// tellOnce plans a stretch, and keeps the plan in a transaction that has seen
// that it holds still, or makes it anew: what was handed in, paused, moved or
// told meanwhile is left alone. Planning ahead keeps the others who want to
// write waiting for the writing only.
func (s *Service) tellOnce(ctx context.Context, n night, ids []string) (int, error) {
	ahead, err := s.plan(ctx, s.db.Reader(), n, ids)
	if err != nil {
		return 0, err
	}
	v := s.news(ahead.list)
	told := 0
	err = s.db.Write(ctx, storage.Act{Verb: verbNight, On: ref.New("ladder", n.on)}, func(tx *storage.Tx) error {
		v := v
		ok, err := s.holds(ctx, tx, ahead, ids)
		if err != nil {
			return err
		}
		if !ok {
			p, err := s.plan(ctx, tx, n, ids)
			if err != nil {
				return err
			}
			v = s.news(p.list)
		}
		if len(v.steps) == 0 {
			return errNothing
		}
		if err := claim(ctx, tx, v.steps); err != nil {
			return err
		}
		told = len(v.messages)
		for _, act := range v.acts {
			tx.Also(act)
		}
		tx.Act.After = map[string]int{"told": told, "passed": len(v.steps) - told}
		if _, err := tx.InsertMany(ctx, "ladder_told (assignment, due_version, rung, recipient, name, side)", "ON CONFLICT DO NOTHING", v.told); err != nil {
			return err
		}
		return s.deps.Notify.TellTx(ctx, tx, v.messages...)
	})
	return told, err
}

// news is what a stretch is written as; the instant is not in it yet.
type news struct {
	steps, told [][]any
	messages    []notify.Message
	acts        []storage.Act
}

func (s *Service) news(list []Telling) (v news) {
	v.steps = make([][]any, 0, len(list))
	for _, t := range list {
		outcome := "told"
		if t.Passed {
			outcome = "passed"
		}
		v.steps = append(v.steps, []any{string(t.Owed.ID), t.Owed.Version, t.Rung.ID, outcome})
		if t.Passed {
			continue
		}
		m := s.message(t)
		names := make([]string, len(t.To))
		for i, p := range t.To {
			names[i] = p.Name
			m.To = append(m.To, p.ID)
			v.told = append(v.told, []any{string(t.Owed.ID), t.Owed.Version, t.Rung.ID, p.ID, p.Name, string(p.Side)})
		}
		v.messages = append(v.messages, m)
		v.acts = append(v.acts, storage.Act{Verb: verbTell, On: t.Owed.ID.Ref(), Reason: t.Rung.When() + ": " + strings.Join(names, ", "), After: told1{t.Rung.ID, t.Owed.Version, m.To, t.Next}})
	}
	return v
}

var (
	errNothing = errors.New("ladder: nothing is new")
	errRace    = errors.New("ladder: another process tells of the same")
)

// told1 is what an act keeps of one telling.
type told1 struct {
	Rung    string   `json:"rung"`
	Version int64    `json:"due_version"`
	To      []string `json:"to"`
	Next    string   `json:"next"`
}

// claim writes the steps. Their key decides between two processes: when one of
// them is there already, the stretch is planned anew.
func claim(ctx context.Context, tx *storage.Tx, steps [][]any) error {
	rows := make([][]any, len(steps))
	for i, x := range steps {
		rows[i] = append(slices.Clone(x), storage.Millis(tx.Now()))
	}
	n, err := tx.InsertMany(ctx, "ladder_step (assignment, due_version, rung, outcome, reached_at)", "ON CONFLICT DO NOTHING", rows)
	if err == nil && n != int64(len(rows)) {
		return errRace
	}
	return err
}
