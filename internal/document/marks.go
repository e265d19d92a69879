package document

import (
	"context"
	"fmt"
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// MarkPassages says of sentences without a duty what they are: context, or
// dismissed for a reason.
func (s *Service) MarkPassages(ctx context.Context, id ID, passages []string, class Class, reason string) error {
	if reason = viet.Line(reason); class == AsDismissed && reason == "" {
		return fault.Field("reason", "Ghi lý do bỏ qua.")
	}
	if len([]rune(reason)) > maxReason {
		return fault.Field("reason", "Lý do dài quá 500 ký tự, rút gọn lại.")
	}
	if class != AsContext && class != AsDismissed {
		return fault.Field("class", "Chọn bối cảnh hoặc bỏ qua.")
	}
	return s.mark(ctx, id, class, reason, func(p Passage) bool { return slices.Contains(passages, p.ID) })
}

// AcceptContext marks as context everything that the reader took for it and
// nobody has looked at, in one act.
func (s *Service) AcceptContext(ctx context.Context, id ID) error {
	return s.mark(ctx, id, AsContext, "", func(p Passage) bool { return p.Class == AsUnseen && p.Proposed == reading.IsContext })
}

func (s *Service) mark(ctx context.Context, id ID, class Class, reason string, which func(Passage) bool) error {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return err
	}
	sheet, err := s.Sheet(ctx, id)
	if err != nil {
		return fmt.Errorf("mark passages of %s: %w", id, err)
	}
	var chosen []Passage
	for _, p := range sheet.Passages {
		if which(p) && len(p.Findings) == 0 {
			chosen = append(chosen, p)
		}
	}
	if len(chosen) == 0 {
		return fault.Say(fault.Conflict, "Không còn đoạn nào như vậy, hoặc đoạn đã có nhiệm vụ. Tải lại trang để xem.")
	}
	return s.db.Write(ctx, storage.Act{Verb: VerbMark, On: id.Ref(), Reason: reason}, func(tx *storage.Tx) error {
		ids := make([]string, len(chosen))
		for i, p := range chosen {
			ids[i] = p.ID
			if err := putMark(ctx, tx, id, Mark{Passage: p.ID, Class: class, Reason: reason, At: tx.Now(), By: who.ID, Name: who.Name}); err != nil {
				return err
			}
		}
		tx.Act.After = map[string]any{"class": class, "passages": ids}
		return summarise(ctx, tx, id)
	})
}

// Unmark puts a sentence back among those not looked at.
func (s *Service) Unmark(ctx context.Context, id ID, passage string) error {
	if err := requireWork(actor.From(ctx)); err != nil {
		return err
	}
	return s.db.Write(ctx, storage.Act{Verb: VerbUnmark, On: id.Ref(), Before: map[string]string{"passage": passage}}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "DELETE FROM document_mark WHERE document_id = $1 AND passage = $2", string(id), passage); err != nil {
			return err
		}
		return summarise(ctx, tx, id)
	})
}
