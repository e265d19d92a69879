package document

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"dondoc/internal/actor"
	"dondoc/internal/blob"
	"dondoc/internal/fault"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// The filters and orders of the register's list, as they stand in addresses.
const (
	FilterType   = "loai"
	FilterIssuer = "co-quan"
	FilterYear   = "nam"
	FilterOpen   = "con-lai" // "1": only documents with findings still open

	SortSigned     = "-ngay-ky"
	SortSignedUp   = "ngay-ky"
	SortRegistered = "-vao-so"
)

// Filters lists the list's filters.
func Filters() []string { return []string{FilterType, FilterIssuer, FilterYear, FilterOpen} }

// Sorts lists the list's orders, the default first.
func Sorts() []string { return []string{SortSigned, SortSignedUp, SortRegistered} }

// Find gives a document with its text. NotFound also for who may not see it.
func (s *Service) Find(ctx context.Context, id ID) (Document, error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return Document{}, err
	}
	d, err := find(ctx, s.db.Reader(), id)
	if err != nil {
		return d, fmt.Errorf("find document %s: %w", id, err)
	}
	return d, nil
}

// List gives a page of the register, without texts. A search is answered
// newest entry first.
func (s *Service) List(ctx context.Context, q listing.Query) (listing.Page[Document], error) {
	var none listing.Page[Document]
	if err := requireView(actor.From(ctx)); err != nil {
		return none, err
	}
	if q.Size <= 0 {
		q.Size = listing.PageSize
	}
	w := storage.NewWhere(0)
	from, order := "document d", ""
	cursor := func(d keyed) listing.Cursor { return listing.Cursor{string(d.SignedOn), string(d.ID)} }
	if q.Search != "" {
		if !search().Match(w, s.db.Engine(), viet.Fold(q.Search)) {
			return none, nil
		}
		from, order = search().From("d"), "s.rowid DESC"
		cursor = func(d keyed) listing.Cursor { return listing.Cursor{strconv.FormatInt(d.key, 10)} }
		if len(q.Cursor) == 1 {
			if key, err := strconv.ParseInt(q.Cursor[0], 10, 64); err == nil {
				w.And("s.rowid < ?", key)
			}
		}
	}
	filter(w, q)
	if order == "" {
		order = after(w, q)
		if q.Sort == SortRegistered {
			cursor = func(d keyed) listing.Cursor { return listing.Cursor{string(d.ID)} }
		}
	}
	query := "SELECT " + rowColumns + ", d.search_key FROM " + from + w.SQL() + " ORDER BY " + order + fmt.Sprintf(" LIMIT %d", q.Size+1)
	rows, err := storage.List(ctx, s.db.Reader(), scanKeyed, query, w.Args()...)
	if err != nil {
		return none, fmt.Errorf("list documents: %w", err)
	}
	page := listing.Cut(rows, q.Size, cursor)
	out := listing.Page[Document]{Next: page.Next}
	for _, k := range page.Rows {
		out.Rows = append(out.Rows, k.Document)
	}
	return out, nil
}

// after adds the place to go on from and gives the order.
func after(w *storage.Where, q listing.Query) string {
	two := len(q.Cursor) == 2
	switch q.Sort {
	case SortSignedUp:
		if two {
			w.And("(d.signed_on > ? OR d.signed_on = ? AND d.id > ?)", q.Cursor[0], q.Cursor[0], q.Cursor[1])
		}
		return "d.signed_on, d.id"
	case SortRegistered:
		if len(q.Cursor) == 1 {
			w.And("d.id < ?", q.Cursor[0])
		}
		return "d.id DESC"
	}
	if two {
		w.And("(d.signed_on < ? OR d.signed_on = ? AND d.id < ?)", q.Cursor[0], q.Cursor[0], q.Cursor[1])
	}
	return "d.signed_on DESC, d.id DESC"
}

func filter(w *storage.Where, q listing.Query) {
	if xs := q.Filters[FilterType]; len(xs) > 0 {
		w.In("d.kind", xs)
	}
	if xs := q.Filters[FilterIssuer]; len(xs) > 0 {
		folded := make([]string, len(xs))
		for i, x := range xs {
			folded[i] = viet.Fold(x)
		}
		w.In("d.issuer_key", folded)
	}
	if y, err := strconv.Atoi(q.First(FilterYear)); err == nil {
		w.And("d.year = ?", y)
	}
	if q.First(FilterOpen) == "1" {
		w.And("d.open_findings > 0")
	}
}

type keyed struct {
	Document

	key int64
}

func scanKeyed(r storage.Row) (k keyed, err error) {
	var published, created int64
	err = r.Scan(append(rowFields(&k.Document, &published, &created), &k.key)...)
	k.PublishedAt, k.CreatedAt = storage.Instant(published), storage.Instant(created)
	return k, err
}

// Facet is one value that the list can be narrowed to, with its number of documents.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets are the values that filters offer.
type Facets struct {
	Types   []Facet `json:"types"`
	Issuers []Facet `json:"issuers"`
	Years   []Facet `json:"years"`
	Total   int     `json:"total"`
	Open    int     `json:"open"` // documents with findings still open
}

// Facets counts the register by type, issuer and year.
func (s *Service) Facets(ctx context.Context) (f Facets, err error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return f, err
	}
	scan := func(r storage.Row) (x Facet, err error) {
		err = r.Scan(&x.Value, &x.Count)
		return x, err
	}
	q := s.db.Reader()
	if f.Types, err = storage.List(ctx, q, scan, "SELECT kind, COUNT(*) FROM document WHERE kind <> '' GROUP BY kind ORDER BY 2 DESC, kind"); err != nil {
		return f, err
	}
	if f.Issuers, err = storage.List(ctx, q, scan, "SELECT MIN(issuer), COUNT(*) FROM document WHERE issuer <> '' GROUP BY issuer_key ORDER BY 2 DESC, 1"); err != nil {
		return f, err
	}
	if f.Years, err = storage.List(ctx, q, scan, "SELECT CAST(year AS TEXT), COUNT(*) FROM document WHERE year > 0 GROUP BY year ORDER BY year DESC"); err != nil {
		return f, err
	}
	both, err := storage.One(ctx, q, func(r storage.Row) (x [2]int, err error) {
		err = r.Scan(&x[0], &x[1])
		return x, err
	}, "SELECT COUNT(*), COUNT(*) FILTER (WHERE open_findings > 0) FROM document")
	f.Total, f.Open = both[0], both[1]
	return f, err
}

// Sheet is everything the reading page stands on.
type Sheet struct {
	Document  Document   `json:"document"`
	Kept      Kept       `json:"reading"`
	Findings  []Finding  `json:"findings"`
	Passages  []Passage  `json:"passages"`
	Coverage  Coverage   `json:"coverage"`
	Citations []Citation `json:"citations"`
}

// Sheet gives a document with its findings and its accounted passages.
func (s *Service) Sheet(ctx context.Context, id ID) (sh Sheet, err error) {
	if sh.Document, err = s.Find(ctx, id); err != nil {
		return sh, err
	}
	if sh.Kept, err = sh.Document.Kept(); err != nil {
		return sh, fmt.Errorf("reading of document %s: %w", id, err)
	}
	if sh.Findings, err = listFindings(ctx, s.db.Reader(), id); err != nil {
		return sh, err
	}
	marks, err := listMarks(ctx, s.db.Reader(), id)
	if err != nil {
		return sh, err
	}
	if sh.Citations, err = s.Cites(ctx, id); err != nil {
		return sh, err
	}
	sh.Passages = account(Passages([]rune(sh.Document.Text)), sh.Findings, marks, sh.Kept.Coverage)
	sh.Coverage = Count(sh.Passages)
	return sh, nil
}

// Finding gives one finding.
func (s *Service) Finding(ctx context.Context, id FindingID) (Finding, error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return Finding{}, err
	}
	return findFinding(ctx, s.db.Reader(), id)
}

// Ready lists the open findings that may be given out together.
func (sh Sheet) Ready() []Seen {
	var out []Seen
	for _, f := range sh.Findings {
		if f.Together(sh.Document.SignedOn) {
			out = append(out, Seen{f.ID, f.Rev})
		}
	}
	return out
}

// File opens the file that a document came in with.
func (s *Service) File(ctx context.Context, id ID) (blob.File, io.ReadSeeker, error) {
	d, err := s.Find(ctx, id)
	if err != nil {
		return blob.File{}, nil, err
	}
	if d.FileID == "" {
		return blob.File{}, nil, fault.NotFound
	}
	return s.deps.Blobs.Open(ctx, d.FileID)
}
