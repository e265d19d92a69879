package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dondoc/internal/actor"
	"dondoc/internal/blob"
	"dondoc/internal/citation"
	"dondoc/internal/civil"
	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// MaxText is the longest text taken, in bytes: about a thousand pages.
const MaxText = 4 << 20

// Arrival is what came in: a file, a pasted text, or both (a file that cannot
// be read, such as a locked PDF, is kept beside the text that was typed).
type Arrival struct {
	Source   Source
	FileName string
	File     io.Reader
	Text     string
}

// Intake is what came in and waits to be entered in the register.
type Intake struct {
	ID        string            `json:"id"`
	FileID    string            `json:"file_id,omitempty"`
	FileName  string            `json:"file_name,omitempty"`
	FileHash  string            `json:"-"`
	Source    Source            `json:"source"`
	Text      string            `json:"text"`
	Encoding  string            `json:"encoding,omitempty"`
	Facts     Facts             `json:"facts"` // as read from the header
	Warnings  []reading.Warning `json:"warnings"`
	Document  ID                `json:"document,omitempty"` // once registered
	CreatedAt time.Time         `json:"created_at"`
	CreatedBy string            `json:"-"`
	State     IntakeState       `json:"state"`
	Failure   string            `json:"failure,omitempty"` // why a file could not be read

	pages []Page // of the file, while it is being taken in
}

func (in Intake) ref() ref.Ref { return ref.New(KindIntake, in.ID) }

// Receive takes a file or a text in, reads its header and keeps both for the
// person who brought them. It fails with Invalid (a sentence by field) for what
// is empty, locked, damaged or of a wrong kind, and TooLarge past the limits.
func (s *Service) Receive(ctx context.Context, a Arrival) (Intake, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Intake{}, err
	}
	in := Intake{Source: a.Source, CreatedBy: who.ID}
	var file blob.File
	later := false
	if a.File != nil {
		var err error
		if file, later, err = s.takeFile(ctx, &in, a); err != nil {
			return Intake{}, s.refused(ctx, file, err)
		}
	}
	if strings.TrimSpace(a.Text) != "" {
		var err error
		if file, err = s.takeText(ctx, &in, a.Text, file); err != nil {
			return Intake{}, s.refused(ctx, file, err)
		}
	}
	in.State = Ready
	if later {
		in.State = Waiting
	} else if err := s.fill(&in); err != nil {
		return Intake{}, err
	}
	facts, err := encode(in.Facts)
	if err != nil {
		return Intake{}, err
	}
	warnings, err := encode(in.Warnings)
	if err != nil {
		return Intake{}, err
	}
	act := storage.Act{Verb: VerbReceive, On: ref.New(KindIntake, "new"), After: map[string]string{"file": in.FileName, "source": string(in.Source)}}
	err = s.db.Write(ctx, act, func(tx *storage.Tx) error {
		in.ID, in.CreatedAt = tx.NewID(), tx.Now()
		tx.Act.On = in.ref()
		if file.ID != "" {
			if err := s.deps.Blobs.Keep(ctx, tx, file); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO document_intake (id, file_id, file_name, file_hash, source, text, encoding, facts_json, warnings_json, document_id, created_at, created_by, state, rev)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, 1)`,
			in.ID, in.FileID, in.FileName, in.FileHash, string(in.Source), in.Text, in.Encoding, facts, warnings, storage.Millis(in.CreatedAt), in.CreatedBy, string(in.State))
		switch {
		case err != nil:
			return err
		case !later:
			return putPages(ctx, tx, in.ID, in.pages)
		}
		return s.queue.Add(ctx, tx, jobs.New{Kind: JobExtract, Key: in.ID, Payload: in.ID})
	})
	if err != nil {
		return Intake{}, fmt.Errorf("receive document: %w", err)
	}
	if later {
		s.queue.Wake()
	}
	return in, nil
}

// IsSecret reports the refusal of a document that is marked as a State secret.
func IsSecret(err error) bool { return errors.Is(err, extract.ErrSecret) }

// whyRefused is all that is kept of a document that is marked as a State secret.
const whyRefused = "Văn bản mang dấu mật"

// refused leaves nothing of a document that is marked as a State secret but the
// act of having refused it, without its name.
func (s *Service) refused(ctx context.Context, file blob.File, err error) error {
	if !IsSecret(err) {
		return err
	}
	if file.Hash != "" {
		if err := s.deps.Blobs.Discard(ctx, file); err != nil {
			return err
		}
	}
	act := storage.Act{Verb: VerbRefuse, On: ref.New(KindIntake, "new"), Reason: whyRefused}
	if err := s.db.Write(ctx, act, func(tx *storage.Tx) error {
		tx.Act.On = ref.New(KindIntake, tx.NewID())
		return nil
	}); err != nil {
		return err
	}
	return err
}

// takeFile stores the content and takes the text out of it; with a typed text
// beside it, the file need not be readable, and a long file is left to a job.
func (s *Service) takeFile(ctx context.Context, in *Intake, a Arrival) (file blob.File, later bool, err error) {
	b, err := io.ReadAll(io.LimitReader(a.File, blob.MaxSize+1))
	if err != nil {
		return file, false, fault.Because(fault.Invalid, "Tệp gửi lên bị đứt giữa chừng. Gửi lại tệp.", err)
	}
	file, err = s.deps.Blobs.Put(ctx, a.FileName, bytes.NewReader(b))
	if err != nil {
		return file, false, onField("file", err)
	}
	in.FileID, in.FileName, in.FileHash = file.ID, file.Name, file.Hash
	if strings.TrimSpace(a.Text) != "" {
		return file, false, nil
	}
	if s.later(a, b) {
		return file, true, nil
	}
	x, err := s.deps.Extract(ctx, file.Name, b, func(int, int) {})
	if err != nil {
		return file, false, onField("file", err)
	}
	if len(x.Text) > MaxText {
		return file, false, fault.Because(fault.TooLarge, "Văn bản trong tệp quá dài. Chia thành nhiều tệp rồi gửi lại.", nil)
	}
	in.Text, in.Encoding, in.Warnings, in.pages = x.Text, x.Encoding, x.Warnings, x.Pages
	return file, false, nil
}

// takeText takes a pasted text. One in an old encoding is converted, which is a
// guess: then what was sent is kept as the original, as a file, unless a file
// came with it.
func (s *Service) takeText(ctx context.Context, in *Intake, text string, file blob.File) (blob.File, error) {
	if !utf8.ValidString(text) {
		return file, fault.Field("text", "Nội dung dán có ký tự không đúng bảng mã UTF-8. Sao chép lại từ văn bản gốc.")
	}
	if len(text) > MaxText {
		return file, fault.Because(fault.TooLarge, "Nội dung dán quá dài. Chia thành nhiều văn bản, hoặc tải tệp lên.", nil)
	}
	x := s.deps.Legacy(text)
	if extract.Stamped(x.Text) {
		return file, onField("text", extract.Secret())
	}
	in.Text, in.Encoding, in.Warnings = x.Text, x.Encoding, x.Warnings
	if x.Encoding == "" || file.ID != "" {
		return file, nil
	}
	file, err := s.deps.Blobs.Put(ctx, "noi-dung-dan.txt", strings.NewReader(text))
	if err != nil {
		return file, onField("text", err)
	}
	in.FileID, in.FileName, in.FileHash = file.ID, file.Name, file.Hash
	return file, nil
}

// onField puts a fault's sentence at its form field, keeping the kind.
func onField(name string, err error) error {
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		return err
	}
	return &fault.Error{Kind: kind, Say: fault.Sentence(err), Fields: map[string]string{name: fault.Sentence(err)}, Cause: err}
}

// oddNumber warns of a number that is not of a known form.
func oddNumber(number string) []reading.Warning {
	if number == "" || citation.Parse(number).Style != citation.Unknown {
		return nil
	}
	return []reading.Warning{{Code: "number_form", Message: "Số, ký hiệu “" + number + "” không theo dạng quen thuộc, được giữ nguyên như văn bản ghi."}}
}

func headerFacts(h reading.Header) Facts {
	day := func(s string) civil.Date {
		d, err := civil.Parse(s)
		if err != nil {
			return ""
		}
		return d
	}
	kind := h.Type
	if kind == strings.ToUpper(kind) { // as headings write it
		kind = viet.Title(strings.ToLower(kind))
	}
	return Facts{
		Number: h.Number, Type: kind, Issuer: h.Issuer, Signer: h.Signer, Subject: clip(viet.Line(h.Title), maxSubject),
		MetOn: day(h.MeetingDate), SignedOn: day(h.Date),
	}.cleaned()
}

// publishedRE is the line by which portals date an article: "Thứ tư - 10/05/2023 16:19".
var publishedRE = regexp.MustCompile(`^(?:[Tt]hứ \p{L}+|[Cc]hủ nhật)[\s,\-–]+(\d{1,2})/(\d{1,2})/(\d{4})[\s,\-–]+(\d{1,2}):(\d{2})(?:\D|$)`)

// published is when a saved page says that it was put on the portal.
func published(text string) time.Time {
	for i, line := range strings.SplitN(text, "\n", 16) {
		m := publishedRE.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || i == 15 {
			continue
		}
		n := make([]int, len(m))
		for k := 1; k < len(m); k++ {
			n[k], _ = strconv.Atoi(m[k]) //nolint:errcheck // digits, by the expression
		}
		if day := civil.New(n[3], n[2], n[1]); day != "" && n[4] < 24 && n[5] < 60 {
			return day.At(n[4], n[5])
		}
	}
	return time.Time{}
}

// Intake gives an intake back to the person who brought it.
func (s *Service) Intake(ctx context.Context, id string) (Intake, error) {
	who := actor.From(ctx)
	in, err := findIntake(ctx, s.db.Reader(), id)
	if err != nil {
		return in, err
	}
	if in.CreatedBy != who.ID {
		return Intake{}, fault.NotFound
	}
	return in, nil
}

func findIntake(ctx context.Context, q storage.Querier, id string) (Intake, error) {
	return storage.One(ctx, q, func(r storage.Row) (in Intake, err error) {
		var facts, warnings string
		var at int64
		if err = r.Scan(&in.ID, &in.FileID, &in.FileName, &in.FileHash, &in.Source, &in.Text, &in.Encoding, &facts, &warnings, &in.Document, &at, &in.CreatedBy, &in.State, &in.Failure); err != nil {
			return in, err
		}
		in.CreatedAt = storage.Instant(at)
		if err = json.Unmarshal([]byte(facts), &in.Facts); err != nil {
			return in, err
		}
		return in, json.Unmarshal([]byte(warnings), &in.Warnings)
	}, "SELECT id, file_id, file_name, file_hash, source, text, encoding, facts_json, warnings_json, document_id, created_at, created_by, state, failure FROM document_intake WHERE id = $1", id)
}

func refs(dups []Duplicate) []ref.Ref {
	out := make([]ref.Ref, len(dups))
	for i, d := range dups {
		out[i] = d.Document.ID.Ref()
	}
	return out
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", errors.Join(errors.New("encode"), err)
	}
	return string(b), nil
}
