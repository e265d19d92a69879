package document

import (
	"context"
	"errors"
	"fmt"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Deps are the rooms below that the register leans on.
type Deps struct {
	Blobs       *blob.Store
	Directory   func() *apparatus.Directory
	Assignments *assignment.Service
	// Read is reading.Read; a test may put its own reader here.
	Read func(text string, opt reading.Options) reading.Result
	// Extract takes the text out of a file; package extract does, unless set.
	// It tells by progress how many pages of how many are done, where it knows.
	Extract func(ctx context.Context, name string, content []byte, progress func(done, total int)) (Extraction, error)
	// Version names the rules and the words that Read goes by; ReaderVersion, unless set.
	Version func() string
	// Legacy converts a pasted text in an old encoding; package extract does, unless set.
	Legacy func(text string) Extraction
}

// Service is the register's office.
type Service struct {
	db    *storage.DB
	deps  Deps
	queue *jobs.Queue // nil = every file is read while its sender waits
}

// New makes the service.
func New(db *storage.DB, deps Deps) *Service {
	if deps.Read == nil {
		deps.Read = reading.Read
	}
	if deps.Extract == nil {
		deps.Extract = FromFile
	}
	if deps.Version == nil {
		deps.Version = func() string { return ReaderVersion }
	}
	if deps.Legacy == nil {
		deps.Legacy = fromPaste
	}
	return &Service{db: db, deps: deps}
}

func (s *Service) names(f Facts) names {
	day := f.SignedOn
	if day == "" {
		day = civil.Of(s.db.Now())
	}
	return names{dir: s.deps.Directory(), on: day}
}

func (s *Service) read(text string, f Facts) (Kept, []Finding) {
	n := s.names(f)
	opt := reading.Options{Today: string(civil.Of(s.db.Now())), Organisations: n.dir.ForReading()}
	kept, findings := interpret(s.deps.Read(text, opt), n, s.db.Now())
	kept.Version = s.deps.Version()
	return kept, findings
}

// Registration enters an intake in the register.
type Registration struct {
	Intake string
	Facts  Facts
	// DatesChecked says that a person looked at dates in an unlikely order.
	DatesChecked bool
	// EncodingAccepted says that a person accepts the converted text.
	EncodingAccepted bool
	// KeepReason says why a likely second copy is kept all the same.
	KeepReason string
	// Settle, when set, gives out what the document says in the place of a
	// reading: what was concluded is known already. It runs inside the act.
	Settle func(ctx context.Context, tx *storage.Tx, d Document) (Settled, error)
}

// Register enters an intake, reads it and keeps the findings, in one act. The
// same intake registered twice (a double click) gives the same document. It
// fails with Invalid by field, with Conflict and a *DuplicateError when a
// registered document may be the same one and no reason was given, Forbidden
// and NotFound by policy.
func (s *Service) Register(ctx context.Context, reg Registration) (Document, error) { //nolint:gocognit // one act, from the intake to what was read
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Document{}, err
	}
	in, err := s.Intake(ctx, reg.Intake)
	if err != nil {
		return Document{}, fmt.Errorf("register intake %s: %w", reg.Intake, err)
	}
	if in.Document != "" {
		return find(ctx, s.db.Reader(), in.Document)
	}
	if in.State != Ready {
		return Document{}, fault.Say(fault.Conflict, "Tệp chưa đọc xong nên chưa vào sổ được.")
	}
	facts := reg.Facts.cleaned()
	if err := facts.check(civil.Of(s.db.Now()), reg.DatesChecked); err != nil {
		return Document{}, err
	}
	if in.Encoding != "" && !reg.EncodingAccepted {
		return Document{}, fault.Field("encoding", "Văn bản được chuyển từ bảng mã "+in.Encoding+". Xem bản chuyển bên dưới rồi đánh dấu đồng ý.")
	}
	d := Document{
		Facts: facts, FileID: in.FileID, FileName: in.FileName, FileHash: in.FileHash, Text: in.Text, Encoding: in.Encoding, Source: in.Source,
		State: Registered, CreatedAt: s.db.Now(), CreatedBy: who.ID, CreatedName: who.Name,
	}
	dups, err := s.duplicates(ctx, d)
	if err != nil {
		return Document{}, err
	}
	reason := viet.Line(reg.KeepReason)
	if len(dups) > 0 && reason == "" {
		return Document{}, &DuplicateError{Found: dups}
	}
	kept, findings := s.read(d.Text, facts)
	act := storage.Act{Verb: VerbRegister, On: in.ref(), Reason: reason}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		d.ID = ID(tx.NewID())
		slot := facts.slot(d.ID)
		if len(dups) > 0 {
			d.DuplicateOf, d.DuplicateReason = dups[0].Document.ID, reason
			slot = "copy:" + string(d.ID)
			tx.Also(storage.Act{Verb: VerbKeepDuplicate, On: d.ID.Ref(), About: refs(dups), Reason: reason})
		}
		tx.Act.On = d.ID.Ref()
		tx.Act.After = d.Facts
		if err := tx.ExecOne(ctx, "UPDATE document_intake SET document_id = $1, rev = rev + 1 WHERE id = $2 AND document_id = ''", string(d.ID), in.ID); err != nil {
			return err
		}
		if d.readingJSON, err = encode(kept); err != nil {
			return err
		}
		if err := insert(ctx, tx, d, slot); err != nil {
			return err
		}
		open, err := settle(ctx, tx, d, findings, reg.Settle)
		if err != nil {
			return err
		}
		if err := saveReading(ctx, tx, d, open); err != nil {
			return err
		}
		if err := s.cite(ctx, tx, d); err != nil {
			return err
		}
		tx.Also(storage.Act{Verb: VerbRead, On: d.ID.Ref(), After: map[string]int{"findings": len(open)}})
		return summarise(ctx, tx, d.ID)
	})
	if errors.Is(err, fault.Conflict) && reg.Settle == nil {
		return s.lost(ctx, in.ID, d, err)
	}
	if err != nil {
		return Document{}, fmt.Errorf("register intake %s: %w", in.ID, err)
	}
	return find(ctx, s.db.Reader(), d.ID)
}

// lost answers the one who came second: with the document of the same intake,
// or with the duplicate that somebody entered at the same moment.
func (s *Service) lost(ctx context.Context, intake string, d Document, cause error) (Document, error) {
	in, err := s.Intake(ctx, intake)
	if err != nil {
		return Document{}, err
	}
	if in.Document != "" {
		return find(ctx, s.db.Reader(), in.Document)
	}
	dups, err := s.duplicates(ctx, d)
	if err != nil {
		return Document{}, err
	}
	if len(dups) > 0 {
		return Document{}, &DuplicateError{Found: dups}
	}
	return Document{}, cause
}

// saveReading keeps the findings of a new reading.
func saveReading(ctx context.Context, tx *storage.Tx, d Document, findings []Finding) error {
	text := []rune(d.Text)
	for _, f := range findings {
		f.ID, f.Document = FindingID(tx.NewID()), d.ID
		if err := insertFinding(ctx, tx, f, text); err != nil {
			return err
		}
	}
	return nil
}

// Change is an edit of a document's facts, based on Rev.
type Change struct {
	Facts        Facts
	Rev          int64
	DatesChecked bool
	KeepReason   string
}

// StaleError is a Conflict with the version that somebody else saved meanwhile.
type StaleError struct {
	Document *Document
	Finding  *Finding
	By       string
	say      error
}

// Error is for the log.
func (e *StaleError) Error() string { return "edited meanwhile" }

// Unwrap gives the fault with the sentence for the person.
func (e *StaleError) Unwrap() error { return e.say }

// Edit corrects facts. Conflict comes with a *StaleError that holds the version now
// stored, or with a *DuplicateError when the new number belongs to another
// document and no reason is given.
func (s *Service) Edit(ctx context.Context, id ID, c Change) (Document, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return Document{}, err
	}
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return d, fmt.Errorf("edit document %s: %w", id, err)
	}
	facts := c.Facts.cleaned()
	if err := facts.check(civil.Of(s.db.Now()), c.DatesChecked); err != nil {
		return d, err
	}
	if d.Rev != c.Rev {
		return d, s.staleDocument(ctx, d)
	}
	before := d.Facts
	d.Facts = facts
	reason := viet.Line(c.KeepReason)
	slot := facts.slot(id)
	if before.slot(id) != slot || d.DuplicateOf != "" {
		dups, err := s.duplicates(ctx, d)
		if err != nil {
			return d, err
		}
		switch {
		case len(dups) > 0 && reason == "" && d.DuplicateOf == "":
			return d, &DuplicateError{Found: dups}
		case len(dups) > 0:
			slot = "copy:" + string(id)
			if reason != "" {
				d.DuplicateOf, d.DuplicateReason = dups[0].Document.ID, reason
			}
		default:
			d.DuplicateOf, d.DuplicateReason = "", ""
		}
	}
	err = s.db.Write(ctx, storage.Act{Verb: VerbEdit, On: id.Ref(), Before: before, After: facts, Reason: reason}, func(tx *storage.Tx) error {
		if err := saveFacts(ctx, tx, d, slot); err != nil {
			return err
		}
		return s.recite(ctx, tx, d)
	})
	if errors.Is(err, fault.Conflict) {
		now, ferr := find(ctx, s.db.Reader(), id)
		if ferr != nil {
			return d, ferr
		}
		return now, s.staleDocument(ctx, now)
	}
	if err != nil {
		return d, fmt.Errorf("edit document %s: %w", id, err)
	}
	return find(ctx, s.db.Reader(), id)
}

func (s *Service) staleDocument(_ context.Context, now Document) error {
	return &StaleError{Document: &now, say: fault.Say(fault.Conflict, "Thông tin văn bản đã được người khác sửa sau khi trang này mở. Xem khác biệt rồi lưu lại.")}
}
