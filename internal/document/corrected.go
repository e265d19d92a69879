package document

import (
	"context"
	"slices"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
)

// Correction is a finding of the reader that a person put right: what the
// reader is to learn from.
type Correction struct {
	Document Document // without its text
	Finding  Finding
	Text     string // the words of the finding
}

// corrected reports that a person decided otherwise than the reader. The
// bodies stored with a finding are those that were known when it was read, so
// that a name learned since does not make a correction vanish.
func (f Finding) corrected() bool {
	if f.Origin != ByReader || f.TouchedBy == "" || f.State != Open && f.State != Confirmed {
		return false
	}
	read := f
	names{}.decide(&read) // without a directory: as the reader left it
	return read.Lead != f.Lead || !slices.Equal(read.Expand, f.Expand) || read.Due != f.Due || read.Every != f.Every || !sameBodies(read.Coord, f.Coord)
}

func sameBodies(a, b []apparatus.OrgID) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// Corrections lists what people put right, the newest documents first. It
// fails with Forbidden and NotFound by policy.
func (s *Service) Corrections(ctx context.Context) ([]Correction, error) {
	if err := requireWork(actor.From(ctx)); err != nil {
		return nil, err
	}
	list, err := storage.List(ctx, s.db.Reader(), scanFinding, "SELECT "+findingColumns+` FROM document_finding
		WHERE origin = 'reader' AND touched_by <> '' AND state IN ('open', 'confirmed') ORDER BY document_id DESC, span_start, span_end, id`)
	if err != nil {
		return nil, err
	}
	var (
		out  []Correction
		d    Document
		text []rune
	)
	for _, f := range list {
		if !f.corrected() {
			continue
		}
		if d.ID != f.Document {
			if d, err = find(ctx, s.db.Reader(), f.Document); err != nil {
				return nil, err
			}
			text = []rune(d.Text)
			d.Text, d.readingJSON = "", ""
		}
		out = append(out, Correction{Document: d, Finding: f, Text: cut(text, f.Start, f.End)})
	}
	return out, nil
}
