package committee

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/stocktake"
	"dondoc/internal/storage"
	"dondoc/internal/term"
)

// Find gives one meeting that the actor may see.
func (s *Service) Find(ctx context.Context, id ID) (Meeting, error) {
	m, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return m, err
	}
	if !maySee(actor.From(ctx), m, s.dir()) {
		return Meeting{}, fault.NotFound
	}
	return m, nil
}

// List gives the meetings of a year that the actor may see, the latest first.
func (s *Service) List(ctx context.Context, year int) ([]Meeting, error) {
	w := storage.NewWhere(0).And("m.year = ?", year)
	s.visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), scanMeeting, "SELECT "+meetingColumns+" FROM committee_meeting m"+w.SQL()+" ORDER BY m.planned_at DESC, m.id DESC", w.Args()...)
}

// Years lists the years that have meetings, the latest first.
func (s *Service) Years(ctx context.Context) ([]int, error) {
	w := storage.NewWhere(0)
	s.visible(ctx, w)
	return storage.List(ctx, s.db.Reader(), storage.Scalar[int], "SELECT DISTINCT m.year FROM committee_meeting m"+w.SQL()+" ORDER BY m.year DESC", w.Args()...)
}

// ByDocument gives the meeting that a document is the notice of; NotFound if
// there is none.
func (s *Service) ByDocument(ctx context.Context, doc string) (Meeting, error) {
	w := storage.NewWhere(0).And("m.document = ?", doc)
	s.visible(ctx, w)
	return storage.One(ctx, s.db.Reader(), scanMeeting, "SELECT "+meetingColumns+" FROM committee_meeting m"+w.SQL(), w.Args()...)
}

// Next is the number of the next meeting of a year.
func (s *Service) Next(ctx context.Context, year int) (int, error) {
	n, err := storage.One(ctx, s.db.Reader(), storage.Scalar[int], "SELECT COALESCE(MAX(number), 0) FROM committee_meeting WHERE year = $1", year)
	return n + 1, err
}

// before is the meeting held last before an instant, or none.
func (s *Service) before(ctx context.Context, m Meeting) (Meeting, bool, error) {
	at := m.HeldAt
	if at.IsZero() {
		at = m.PlannedAt
	}
	prev, err := storage.One(ctx, s.db.Reader(), scanMeeting, "SELECT "+meetingColumns+" FROM committee_meeting m WHERE m.held_at > 0 AND m.held_at < $1 AND m.id <> $2 ORDER BY m.held_at DESC LIMIT 1", storage.Millis(at), string(m.ID))
	if errors.Is(err, fault.NotFound) {
		return prev, false, nil
	}
	return prev, err == nil, err
}

// Members lists all members over time, the head first.
func (s *Service) Members(ctx context.Context) ([]Member, error) {
	return listMembers(ctx, s.db.Reader())
}

// Conclusions lists what a meeting concluded. Of one whose notice was read
// before, they are the assignments of the notice that the actor may see.
func (s *Service) Conclusions(ctx context.Context, m Meeting) ([]Conclusion, error) {
	if !m.Attached {
		return listConclusions(ctx, s.db.Reader(), m.ID)
	}
	given, err := s.deps.Assignments.ByOrigin(ctx, "document", string(m.Document))
	if err != nil {
		return nil, err
	}
	out := make([]Conclusion, 0, len(given))
	for i, a := range given {
		c := Conclusion{ID: ConclusionID(a.ID), Meeting: m.ID, Place: i + 1, Words: a.Title, Lead: a.Lead, Assignment: a.ID}
		switch {
		case a.Deadline.Kind == assignment.Recurring && a.Deadline.Every != "":
			c.Term = term.Term{Kind: term.ByRhythm, Every: a.Deadline.Every}
		case a.Due != "":
			c.Term = term.Term{Kind: term.ByDate, Due: a.Due}
		case a.DueSettled:
			c.Term = term.Term{Kind: term.None, Reason: a.Deadline.Reason}
		}
		out = append(out, c)
	}
	return out, nil
}

// Reminders counts the repeats of every duty that was repeated.
func (s *Service) Reminders(ctx context.Context) (map[assignment.ID]stocktake.Reminder, error) {
	type row struct {
		id assignment.ID
		r  stocktake.Reminder
	}
	rows, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x row, err error) {
		err = r.Scan(&x.id, &x.r.Times, &x.r.Since)
		return x, err
	}, "SELECT assignment, COUNT(*), MIN(effective_on) FROM committee_carry WHERE decision = 'repeat' AND effective_on <> '' GROUP BY assignment")
	out := make(map[assignment.ID]stocktake.Reminder, len(rows))
	for _, x := range rows {
		out[x.id] = x.r
	}
	return out, err
}

// Note is what the committee says about an assignment on its page.
type Note struct {
	Reminder stocktake.Reminder
	// From and To are the meeting that concluded it, and the assignments that it
	// took the place of or that took its place.
	Meeting  ID
	Name     string // of the meeting
	Replaces []assignment.ID
	Replaced assignment.ID
}

// NoteOf gives what meetings said about an assignment, or about the duty that
// it is a part of. Whether the asker may see the assignment is for the caller.
func (s *Service) NoteOf(ctx context.Context, a assignment.Assignment) (Note, error) {
	ids := []string{string(a.ID)}
	if a.Parent != "" {
		ids = append(ids, string(a.Parent))
	}
	var n Note
	w := storage.NewWhere(0).In("assignment", ids)
	carries, err := storage.List(ctx, s.db.Reader(), scanCarry, "SELECT "+carryColumns+" FROM committee_carry"+w.SQL()+" AND effective_on <> '' ORDER BY effective_on", w.Args()...)
	if err != nil {
		return n, err
	}
	for _, c := range carries {
		switch c.Decision {
		case Repeat:
			if n.Reminder.Times++; n.Reminder.Since == "" {
				n.Reminder.Since = c.Effective
			}
		case Replace:
			if n.Replaced, err = storage.One(ctx, s.db.Reader(), storage.Scalar[assignment.ID], "SELECT assignment FROM committee_conclusion WHERE id = $1", string(c.Conclusion)); err != nil {
				return n, err
			}
		case Close:
		}
	}
	own := storage.NewWhere(0).In("assignment", ids)
	concl, err := storage.List(ctx, s.db.Reader(), scanConclusion, "SELECT "+conclusionColumns+" FROM committee_conclusion"+own.SQL()+" ORDER BY id LIMIT 1", own.Args()...)
	if err != nil || len(concl) == 0 {
		return n, err
	}
	m, err := find(ctx, s.db.Reader(), concl[0].Meeting)
	if err != nil {
		return n, err
	}
	if maySee(actor.From(ctx), m, s.dir()) {
		n.Meeting = m.ID
	}
	n.Name = m.Name()
	n.Replaces, err = storage.List(ctx, s.db.Reader(), storage.Scalar[assignment.ID], "SELECT assignment FROM committee_carry WHERE conclusion = $1 AND decision = 'replace' AND effective_on <> '' ORDER BY assignment", string(concl[0].ID))
	return n, err
}

// Prior is an earlier duty as a meeting looks at it.
type Prior struct {
	A        assignment.Assignment
	Open     int // things still owed: 1, or the open parts of a group
	Late     int // of these, late
	LateDays int // the longest of them, in working days
	Reminder stocktake.Reminder
	Carry    Carry
}

// MostPriors is how many earlier duties one meeting looks at.
const MostPriors = 500

// Priors lists the duties of earlier notices that are open, the longest late
// first. Once the meeting is concluded, only those that it spoke of.
func (s *Service) Priors(ctx context.Context, m Meeting) ([]Prior, error) {
	carries, err := listCarries(ctx, s.db.Reader(), m.ID)
	if err != nil {
		return nil, err
	}
	said := map[assignment.ID]Carry{}
	for _, c := range carries {
		said[c.Assignment] = c
	}
	reminders, err := s.Reminders(ctx)
	if err != nil {
		return nil, err
	}
	open, err := s.openDuties(ctx, m)
	if err != nil {
		return nil, err
	}
	var out []Prior
	add := func(p Prior) error {
		a, err := s.deps.Assignments.Find(ctx, p.A.ID)
		if errors.Is(err, fault.NotFound) {
			return nil // the duty of others, of which the actor sees a part
		}
		p.A, p.Reminder, p.Carry = a, reminders[a.ID], said[a.ID]
		out = append(out, p)
		delete(said, a.ID)
		return err
	}
	for _, p := range open {
		_, spoken := said[p.A.ID]
		if !spoken && m.State != Planned && m.State != Held {
			continue
		}
		if err := add(p); err != nil {
			return nil, err
		}
	}
	for _, c := range carries {
		if _, left := said[c.Assignment]; !left {
			continue
		}
		if err := add(Prior{A: assignment.Assignment{ID: c.Assignment}}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b Prior) int {
		return cmp.Or(cmp.Compare(b.LateDays, a.LateDays), cmp.Compare(a.A.AssignedOn, b.A.AssignedOn), cmp.Compare(a.A.ID, b.A.ID))
	})
	return out, nil
}

// openDuties counts what is open and late below each duty of earlier notices.
func (s *Service) openDuties(ctx context.Context, m Meeting) ([]Prior, error) {
	today := s.today()
	w := storage.NewWhere(3).And("a.is_open = ?", true).And("a.is_group = ?", false).And("a.origin_kind = ?", "document").And("a.origin_id <> ?", string(m.Document))
	s.deps.Assignments.Visible(ctx, w)
	const late = "a.due_last <> '' AND a.due_last < %s AND a.state <> 'reported' AND a.paused_on = ''"
	q := "SELECT CASE WHEN a.parent = '' THEN a.id ELSE a.parent END AS duty, COUNT(*), SUM(CASE WHEN " + fmt.Sprintf(late, "$1") + " THEN 1 ELSE 0 END), MIN(CASE WHEN " + fmt.Sprintf(late, "$2") + " THEN a.due_on ELSE $3 END) FROM assignment a"
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (p Prior, err error) {
		var first civil.Date
		if err = r.Scan(&p.A.ID, &p.Open, &p.Late, &first); err == nil && p.Late > 0 {
			p.LateDays = s.deps.Calendar().Late(first, today)
		}
		return p, err
	}, q+w.SQL()+" GROUP BY CASE WHEN a.parent = '' THEN a.id ELSE a.parent END ORDER BY 4, 1 LIMIT "+strconv.Itoa(MostPriors), append([]any{string(today), string(today), "9999-12-31"}, w.Args()...)...)
}

// Pace says how long the notice of a meeting took.
func (s *Service) Pace(m Meeting) Pace { return PaceOf(s.deps.Calendar(), m) }

// YearPace is the pace of a year's notices.
type YearPace struct {
	Held      int
	Notices   int // signed
	Published int
	// Medians over the notices that have both days.
	ToSigned, ToPublished Span
	Longest               Span // met → signed
	LongestOf             ID
}

// YearPace measures the meetings of a list.
func (s *Service) YearPace(list []Meeting) YearPace {
	var y YearPace
	var signed, published []Span
	for _, m := range list {
		if !m.HeldAt.IsZero() {
			y.Held++
		}
		p := s.Pace(m)
		if m.SignedOn != "" {
			y.Notices++
		}
		if !m.PublishedAt.IsZero() {
			y.Published++
		}
		if p.ToSigned.Known() {
			signed = append(signed, p.ToSigned)
			if p.ToSigned.Calendar > y.Longest.Calendar {
				y.Longest, y.LongestOf = p.ToSigned, m.ID
			}
		}
		if p.ToPublished.Known() {
			published = append(published, p.ToPublished)
		}
	}
	y.ToSigned, y.ToPublished = median(signed), median(published)
	return y
}

// median is the middle one; of an even number the lower of the two.
func median(list []Span) Span {
	if len(list) == 0 {
		return Span{}
	}
	slices.SortFunc(list, func(a, b Span) int { return cmp.Compare(a.Calendar, b.Calendar) })
	return list[(len(list)-1)/2]
}
