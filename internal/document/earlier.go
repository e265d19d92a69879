package document

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

// Earlier is a duty of an earlier document that says the same as a finding.
type Earlier struct {
	Finding  FindingID       `json:"finding"`
	Title    string          `json:"title"`
	State    FindingState    `json:"state"`
	Lead     apparatus.OrgID `json:"lead,omitempty"`
	Document ID              `json:"document"`
	Name     string          `json:"name"` // of the document
	On       civil.Date      `json:"on"`   // signed, else registered
	// Assignment is what it became; nil when it was not given out or may not be seen.
	Assignment *assignment.Assignment `json:"assignment,omitempty"`
}

// maxEarlier bounds what is looked at for one finding.
const maxEarlier = 40

// Earlier (đã nhắc trước đây) finds, for findings of one document, the same
// duty of the same lead in documents signed before it, the oldest first. Copies
// of the document itself do not count, nor what was dismissed there.
func (s *Service) Earlier(ctx context.Context, d Document, list []Finding) (map[FindingID][]Earlier, error) {
	if err := requireView(actor.From(ctx)); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, nil
	}
	near, err := s.near(ctx, d, list)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	text := []rune(d.Text)
	mine := make(map[FindingID]Finding, len(list))
	own := make(map[FindingID][]int64, len(list))
	for _, f := range list {
		if f.Start >= 0 && f.End <= len(text) && f.Start < f.End {
			mine[f.ID], own[f.ID] = f, runs(dutyWords(f, text[f.Start:f.End]))
		}
	}
	var ids []string
	for _, n := range near {
		ids = append(ids, n.other)
	}
	slices.Sort(ids)
	found, err := s.candidates(ctx, d, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	out := map[FindingID][]Earlier{}
	for _, n := range near {
		c, ok := found[FindingID(n.other)]
		f := mine[FindingID(n.own)]
		if !ok || len(out[f.ID]) >= maxEarlier || !sameLead(f, c.Finding) || !sameDuty(own[f.ID], runs(dutyWords(c.Finding, c.words))) {
			continue
		}
		e := Earlier{Finding: c.ID, Title: c.Title, State: c.State, Lead: c.Lead, Document: c.Document, Name: c.name, On: c.on}
		if c.Assignment != "" {
			a, err := s.deps.Assignments.Find(ctx, assignment.ID(c.Assignment))
			switch {
			case err == nil:
				e.Assignment = &a
			case !errors.Is(err, fault.NotFound):
				return nil, err
			}
		}
		out[f.ID] = append(out[f.ID], e)
	}
	for id := range out {
		slices.SortStableFunc(out[id], func(a, b Earlier) int {
			return cmp.Or(strings.Compare(string(a.On), string(b.On)), strings.Compare(string(a.Document), string(b.Document)))
		})
	}
	return out, nil
}

// Times counts the documents among earlier duties and gives the first day.
func Times(list []Earlier) (n int, since civil.Date) {
	seen := map[ID]bool{}
	for _, e := range list {
		if !seen[e.Document] {
			seen[e.Document] = true
			n++
		}
		if since == "" || e.On.Before(since) {
			since = e.On
		}
	}
	return n, since
}

type nearPair struct {
	own, other string
}

// near finds by the index which findings of other documents share runs with
// those of the list, the closest first.
func (s *Service) near(ctx context.Context, d Document, list []Finding) ([]nearPair, error) {
	ids := make([]string, len(list))
	for i, f := range list {
		ids[i] = string(f.ID)
	}
	w := storage.NewWhere(0).In("a.finding_id", ids).And("b.document_id <> ?", string(d.ID))
	return storage.List(ctx, s.db.Reader(), func(r storage.Row) (p nearPair, err error) {
		var n int64
		err = r.Scan(&p.own, &p.other, &n)
		return p, err
	}, `SELECT a.finding_id, b.finding_id, COUNT(*) FROM document_finding_shingle a JOIN document_finding_shingle b ON b.shingle = a.shingle`+w.SQL()+
		` GROUP BY a.finding_id, b.finding_id HAVING COUNT(*) >= `+fmt.Sprintf("$%d", w.Next())+` ORDER BY 3 DESC, 2 LIMIT 2000`, append(w.Args(), minCommon)...)
}

// candidate is a finding of another document with its words.
type candidate struct {
	Finding

	words []rune
	name  string
	on    civil.Date
}

// candidates loads findings of documents before d, a batch at a time.
func (s *Service) candidates(ctx context.Context, d Document, ids []string) (map[FindingID]candidate, error) {
	out := make(map[FindingID]candidate, len(ids))
	for batch := range slices.Chunk(ids, 200) {
		w := storage.NewWhere(0).In("f.id", batch).And("f.state IN ('open', 'confirmed')").And("d.id <> ? AND d.id <> ? AND d.duplicate_of <> ?", string(d.ID), string(d.DuplicateOf), string(d.ID))
		list, err := storage.List(ctx, s.db.Reader(), func(r storage.Row) (c candidate, err error) {
			var f Facts
			var words string
			var at int64
			if c.Finding, err = scanFinding(prefixed{r, []any{&words, &f.Number, &f.Type, &f.Subject, &f.SignedOn, &at}}); err != nil {
				return c, err
			}
			c.words, c.name, c.on = []rune(words), f.Title(), f.SignedOn
			if c.on == "" {
				c.on = civil.Of(storage.Instant(at))
			}
			return c, nil
		}, "SELECT substr(d.text, CAST(f.span_start + 1 AS INTEGER), CAST(f.span_end - f.span_start AS INTEGER)), d.number, d.kind, d.subject, d.signed_on, d.created_at, "+qualified()+
			" FROM document_finding f JOIN document d ON d.id = f.document_id"+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if before(c, d) {
				out[c.ID] = c
			}
		}
	}
	return out, nil
}

// before reports that a candidate's document came before d.
func before(c candidate, d Document) bool {
	on := d.SignedOn
	if on == "" {
		on = civil.Of(d.CreatedAt)
	}
	return c.on.Before(on) || c.on == on && c.Document < d.ID
}

// qualified are findingColumns of the table f.
func qualified() string { return "f." + strings.ReplaceAll(findingColumns, ", ", ", f.") }

// prefixed scans some columns of its own before those of another scan function.
type prefixed struct {
	storage.Row

	first []any
}

// Scan is storage.Row's.
func (p prefixed) Scan(dest ...any) error {
	return p.Row.Scan(append(slices.Clone(p.first), dest...)...)
}

// sameLead reports that one body answers for both; where one of them has no
// lead yet, the words decide.
func sameLead(a, b Finding) bool {
	x, y := a.Expand, b.Expand
	if a.Lead != "" {
		x = []apparatus.OrgID{a.Lead}
	}
	if b.Lead != "" {
		y = []apparatus.OrgID{b.Lead}
	}
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	return slices.ContainsFunc(x, func(id apparatus.OrgID) bool { return slices.Contains(y, id) })
}
