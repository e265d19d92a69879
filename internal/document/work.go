package document

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Seen is a finding with the revision that a person saw.
type Seen struct {
	ID  FindingID
	Rev int64
}

// maxReason bounds what a person may give as a reason, in characters.
const maxReason = 500

// change applies fn to an open finding and records it, or tells what happened
// to the finding meanwhile.
func (s *Service) change(ctx context.Context, seen Seen, act storage.Act, fn func(tx *storage.Tx, f *Finding) error) (Finding, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Finding{}, err
	}
	f, err := findFinding(ctx, s.db.Reader(), seen.ID)
	if err != nil {
		return f, fmt.Errorf("%s %s: %w", act.Verb, seen.ID, err)
	}
	act.On, act.About = seen.ID.Ref(), append(act.About, f.Document.Ref())
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if f, err = findFinding(ctx, tx, seen.ID); err != nil {
			return err
		}
		if err := current(f, seen.Rev); err != nil {
			return err
		}
		tx.Act.Before = f.Content
		f = f.touched(tx, who)
		if err := fn(tx, &f); err != nil {
			return err
		}
		tx.Act.After = f.Content
		if err := saveFinding(ctx, tx, f); err != nil {
			return err
		}
		return summarise(ctx, tx, f.Document)
	})
	if err != nil {
		return f, s.explain(ctx, seen, err)
	}
	f.Rev++
	return f, nil
}

// touched is the finding with the person who works on it now.
func (f Finding) touched(tx *storage.Tx, who actor.Actor) Finding {
	f.TouchedAt, f.TouchedBy, f.Toucher = tx.Now(), who.ID, who.Name
	return f
}

// current refuses an act on a finding that is decided or was changed since.
func current(f Finding, rev int64) error {
	if f.State != Open {
		return &StaleError{Finding: &f, By: f.Toucher, say: fault.Say(fault.Conflict, decided(f))}
	}
	if f.Rev != rev {
		return &StaleError{Finding: &f, By: f.Toucher, say: fault.Say(fault.Conflict, fmt.Sprintf("%s đã sửa nhiệm vụ này lúc %s. Xem khác biệt rồi lưu lại.", someone(f.Toucher), civil.Instant(f.TouchedAt)))}
	}
	return nil
}

func someone(name string) string {
	if name == "" {
		return "Người khác"
	}
	return name
}

func decided(f Finding) string {
	did := map[FindingState]string{Open: "mở lại", Confirmed: "xác nhận và giao", Dismissed: "bỏ qua", Merged: "gộp", Split: "tách"}[f.State]
	return fmt.Sprintf("%s đã %s nhiệm vụ “%s” lúc %s. Không có gì được ghi thêm.", someone(f.Toucher), did, clip(f.Title, 80), civil.Instant(f.TouchedAt))
}

// explain gives a bare Conflict of the engine the words of what happened.
func (s *Service) explain(ctx context.Context, seen Seen, err error) error {
	var stale *StaleError
	if errors.As(err, &stale) || !errors.Is(err, fault.Conflict) || fault.FieldsOf(err) != nil {
		return err
	}
	f, ferr := findFinding(ctx, s.db.Reader(), seen.ID)
	if ferr != nil {
		return errors.Join(err, ferr)
	}
	if cerr := current(f, seen.Rev); cerr != nil {
		return cerr
	}
	return err
}

// Edit is what an officer decides about a finding. Lead and Expand exclude
// each other: one body, or each of several bodies under a parent.
type Edit struct {
	Title      string
	Lead       apparatus.OrgID
	Expand     []apparatus.OrgID
	Through    apparatus.OrgID
	Coord      []apparatus.OrgID
	Due        civil.Date
	Every      string
	DueChecked bool
}

// EditFinding saves what the officer decided. Invalid names the field; a
// Conflict comes with a *StaleError that holds the version now stored.
func (s *Service) EditFinding(ctx context.Context, seen Seen, e Edit) (Finding, error) {
	e.Title = viet.Line(e.Title)
	bad := fault.Fields{}
	if e.Title == "" {
		bad.Add("title", "Ghi tên nhiệm vụ.")
	}
	if len([]rune(e.Title)) > 500 {
		bad.Add("title", "Tên nhiệm vụ dài quá 500 ký tự, rút gọn lại.")
	}
	if e.Due != "" {
		if _, err := civil.Parse(string(e.Due)); err != nil {
			bad.Add("due", err.Error())
		}
	}
	if e.Every != "" && !slices.Contains([]string{"day", "week", "month", "quarter", "half", "year"}, e.Every) {
		bad.Add("every", "Chọn một chu kỳ trong danh sách.")
	}
	if e.Lead != "" {
		e.Expand = nil
	}
	e.Coord = slices.DeleteFunc(union(nil, e.Coord), func(x apparatus.OrgID) bool { return x == e.Lead })
	e.Expand = union(nil, e.Expand)
	dir := s.deps.Directory()
	e.Through = names{dir: dir}.standing(e.Lead, e.Through)
	if e.Through != "" && e.Through == e.Lead {
		e.Through = ""
	}
	known := func(field string, ids ...apparatus.OrgID) {
		for _, id := range ids {
			if _, ok := dir.Get(id); id != "" && !ok {
				bad.Add(field, "Chọn một cơ quan trong danh bạ.")
			}
		}
	}
	known("lead", e.Lead)
	known("expand", e.Expand...)
	known("through", e.Through)
	known("coord", e.Coord...)
	if err := bad.Err(); err != nil {
		return Finding{}, err
	}
	return s.change(ctx, seen, storage.Act{Verb: VerbFindingEdit}, func(_ *storage.Tx, f *Finding) error {
		f.Title, f.Lead, f.Expand, f.Through, f.Coord = e.Title, e.Lead, e.Expand, e.Through, e.Coord
		f.Due, f.Every, f.DueChecked = e.Due, e.Every, e.DueChecked
		return nil
	})
}

// Dismiss says that a finding is no duty; the reason stays on the record.
func (s *Service) Dismiss(ctx context.Context, seen Seen, reason string) (Finding, error) {
	if reason = viet.Line(reason); reason == "" {
		return Finding{}, fault.Field("reason", "Ghi lý do bỏ qua.")
	}
	if len([]rune(reason)) > maxReason {
		return Finding{}, fault.Field("reason", "Lý do dài quá 500 ký tự, rút gọn lại.")
	}
	return s.change(ctx, seen, storage.Act{Verb: VerbDismiss, Reason: reason}, func(_ *storage.Tx, f *Finding) error {
		f.State, f.Reason = Dismissed, reason
		return nil
	})
}

// Background is the reason kept when a finding is put down as context.
const Background = "Bối cảnh, không giao việc"

// Context says that a finding is background; its passages become context.
func (s *Service) Context(ctx context.Context, seen Seen) (Finding, error) {
	who := actor.From(ctx)
	return s.change(ctx, seen, storage.Act{Verb: VerbContext, Reason: Background}, func(tx *storage.Tx, f *Finding) error {
		f.State, f.Reason = Dismissed, Background
		d, err := find(ctx, tx, f.Document)
		if err != nil {
			return err
		}
		for _, p := range Passages([]rune(d.Text)) {
			if p.Start < f.End && f.Start < p.End {
				if err := putMark(ctx, tx, d.ID, Mark{Passage: p.ID, Class: AsContext, At: tx.Now(), By: who.ID, Name: who.Name}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Reopen takes a dismissal back.
func (s *Service) Reopen(ctx context.Context, seen Seen) error {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return err
	}
	f, err := findFinding(ctx, s.db.Reader(), seen.ID)
	if err != nil {
		return err
	}
	act := storage.Act{Verb: VerbReopen, On: f.ID.Ref(), About: []ref.Ref{f.Document.Ref()}}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if f, err = findFinding(ctx, tx, seen.ID); err != nil {
			return err
		}
		if f.State != Dismissed || f.Rev != seen.Rev {
			return fault.Say(fault.Conflict, "Nhiệm vụ này không còn ở trạng thái đã bỏ qua. Tải lại trang để xem.")
		}
		tx.Act.Before = map[string]string{"reason": f.Reason}
		f.State, f.Reason = Open, ""
		f = f.touched(tx, who)
		if err := saveFinding(ctx, tx, f); err != nil {
			return err
		}
		return summarise(ctx, tx, f.Document)
	})
}

// SplitFinding cuts a finding at the places given (code points of the text), or,
// with none, at the parts that the reader offers. Every part is a new open
// finding that inherits the bodies and the deadline.
func (s *Service) SplitFinding(ctx context.Context, seen Seen, at []int) ([]Finding, error) {
	who := actor.From(ctx)
	var made []Finding
	_, err := s.change(ctx, seen, storage.Act{Verb: VerbFindingSplit}, func(tx *storage.Tx, f *Finding) error {
		made = nil
		d, err := find(ctx, tx, f.Document)
		if err != nil {
			return err
		}
		text := []rune(d.Text)
		parts, err := cutAt(text, *f, at)
		if err != nil {
			return err
		}
		for _, span := range parts {
			p := Finding{ID: FindingID(tx.NewID()), Document: f.Document, Start: span.Start, End: span.End, Origin: BySplit, State: Open, Certainty: f.Certainty, Because: f.Because, Content: f.Content, Rev: 1}
			p.Parts = nil
			p.Task = span
			if both := (reading.Span{Start: max(span.Start, f.Task.Start), End: min(span.End, f.Task.End)}); both.End-both.Start >= 10 {
				p.Task = both
			}
			p.Title = titleOf(text, p.Task, span)
			p = p.touched(tx, who)
			if err := insertFinding(ctx, tx, p, text); err != nil {
				return err
			}
			f.Became = append(f.Became, p.ID)
			made = append(made, p)
		}
		f.State = Split
		return nil
	})
	return made, err
}

// cutAt gives the parts of a finding, trimmed of the marks between them.
func cutAt(text []rune, f Finding, at []int) ([]reading.Span, error) {
	var parts []reading.Span
	if len(at) == 0 {
		parts = f.Parts
	} else {
		at = slices.Compact(slices.Sorted(slices.Values(at)))
		from := f.Start
		for _, x := range append(at, f.End) {
			if x <= f.Start || x > f.End {
				return nil, fault.Field("at", "Chỗ tách phải nằm trong nhiệm vụ đang mở.")
			}
			parts = append(parts, reading.Span{Start: from, End: x})
			from = x
		}
	}
	var out []reading.Span
	for _, p := range parts {
		if p.Start < f.Start || p.End > f.End {
			continue
		}
		for p.Start < p.End && strings.ContainsRune(" \n\t,;:.", text[p.Start]) {
			p.Start++
		}
		for p.End > p.Start && strings.ContainsRune(" \n\t,;:", text[p.End-1]) {
			p.End--
		}
		if p.Start < p.End {
			out = append(out, p)
		}
	}
	if len(out) < 2 {
		return nil, fault.Field("at", "Chọn ít nhất một chỗ tách giữa câu.")
	}
	return out, nil
}

// AddFinding makes a finding by hand from a stretch of the text. Nothing but
// its words is filled in.
func (s *Service) AddFinding(ctx context.Context, id ID, span reading.Span) (Finding, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Finding{}, err
	}
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return Finding{}, err
	}
	text := []rune(d.Text)
	if span.Start < 0 || span.End > len(text) || span.Start >= span.End || strings.TrimSpace(cut(text, span.Start, span.End)) == "" {
		return Finding{}, fault.Field("span", "Chọn một đoạn chữ trong văn bản.")
	}
	f := Finding{Document: id, Start: span.Start, End: span.End, Origin: ByPerson, State: Open, Certainty: 1, Because: "Người đọc chọn đoạn này."}
	f.Task, f.Title = span, titleOf(text, span, span)
	f.Deadline = Deadline{Kind: reading.None, Start: -1, End: -1}
	err = s.db.Write(ctx, storage.Act{Verb: VerbFindingAdd, On: ref.New(KindFinding, "new"), About: []ref.Ref{id.Ref()}}, func(tx *storage.Tx) error {
		f.ID = FindingID(tx.NewID())
		tx.Act.On, tx.Act.After = f.ID.Ref(), f.Content
		f = f.touched(tx, who)
		if err := insertFinding(ctx, tx, f, text); err != nil {
			return err
		}
		return summarise(ctx, tx, id)
	})
	f.Rev = 1
	return f, err
}
