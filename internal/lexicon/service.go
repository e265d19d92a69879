package lexicon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Service keeps the lexicon.
type Service struct {
	db   *storage.DB
	base func() *apparatus.Directory
	list atomic.Pointer[[]apparatus.Learned]
	made atomic.Pointer[joined]
}

// joined is a directory with the lexicon on top, and what it was made of.
type joined struct {
	base *apparatus.Directory
	list *[]apparatus.Learned
	out  *apparatus.Directory
}

// New makes the service; Load must be called before names are asked for.
func New(db *storage.DB, base func() *apparatus.Directory) *Service {
	s := &Service{db: db, base: base}
	s.list.Store(&[]apparatus.Learned{})
	return s
}

// Load reads what counts into memory.
func (s *Service) Load(ctx context.Context) error {
	rows, err := storage.List(ctx, s.db.Reader(), scan, "SELECT "+columns+" FROM lexicon_entry WHERE state IN ('approved', 'retired') ORDER BY id")
	if err != nil {
		return err
	}
	list := []apparatus.Learned{}
	for _, e := range rows {
		if l, ok := e.learned(); ok {
			list = append(list, l)
		}
	}
	s.list.Store(&list)
	return nil
}

// Directory is the directory of organisations with the approved names on top:
// what names in documents are looked up in.
func (s *Service) Directory() *apparatus.Directory {
	base, list := s.base(), s.list.Load()
	if len(*list) == 0 {
		return base
	}
	if m := s.made.Load(); m != nil && m.base == base && m.list == list {
		return m.out
	}
	m := &joined{base, list, base.Knowing(*list)}
	s.made.Store(m)
	return m.out
}

// Query narrows the list.
type Query struct {
	State State
	Text  string
}

// List gives the entries, those that wait first, then the newest. NotFound for
// who may not see them. A province has hundreds of names, not thousands, so the
// list is whole.
func (s *Service) List(ctx context.Context, q Query) ([]Entry, error) {
	if !mayView(actor.From(ctx)) {
		return nil, fault.NotFound
	}
	rows, err := storage.List(ctx, s.db.Reader(), scan, "SELECT "+columns+" FROM lexicon_entry ORDER BY proposed_at DESC, id DESC")
	if err != nil {
		return nil, err
	}
	dir, words := s.base(), viet.Fold(q.Text)
	rows = slices.DeleteFunc(rows, func(e Entry) bool {
		return q.State != "" && e.State != q.State || words != "" && !strings.Contains(viet.Fold(e.Phrase+" "+dir.Name(e.Org)+" "+e.Note), words)
	})
	slices.SortStableFunc(rows, func(a, b Entry) int { return slices.Index(States(), a.State) - slices.Index(States(), b.State) })
	return rows, nil
}

// Find gives one entry.
func (s *Service) Find(ctx context.Context, id ID) (Entry, error) {
	if !mayView(actor.From(ctx)) {
		return Entry{}, fault.NotFound
	}
	return find(ctx, s.db.Reader(), id)
}

func deed(tx *storage.Tx, who actor.Actor) Deed {
	return Deed{At: tx.Now(), By: who.ID, Name: who.Name}
}

// Propose asks for a name to be understood from now on. Invalid names the
// field, also when the directory or another entry says so already.
func (s *Service) Propose(ctx context.Context, p Proposal) (Entry, error) {
	who := actor.From(ctx)
	if err := requirePropose(who); err != nil {
		return Entry{}, err
	}
	p = p.cleaned()
	if err := p.check(s.base(), civil.Of(s.db.Now())); err != nil {
		return Entry{}, err
	}
	act := storage.Act{Verb: VerbPropose, On: ref.New(Kind, "new"), About: []ref.Ref{p.Org.Ref()}, After: p}
	var e Entry
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		e = Entry{ID: ID(tx.NewID()), Proposal: p, State: Proposed, Proposed: deed(tx, who), Rev: 1}
		tx.Act.On = e.ID.Ref()
		return s.enter(ctx, tx, e)
	})
	if errors.Is(err, fault.Conflict) {
		err = fault.Field("phrase", "Tên gọi này vừa được người khác đề xuất.")
	}
	if err != nil {
		return e, fmt.Errorf("propose a name: %w", err)
	}
	return e, nil
}

// enter inserts an entry unless another says the same.
func (s *Service) enter(ctx context.Context, tx *storage.Tx, e Entry) error {
	others, err := sameName(ctx, tx, e.Phrase)
	if err != nil {
		return err
	}
	if err := e.against(s.base(), others); err != nil {
		return err
	}
	return insert(ctx, tx, e)
}

// decide moves an entry that a person saw at rev, in one act.
func (s *Service) decide(ctx context.Context, id ID, rev int64, act storage.Act, move func(tx *storage.Tx, e *Entry) error) error {
	who := actor.From(ctx)
	if err := requireDecide(who); err != nil {
		return err
	}
	act.On = id.Ref()
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		e, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if e.Rev != rev {
			return fault.Say(fault.Conflict, "Mục này đã được người khác xử lý ("+strings.ToLower(e.State.Label())+"). Trang này là bản mới nhất.")
		}
		tx.Act.Before, tx.Act.About = map[string]State{"state": e.State}, []ref.Ref{e.Org.Ref()}
		if err := move(tx, &e); err != nil {
			return err
		}
		tx.Act.After = map[string]any{"phrase": e.Phrase, "organisation": e.Org, "state": e.State, "last_day": e.LastDay}
		return save(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", act.Verb, id, err)
	}
	return s.Load(ctx)
}

// from refuses a move that the state does not allow.
func (e Entry) from(want State) error {
	if e.State == want {
		return nil
	}
	return fault.Say(fault.Conflict, "Mục này đang ở trạng thái “"+e.State.Label()+"”, không làm được việc vừa chọn.")
}

// Approve puts a name to use for documents read from now on. Forbidden for the
// one who proposed it; Conflict when it was decided meanwhile; Invalid when an
// approved entry gives the name to another body.
func (s *Service) Approve(ctx context.Context, id ID, rev int64) error {
	who := actor.From(ctx)
	return s.decide(ctx, id, rev, storage.Act{Verb: VerbApprove}, func(tx *storage.Tx, e *Entry) error {
		if err := e.from(Proposed); err != nil {
			return err
		}
		if why := OwnProposal(who, *e); why != "" {
			return fault.Say(fault.Forbidden, why)
		}
		e.State, e.Decided = Approved, deed(tx, who)
		others, err := sameName(ctx, tx, e.Phrase)
		if err != nil {
			return err
		}
		return e.against(s.base(), others)
	})
}

func reasonOf(s string) (string, error) {
	s = viet.Line(s)
	switch {
	case s == "":
		return s, fault.Field("reason", "Ghi lý do.")
	case len([]rune(s)) > maxNote:
		return s, fault.Field("reason", "Lý do dài quá 500 ký tự, rút gọn lại.")
	}
	return s, nil
}

// Refuse keeps a name out, with the reason.
func (s *Service) Refuse(ctx context.Context, id ID, rev int64, reason string) error {
	reason, bad := reasonOf(reason)
	who := actor.From(ctx)
	return s.decide(ctx, id, rev, storage.Act{Verb: VerbRefuse, Reason: reason}, func(tx *storage.Tx, e *Entry) error {
		if err := e.from(Proposed); err != nil {
			return err
		}
		e.State, e.Reason, e.Decided = Refused, reason, deed(tx, who)
		return bad
	})
}

// Retire takes a name out of use; with a last day it still counts for
// documents signed up to that day.
func (s *Service) Retire(ctx context.Context, id ID, rev int64, last civil.Date, reason string) error {
	reason, bad := reasonOf(reason)
	who := actor.From(ctx)
	return s.decide(ctx, id, rev, storage.Act{Verb: VerbRetire, Reason: reason}, func(tx *storage.Tx, e *Entry) error {
		if err := e.from(Approved); err != nil {
			return err
		}
		if bad != nil {
			return bad
		}
		if last != "" && (e.From != "" && last < e.From || e.To != "" && last > e.To) {
			return fault.Field("last", "Ngày cuối phải nằm trong thời gian dùng của tên gọi.")
		}
		e.State, e.Reason, e.LastDay, e.Retired = Retired, reason, last, deed(tx, who)
		return nil
	})
}
