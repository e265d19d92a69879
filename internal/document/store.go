package document

import (
	"context"
	"encoding/json"
	"strings"

	"dondoc/internal/citation"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

const rowColumns = `d.id, d.number, d.number_key, d.kind, d.issuer, d.signer, d.subject, d.met_on, d.signed_on, d.published_at,
	d.file_id, d.file_name, d.file_hash, d.encoding, d.source, d.state, d.duplicate_of, d.duplicate_reason,
	d.open_findings, d.confirmed_findings, d.passages, d.accounted, d.created_at, d.created_by, d.created_name, d.rev`

func rowFields(d *Document, published, created *int64) []any {
	return []any{
		&d.ID, &d.Number, &d.NumberKey, &d.Type, &d.Issuer, &d.Signer, &d.Subject, &d.MetOn, &d.SignedOn, published,
		&d.FileID, &d.FileName, &d.FileHash, &d.Encoding, &d.Source, &d.State, &d.DuplicateOf, &d.DuplicateReason,
		&d.Open, &d.Confirmed, &d.Passages, &d.Accounted, created, &d.CreatedBy, &d.CreatedName, &d.Rev,
	}
}

func scanRow(r storage.Row) (d Document, err error) {
	var published, created int64
	err = r.Scan(rowFields(&d, &published, &created)...)
	d.PublishedAt, d.CreatedAt = storage.Instant(published), storage.Instant(created)
	return d, err
}

func scanWhole(r storage.Row) (d Document, err error) {
	var published, created int64
	err = r.Scan(append(rowFields(&d, &published, &created), &d.Text, &d.readingJSON)...)
	d.PublishedAt, d.CreatedAt = storage.Instant(published), storage.Instant(created)
	return d, err
}

func find(ctx context.Context, q storage.Querier, id ID) (Document, error) {
	return storage.One(ctx, q, scanWhole, "SELECT "+rowColumns+", d.text, d.reading_json FROM document d WHERE d.id = $1", string(id))
}

// searchText is what a search looks at: every fact, then the text.
func searchText(f Facts, text string) string {
	return storage.SearchText(viet.Fold(strings.Join([]string{f.Number, f.Type, f.Issuer, f.Signer, f.Subject, text}, " ")))
}

func insert(ctx context.Context, tx *storage.Tx, d Document, slot string) error {
	key, words := storage.NewKey(tx.Now()), searchText(d.Facts, d.Text)
	_, err := tx.Exec(ctx, `INSERT INTO document (id, number, number_key, identity_slot, kind, issuer, issuer_key, signer, subject, met_on, signed_on, published_at, year,
		file_id, file_name, file_hash, text_hash, text, encoding, source, state, duplicate_of, duplicate_reason, reading_json, created_at, created_by, created_name, search_key, search_text, rev)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, 1)`,
		string(d.ID), d.Number, citation.Key(d.Number), slot, d.Type, d.Issuer, viet.Fold(d.Issuer), d.Signer, d.Subject, string(d.MetOn), string(d.SignedOn),
		storage.Millis(d.PublishedAt), d.year(), d.FileID, d.FileName, d.FileHash, textHash(d.Text), d.Text, d.Encoding, string(d.Source), string(d.State),
		string(d.DuplicateOf), d.DuplicateReason, d.readingJSON, storage.Millis(d.CreatedAt), d.CreatedBy, d.CreatedName, key, words)
	if err != nil {
		return err
	}
	return search().Put(ctx, tx, key, words)
}

// saveFacts writes changed facts; Conflict when somebody changed them since.
func saveFacts(ctx context.Context, tx *storage.Tx, d Document, slot string) error {
	words := searchText(d.Facts, d.Text)
	if err := tx.ExecOne(ctx, `UPDATE document SET number = $1, number_key = $2, identity_slot = $3, kind = $4, issuer = $5, issuer_key = $6, signer = $7, subject = $8,
		met_on = $9, signed_on = $10, published_at = $11, year = $12, duplicate_of = $13, duplicate_reason = $14, search_text = $15, rev = rev + 1 WHERE id = $16 AND rev = $17`,
		d.Number, citation.Key(d.Number), slot, d.Type, d.Issuer, viet.Fold(d.Issuer), d.Signer, d.Subject, string(d.MetOn), string(d.SignedOn),
		storage.Millis(d.PublishedAt), d.year(), string(d.DuplicateOf), d.DuplicateReason, words, string(d.ID), d.Rev); err != nil {
		return err
	}
	key, err := storage.One(ctx, tx, storage.Scalar[int64], "SELECT search_key FROM document WHERE id = $1", string(d.ID))
	if err != nil {
		return err
	}
	return search().Put(ctx, tx, key, words)
}

const findingColumns = `id, document_id, span_start, span_end, origin, state, content_json, certainty, because, reason, became, assignment_id, touched_at, touched_by, touched_name, rev`

func scanFinding(r storage.Row) (f Finding, err error) {
	var content, became string
	var at int64
	if err = r.Scan(&f.ID, &f.Document, &f.Start, &f.End, &f.Origin, &f.State, &content, &f.Certainty, &f.Because, &f.Reason, &became, &f.Assignment, &at, &f.TouchedBy, &f.Toucher, &f.Rev); err != nil {
		return f, err
	}
	f.TouchedAt = storage.Instant(at)
	for id := range strings.FieldsSeq(became) {
		f.Became = append(f.Became, FindingID(id))
	}
	return f, json.Unmarshal([]byte(content), &f.Content)
}

func findFinding(ctx context.Context, q storage.Querier, id FindingID) (Finding, error) {
	return storage.One(ctx, q, scanFinding, "SELECT "+findingColumns+" FROM document_finding WHERE id = $1", string(id))
}

func listFindings(ctx context.Context, q storage.Querier, id ID) ([]Finding, error) {
	return storage.List(ctx, q, scanFinding, "SELECT "+findingColumns+" FROM document_finding WHERE document_id = $1 ORDER BY span_start, span_end, id", string(id))
}

// insertFinding keeps a new finding of a text.
func insertFinding(ctx context.Context, tx *storage.Tx, f Finding, text []rune) error {
	content, err := json.Marshal(f.Content)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO document_finding (id, document_id, span_start, span_end, origin, state, title, lead_org, through_org, due, content_json, certainty, because, reason, became,
		assignment_id, touched_at, touched_by, touched_name, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1)`,
		string(f.ID), string(f.Document), f.Start, f.End, string(f.Origin), string(f.State), f.Title, string(f.Lead), string(f.Through), string(f.Due), string(content), f.Certainty, f.Because,
		f.Reason, became(f), f.Assignment, storage.Millis(f.TouchedAt), f.TouchedBy, f.Toucher)
	if err != nil {
		return err
	}
	return putShingles(ctx, tx, f, text)
}

// saveFinding writes a finding that was read with f.Rev; Conflict when another
// person touched it since.
func saveFinding(ctx context.Context, tx *storage.Tx, f Finding) error {
	content, err := json.Marshal(f.Content)
	if err != nil {
		return err
	}
	return tx.ExecOne(ctx, `UPDATE document_finding SET state = $1, title = $2, lead_org = $3, through_org = $4, due = $5, content_json = $6, reason = $7, became = $8, assignment_id = $9,
		touched_at = $10, touched_by = $11, touched_name = $12, rev = rev + 1 WHERE id = $13 AND rev = $14`,
		string(f.State), f.Title, string(f.Lead), string(f.Through), string(f.Due), string(content), f.Reason, became(f), f.Assignment,
		storage.Millis(f.TouchedAt), f.TouchedBy, f.Toucher, string(f.ID), f.Rev)
}

// replaceFinding writes a finding together with its place in the text.
func replaceFinding(ctx context.Context, tx *storage.Tx, f Finding, text []rune) error {
	if err := saveFinding(ctx, tx, f); err != nil {
		return err
	}
	if err := tx.ExecOne(ctx, "UPDATE document_finding SET span_start = $1, span_end = $2, certainty = $3, because = $4 WHERE id = $5",
		f.Start, f.End, f.Certainty, f.Because, string(f.ID)); err != nil {
		return err
	}
	return putShingles(ctx, tx, f, text)
}

func became(f Finding) string {
	out := make([]string, len(f.Became))
	for i, id := range f.Became {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

func scanMark(r storage.Row) (m Mark, err error) {
	var at int64
	err = r.Scan(&m.Passage, &m.Class, &m.Reason, &at, &m.By, &m.Name)
	m.At = storage.Instant(at)
	return m, err
}

func listMarks(ctx context.Context, q storage.Querier, id ID) ([]Mark, error) {
	return storage.List(ctx, q, scanMark, "SELECT passage, class, reason, marked_at, marked_by, marked_name FROM document_mark WHERE document_id = $1 ORDER BY passage", string(id))
}

func putMark(ctx context.Context, tx *storage.Tx, id ID, m Mark) error {
	_, err := tx.Exec(ctx, `INSERT INTO document_mark (document_id, passage, class, reason, marked_at, marked_by, marked_name) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (document_id, passage) DO UPDATE SET class = EXCLUDED.class, reason = EXCLUDED.reason, marked_at = EXCLUDED.marked_at, marked_by = EXCLUDED.marked_by, marked_name = EXCLUDED.marked_name`,
		string(id), m.Passage, string(m.Class), m.Reason, storage.Millis(m.At), m.By, m.Name)
	return err
}

// summarise writes the counts that lists show, inside the act that changed them.
func summarise(ctx context.Context, tx *storage.Tx, id ID) error {
	d, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	fs, err := listFindings(ctx, tx, id)
	if err != nil {
		return err
	}
	marks, err := listMarks(ctx, tx, id)
	if err != nil {
		return err
	}
	kept, err := d.Kept()
	if err != nil {
		return err
	}
	c := Count(account(Passages([]rune(d.Text)), fs, marks, kept.Coverage))
	open, confirmed := 0, 0
	for _, f := range fs {
		switch f.State {
		case Open:
			open++
		case Confirmed:
			confirmed++
		case Dismissed, Merged, Split:
		}
	}
	state := Reading
	switch {
	case open == 0 && c.Unseen == 0:
		state = Done
	case len(fs) == 0 && len(marks) == 0:
		state = Registered
	}
	return tx.ExecOne(ctx, "UPDATE document SET state = $1, open_findings = $2, confirmed_findings = $3, passages = $4, accounted = $5 WHERE id = $6",
		string(state), open, confirmed, c.Total, c.Accounted, string(id))
}

// Kept is what was kept of the reading.
func (d Document) Kept() (k Kept, err error) {
	if d.readingJSON == "" {
		return k, nil
	}
	return k, json.Unmarshal([]byte(d.readingJSON), &k)
}
