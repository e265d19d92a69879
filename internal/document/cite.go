package document

import (
	"context"

	"dondoc/internal/citation"
	"dondoc/internal/civil"
	"dondoc/internal/storage"
)

const citationColumns = "document_id, span_start, span_end, number, kind, signed_on, issuer, target_id"

func scanCitation(r storage.Row) (c Citation, err error) {
	err = r.Scan(&c.Document, &c.Start, &c.End, &c.Number, &c.Type, &c.SignedOn, &c.Issuer, &c.Target)
	return c, err
}

// means reports whether a citation can mean a document: the number is the same
// and neither date nor year speaks against it.
func (c Citation) means(f Facts) bool {
	if citation.Key(c.Number) == "" || citation.Key(c.Number) != citation.Key(f.Number) {
		return false
	}
	if c.SignedOn != "" && f.SignedOn != "" {
		return c.SignedOn == f.SignedOn
	}
	if y := citation.Parse(c.Number).Year; y != "" && f.SignedOn != "" {
		return string(f.SignedOn)[:4] == y
	}
	return true
}

// cite keeps the citations of a new document, each linked where the cited
// document is here already, and links the older citations that waited for this one.
func (s *Service) cite(ctx context.Context, tx *storage.Tx, d Document) error {
	for n, m := range citation.Find(d.Text) {
		c := Citation{Document: d.ID, Start: m.Start, End: m.End, Number: m.Number, Type: m.Type, Issuer: m.Issuer}
		if day, err := civil.Parse(m.Date); err == nil {
			c.SignedOn = day
		}
		if c.means(d.Facts) {
			continue // the document's own number
		}
		target, err := s.target(ctx, tx, c)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO document_citation (document_id, n, span_start, span_end, number, number_key, kind, signed_on, issuer, target_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			string(d.ID), n, c.Start, c.End, c.Number, citation.Key(c.Number), c.Type, string(c.SignedOn), c.Issuer, string(target)); err != nil {
			return err
		}
	}
	return s.arrived(ctx, tx, d)
}

// target is the one registered document that a citation means; with two that
// fit equally well, none.
func (s *Service) target(ctx context.Context, q storage.Querier, c Citation) (ID, error) {
	list, err := storage.List(ctx, q, scanRow, "SELECT "+rowColumns+" FROM document d WHERE d.number_key = $1 AND d.duplicate_of = '' ORDER BY d.id", citation.Key(c.Number))
	if err != nil {
		return "", err
	}
	var fit []ID
	for _, d := range list {
		if d.ID != c.Document && c.means(d.Facts) {
			fit = append(fit, d.ID)
		}
	}
	if len(fit) == 1 {
		return fit[0], nil
	}
	return "", nil
}

// arrived links the citations that waited for this document.
func (s *Service) arrived(ctx context.Context, tx *storage.Tx, d Document) error {
	key := citation.Key(d.Number)
	if key == "" || d.DuplicateOf != "" {
		return nil
	}
	waiting, err := storage.List(ctx, tx, scanCitation, "SELECT "+citationColumns+" FROM document_citation WHERE number_key = $1 AND target_id = '' ORDER BY document_id, n", key)
	if err != nil {
		return err
	}
	for _, c := range waiting {
		if c.Document == d.ID || !c.means(d.Facts) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE document_citation SET target_id = $1 WHERE document_id = $2 AND span_start = $3", string(d.ID), string(c.Document), c.Start); err != nil {
			return err
		}
	}
	return nil
}

// recite takes back the links to a document whose number or date was
// corrected, and links anew.
func (s *Service) recite(ctx context.Context, tx *storage.Tx, d Document) error {
	pointing, err := storage.List(ctx, tx, scanCitation, "SELECT "+citationColumns+" FROM document_citation WHERE target_id = $1 ORDER BY document_id, n", string(d.ID))
	if err != nil {
		return err
	}
	for _, c := range pointing {
		if c.means(d.Facts) {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE document_citation SET target_id = '' WHERE document_id = $1 AND span_start = $2", string(c.Document), c.Start); err != nil {
			return err
		}
	}
	return s.arrived(ctx, tx, d)
}

// Cites lists the documents that a document cites, in the order of its text.
func (s *Service) Cites(ctx context.Context, id ID) ([]Citation, error) {
	return storage.List(ctx, s.db.Reader(), scanCitation, "SELECT "+citationColumns+" FROM document_citation WHERE document_id = $1 ORDER BY n", string(id))
}

// CitedBy lists the registered documents that cite a document, newest first.
func (s *Service) CitedBy(ctx context.Context, id ID) ([]Document, error) {
	return storage.List(ctx, s.db.Reader(), scanRow, "SELECT "+rowColumns+" FROM document d WHERE d.id IN (SELECT document_id FROM document_citation WHERE target_id = $1) ORDER BY d.signed_on DESC, d.id DESC", string(id))
}
