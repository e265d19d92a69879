package document

import (
	"context"
	"fmt"
	"io"
	"math"

	"dondoc/internal/actor"
	"dondoc/internal/extract"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// putPages keeps the pages of a file with its intake.
func putPages(ctx context.Context, tx *storage.Tx, intake string, pages []Page) error {
	for _, p := range pages {
		if _, err := tx.Exec(ctx, "INSERT INTO document_page (intake_id, n, span_start, span_end, width, height, words) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			intake, p.N, p.Start, p.End, p.Width, p.Height, pack(p)); err != nil {
			return err
		}
	}
	return nil
}

// ofDocument joins the pages with the register: they hang on the intake that
// became the document.
const ofDocument = " FROM document_page p JOIN document_intake i ON i.id = p.intake_id WHERE i.document_id = $1"

func scanPage(r storage.Row) (p Page, err error) {
	err = r.Scan(&p.N, &p.Start, &p.End, &p.Width, &p.Height)
	return p, err
}

// Pages lists the pages of a document's file without their words; none for what
// came in as text. NotFound for who may not see the document.
func (s *Service) Pages(ctx context.Context, id ID) ([]Page, error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return nil, err
	}
	return storage.List(ctx, s.db.Reader(), scanPage, "SELECT p.n, p.span_start, p.span_end, p.width, p.height"+ofDocument+" ORDER BY p.n", string(id))
}

// PlacedPages gives some of the pages, from the first to the last, with the
// places of their words. NotFound for who may not see the document.
func (s *Service) PlacedPages(ctx context.Context, id ID, first, last int) ([]Page, error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return nil, err
	}
	pages, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (p Page, err error) {
		var words string
		if err = r.Scan(&p.N, &p.Start, &p.End, &p.Width, &p.Height, &words); err != nil {
			return p, err
		}
		return p, unpack(&p, words)
	}, "SELECT p.n, p.span_start, p.span_end, p.width, p.height, p.words"+ofDocument+" AND p.n BETWEEN $2 AND $3 ORDER BY p.n", string(id), first, last)
	if err != nil {
		return nil, fmt.Errorf("pages of document %s: %w", id, err)
	}
	return pages, nil
}

// Original is one page of the file that a document came in with.
type Original struct {
	Page

	FileHash string

	file string
}

// Original finds a page that can be drawn. NotFound where there is none, and for
// who may not see the document.
func (s *Service) Original(ctx context.Context, id ID, n int) (Original, error) {
	d, err := s.Find(ctx, id)
	if err != nil {
		return Original{}, err
	}
	if d.FileID == "" {
		return Original{}, fault.NotFound
	}
	p, err := storage.One(ctx, s.db.Reader(), scanPage, "SELECT p.n, p.span_start, p.span_end, p.width, p.height"+ofDocument+" AND p.n = $2", string(id), n)
	return Original{Page: p, FileHash: d.FileHash, file: d.FileID}, err
}

// maxDots bounds the picture of a page, whatever its shape.
const maxDots = 6_000_000

// Draw makes a picture of a page, so many dots wide, as PNG. It fails with
// Invalid and a sentence for a page that can't be drawn.
func (s *Service) Draw(ctx context.Context, o Original, width int) ([]byte, error) {
	f, content, err := s.deps.Blobs.Open(ctx, o.file)
	if err != nil {
		return nil, err
	}
	if c, ok := content.(io.Closer); ok {
		defer func() { _ = c.Close() }()
	}
	b, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	w, h := max(o.Width, 1), max(o.Height, 1)
	scale := min(float64(width)/w, math.Sqrt(maxDots/(w*h)))
	return extract.PageImage(ctx, f.Name, b, o.N-1, scale*72)
}
