package lexiconweb

import (
	"encoding/json"
	"net/http"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/lexicon"
	"dondoc/internal/reading"
	"dondoc/internal/web"
)

func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Lexicon.List(r.Context(), query(r))
	if err != nil {
		return err
	}
	dir := p.Directory()
	rows := func(yield func([]string, error) bool) {
		for _, e := range list {
			cells := e.Cells(dir)
			for i := range cells {
				cells[i] = lexicon.Mask(cells[i])
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
	return web.CSV(w, "tu-dien-doc-van-ban.csv", lexicon.Columns(), rows)
}

// entry is a name as it goes out: nobody's name is in it.
type entry struct {
	Phrase       string          `json:"phrase"`
	Organisation apparatus.OrgID `json:"organisation"`
	Name         string          `json:"organisation_name"`
	From         civil.Date      `json:"from,omitempty"`
	To           civil.Date      `json:"to,omitempty"`
	LastDay      civil.Date      `json:"last_day,omitempty"`
	State        lexicon.State   `json:"state"`
}

func (p *Pages) entries(list []lexicon.Entry) []entry {
	out, dir := []entry{}, p.Directory()
	for _, e := range list {
		out = append(out, entry{lexicon.Mask(e.Phrase), e.Org, dir.Name(e.Org), e.From, e.To, e.LastDay, e.State})
	}
	return out
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Lexicon.List(r.Context(), query(r))
	if err != nil {
		return err
	}
	return web.JSON(w, map[string]any{"entries": p.entries(list)})
}

// gold is a document as the reader's tests know it
// (internal/reading/score/testdata/gold), holding only the findings that people
// put right.
type gold struct {
	Doc         string             `json:"doc"`
	Document    map[string]*string `json:"document"`
	Citations   []struct{}         `json:"citations"`
	Assignments []duty             `json:"assignments"`
	Indices     []string           `json:"indices"`
}

type duty struct {
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Text       string   `json:"text"`
	Lead       []string `json:"lead"`
	Coordinate []string `json:"coordinate"`
	Deadline   deadline `json:"deadline"`
}

type deadline struct {
	Kind  reading.DeadlineKind `json:"kind"`
	Text  *string              `json:"text"`
	Date  *string              `json:"date"`
	Every *string              `json:"every"`
}

func (p *Pages) gold(r *http.Request) ([]gold, error) {
	list, err := p.Documents.Corrections(r.Context())
	if err != nil {
		return nil, err
	}
	dir := p.Directory()
	out := []gold{}
	for _, c := range list {
		if n := len(out); n == 0 || out[n-1].Doc != string(c.Document.ID) {
			d := c.Document
			out = append(out, gold{
				Doc: string(d.ID), Citations: []struct{}{}, Indices: []string{},
				Document: map[string]*string{"number": said(d.Number), "date": said(string(d.SignedOn)), "issuer": said(d.Issuer), "signer": nil},
			})
		}
		g := &out[len(out)-1]
		g.Assignments = append(g.Assignments, dutyOf(c, dir))
	}
	return out, nil
}

func dutyOf(c document.Correction, dir *apparatus.Directory) duty {
	f := c.Finding
	d := duty{Start: f.Start, End: f.End, Text: lexicon.Mask(c.Text), Lead: []string{}, Coordinate: []string{}, Deadline: deadline{Kind: reading.None}}
	d.Lead = append(d.Lead, leads(f, dir)...)
	for _, id := range f.Coord {
		d.Coordinate = append(d.Coordinate, coordinating(f, id, dir))
	}
	for _, s := range [][]string{d.Lead, d.Coordinate} {
		for i := range s {
			s[i] = lexicon.Mask(s[i])
		}
	}
	switch {
	case f.Every != "":
		d.Deadline = deadline{Kind: reading.Recurring, Every: said(f.Every)}
	case f.Due != "" && f.Due == f.Deadline.LastDay():
		d.Deadline = deadline{Kind: reading.OnDate, Date: said(string(f.Deadline.Date))} // "trước ngày 30": annotations keep the day as written
	case f.Due != "":
		d.Deadline = deadline{Kind: reading.OnDate, Date: said(string(f.Due))}
	case f.Deadline.Kind != reading.OnDate && f.Deadline.Kind != reading.Recurring && f.Deadline.Kind != "":
		d.Deadline.Kind = f.Deadline.Kind // a limit without a day stays what it is
	}
	return d
}

// leads are the words of the text where they name whom the officer meant, also
// when the directory did not know them; else the name of the body chosen.
func leads(f document.Finding, dir *apparatus.Directory) []string {
	if f.Lead == "" {
		return f.LeadWords()
	}
	if len(f.Leads) == 1 && (f.Leads[0].Org == f.Lead || !f.Leads[0].Known()) {
		return f.LeadWords()
	}
	for _, x := range f.Leads {
		if x.Org == f.Lead {
			return []string{x.Name}
		}
	}
	return []string{dir.Name(f.Lead)}
}

func coordinating(f document.Finding, id apparatus.OrgID, dir *apparatus.Directory) string {
	for _, x := range slices.Concat(f.Coordinates, f.Leads) {
		if x.Org == id {
			return x.Name
		}
	}
	return dir.Name(id)
}

func said(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// cases gives the corrected findings, a document a line.
func (p *Pages) cases(w http.ResponseWriter, r *http.Request) error {
	list, err := p.gold(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="hoi-quy.jsonl"`)
	w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, g := range list {
		if err := enc.Encode(g); err != nil {
			return nil //nolint:nilerr // the browser went away
		}
	}
	return nil
}

// regression gives the approved names and the corrected findings together.
func (p *Pages) regression(w http.ResponseWriter, r *http.Request) error {
	names, err := p.Lexicon.List(r.Context(), lexicon.Query{State: lexicon.Approved})
	if err != nil {
		return err
	}
	list, err := p.gold(r)
	if err != nil {
		return err
	}
	return web.JSON(w, map[string]any{"lexicon": p.entries(names), "documents": list})
}
