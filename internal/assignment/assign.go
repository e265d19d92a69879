package assignment

import (
	"context"
	"errors"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// checkNew says by field what will not do.
func (s *Service) checkNew(n New) error {
	f := fault.Fields{}
	if n.Title == "" {
		f.Add("title", "Ghi nội dung nhiệm vụ.")
	}
	if len([]rune(n.Title)) > 500 {
		f.Add("title", "Nội dung nhiệm vụ dài quá 500 ký tự; phần đầy đủ nằm ở trích nguyên văn.")
	}
	if n.Lead == "" && len(n.Members) == 0 && !n.Draft {
		f.Add("lead", "Chưa chọn cơ quan chủ trì.")
	}
	for _, org := range append(append([]apparatus.OrgID{n.Lead, n.Through}, n.Members...), n.Coordinate...) {
		if org == "" {
			continue
		}
		if _, ok := s.dir().Get(org); !ok {
			f.Add("lead", "Không có cơ quan này trong danh bạ.")
		}
	}
	if n.Deadline.Kind == OnDate && n.Deadline.Date == "" {
		f.Add("due", "Chưa ghi ngày của thời hạn.")
	}
	return f.Err()
}

// AssignTx gives out an assignment inside the transaction of the room that it
// comes from; the act is added to that transaction. A group becomes a parent
// with one assignment per member. It returns the assignment (the parent of a
// group) and how many things are now owed. Invalid names the fields.
func (s *Service) AssignTx(ctx context.Context, tx *storage.Tx, n New) (Assignment, int, error) {
	n.Title = viet.Line(n.Title)
	if err := s.checkNew(n); err != nil {
		return Assignment{}, 0, err
	}
	if n.AssignedOn == "" {
		n.AssignedOn = civil.Of(tx.Now())
	}
	if n.Deadline.Kind == "" {
		n.Deadline.Kind = NoDate
	}
	if len(n.Members) == 0 {
		a, err := s.one(ctx, tx, n, "", n.Lead)
		return a, 1, err
	}
	group := n
	group.Coordinate = nil
	parent, err := s.one(ctx, tx, group, "", n.Lead)
	if err != nil {
		return parent, 0, err
	}
	for _, m := range n.Members {
		if _, err := s.one(ctx, tx, n, parent.ID, m); err != nil {
			return parent, 0, err
		}
	}
	return parent, len(n.Members), nil
}

func (s *Service) one(ctx context.Context, tx *storage.Tx, n New, parent ID, lead apparatus.OrgID) (Assignment, error) {
	id := ID(tx.NewID())
	a := Assignment{
		ID: id, Code: code(id, n.AssignedOn), Parent: parent, Group: parent == "" && len(n.Members) > 0, Title: n.Title, Quote: n.Quote, Lead: lead, Through: n.Through, State: Assigned,
		AssignedOn: n.AssignedOn, AssignedBy: actor.From(ctx).Name, Origin: n.Origin, OriginLabel: n.OriginLabel, SpanStart: n.SpanStart, SpanEnd: n.SpanEnd, Deadline: n.Deadline, DueSettled: n.Undated, Rev: 1, ChangedAt: tx.Now(),
	}
	if n.Draft || lead == "" && !a.Group {
		a.State = Drafted
	}
	if n.Deadline.Kind == Recurring && (n.Deadline.Every != "" || n.Deadline.Rule != "") && !a.Group && lead != "" && !n.Draft {
		return s.standing(ctx, tx, n, a)
	}
	err := s.enter(ctx, tx, n, &a)
	return a, err
}

// enter writes a new assignment with all that belongs to it.
func (s *Service) enter(ctx context.Context, tx *storage.Tx, n New, a *Assignment) error {
	a.reckon(s.calendar(), s.weekday(), civil.Of(tx.Now()))
	a.DueVersion, a.HeardOn = 1, a.AssignedOn
	id, lead, parent := a.ID, a.Lead, a.Parent
	if err := s.insert(ctx, tx, *a); err != nil {
		return err
	}
	if err := hold(ctx, tx, Assignment{}, *a); err != nil {
		return err
	}
	if err := errors.Join(party(ctx, tx, id, "lead", lead), party(ctx, tx, id, "through", n.Through), party(ctx, tx, id, "coordinate", n.Coordinate...), party(ctx, tx, id, "holder", a.HolderOrg)); err != nil {
		return err
	}
	for _, c := range n.Coordinate {
		if c == lead {
			continue
		}
		if _, err := tx.Exec(ctx, "INSERT INTO assignment_part (assignment, org, asked, asked_due, delivered_on, delivered_by, body, rev) VALUES ($1, $2, '', '', '', '', '', 1) ON CONFLICT DO NOTHING", string(id), string(c)); err != nil {
			return err
		}
	}
	act := storage.Act{Verb: string(VerbAssign), On: id.Ref(), After: *a}
	if !n.Origin.Zero() {
		act.About = append(act.About, n.Origin)
	}
	if parent != "" {
		act.About = append(act.About, parent.Ref())
	}
	tx.Also(act)
	if a.Group && !a.Standing() || a.State == Drafted {
		return nil // a group's members are told, a draft is not given out
	}
	return s.told(ctx, tx, VerbAssign, *a)
}

// code is a name that people can read out: year and month, then six letters.
func code(id ID, on civil.Date) string {
	tail := strings.ToUpper(string(id))
	month := "0000"
	if len(on) >= 7 {
		month = string(on[2:4]) + string(on[5:7])
	}
	return "NV-" + month + "-" + tail[max(0, len(tail)-6):]
}

// verbEnter is the act of writing an assignment into the register by hand; the
// giving out itself is an act of its own.
const verbEnter = "assignment.enter"

// Assign gives out one assignment that has no document behind it.
func (s *Service) Assign(ctx context.Context, n New) (Assignment, error) {
	if a := actor.From(ctx); !direct(a) && a.Kind != actor.Job {
		return Assignment{}, fault.Forbidden
	}
	var out Assignment
	err := s.db.Write(ctx, storage.Act{Verb: verbEnter, On: ref.New("assignment", "new"), After: n.Title}, func(tx *storage.Tx) error {
		var err error
		out, _, err = s.AssignTx(ctx, tx, n)
		return err
	})
	return out, err
}
