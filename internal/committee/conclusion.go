package committee

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/term"
	"dondoc/internal/viet"
)

// Entry is a conclusion as it is typed in the room: a body by any name, time in
// one field (ParseTerm). Both may be left open until the notice is drafted.
type Entry struct {
	Words      string
	Lead       string
	Coordinate []string
	Term       string
}

// read turns what was typed into a conclusion.
func (s *Service) read(e Entry, met civil.Date) (Conclusion, error) {
	c := Conclusion{Words: viet.Line(e.Words)}
	f := fault.Fields{}
	if c.Words == "" || len([]rune(c.Words)) > maxWords {
		f.Add("words", "Ghi nội dung kết luận, không quá 4.000 ký tự.")
	}
	var why string
	if viet.Line(e.Lead) != "" {
		if c.Lead, why = resolve(s.dir(), e.Lead, met); why != "" {
			f.Add("lead", why)
		}
	}
	for _, x := range e.Coordinate {
		if x = viet.Line(x); x == "" {
			continue
		}
		org, why := resolve(s.dir(), x, met)
		switch {
		case why != "":
			f.Add("coordinate", why)
		case org != c.Lead:
			c.Coordinate = append(c.Coordinate, org)
		}
	}
	var err error
	if c.Term, err = term.Parse(e.Term, met); err != nil {
		for name, sentence := range fault.FieldsOf(err) {
			f.Add(name, sentence)
		}
	}
	return c, f.Err()
}

// AddConclusion writes a conclusion down. In a concluded meeting it must be
// whole at once.
func (s *Service) AddConclusion(ctx context.Context, id ID, e Entry) (Conclusion, error) {
	var out Conclusion
	_, err := s.change(ctx, id, 0, VerbAdd, func(tx *storage.Tx, m *Meeting) error {
		c, err := s.read(e, m.MetOn())
		if err != nil {
			return err
		}
		list, err := listConclusions(ctx, tx, id)
		if err != nil {
			return err
		}
		last, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COALESCE(MAX(place), 0) FROM committee_conclusion WHERE meeting = $1", string(id))
		if err != nil {
			return err
		}
		c.ID, c.Meeting, c.Place, c.Rev = ConclusionID(tx.NewID()), id, int(last)+1, 1
		if err := wholeIn(m.State, c, len(list)+1); err != nil {
			return err
		}
		tx.Act.After = c
		out = c
		return insertConclusion(ctx, tx, c)
	})
	return out, err
}

func wholeIn(state State, c Conclusion, place int) error {
	if c.Place = place; state == Concluded {
		return incomplete([]Conclusion{c})
	}
	return nil
}

// ChangeConclusion corrects a conclusion as of rev.
func (s *Service) ChangeConclusion(ctx context.Context, id ID, of ConclusionID, rev int64, e Entry) error {
	_, err := s.change(ctx, id, 0, VerbChange, func(tx *storage.Tx, m *Meeting) error {
		old, err := s.conclusion(ctx, tx, id, of)
		if err != nil {
			return err
		}
		if rev != 0 && rev != old.Rev {
			return stale()
		}
		c, err := s.read(e, m.MetOn())
		if err != nil {
			return err
		}
		c.ID, c.Meeting, c.Place, c.Assignment, c.Rev = old.ID, id, old.Place, old.Assignment, old.Rev
		if err := wholeIn(m.State, c, old.Place); err != nil {
			return err
		}
		tx.Act.Before, tx.Act.After = old, c
		return saveConclusion(ctx, tx, c)
	})
	return err
}

func (s *Service) conclusion(ctx context.Context, q storage.Querier, id ID, of ConclusionID) (Conclusion, error) {
	list, err := listConclusions(ctx, q, id)
	if err != nil {
		return Conclusion{}, err
	}
	for _, c := range list {
		if c.ID == of {
			return c, nil
		}
	}
	return Conclusion{}, fault.NotFound
}

// DropConclusion takes a conclusion out before the notice is signed. One that
// takes the place of an earlier duty cannot be dropped before that is undone.
func (s *Service) DropConclusion(ctx context.Context, id ID, of ConclusionID, why string) error {
	_, err := s.change(ctx, id, 0, VerbDrop, func(tx *storage.Tx, m *Meeting) error {
		c, err := s.conclusion(ctx, tx, id, of)
		if err != nil {
			return err
		}
		if tx.Act.Reason = viet.Line(why); m.State == Concluded && tx.Act.Reason == "" {
			return fault.Field("reason", "Kết luận đã chốt: ghi lý do bỏ.")
		}
		n, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT COUNT(*) FROM committee_carry WHERE meeting = $1 AND conclusion = $2", string(id), string(of))
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.Say(fault.Conflict, "Kết luận này thay cho một việc cũ. Đổi cách xử lý việc cũ trước khi bỏ.")
		}
		tx.Act.Before, tx.Act.After = c, map[string]string{}
		return tx.ExecOne(ctx, "DELETE FROM committee_conclusion WHERE id = $1", string(of))
	})
	return err
}

// Ruling is what a meeting says about one earlier duty; Decision "" takes what
// was said back.
type Ruling struct {
	Assignment assignment.ID
	Decision   Decision
	Reason     string
	Conclusion ConclusionID // for Replace
}

// Carry prepares what the meeting says about an earlier duty. It holds once the
// meeting is concluded.
func (s *Service) Carry(ctx context.Context, id ID, r Ruling) error {
	r.Reason = viet.Line(r.Reason)
	f := fault.Fields{}
	switch {
	case r.Decision != "" && r.Decision.Word() == "":
		f.Add("decision", "Chọn nhắc lại, thay bằng kết luận mới, hoặc kết thúc.")
	case r.Decision == Close && r.Reason == "":
		f.Add("reason", "Kết thúc trước khi cơ quan báo cáo thì ghi rõ căn cứ.")
	case len([]rune(r.Reason)) > 500:
		f.Add("reason", "Lý do dài quá 500 ký tự.")
	}
	if err := f.Err(); err != nil {
		return err
	}
	a, err := s.deps.Assignments.Find(ctx, r.Assignment)
	if err != nil {
		return err
	}
	if !a.State.Open() || a.Parent != "" {
		return fault.Say(fault.Conflict, "Nhiệm vụ này không còn mở hoặc là một phần của nhiệm vụ chung, nên không xử lý tại phiên họp.")
	}
	_, err = s.change(ctx, id, 0, VerbCarry, func(tx *storage.Tx, _ *Meeting) error {
		tx.Act.About, tx.Act.Reason = []ref.Ref{r.Assignment.Ref()}, r.Reason
		tx.Act.After = map[string]string{"decision": string(r.Decision), "conclusion": string(r.Conclusion), "title": a.Title}
		if r.Decision == "" {
			_, err := tx.Exec(ctx, "DELETE FROM committee_carry WHERE meeting = $1 AND assignment = $2", string(id), string(r.Assignment))
			return err
		}
		if r.Decision != Replace {
			r.Conclusion = ""
		} else if r.Conclusion != "" {
			if _, err := s.conclusion(ctx, tx, id, r.Conclusion); err != nil {
				return fault.Field("conclusion", "Chọn kết luận mới thay cho việc cũ.")
			}
		}
		return putCarry(ctx, tx, Carry{Meeting: id, Assignment: r.Assignment, Decision: r.Decision, Reason: r.Reason, Conclusion: r.Conclusion, By: actor.From(ctx).Name})
	})
	return err
}

// Conclude (chốt kết luận) ends the meeting: every conclusion is whole, repeats
// count and duties that the meeting closes are closed from now on, with an act
// on both records. Replaced duties live on until the new one is there.
func (s *Service) Conclude(ctx context.Context, id ID, rev int64) (Meeting, error) {
	return s.change(ctx, id, rev, VerbConclude, func(tx *storage.Tx, m *Meeting) error {
		list, err := listConclusions(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := incomplete(list); err != nil {
			return err
		}
		carries, err := listCarries(ctx, tx, id)
		if err != nil {
			return err
		}
		m.State = Concluded
		for _, c := range carries {
			if err := s.apply(ctx, tx, *m, c); err != nil {
				return err
			}
		}
		tx.Act.After = map[string]int{"conclusions": len(list), "carried": len(carries)}
		return nil
	})
}

// apply lets one ruling hold.
func (s *Service) apply(ctx context.Context, tx *storage.Tx, m Meeting, c Carry) error {
	about := []ref.Ref{c.Assignment.Ref()}
	switch c.Decision {
	case Replace:
		if c.Conclusion == "" {
			a, err := s.deps.Assignments.Find(ctx, c.Assignment)
			if err != nil {
				return err
			}
			return fault.Say(fault.Invalid, "Chưa chọn kết luận mới thay cho "+a.Code+" (“"+clip(a.Title, 80)+"”).")
		}
		return nil
	case Repeat:
		a, err := s.deps.Assignments.Find(ctx, c.Assignment)
		if err != nil {
			return err
		}
		tx.Also(storage.Act{Verb: string(VerbRepeat), On: m.ID.Ref(), About: about, Reason: c.Reason, After: map[string]string{"title": a.Title}})
	case Close:
		why := fmt.Sprintf("%s kết luận: %s", m.Name(), c.Reason)
		if _, err := s.deps.Assignments.CloseTx(ctx, tx, c.Assignment, why, m.ID.Ref()); err != nil {
			return naming(ctx, s.deps.Assignments, c.Assignment, err)
		}
	}
	c.Effective, c.By = m.MetOn(), actor.From(ctx).Name
	return putCarry(ctx, tx, c)
}

// naming puts the duty before the sentence of the room below.
func naming(ctx context.Context, work *assignment.Service, id assignment.ID, err error) error {
	kind := fault.KindOf(err)
	a, ferr := work.Find(ctx, id)
	if kind == fault.Internal || ferr != nil {
		return errors.Join(err, ferr)
	}
	said := fault.Sentence(err)
	for _, x := range fault.FieldsOf(err) {
		said = x
	}
	return fault.Because(kind, a.Code+" (“"+clip(a.Title, 80)+"”): "+said, err)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// Ordinal says a small number in words, as meetings are named: "nhất", "hai".
func ordinal(n int) string {
	words := []string{"", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"}
	if n > 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// Name is how a sentence names the meeting: "Phiên họp thứ ba năm 2023".
func (m Meeting) Name() string {
	return fmt.Sprintf("Phiên họp thứ %s năm %d", ordinal(m.Number), m.Year)
}

// orgNames lists bodies as a sentence does.
func orgNames(dir *apparatus.Directory, ids []apparatus.OrgID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = dir.Name(id)
	}
	return strings.Join(names, ", ")
}
