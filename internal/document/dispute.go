package document

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// KindDispute is the kind of a reference to a dispute.
const KindDispute = "document_dispute"

// Wrong is what the reader got wrong.
type Wrong string

// The ways to be wrong.
const (
	WrongLead     Wrong = "lead"
	WrongDeadline Wrong = "deadline"
	WrongSpan     Wrong = "span"
	NotADuty      Wrong = "not_duty"
)

// Wrongs lists them in the order of the form.
func Wrongs() []Wrong { return []Wrong{WrongLead, WrongDeadline, WrongSpan, NotADuty} }

// Label says it in words.
func (w Wrong) Label() string {
	switch w {
	case WrongLead:
		return "Sai cơ quan chủ trì hoặc phối hợp"
	case WrongDeadline:
		return "Sai thời hạn"
	case WrongSpan:
		return "Sai đoạn chữ: thừa, thiếu hoặc gộp nhầm"
	case NotADuty:
		return "Không phải nhiệm vụ"
	}
	return string(w)
}

// DisputeState is whether somebody has looked into a dispute.
type DisputeState string

// The states of a dispute.
const (
	DisputeOpen    DisputeState = "open"
	DisputeSettled DisputeState = "settled"
)

// Dispute (báo đọc sai) is a remark that the reader misread, with everything
// that is needed to try the reader on it again: the words and what it made of them.
type Dispute struct {
	ID          string       `json:"id"`
	Document    ID           `json:"document"`
	Name        string       `json:"name"` // of the document
	Finding     FindingID    `json:"finding"`
	Wrong       []Wrong      `json:"wrong"`
	Note        string       `json:"note,omitempty"`
	Words       string       `json:"words"` // of the finding, with a little before and after
	Read        Finding      `json:"read"`  // the finding as it stood
	Version     string       `json:"version"`
	State       DisputeState `json:"state"`
	SettledNote string       `json:"settled_note,omitempty"`
	CreatedAt   time.Time    `json:"created_at"`
	CreatedBy   string       `json:"created_by"`
	Rev         int64        `json:"rev"`
}

// around is how many characters before and after a finding are kept with a
// dispute: the lead often stands in the sentence before.
const around = 300

// Dispute keeps that a finding was misread. The finding itself is not changed.
// Invalid names the field.
func (s *Service) Dispute(ctx context.Context, id FindingID, wrong []Wrong, note string) error {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return err
	}
	note = viet.Line(note)
	bad := fault.Fields{}
	if len(wrong) == 0 {
		bad.Add("wrong", "Chọn ít nhất một điểm đọc sai.")
	}
	for _, w := range wrong {
		if !slices.Contains(Wrongs(), w) {
			bad.Add("wrong", "Chọn điểm đọc sai trong danh sách.")
		}
	}
	if len([]rune(note)) > maxReason {
		bad.Add("note", "Ghi chú dài quá 500 ký tự, rút gọn lại.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	f, err := findFinding(ctx, s.db.Reader(), id)
	if err != nil {
		return fmt.Errorf("dispute finding %s: %w", id, err)
	}
	d, err := find(ctx, s.db.Reader(), f.Document)
	if err != nil {
		return err
	}
	kept, err := d.Kept()
	if err != nil {
		return err
	}
	text := []rune(d.Text)
	raw, err := encode(f)
	if err != nil {
		return err
	}
	words := cut(text, max(0, f.Start-around), min(len(text), f.End+around))
	act := storage.Act{Verb: VerbDispute, On: id.Ref(), About: []ref.Ref{f.Document.Ref()}, Reason: note, After: map[string]any{"wrong": wrong, "title": f.Title}}
	return s.db.Write(ctx, act, func(tx *storage.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO document_dispute (id, document_id, finding_id, wrong, note, words, finding_json, version, state, settled_note, created_at, created_by, created_name, rev)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10, $11, 1)`,
			tx.NewID(), string(f.Document), string(id), joinWrong(wrong), note, words, raw, kept.Version, storage.Millis(tx.Now()), who.ID, who.Name)
		return err
	})
}

// SettleDispute says what came of a dispute. Conflict when it was settled meanwhile.
func (s *Service) SettleDispute(ctx context.Context, id string, rev int64, note string) error {
	if err := requireWork(actor.From(ctx)); err != nil {
		return err
	}
	if note = viet.Line(note); len([]rune(note)) > maxReason {
		return fault.Field("note", "Ghi chú dài quá 500 ký tự, rút gọn lại.")
	}
	return s.db.Write(ctx, storage.Act{Verb: VerbDisputeSettle, On: ref.New(KindDispute, id), Reason: note}, func(tx *storage.Tx) error {
		return tx.ExecOne(ctx, "UPDATE document_dispute SET state = 'settled', settled_note = $1, rev = rev + 1 WHERE id = $2 AND rev = $3 AND state = 'open'", note, id, rev)
	})
}

// FilterState is the filter of disputes by state, as it stands in addresses.
const FilterState = "trang-thai"

// Disputes lists what was said to be misread, newest first; only the open ones
// unless the filter says otherwise.
func (s *Service) Disputes(ctx context.Context, q listing.Query) (listing.Page[Dispute], error) {
	var none listing.Page[Dispute]
	if err := requireWork(actor.From(ctx)); err != nil {
		return none, err
	}
	if q.Size <= 0 {
		q.Size = listing.PageSize
	}
	w := storage.NewWhere(0)
	if q.First(FilterState) != "tat-ca" {
		w.And("x.state = 'open'")
	}
	if len(q.Cursor) == 1 {
		w.And("x.id < ?", q.Cursor[0])
	}
	rows, err := storage.List(ctx, s.db.Reader(), scanDispute, `SELECT x.id, x.document_id, x.finding_id, x.wrong, x.note, x.words, x.finding_json, x.version, x.state, x.settled_note,
		x.created_at, x.created_name, x.rev, d.number, d.kind, d.subject FROM document_dispute x JOIN document d ON d.id = x.document_id`+w.SQL()+fmt.Sprintf(" ORDER BY x.id DESC LIMIT %d", q.Size+1), w.Args()...)
	if err != nil {
		return none, fmt.Errorf("list disputes: %w", err)
	}
	return listing.Cut(rows, q.Size, func(x Dispute) listing.Cursor { return listing.Cursor{x.ID} }), nil
}

// OpenDisputes counts those that nobody has looked into.
func (s *Service) OpenDisputes(ctx context.Context) (int64, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return 0, err
	}
	return storage.One(ctx, s.db.Reader(), storage.Scalar[int64], "SELECT COUNT(*) FROM document_dispute WHERE state = 'open'")
}

func scanDispute(r storage.Row) (x Dispute, err error) {
	var wrong, raw string
	var at int64
	var f Facts
	if err = r.Scan(&x.ID, &x.Document, &x.Finding, &wrong, &x.Note, &x.Words, &raw, &x.Version, &x.State, &x.SettledNote, &at, &x.CreatedBy, &x.Rev, &f.Number, &f.Type, &f.Subject); err != nil {
		return x, err
	}
	for w := range strings.FieldsSeq(wrong) {
		x.Wrong = append(x.Wrong, Wrong(w))
	}
	x.CreatedAt, x.Name = storage.Instant(at), f.Title()
	return x, json.Unmarshal([]byte(raw), &x.Read)
}

func joinWrong(list []Wrong) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, " ")
}
