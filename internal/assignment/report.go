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

// Filing is a report as it comes from the form.
type Filing struct {
	Nonce     string // made with the form: the report's id
	Body      string
	Figure    string
	Percent   int
	ClaimedOn civil.Date
	Files     []blob.File
	Keep      []string // files of the draft that stay
	Submit    bool     // hand it in, rather than keep a draft for the head
	// Period is the one that the form was opened for; another one by now is a
	// Conflict. "" takes whichever is running.
	Period string
	// Progress says how far the work has come and asks for no confirmation.
	Progress bool
	Value    string // against the countable goal, a number
	Cause    Cause  // asked for when it is late
}

func (s *Service) checkFiling(f Filing) error {
	e := fault.Fields{}
	if f.Body == "" {
		e.Add("body", "Ghi kết quả đã làm được, dù ngắn.")
	}
	if len([]rune(f.Body)) > 20_000 {
		e.Add("body", "Báo cáo dài quá 20.000 ký tự. Đính kèm tệp cho phần chi tiết.")
	}
	if f.Percent < 0 || f.Percent > 100 {
		e.Add("percent", "Mức hoàn thành phải từ 0 đến 100.")
	}
	if f.ClaimedOn != "" && f.ClaimedOn > s.today() {
		e.Add("claimed", "Ngày hoàn thành không thể sau hôm nay.")
	}
	if _, err := number(f.Value); f.Value != "" && err != nil {
		e.Add("value", err.Error())
	}
	if f.Cause != "" && f.Cause.Word() == "" {
		e.Add("cause", "Chọn nguyên nhân trong danh sách.")
	}
	if len(f.Nonce) < 20 || len(f.Nonce) > 40 {
		e.Add("body", "Biểu mẫu đã cũ. Tải lại trang rồi gửi; nội dung vẫn được giữ.")
	}
	return e.Err()
}

// Report keeps a progress report: an officer's draft, or handed in by the head
// of the lead or of the unit that it was handed on to. The same form sent
// twice is one report. Handing in moves the assignment to "reported".
func (s *Service) Report(ctx context.Context, id ID, f Filing) (Assignment, error) { //nolint:gocognit // one form, three verbs
	f.Body, f.Figure = viet.Clean(f.Body), viet.Line(f.Figure)
	if err := s.checkFiling(f); err != nil {
		return Assignment{}, err
	}
	v := VerbDraft
	switch {
	case f.Submit && f.Progress:
		v = VerbProgress
	case f.Submit:
		v = VerbReport
	}
	who := actor.From(ctx)
	before, err := s.reportOf(ctx, f.Nonce)
	if err != nil {
		return Assignment{}, err
	}
	if before != nil && (before.Assignment != id || before.State != ReportDraft) {
		r, err := s.Find(ctx, id) // the same form again: it was taken
		return r, err
	}
	return s.move(ctx, id, v, motion{change: func(tx *storage.Tx, a *Assignment) error {
		if f.Period != "" && f.Period != a.Period {
			return fault.Say(fault.Conflict, "Biểu mẫu này mở cho "+f.Period+", nay nhiệm vụ đã sang "+a.Period+". Mở lại biểu mẫu để báo cáo kỳ mới.")
		}
		r := Report{
			ID: f.Nonce, Assignment: id, State: ReportDraft, Kind: ReportResult, Value: f.Value, Cause: f.Cause, Period: a.Period, Due: a.Due, Body: f.Body, Figure: f.Figure, Percent: f.Percent, ClaimedOn: f.ClaimedOn, Files: f.Keep,
			Org: apparatus.OrgID(who.Org), WrittenBy: who.ID, WrittenName: who.Name, WrittenAt: tx.Now(),
		}
		if f.Progress {
			r.Kind = ReportProgress
		}
		if late := s.calendar().Late(a.Due, civil.Of(tx.Now())); f.Submit && late > 0 && f.Cause == "" && a.PausedOn == "" {
			return fault.Field("cause", fmt.Sprintf("Đã trễ %d ngày làm việc: chọn nguyên nhân.", late))
		}
		if f.Submit && !f.Progress && f.ClaimedOn != "" {
			if err := backdated(*a, f, s.calendar(), civil.Of(tx.Now())); err != nil {
				return err
			}
		}
		if err := resemble(ctx, tx, &r); err != nil {
			return err
		}
		for _, file := range f.Files {
			if err := s.deps.Blobs.Keep(ctx, tx, file); err != nil {
				return err
			}
			r.Files = append(r.Files, file.ID)
		}
		if a.State == Assigned {
			a.State = Acknowledged
		}
		a.HeardOn = civil.Of(tx.Now())
		if f.Submit {
			r.State, r.SubmittedAt, r.SubmittedBy = ReportSubmitted, tx.Now(), who.Name
		}
		if f.Submit && !f.Progress {
			a.handIn(s.calendar(), civil.Of(tx.Now()), who.Org)
			tx.Act.Claimed = f.ClaimedOn.Time()
			if f.ClaimedOn == "" {
				tx.Act.Claimed = r.SubmittedAt
			}
		}
		return saveReport(ctx, tx, r)
	}})
}

// backdated asks for what proves a day before the one on which it is said: a
// thing that was done in time and is told late counts as told late, and needs
// evidence to be believed at all.
func backdated(a Assignment, f Filing, cal *workday.Calendar, today civil.Date) error {
	if len(f.Files)+len(f.Keep) == 0 && a.PausedOn == "" && a.Due != "" && cal.Late(a.Due, today) > 0 && cal.Late(a.Due, f.ClaimedOn) == 0 {
		return fault.Field("files", "Ghi hoàn thành ngày "+f.ClaimedOn.Format()+", trong hạn, mà báo cáo ngày "+today.Format()+", sau hạn: đính kèm tài liệu chứng minh ngày hoàn thành. Thời điểm nộp vẫn là ngày báo cáo.")
	}
	return nil
}

func (s *Service) reportOf(ctx context.Context, nonce string) (*Report, error) {
	r, err := storage.One(ctx, s.db.Reader(), scanReport, "SELECT "+reportColumns+" FROM assignment_report WHERE id = $1", nonce)
	if errors.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // none is a plain answer here
	}
	return &r, err
}

// Confirm (xác nhận hoàn thành) accepts what was reported.
func (s *Service) Confirm(ctx context.Context, id ID, rev int64) (Assignment, error) {
	return s.move(ctx, id, VerbConfirm, motion{rev: rev, done: func(a Assignment) bool { return a.State == Confirmed }, change: func(tx *storage.Tx, a *Assignment) error {
		if err := decide(ctx, tx, *a, ReportConfirmed, ""); err != nil {
			return err
		}
		a.ConfirmedOn = civil.Of(tx.Now())
		a.State = Confirmed
		if a.Deadline.Kind == Relative { // it runs anew with every item
			a.State = Acknowledged
			a.ReportedOn, a.ReportedBy = "", ""
		}
		return nil
	}})
}

// Return (trả lại) sends a report back with the reason.
func (s *Service) Return(ctx context.Context, id ID, rev int64, why string) (Assignment, error) {
	return s.move(ctx, id, VerbReturn, motion{rev: rev, reason: why, done: func(a Assignment) bool { return a.State == Returned }, change: func(tx *storage.Tx, a *Assignment) error {
		if viet.Line(why) == "" {
			return fault.Field("reason", "Ghi rõ phần còn thiếu để cơ quan bổ sung.")
		}
		if err := decide(ctx, tx, *a, ReportReturned, viet.Line(why)); err != nil {
			return err
		}
		a.State, a.Note, a.ReportedOn = Returned, viet.Line(why), ""
		a.TimesReturned++
		return nil
	}})
}

// decide closes the submitted report.
func decide(ctx context.Context, tx *storage.Tx, a Assignment, to ReportState, why string) error {
	n, err := tx.Exec(ctx, "UPDATE assignment_report SET state = $1, decided_at = $2, decided_name = $3, reason = $4 WHERE assignment = $5 AND state = $6 AND kind = 'result'",
		string(to), storage.Millis(tx.Now()), actor.From(ctx).Name, why, string(a.ID), string(ReportSubmitted))
	if err == nil && n == 0 {
		return fmt.Errorf("assignment %s is reported without a report", a.ID)
	}
	return err
}

// AskPart asks a coordinating body for its part by a day.
func (s *Service) AskPart(ctx context.Context, id ID, org apparatus.OrgID, what string, by civil.Date) (Assignment, error) {
	return s.move(ctx, id, VerbPartAsk, motion{change: func(tx *storage.Tx, a *Assignment) error {
		f := fault.Fields{}
		if _, ok := s.dir().Get(org); !ok || org == a.Lead {
			f.Add("org", "Chọn cơ quan phối hợp.")
		}
		if what = viet.Line(what); what == "" {
			f.Add("asked", "Ghi phần việc cần phối hợp.")
		}
		if by != "" && a.Due != "" && by > a.Due {
			f.Add("asked_due", "Ngày cần phần việc phải không sau hạn "+a.Due.Format()+".")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO assignment_part (assignment, org, asked, asked_due, delivered_on, delivered_by, body, rev) VALUES ($1, $2, $3, $4, '', '', '', 1)
			ON CONFLICT (assignment, org) DO UPDATE SET asked = EXCLUDED.asked, asked_due = EXCLUDED.asked_due, rev = assignment_part.rev + 1`, string(id), string(org), what, string(by)); err != nil {
			return err
		}
		return party(ctx, tx, id, "coordinate", org)
	}})
}

// DeliverPart hands in a coordinating body's part.
func (s *Service) DeliverPart(ctx context.Context, id ID, org apparatus.OrgID, body string) (Assignment, error) {
	return s.move(ctx, id, VerbPartDeliver, motion{change: func(tx *storage.Tx, _ *Assignment) error {
		who := actor.From(ctx)
		if !within(who, org, s.dir()) && who.Kind != actor.Job {
			return fault.NotFound
		}
		if body = viet.Clean(body); body == "" {
			return fault.Field("body", "Ghi phần việc đã làm.")
		}
		return tx.ExecOne(ctx, "UPDATE assignment_part SET delivered_on = $1, delivered_by = $2, body = $3, rev = rev + 1 WHERE assignment = $4 AND org = $5", string(civil.Of(tx.Now())), who.Name, body, string(id), string(org))
	}})
}
