package dashboard

import (
	"context"
	"encoding/json"
	"fmt"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// most is how many items of one kind are read; the page says when there are more.
const most = 100

// filePath is where the file of an assignment is shown.
func filePath(id assignment.ID) string { return "/lam-viec/nhiem-vu/" + string(id) }

func (s *Service) listed(ctx context.Context, view assignment.View) ([]assignment.Assignment, error) {
	page, err := s.deps.Assignments.List(ctx, listing.Query{Size: most, Filters: map[string][]string{assignment.FilterView: {string(view)}}})
	return page.Rows, err
}

func (s *Service) item(k Kind, a assignment.Assignment) Item {
	what := a.Title
	if a.Period != "" {
		what += " (" + a.Period + ")"
	}
	return Item{Kind: k, ID: string(a.ID), On: a.ID.Ref(), Rev: a.Rev, What: what, Org: a.Lead, Link: filePath(a.ID)}
}

// undo takes back an act on an assignment.
func (s *Service) undo(ctx context.Context, e audit.Entry) error {
	var before, after assignment.Assignment
	if json.Unmarshal(e.Before, &before) != nil || json.Unmarshal(e.After, &after) != nil {
		return fault.Conflict
	}
	_, err := s.deps.Assignments.Undo(ctx, after.ID, after.Rev, before, "Hoàn tác quyết định lúc "+civil.Instant(e.At))
	return err
}

// disputes are what a lead says should not be theirs as it stands.
func (s *Service) disputes() Source {
	return Source{
		Kind: identity.DecideDispute, Verbs: []string{string(assignment.VerbDecide)}, Undo: s.undo,
		Items: func(ctx context.Context) ([]Item, error) {
			rows, err := s.listed(ctx, assignment.DisputedNow)
			out := make([]Item, 0, len(rows))
			for _, a := range rows {
				x := s.item(identity.DecideDispute, a)
				x.Since, x.Quote = a.HeardOn, a.Note
				x.Why = s.dir().Name(a.Lead) + " nêu ý kiến: " + lower(a.Objection.Word()) + "."
				x.Options = []Option{{Uphold, "Giữ " + s.dir().Short(a.Lead), Nothing}, {Reassign, "Giao cơ quan khác", AnOrg}}
				out = append(out, x)
			}
			return out, err
		},
		Decide: func(ctx context.Context, c Choice) (err error) {
			lead := apparatus.OrgID("")
			switch c.Action {
			case Uphold:
			case Reassign:
				if lead = apparatus.OrgID(c.Value); lead == "" {
					return fault.Field("org", "Chọn cơ quan chủ trì mới.")
				}
			case SetDay, NoDay, Confirm, GiveBack, Approve, Refuse:
				return errNoSuchAction
			}
			_, err = s.deps.Assignments.Decide(ctx, assignment.ID(c.ID), c.Rev, lead, c.Why)
			return err
		},
	}
}

// undated are the duties for which no day was set.
func (s *Service) undated() Source {
	return Source{
		Kind: identity.DecideUndated, Verbs: []string{string(assignment.VerbSetDue)}, Undo: s.undo,
		Items: func(ctx context.Context) ([]Item, error) {
			rows, err := s.listed(ctx, assignment.Undated)
			out := make([]Item, 0, len(rows))
			for _, a := range rows {
				if a.State == assignment.Reported || a.State == assignment.Disputed {
					continue // it waits for something else first
				}
				x := s.item(identity.DecideUndated, a)
				x.Since, x.Quote = a.AssignedOn, a.Deadline.Phrase
				x.Why = fmt.Sprintf("%s chủ trì, giao ngày %s.", s.dir().Name(a.Lead), a.AssignedOn.Format())
				if a.Lead == "" {
					x.Why = "Chưa rõ cơ quan chủ trì."
				}
				if a.Deadline.Phrase == "" {
					x.Why += " Văn bản không nêu thời hạn."
				}
				x.Options = []Option{{SetDay, "Chốt hạn", ADay}, {NoDay, "Ghi nhận không đặt hạn", Nothing}}
				out = append(out, x)
			}
			return out, err
		},
		Decide: func(ctx context.Context, c Choice) error {
			day := civil.Date("")
			switch c.Action {
			case NoDay:
			case SetDay:
				var err error
				if day, err = civil.ParseVN(c.Value); err != nil {
					return fault.Field("day", err.Error())
				}
				if day < s.today() {
					return fault.Field("day", "Hạn phải từ hôm nay trở đi.")
				}
			case Uphold, Reassign, Confirm, GiveBack, Approve, Refuse:
				return errNoSuchAction
			}
			_, err := s.deps.Assignments.SetDue(ctx, assignment.ID(c.ID), c.Rev, day, c.Why)
			return err
		},
	}
}

// reports are those of the secretariat's own agency: nobody confirms the work
// of the own agency, so the chairman does.
func (s *Service) reports() Source {
	return Source{
		Kind: identity.DecideReport, Verbs: []string{string(assignment.VerbConfirm), string(assignment.VerbReturn)}, Undo: s.undo,
		Items: func(ctx context.Context) ([]Item, error) {
			orgs, err := s.standing(ctx)
			if err != nil || len(orgs) == 0 {
				return nil, err
			}
			ids, err := s.reported(ctx, orgs)
			if err != nil {
				return nil, err
			}
			out := make([]Item, 0, len(ids))
			for _, id := range ids {
				a, err := s.deps.Assignments.Find(ctx, id)
				if err != nil {
					return nil, err
				}
				x := s.item(identity.DecideReport, a)
				x.Since = a.ReportedOn
				x.Why = s.dir().Name(a.Lead) + " nộp báo cáo ngày " + a.ReportedOn.Format() + ". Cơ quan thường trực không tự xác nhận việc của mình."
				if a.LateDays > 0 {
					x.Why += fmt.Sprintf(" Nộp trễ %d ngày làm việc.", a.LateDays)
				}
				x.Options = []Option{{Confirm, "Xác nhận hoàn thành", Nothing}, {GiveBack, "Trả lại, ghi lý do", AReason}}
				out = append(out, x)
			}
			return out, err
		},
		Decide: func(ctx context.Context, c Choice) (err error) {
			switch c.Action {
			case Confirm:
				_, err = s.deps.Assignments.Confirm(ctx, assignment.ID(c.ID), c.Rev)
			case GiveBack:
				_, err = s.deps.Assignments.Return(ctx, assignment.ID(c.ID), c.Rev, c.Why)
			case Uphold, Reassign, SetDay, NoDay, Approve, Refuse:
				err = errNoSuchAction
			}
			return err
		},
	}
}

// reported lists what bodies have handed in and nobody has decided on. The few
// that wait are looked through, not the many that the bodies ever had: the
// expression keeps an engine from the index by body, and the second condition
// on the state lets it have the one by state.
func (s *Service) reported(ctx context.Context, orgs []string) ([]assignment.ID, error) {
	w := storage.NewWhere(0).And("a.state = 'reported' AND a.state <> 'acknowledged' AND a.is_group = FALSE").In("a.lead_org || ''", orgs)
	s.deps.Assignments.Visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (id assignment.ID, err error) {
		err = r.Scan((*string)(&id))
		return id, err
	}, fmt.Sprintf("SELECT a.id FROM assignment a%s ORDER BY a.due_sort, a.id LIMIT %d", w.SQL(), most), w.Args()...)
}

// standing lists the bodies of the agencies that the secretariat works in.
func (s *Service) standing(ctx context.Context) ([]string, error) {
	own, err := s.deps.Accounts.OrgsOf(ctx, actor.Secretariat)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range own {
		for _, id := range s.dir().Subtree(s.dir().Agency(apparatus.OrgID(o))) {
			out = append(out, string(id))
		}
	}
	return out, nil
}
