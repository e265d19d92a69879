package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// JobExtract is the kind of job that takes the text out of a long file. The
// name stays, because waiting jobs carry it.
const JobExtract = "document.extract"

// IntakeState is how far an intake has come.
type IntakeState string

// The states of an intake.
const (
	Waiting   IntakeState = "waiting"   // kept; a job reads it
	Ready     IntakeState = "ready"     // its text is there
	Failed    IntakeState = "failed"    // it could not be read; Failure says why
	Cancelled IntakeState = "cancelled" // whoever brought it no longer wants it
)

// longFile is from which size on a file is read by a job.
const longFile = 1 << 20

// lastTry is after how many runs a failure of ours is told to the person.
const lastTry = 3

// reportEvery spaces the writes of progress.
const reportEvery = 500 * time.Millisecond

// HandleJobs makes the queue read long files by this service.
func (s *Service) HandleJobs(q *jobs.Queue) {
	s.queue = q
	q.Handle(JobExtract, s.extractLater)
}

// later decides whether a file is read by a job: a long one, and any PDF or
// picture, whose pages may have to be recognised one by one.
func (s *Service) later(a Arrival, content []byte) bool {
	if s.queue == nil || a.Source != Upload || strings.TrimSpace(a.Text) != "" {
		return false
	}
	if len(content) > longFile {
		return true
	}
	for _, magic := range []string{"%PDF-", "\x89PNG", "\xff\xd8\xff", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(content, []byte(magic)) {
			return true
		}
	}
	return false
}

// Underway is a long file being read.
type Underway struct {
	Intake  Intake
	Running bool // a job has begun on it
	Done    int  // pages
	Total   int  // 0 = not known yet
	Since   time.Time
}

// Underway tells how far the reading of an intake has come.
func (s *Service) Underway(ctx context.Context, in Intake) (Underway, error) {
	u := Underway{Intake: in, Since: in.CreatedAt}
	if s.queue == nil {
		return u, nil
	}
	p, err := s.queue.Progress(ctx, JobExtract, in.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return u, err
	}
	u.Running, u.Done, u.Total = p.State == jobs.Running, p.Done, p.Total
	return u, nil
}

// Pending lists what the actor brought in and has not entered in the register
// yet: files being read, files that could not be read, texts to be checked.
func (s *Service) Pending(ctx context.Context) ([]Intake, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return nil, err
	}
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (in Intake, err error) {
		var at int64
		err = r.Scan(&in.ID, &in.FileName, &in.State, &in.Failure, &at)
		in.CreatedAt = storage.Instant(at)
		return in, err
	}, `SELECT id, file_name, state, failure, created_at FROM document_intake
		WHERE created_by = $1 AND document_id = '' AND file_id <> '' AND state <> 'cancelled' AND created_at > $2 ORDER BY id DESC LIMIT 10`,
		who.ID, storage.Millis(s.db.Now().Add(-7*24*time.Hour)))
}

// CancelIntake gives up the reading of a file. Conflict when it was read meanwhile.
func (s *Service) CancelIntake(ctx context.Context, id string) error {
	in, err := s.Intake(ctx, id)
	if err != nil || in.State == Cancelled {
		return err
	}
	err = s.db.Write(ctx, storage.Act{Verb: VerbReceiveCancel, On: in.ref(), Before: map[string]string{"file": in.FileName}}, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE document_intake SET state = 'cancelled', rev = rev + 1 WHERE id = $1 AND state IN ('waiting', 'failed')", id); err != nil {
			return err
		}
		if s.queue == nil {
			return nil
		}
		return s.queue.Stop(ctx, tx, JobExtract, id)
	})
	if errors.Is(err, fault.Conflict) {
		return fault.Say(fault.Conflict, "Tệp vừa được đọc xong. Mở lại để kiểm tra thông tin.")
	}
	return err
}

// extractLater is the job: it may begin again from the start after a crash,
// and what it writes at the end it writes once.
func (s *Service) extractLater(ctx context.Context, j jobs.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.Actor{Kind: actor.Job, ID: JobExtract, Name: "Máy đọc tệp"})
	in, err := findIntake(ctx, s.db.Reader(), id)
	if err != nil || in.State != Waiting {
		return err
	}
	err = s.extractIntake(ctx, j, &in)
	switch {
	case err == nil:
		return s.settle(ctx, in, Ready)
	case ctx.Err() != nil:
		return err
	case fault.KindOf(err) == fault.Internal && j.Attempt < lastTry:
		return err // tried again by the queue
	case fault.KindOf(err) == fault.Internal:
		in.Failure = "Hệ thống chưa đọc được tệp này sau nhiều lần thử. Tệp vẫn được lưu; dán thêm nội dung văn bản để vào sổ, hoặc báo quản trị."
		return s.settle(ctx, in, Failed)
	}
	if errors.Is(err, extract.ErrSecret) {
		return s.forget(ctx, in, fault.Sentence(err))
	}
	in.Failure = fault.Sentence(err)
	for _, said := range fault.FieldsOf(err) { // the reason stands at its field
		in.Failure = said
	}
	return s.settle(ctx, in, Failed)
}

// forget gives up a file that turned out to be marked as a State secret, with
// its content and its name.
func (s *Service) forget(ctx context.Context, in Intake, why string) error {
	file, err := s.deps.Blobs.Find(ctx, in.FileID)
	if err != nil {
		return err
	}
	act := storage.Act{Verb: VerbRefuse, On: in.ref(), Reason: whyRefused}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE document_intake SET state = 'failed', failure = $1, file_id = '', file_name = '', file_hash = '', rev = rev + 1 WHERE id = $2 AND state = 'waiting'", why, in.ID); err != nil {
			return err
		}
		return s.deps.Blobs.Drop(ctx, tx, file.ID)
	})
	if errors.Is(err, fault.Conflict) {
		return nil // given up meanwhile
	}
	if err != nil {
		return err
	}
	return s.deps.Blobs.Discard(ctx, file)
}

// extractIntake takes the text out of the file of an intake.
func (s *Service) extractIntake(ctx context.Context, j jobs.Job, in *Intake) error {
	_, file, err := s.deps.Blobs.Open(ctx, in.FileID)
	if err != nil {
		return err
	}
	if c, ok := file.(io.Closer); ok {
		defer func() { _ = c.Close() }()
	}
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	x, err := s.deps.Extract(ctx, in.FileName, content, s.reporter(ctx, j))
	if err != nil {
		return err
	}
	if len(x.Text) > MaxText {
		return fault.Because(fault.TooLarge, "Văn bản trong tệp quá dài. Chia thành nhiều tệp rồi gửi lại.", nil)
	}
	if strings.TrimSpace(x.Text) == "" {
		return fault.Say(fault.Invalid, "Tệp không có chữ nào đọc được. Dán thêm nội dung văn bản để vào sổ; tệp được lưu kèm.")
	}
	in.Text, in.Encoding, in.Warnings, in.pages = x.Text, x.Encoding, x.Warnings, x.Pages
	return s.fill(in)
}

// reporter writes progress down, not oftener than a page is looked at.
func (s *Service) reporter(ctx context.Context, j jobs.Job) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		now := s.db.Now()
		if done < total && !last.IsZero() && now.Sub(last) < reportEvery {
			return
		}
		last = now
		_ = s.queue.Report(ctx, j, done, total) //nolint:errcheck // progress is a courtesy; the reading goes on
	}
}

// settle writes the end of a job's work, unless the intake was cancelled.
func (s *Service) settle(ctx context.Context, in Intake, to IntakeState) error {
	facts, err := encode(in.Facts)
	if err != nil {
		return err
	}
	warnings, err := encode(in.Warnings)
	if err != nil {
		return err
	}
	act := storage.Act{Verb: VerbExtract, On: in.ref(), After: map[string]any{"state": to, "characters": len([]rune(in.Text))}, Reason: in.Failure}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		if err := tx.ExecOne(ctx, "UPDATE document_intake SET state = $1, failure = $2, text = $3, encoding = $4, facts_json = $5, warnings_json = $6, rev = rev + 1 WHERE id = $7 AND state = 'waiting'",
			string(to), in.Failure, in.Text, in.Encoding, facts, warnings, in.ID); err != nil {
			return err
		}
		return putPages(ctx, tx, in.ID, in.pages)
	})
	if errors.Is(err, fault.Conflict) {
		return nil // cancelled, or another run was quicker
	}
	if err != nil {
		return fmt.Errorf("read file of intake %s: %w", in.ID, err)
	}
	return nil
}

// fill reads the header out of the text of an intake.
func (s *Service) fill(in *Intake) error {
	text := viet.Clean(in.Text)
	in.Text, in.pages = text, carried(in.pages, in.Text, text)
	if strings.TrimSpace(in.Text) == "" {
		return fault.Field("text", "Chưa có nội dung để đọc. Tải tệp lên hoặc dán toàn văn vào ô này.")
	}
	res := s.deps.Read(in.Text, reading.Options{})
	in.Facts = headerFacts(res.Document)
	in.Facts.PublishedAt = published(in.Text)
	in.Warnings = append(in.Warnings, res.Warnings...)
	in.Warnings = append(in.Warnings, oddNumber(in.Facts.Number)...)
	return nil
}
