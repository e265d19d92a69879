package document

import (
	"context"
	"slices"
	"strings"

	"dondoc/internal/citation"
	"dondoc/internal/likeness"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// Likely lists the registered documents that an intake may be a copy of, if it
// were entered with these facts.
func (s *Service) Likely(ctx context.Context, in Intake, f Facts) ([]Duplicate, error) {
	return s.duplicates(ctx, Document{Facts: f.cleaned(), FileHash: in.FileHash, Text: in.Text})
}

func (s *Service) duplicates(ctx context.Context, d Document) ([]Duplicate, error) {
	w := storage.NewWhere(0).And("(d.number_key = ? AND d.number_key <> '' OR d.file_hash = ? AND d.file_hash <> '' OR d.text_hash = ?) AND d.id <> ?",
		citation.Key(d.Number), d.FileHash, textHash(d.Text), string(d.ID))
	list, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x found, err error) {
		var published, created int64
		err = r.Scan(append(rowFields(&x.Document, &published, &created), &x.textHash)...)
		x.PublishedAt, x.CreatedAt = storage.Instant(published), storage.Instant(created)
		return x, err
	}, "SELECT "+rowColumns+", d.text_hash FROM document d"+w.SQL()+" ORDER BY d.id", w.Args()...)
	if err != nil {
		return nil, err
	}
	var out []Duplicate
	for _, x := range list {
		switch {
		case d.FileHash != "" && x.FileHash == d.FileHash:
			out = append(out, Duplicate{x.Document, SameFile})
		case x.textHash == textHash(d.Text):
			out = append(out, Duplicate{x.Document, SameText})
		case sameNumber(d.Facts, x.Facts):
			out = append(out, Duplicate{x.Document, SameNumber})
		}
	}
	worded, err := s.sameWords(ctx, d, out)
	if err != nil {
		return nil, err
	}
	out = append(out, worded...)
	rank := []Likeness{SameFile, SameText, SameNumber, SameWords}
	slices.SortStableFunc(out, func(a, b Duplicate) int { return slices.Index(rank, a.Why) - slices.Index(rank, b.Why) })
	return out, nil
}

type found struct {
	Document

	textHash string
}

const (
	// nearly is the likeness in percent from which two texts of one day are taken
	// for one: a scan that was recognised differs from the page in a letter here
	// and there, and in what stands around the text.
	nearly = 60
	// mostOfADay bounds how many documents of one day are compared by their words.
	mostOfADay = 50
)

// sameWords lists the documents of the same day whose text is nearly that of d,
// beyond those found already: a scan whose number was misread or not found
// (bad-inputs O10). Documents of other days may well say the same, as those of
// every week do, and so may two of one day that bear two numbers.
func (s *Service) sameWords(ctx context.Context, d Document, already []Duplicate) ([]Duplicate, error) {
	if d.SignedOn == "" {
		return nil, nil
	}
	list, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (x Document, err error) {
		var published, created int64
		err = r.Scan(append(rowFields(&x, &published, &created), &x.Text)...)
		x.PublishedAt, x.CreatedAt = storage.Instant(published), storage.Instant(created)
		return x, err
	}, "SELECT "+rowColumns+", d.text FROM document d WHERE d.signed_on = $1 AND d.id <> $2 ORDER BY d.id DESC LIMIT $3", string(d.SignedOn), string(d.ID), mostOfADay)
	if err != nil {
		return nil, err
	}
	var out []Duplicate
	own := likeness.Of(d.Text)
	for _, x := range list {
		if misread(d.Number, x.Number) && !slices.ContainsFunc(already, func(a Duplicate) bool { return a.Document.ID == x.ID }) && own.With(likeness.Of(x.Text)) >= nearly {
			x.Text = ""
			out = append(out, Duplicate{x, SameWords})
		}
	}
	return out, nil
}

// misread reports that two numbers may be one: a machine takes some letters for
// one another, and loses marks. A missing one may be any.
func misread(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch r {
			case 'o', 'q':
				return '0'
			case 'i', 'l':
				return '1'
			case 's':
				return '5'
			case 'b':
				return '8'
			}
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, viet.Fold(s))
	}
	a, b = plain(a), plain(b)
	return a == "" || b == "" || a == b
}
