package ladder

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/extension"
	"dondoc/internal/notify"
	"dondoc/internal/storage"
)

// Heard tells the other side of what was just done to an assignment, inside
// the same transaction: the lead of what it was given or got back, those who
// direct of what waits for them. None of it is urgent: it goes out with the
// morning letter, so that a notice with three hundred duties is one letter for
// each agency.
func (s *Service) Heard(ctx context.Context, tx *storage.Tx, v assignment.Verb, a assignment.Assignment) error {
	kind := notify.Assigned
	var subject, next string
	up := false
	due := "chưa có hạn"
	switch {
	case a.Due != "":
		due = "hạn " + a.Due.Format()
	case a.Standing():
		due = strings.ToLower(a.Deadline.Every.Name())
	}
	switch v {
	case assignment.VerbAssign:
		if a.Period != "" {
			return nil // a period of a duty that the agency knows; the ladder reminds of it
		}
		subject, next = "Được giao: "+a.Title+", "+due, "Tiếp nhận, hoặc nêu ý kiến khác trước khi hết hạn."
	case assignment.VerbReturn:
		subject, next = "Bị trả lại: "+a.Title, "Bổ sung theo lý do trả lại rồi nộp lại; thời hạn vẫn chạy."
	case assignment.VerbDecide:
		kind, subject, next = notify.Dispute, "Đã quyết định ý kiến khác: "+a.Title+", "+due, "Cơ quan chủ trì tiếp nhận và thực hiện."
	case assignment.VerbDispute:
		kind, up, subject, next = notify.Dispute, true, "Có ý kiến khác: "+a.Title, "Quyết định giữ nguyên hoặc đổi cơ quan chủ trì."
	case assignment.VerbReport:
		up, subject, next = true, "Chờ xác nhận: "+a.Title, "Xác nhận, hoặc trả lại kèm lý do."
	case assignment.VerbUndo:
		subject, next = "Chủ tịch rút lại quyết định: "+a.Title+", "+due, "Xem lại nhiệm vụ: trạng thái "+a.State.Word()+"."
	case assignment.VerbConfirm, assignment.VerbClose, assignment.VerbCancel, assignment.VerbSupersede:
		subject, next = v.Done()+": "+a.Title, "Không còn việc phải làm."
	case assignment.VerbAcknowledge, assignment.VerbHandOn, assignment.VerbDraft, assignment.VerbSetDue, assignment.VerbPartAsk, assignment.VerbPartDeliver, assignment.VerbEdit, assignment.VerbOpen,
		assignment.VerbProgress, assignment.VerbPause, assignment.VerbResume, assignment.VerbExtend, assignment.VerbReckon, assignment.VerbGoal, assignment.VerbRhythm:
		return nil
	default:
		return nil
	}
	to, err := s.listeners(ctx, a, up, false, civil.Of(tx.Now()))
	if err != nil || len(to) == 0 {
		return err
	}
	return s.deps.Notify.TellTx(ctx, tx, notify.Message{
		Key: "assignment/" + string(a.ID) + "/" + string(v) + "/" + strconv.FormatInt(a.Rev, 10), Kind: kind, To: to, Subject: clip(subject), Body: a.Title + "\n\nChủ trì: " + s.deps.Directory().Name(a.Lead) + ", " + due + ".\n\n" + next,
		Short: "Nhiệm vụ " + a.Code + ".", Path: "/lam-viec/nhiem-vu/" + string(a.ID), On: a.ID.Ref(), Next: next,
	})
}

// listeners are the heads of the lead and whoever holds the thing, or those who
// direct the work; never the one who acts. Top adds the chairman.
func (s *Service) listeners(ctx context.Context, a assignment.Assignment, up, top bool, on civil.Date) ([]string, error) { //nolint:revive // upward or downward is a plain fact
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.lately(ctx, on)
	if err != nil {
		return nil, err
	}
	list := p.secretariat
	if top {
		list = append(slices.Clone(list), p.chairman...)
	}
	if !up {
		list = p.headsOf(a.Lead)
		if acc, ok := p.byID[a.HolderPerson]; ok {
			list = append(slices.Clone(list), Person{acc.ID, acc.Name, Holder})
		}
	}
	self := actor.From(ctx).ID
	var out []string
	for _, x := range list {
		if x.ID != self && !slices.Contains(out, x.ID) {
			out = append(out, x.ID)
		}
	}
	return out, nil
}

// HeardExtension tells of a request for a later day and of what was decided.
func (s *Service) HeardExtension(ctx context.Context, tx *storage.Tx, e extension.Event) error {
	r, a := e.Request, e.Assignment
	var subject, next string
	up := false
	switch e.Verb {
	case extension.VerbAsk:
		up, subject, next = true, fmt.Sprintf("Đề nghị gia hạn đến %s: %s", r.AskedUntil.Format(), a.Title), "Quyết định cho gia hạn hoặc không."
	case extension.VerbDecide:
		subject, next = "Gia hạn: "+r.State.Word()+", "+a.Title, "Hạn hiện nay "+a.Due.Format()+"."
	case extension.VerbUndo:
		subject, next = "Rút lại quyết định gia hạn: "+a.Title, "Hạn hiện nay "+a.Due.Format()+"."
	default:
		return nil
	}
	to, err := s.listeners(ctx, a, up, up && e.Further, civil.Of(tx.Now()))
	if err != nil || len(to) == 0 {
		return err
	}
	return s.deps.Notify.TellTx(ctx, tx, notify.Message{
		Key: "extension/" + string(r.ID) + "/" + e.Verb + "/" + strconv.FormatInt(r.Rev, 10), Kind: notify.Extension, To: to, Subject: clip(subject), Body: a.Title + "\n\nChủ trì: " + s.deps.Directory().Name(a.Lead) + ".\n\n" + next,
		Short: "Gia hạn nhiệm vụ " + a.Code + ".", Path: "/lam-viec/gia-han/" + string(r.ID), On: r.ID.Ref(), Next: next,
	})
}

// lately, under the lock, is people as of a short while ago: within one transaction and between
// two clicks nobody's role changes unnoticed by more than a moment.
func (s *Service) lately(ctx context.Context, on civil.Date) (*people, error) {
	now := s.db.Now()
	if p := s.known; p != nil && p.on == on && p.dir == s.deps.Directory() && now.Sub(s.knownAt) < knownFor && !now.Before(s.knownAt) {
		return p, nil
	}
	p, err := s.people(ctx, on)
	if err == nil {
		s.known, s.knownAt = p, now
	}
	return p, err
}
