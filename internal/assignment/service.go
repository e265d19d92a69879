package assignment

import (
	"context"
	"errors"
	"fmt"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
	"dondoc/internal/workday"
)

// Deps are the rooms below.
type Deps struct {
	Directory func() *apparatus.Directory
	Calendar  func() *workday.Calendar
	// Weekday is the day of the weekly report, 1 Monday … 7 Sunday.
	Weekday func() int
	// Silence is after how many working days without a word a lead is silent.
	Silence func() int
	Blobs   *blob.Store
	// Told, if set, is called in the transaction of a verb that others should
	// hear of; its error undoes the verb.
	Told func(ctx context.Context, tx *storage.Tx, v Verb, a Assignment) error
}

// Service is the office of assignments.
type Service struct {
	db   *storage.DB
	deps Deps
}

// NewService makes the office.
func NewService(db *storage.DB, deps Deps) *Service { return &Service{db: db, deps: deps} }

func (s *Service) dir() *apparatus.Directory   { return s.deps.Directory() }
func (s *Service) calendar() *workday.Calendar { return s.deps.Calendar() }
func (s *Service) today() civil.Date           { return civil.Of(s.db.Now()) }

func (s *Service) weekday() int {
	if s.deps.Weekday == nil {
		return 5
	}
	return s.deps.Weekday()
}

// move is the one road of every verb: find, may, possible, change, save, act.
// change gets a copy and returns it changed; extra writes beside it.
func (s *Service) move(ctx context.Context, id ID, v Verb, m motion) (Assignment, error) {
	var out Assignment
	act := storage.Act{Verb: string(v), On: id.Ref(), Reason: viet.Line(m.reason)}
	err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		before, after, err := s.step(ctx, tx, id, v, m)
		out = after
		if err != nil {
			return err
		}
		tx.Act.Before, tx.Act.After = before, after
		if after.Parent != "" {
			tx.Act.About = append(tx.Act.About, after.Parent.Ref())
		}
		return nil
	})
	if errors.Is(err, errAlready) {
		return out, nil // the same press twice
	}
	if err != nil {
		return out, fmt.Errorf("%s %s: %w", v, id, err)
	}
	return out, nil
}

func (s *Service) told(ctx context.Context, tx *storage.Tx, v Verb, a Assignment) error {
	if s.deps.Told == nil {
		return nil
	}
	return s.deps.Told(ctx, tx, v, a)
}

// step is one verb inside a transaction; the act is for the caller to add. It
// fails with errAlready when the thing was done before.
func (s *Service) step(ctx context.Context, tx *storage.Tx, id ID, v Verb, m motion) (before, after Assignment, err error) {
	r, err := find(ctx, tx, id)
	if err != nil {
		return before, after, err
	}
	if err := may(actor.From(ctx), v, r, s.dir()); err != nil {
		return before, after, err
	}
	if m.done != nil && m.done(r.Assignment) {
		return r.Assignment, r.Assignment, errAlready
	}
	if m.rev != 0 && m.rev != r.Rev {
		return before, after, &StaleError{Now: r.Assignment}
	}
	if err := r.refuse(v); err != nil {
		return before, after, err
	}
	after = r.Assignment
	if err := m.change(tx, &after); err != nil {
		return before, after, err
	}
	after.reckon(s.calendar(), s.weekday(), civil.Of(tx.Now()))
	if err := errors.Join(s.save(ctx, tx, after), hold(ctx, tx, r.Assignment, after)); err != nil {
		return before, after, err
	}
	if after.Title != r.Title || after.Lead != r.Lead || after.HolderName != r.HolderName {
		if err := s.reindex(ctx, tx, after); err != nil {
			return before, after, err
		}
	}
	after.Rev++
	return r.Assignment, after, s.told(ctx, tx, v, after)
}

// errAlready leaves the transaction when the thing was done before: nothing is
// written a second time.
var errAlready = errors.New("already done")

// motion is what one verb does.
type motion struct {
	rev    int64
	reason string
	done   func(Assignment) bool // the same press was taken already
	change func(tx *storage.Tx, a *Assignment) error
}

// StaleError is a Conflict that carries the version which is there now, so
// that the page can show both.
type StaleError struct{ Now Assignment }

// Error says that the edit was stale.
func (e *StaleError) Error() string { return "stale edit" }

// Is makes it a fault.Conflict.
func (e *StaleError) Is(target error) bool { return target == error(fault.Conflict) }

// Unwrap gives the kind and the sentence.
func (e *StaleError) Unwrap() error { return fault.Say(fault.Conflict, "") }

// Acknowledge (tiếp nhận) starts the work. Here and below rev is the version
// that the person saw: a StaleError follows when it has changed since, so that
// nobody acts on what they have not read; 0 is for those who read it just now.
func (s *Service) Acknowledge(ctx context.Context, id ID, rev int64) (Assignment, error) {
	return s.move(ctx, id, VerbAcknowledge, motion{rev: rev, done: func(a Assignment) bool { return a.State == Acknowledged }, change: func(tx *storage.Tx, a *Assignment) error {
		a.State, a.HeardOn = Acknowledged, civil.Of(tx.Now())
		return nil
	}})
}

// Dispute (có ý kiến khác) says why the thing should not be the lead's.
func (s *Service) Dispute(ctx context.Context, id ID, rev int64, kind Objection, why string) (Assignment, error) {
	return s.move(ctx, id, VerbDispute, motion{rev: rev, reason: why, done: func(a Assignment) bool { return a.State == Disputed }, change: func(tx *storage.Tx, a *Assignment) error {
		f := fault.Fields{}
		if kind.Word() == "" {
			f.Add("objection", "Chọn loại ý kiến: không thuộc thẩm quyền, trùng với việc khác, hay không khả thi.")
		}
		if viet.Line(why) == "" {
			f.Add("reason", "Ghi rõ ý kiến và căn cứ, để Ủy viên trực quyết định được ngay.")
		}
		if s.calendar().Late(a.Due, civil.Of(tx.Now())) > 0 && a.PausedOn == "" {
			f.Add("reason", "Nhiệm vụ đã quá hạn "+a.Due.Format()+". Ý kiến phải nêu trước hạn; nay báo cáo kết quả hoặc nguyên nhân.")
		}
		if err := f.Err(); err != nil {
			return err
		}
		a.State, a.Note, a.Objection, a.HeardOn = Disputed, viet.Line(why), kind, civil.Of(tx.Now())
		return nil
	}})
}

// Decide settles a dispute: another lead, or the same one upheld when lead is "".
func (s *Service) Decide(ctx context.Context, id ID, rev int64, lead apparatus.OrgID, why string) (Assignment, error) {
	return s.move(ctx, id, VerbDecide, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		if viet.Line(why) == "" {
			return fault.Field("reason", "Ghi lý do quyết định.")
		}
		a.State, a.Note, a.Objection = Assigned, "", ""
		if lead == "" || lead == a.Lead {
			return nil
		}
		if _, ok := s.dir().Get(lead); !ok {
			return fault.Field("lead", "Không có cơ quan này trong danh bạ.")
		}
		a.Lead, a.HolderOrg, a.HolderPerson, a.HolderName, a.InnerDue = lead, "", "", "", ""
		return party(ctx, tx, a.ID, "lead", lead)
	}})
}

// Holder is who does the work inside the lead: a unit, or one officer, by an
// inner day if one is set.
type Holder struct {
	Org        apparatus.OrgID
	Person     string
	PersonName string
	Inner      civil.Date
}

// HandOn (giao tiếp trong nội bộ) gives the work to a unit below the lead, or
// to one officer, with an inner day not after the due day.
func (s *Service) HandOn(ctx context.Context, id ID, rev int64, to Holder) (Assignment, error) {
	org, person, personName, inner := to.Org, to.Person, to.PersonName, to.Inner
	return s.move(ctx, id, VerbHandOn, motion{rev: rev, done: func(a Assignment) bool {
		return a.HolderOrg == org && a.HolderPerson == person && a.InnerDue == inner && (org != "" || person != "")
	}, change: func(tx *storage.Tx, a *Assignment) error {
		f := fault.Fields{}
		if org == "" && person == "" {
			f.Add("org", "Chọn đơn vị hoặc cán bộ nhận việc.")
		}
		if org != "" && !s.dir().Within(org, a.Lead) {
			f.Add("org", "Chỉ giao tiếp cho đơn vị thuộc "+s.dir().Name(a.Lead)+".")
		} else if o, ok := s.dir().Get(org); org != "" && (!ok || !o.On(s.today())) {
			f.Add("org", s.dir().Name(org)+" không còn hoạt động. Chọn đơn vị khác.")
		}
		if inner != "" && a.Due != "" && inner > a.Due {
			f.Add("inner", "Hạn nội bộ phải không sau hạn "+a.Due.Format()+".")
		}
		if inner != "" && inner < civil.Of(tx.Now()) {
			f.Add("inner", "Hạn nội bộ đã qua. Ghi từ hôm nay trở đi.")
		}
		if err := f.Err(); err != nil {
			return err
		}
		a.HolderOrg, a.HolderPerson, a.HolderName, a.InnerDue = org, person, personName, inner
		if org != "" && person == "" {
			a.HolderName = s.dir().Name(org)
		}
		return party(ctx, tx, a.ID, "holder", org)
	}})
}

// SetDue fixes a day that the text does not state (a day), or records that
// none is set (""), always with who decided and why.
func (s *Service) SetDue(ctx context.Context, id ID, rev int64, day civil.Date, why string) (Assignment, error) {
	return s.move(ctx, id, VerbSetDue, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		f := fault.Fields{}
		if viet.Line(why) == "" {
			f.Add("reason", "Ghi căn cứ hoặc lý do của việc đặt hạn.")
		}
		if day != "" && day < a.AssignedOn {
			f.Add("due", "Hạn phải không trước ngày giao "+a.AssignedOn.Format()+".")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if a.DueSettled = day == ""; a.DueSettled {
			return nil
		}
		if a.Due != "" && day > a.Due {
			f.Add("due", "Ngày mới sau hạn "+a.Due.Format()+" là gia hạn. Cơ quan chủ trì đề nghị gia hạn, hoặc cho tạm dừng nếu đang chờ nơi khác.")
			return f.Err()
		}
		a.Deadline.SetBy, a.Deadline.Reason = actor.From(ctx).Name, viet.Line(why)
		if a.Deadline.Kind == NoDate {
			a.Deadline.Kind, a.Deadline.Bound = OnDate, workday.By
			a.Deadline.Date = day
			return nil
		}
		a.Deadline.Fixed = day
		return nil
	}})
}

// Edit changes the words, the lead and the note as of rev.
func (s *Service) Edit(ctx context.Context, id ID, rev int64, title string, lead apparatus.OrgID, why string) (Assignment, error) {
	return s.move(ctx, id, VerbEdit, motion{rev: rev, reason: why, change: func(tx *storage.Tx, a *Assignment) error {
		n := New{Title: viet.Line(title), Lead: lead, Draft: a.State == Drafted || a.Group, Deadline: Deadline{Kind: NoDate}}
		if err := s.checkNew(n); err != nil {
			return err
		}
		a.Title = n.Title
		if lead != a.Lead {
			a.Lead, a.HolderOrg, a.HolderPerson, a.HolderName, a.InnerDue = lead, "", "", "", ""
		}
		if a.State == Drafted && lead != "" {
			a.State = Assigned
		}
		return party(ctx, tx, a.ID, "lead", lead)
	}})
}

// Cancel (hủy) ends an assignment without a result.
func (s *Service) Cancel(ctx context.Context, id ID, rev int64, why string) (Assignment, error) {
	return s.end(ctx, id, VerbCancel, rev, why)
}

// Supersede ends an assignment whose document was corrected or withdrawn.
func (s *Service) Supersede(ctx context.Context, id ID, rev int64, by string) (Assignment, error) {
	return s.end(ctx, id, VerbSupersede, rev, by)
}

func (s *Service) end(ctx context.Context, id ID, v Verb, rev int64, why string) (Assignment, error) {
	return s.move(ctx, id, v, s.ending(ctx, v, rev, why))
}

// ending ends an assignment, and with a group everything open below it.
func (s *Service) ending(ctx context.Context, v Verb, rev int64, why string) motion {
	to := Cancelled
	switch v { //nolint:exhaustive // the verbs that end
	case VerbSupersede:
		to = Superseded
	case VerbClose:
		to = Confirmed
	}
	return motion{rev: rev, reason: why, done: func(a Assignment) bool { return a.State == to }, change: func(tx *storage.Tx, a *Assignment) error {
		if viet.Line(why) == "" {
			return fault.Field("reason", "Ghi lý do, kèm số văn bản nếu có.")
		}
		if err := s.endOne(ctx, tx, a, to, why); err != nil || !a.Group {
			return err
		}
		members, err := storage.List(ctx, tx, scanRow, "SELECT "+columns+" FROM assignment a WHERE a.parent = $1 AND a.is_open = $2", string(a.ID), true)
		if err != nil {
			return err
		}
		for _, m := range members {
			before := m
			if err := s.endOne(ctx, tx, &m, to, why); err != nil {
				return err
			}
			if err := errors.Join(s.save(ctx, tx, m), hold(ctx, tx, before, m)); err != nil {
				return err
			}
			tx.Also(storage.Act{Verb: string(v), On: m.ID.Ref(), Reason: viet.Line(why), Before: before, After: m})
		}
		return nil
	}}
}
