package extension

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Deps are the rooms below.
type Deps struct {
	Assignments *assignment.Service
	Blobs       *blob.Store
	Calendar    func() *workday.Calendar
	// Most is how many extensions the secretariat may decide; the further ones
	// are the chairman's.
	Most func() int
	// Tell, if set, is called inside the transaction of an ask, a decision, an
	// undo or a withdrawal; its error undoes all of it.
	Tell func(ctx context.Context, tx *storage.Tx, e Event) error
}

// Service is the office of extensions.
type Service struct {
	db   *storage.DB
	deps Deps
}

// New makes the office.
func New(db *storage.DB, d Deps) *Service { return &Service{db, d} }

func (s *Service) today() civil.Date { return civil.Of(s.db.Now()) }

func deed(ctx context.Context, tx *storage.Tx) Deed {
	who := actor.From(ctx)
	return Deed{At: tx.Now(), By: who.ID, Name: who.Name}
}

func (s *Service) tell(ctx context.Context, tx *storage.Tx, verb string, r Request, a assignment.Assignment) error {
	if s.deps.Tell == nil {
		return nil
	}
	return s.deps.Tell(ctx, tx, Event{verb, r, a, chairmans(r.Nth, s.deps.Most())})
}

// MayAsk says why the actor may not ask for a later day now, or nil.
func (s *Service) MayAsk(ctx context.Context, id assignment.ID) error {
	a, err := s.asking(ctx, s.db.Reader(), id)
	if err != nil {
		return err
	}
	// what cannot be cured by filling in the form
	if err := (Wish{}).check(s.deps.Calendar(), a, s.today(), 0); errors.Is(err, fault.Conflict) {
		return err
	}
	return nil
}

func (s *Service) asking(ctx context.Context, q storage.Querier, id assignment.ID) (assignment.Assignment, error) {
	a, err := s.deps.Assignments.MayTx(ctx, q, id, assignment.VerbReport)
	if err != nil {
		return a, askers(err)
	}
	if err := a.Refuses(assignment.VerbReport); err != nil {
		return a, err
	}
	_, waiting, err := counts(ctx, q, id)
	if err == nil && waiting > 0 {
		err = fault.Say(fault.Conflict, sentenceOpen)
	}
	return a, err
}

const sentenceOpen = "Đã có một đề nghị gia hạn đang chờ quyết định. Rút đề nghị đó trước khi gửi đề nghị khác."

// Ask (đề nghị gia hạn) opens a case, before the day has passed. The same form
// sent twice is one case. Forbidden for others than the head of the lead or of
// the unit that does the work; Conflict when the day has passed, the clock
// stands, or a request waits already; Invalid names the field.
func (s *Service) Ask(ctx context.Context, id assignment.ID, w Wish, files []blob.File) (Request, error) {
	who := actor.From(ctx)
	w = w.cleaned()
	if sent, err := s.sent(ctx, id, w.Nonce); sent != nil || err != nil {
		return out(sent), err
	}
	var r Request
	act := storage.Act{Verb: VerbAsk, On: ID(w.Nonce).Ref(), Reason: viet.Line(w.Reason)}
	act.About = append(act.About, id.Ref())
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		a, err := s.asking(ctx, tx, id)
		if err != nil {
			return err
		}
		if w.DueSeen != "" && w.DueSeen != a.Due {
			return fault.Say(fault.Conflict, "Trong lúc đồng chí soạn, hạn đã đổi từ "+w.DueSeen.Format()+" thành "+a.Due.Format()+". Xem lại ngày đề nghị rồi gửi.")
		}
		if err := w.check(s.deps.Calendar(), a, civil.Of(tx.Now()), len(files)); err != nil {
			return err
		}
		granted, _, err := counts(ctx, tx, id)
		if err != nil {
			return err
		}
		r = Request{
			ID: ID(w.Nonce), Assignment: id, Nth: granted + 1, State: Asked, Cause: w.Cause, Reason: w.Reason, Evidence: w.Evidence, Files: []string{}, Lead: a.Lead, DueThen: a.Due, Original: a.OriginalDue,
			AskedUntil: w.Until, Asked: deed(ctx, tx), AskedOrg: apparatus.OrgID(who.Org), Rev: 1,
		}
		for _, f := range files {
			if err := s.deps.Blobs.Keep(ctx, tx, f); err != nil {
				return err
			}
			r.Files = append(r.Files, f.ID)
		}
		if err := insert(ctx, tx, r); err != nil {
			return err
		}
		tx.Act.After = r
		return errors.Join(s.deps.Assignments.HeardTx(ctx, tx, id), s.tell(ctx, tx, VerbAsk, r, a))
	})
	if errors.Is(err, fault.Conflict) {
		// two presses at once: the other one was taken
		if sent, serr := s.sent(ctx, id, w.Nonce); sent != nil && serr == nil {
			return *sent, nil
		}
		if unspoken(err) {
			err = fault.Say(fault.Conflict, sentenceOpen)
		}
	}
	if err != nil {
		return Request{}, fmt.Errorf("ask for an extension of %s: %w", id, err)
	}
	return r, nil
}

func out(r *Request) Request {
	if r == nil {
		return Request{}
	}
	return *r
}

// sent gives the case that a form made already, nil if there is none.
func (s *Service) sent(ctx context.Context, id assignment.ID, nonce string) (*Request, error) {
	r, err := find(ctx, s.db.Reader(), ID(nonce))
	if errors.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // none is a plain answer here
	}
	if err == nil && (r.Assignment != id || r.Asked.By != actor.From(ctx).ID) {
		return nil, fault.NotFound
	}
	return &r, err
}

// errAlready leaves the transaction when the thing was done before.
var errAlready = errors.New("already done")

// tries is how often a move is taken up again when the assignment under it was
// changed in the same instant.
const tries = 3

// move is the one road of what happens to a case. Where two meet, one wins and
// the other one sees what was done.
func (s *Service) move(ctx context.Context, id ID, rev int64, m motion) (r Request, err error) {
	for range tries {
		if r, err = s.once(ctx, id, rev, m); !unspoken(err) {
			break
		}
		now, ferr := find(ctx, s.db.Reader(), id)
		if ferr == nil && now.Rev != r.Rev {
			r, err = now, &StaleError{Now: now}
			break
		}
	}
	if errors.Is(err, errAlready) {
		return r, nil // the same press twice
	}
	if err != nil {
		return r, fmt.Errorf("%s %s: %w", m.verb, id, err)
	}
	return r, nil
}

// unspoken reports a conflict of two writers that nobody has put into words.
func unspoken(err error) bool {
	if _, ok := errors.AsType[*StaleError](err); ok || !errors.Is(err, fault.Conflict) {
		return false
	}
	f, ok := errors.AsType[*fault.Error](err)
	return !ok || f.Say == ""
}

// once is find, may, current, change, save, act. The assignment comes back from
// change as it is after it; r is as it was found when it fails.
func (s *Service) once(ctx context.Context, id ID, rev int64, m motion) (r Request, err error) {
	after := Request{}
	act := storage.Act{Verb: m.verb, On: id.Ref(), Reason: viet.Line(m.reason)}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) (err error) {
		if r, err = hold(ctx, tx, id); err != nil {
			return err
		}
		a, err := s.deps.Assignments.MayTx(ctx, tx, r.Assignment, m.needs)
		if err != nil {
			return m.words(err)
		}
		if m.done != nil && m.done(r) {
			return errAlready
		}
		if m.may != nil {
			if err := m.may(r); err != nil {
				return err
			}
		}
		if rev != 0 && rev != r.Rev || m.from != "" && r.State != m.from {
			return &StaleError{Now: r}
		}
		after = r
		if err := m.change(tx, &after, &a); err != nil {
			return err
		}
		if err := save(ctx, tx, after); err != nil {
			return err
		}
		after.Rev++
		tx.Act.Before, tx.Act.After, tx.Act.About = r, after, append(tx.Act.About[:0:0], r.Assignment.Ref())
		if m.quiet {
			return nil
		}
		return s.tell(ctx, tx, m.verb, after, a)
	})
	if err != nil {
		return r, err
	}
	return after, nil
}

// motion is what one verb does.
type motion struct {
	verb   string
	reason string
	needs  assignment.Verb // what one must be allowed on the assignment
	words  func(error) error
	may    func(r Request) error
	done   func(r Request) bool // the same press was taken already
	from   State                // "" for any
	quiet  bool                 // nobody is told
	change func(tx *storage.Tx, r *Request, a *assignment.Assignment) error
}

func asIs(err error) error { return err }

// Propose (tham mưu) writes down what the secretariat would decide: it
// prepares the decision and changes nothing else.
func (s *Service) Propose(ctx context.Context, id ID, rev int64, v Verdict) (Request, error) {
	who := actor.From(ctx)
	v.Reason = viet.Clean(v.Reason)
	return s.move(ctx, id, rev, motion{
		verb: VerbPropose, reason: v.Reason, needs: assignment.VerbExtend, words: asIs, from: Asked, quiet: true,
		may: func(r Request) error { return r.mayJudge(who) },
		change: func(tx *storage.Tx, r *Request, a *assignment.Assignment) error {
			v := v.on(*r)
			if err := v.against(s.deps.Calendar(), *a, civil.Of(tx.Now())); err != nil {
				return err
			}
			r.Proposal = Proposal{Choice: v.Choice, Until: v.Until, Note: v.Reason, Deed: deed(ctx, tx)}
			return nil
		},
	})
}

// on puts the day asked for where a grant names none; a refusal has no day.
func (v Verdict) on(r Request) Verdict {
	switch {
	case v.Choice != Grant:
		v.Until = ""
	case v.Until == "":
		v.Until = r.AskedUntil
	}
	return v
}

// Decide grants or refuses a case as of rev. Granting moves the due day in the
// same transaction. Forbidden for whoever asked, whose agency has a part, or
// for a further extension if not the chairman; a StaleError follows when the
// case was decided or prepared otherwise meanwhile.
func (s *Service) Decide(ctx context.Context, id ID, rev int64, v Verdict) (Request, error) {
	who := actor.From(ctx)
	v.Reason = viet.Clean(v.Reason)
	to := map[Choice]State{Grant: Granted, Refuse: Refused}[v.Choice]
	return s.move(ctx, id, rev, motion{
		verb: VerbDecide, reason: v.Reason, needs: assignment.VerbExtend, words: asIs, from: Asked,
		may:  func(r Request) error { return r.mayDecide(who, s.deps.Most()) },
		done: func(r Request) bool { return to != "" && r.State == to && r.Decision.Deed.By == who.ID },
		change: func(tx *storage.Tx, r *Request, a *assignment.Assignment) (err error) {
			v := v.on(*r)
			if v.Reason == "" && r.Proposal.Choice == v.Choice {
				v.Reason = r.Proposal.Note // the one press that was prepared
			}
			if err := v.against(s.deps.Calendar(), *a, civil.Of(tx.Now())); err != nil {
				return err
			}
			r.State, r.Decision = to, Decision{Until: v.Until, Reason: v.Reason, Deed: deed(ctx, tx)}
			if v.Choice == Grant {
				*a, err = s.deps.Assignments.ExtendTx(ctx, tx, a.ID, deadline.Extension{On: civil.Of(tx.Now()), Until: v.Until, By: who.Name, Why: r.why(v), Case: string(r.ID)})
			}
			return err
		},
	})
}

// Withdraw (rút đề nghị) takes a case back before it is decided.
func (s *Service) Withdraw(ctx context.Context, id ID, rev int64) (Request, error) {
	return s.move(ctx, id, rev, motion{
		verb: VerbWithdraw, needs: assignment.VerbReport, words: askers, from: Asked,
		done: func(r Request) bool { return r.State == Withdrawn },
		change: func(_ *storage.Tx, r *Request, _ *assignment.Assignment) error {
			r.State = Withdrawn
			return nil
		},
	})
}

// Undo (hoàn tác) takes a decision back within UndoWindow, by the person who
// took it; both acts stay on the record. Conflict when the window is over or
// something hangs on the decision: handed in, or a further request.
func (s *Service) Undo(ctx context.Context, id ID, rev int64) (Request, error) {
	who := actor.From(ctx)
	r, err := s.move(ctx, id, rev, motion{
		verb: VerbUndo, needs: assignment.VerbExtend, words: asIs,
		done: func(r Request) bool { return r.State == Asked && rev != 0 && rev == r.Rev-1 },
		may:  func(r Request) error { return r.undoable(who.ID, s.db.Now()) },
		change: func(tx *storage.Tx, r *Request, a *assignment.Assignment) (err error) {
			_, waiting, err := counts(ctx, tx, r.Assignment)
			switch {
			case err != nil:
				return err
			case waiting > 0:
				return fault.Say(fault.Conflict, "Sau quyết định này đã có đề nghị gia hạn khác nên không hoàn tác được.")
			case r.State == Granted:
				*a, err = s.deps.Assignments.RevokeExtensionTx(ctx, tx, r.Assignment, string(r.ID), "Hoàn tác trong 10 phút")
			}
			r.State, r.Decision = Asked, Decision{}
			return err
		},
	})
	return r, err
}

// Effect is what another day would do.
type Effect struct {
	Until civil.Date `json:"until"`
	Last  civil.Date `json:"last"` // the last day that is in time: Until, or the working day after it
	// Gain is how many working days it adds to the last day that holds, Origin
	// how many working days past the original day somebody who hands in on Last is.
	Gain   int `json:"gain"`
	Origin int `json:"late_original"`
}

// EffectOf works out what a day would do to a case with the two days.
func (s *Service) EffectOf(due, original, until civil.Date) Effect {
	cal := s.deps.Calendar()
	last := cal.OnOrAfter(until)
	return Effect{Until: until, Last: last, Gain: cal.Between(cal.OnOrAfter(due), last), Origin: cal.Late(original, last)}
}

// Sides lays out the deadline day by day without the case's extension, and with
// the day that it is about; the second is empty for one that brought none.
func (s *Service) Sides(a assignment.Assignment, r Request) (before, after deadline.Strip) {
	list := a.Deadline.Extensions
	at := slices.IndexFunc(list, func(e deadline.Extension) bool { return e.Case == string(r.ID) })
	e := deadline.Extension{On: s.today(), Until: r.Until(), By: "Đề nghị", Why: r.why(Verdict{}), Case: string(r.ID)}
	if at >= 0 {
		list, e = list[:at], list[at]
	}
	a.Deadline.Extensions = list
	before = s.deps.Assignments.Explain(a)
	if at < 0 && r.State != Asked {
		return before, after
	}
	a.Deadline.Extensions = append(slices.Clone(list), e)
	return before, s.deps.Assignments.Explain(a)
}
