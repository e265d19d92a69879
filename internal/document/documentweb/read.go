package documentweb

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/document"
	"dondoc/internal/web"
)

// The filters of the cards.
const (
	onlyNoDue     = "chua-han"
	onlyNoLead    = "chua-ro"
	onlyReady     = "san-sang"
	onlyOpen      = "chua-giao"
	onlyConfirmed = "da-giao"
	onlyDismissed = "bo-qua"
)

// cardsPerPage and passagesPerPage keep a notice of 300 duties workable.
const (
	cardsPerPage    = 25
	passagesPerPage = 80
	wholeUpTo       = 120
)

// numbered is a finding with its number on the page.
type numbered struct {
	document.Finding

	N int
}

// readData is everything that the reading page shows.
type readData struct {
	Token  string
	Sheet  document.Sheet
	View   view
	Dir    *apparatus.Directory
	Work   bool
	Learns bool // a name may be proposed for the lexicon
	Text   []rune
	Live   []numbered // open, confirmed, dismissed: what has a number
	Cards  []numbered // after the filter
	Shown  []numbered // on this page
	Page   int
	Pages  int
	At     *numbered // the open card
	Here   string    // the passage that is current
	Errors map[string]string
	Typed  url.Values // a form that came back
	Kept   time.Time
	Clash  *document.Finding // the version that somebody else saved meanwhile
	Orgs   []apparatus.Org
	// Original is the document that this one was kept beside.
	Original *document.Document
	// Earlier are the same duties in earlier documents, for the cards shown.
	Earlier map[document.FindingID][]document.Earlier
	Before  []before // those of the open card, with what became of them
	// Leaves are the pages of the original, where its words have places on them;
	// Placed are those shown, when the document is seen by its pages.
	Leaves []document.Page
	Placed []document.Page
	// Outdated says that the reader's rules improved since the document was read.
	Outdated bool
}

func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	if look := chosenLook(r); look != "" {
		web.Remember(w, r, lookName, look)
	}
	d, err := p.sheet(r, document.ID(r.PathValue("id")), viewOf(r.URL.Query()))
	if err != nil {
		return err
	}
	if d.At != nil && d.View.Mode == "sua" {
		if typed, at := p.drafted(r, d.View.path(d.Sheet.Document.ID, ""), url.Values{}); !at.IsZero() {
			d.Typed, d.Kept = typed, at
		}
	}
	return p.showSheet(w, r, d, http.StatusOK)
}

func (p *Pages) showSheet(w http.ResponseWriter, r *http.Request, d *readData, status int) error {
	return web.Page(w, r, web.View{Title: "Đọc " + d.Sheet.Document.Title(), Section: Section, Status: status, Body: readPage(d)})
}

// sheet lays out a document for a view of it.
func (p *Pages) sheet(r *http.Request, id document.ID, v view) (*readData, error) {
	sh, err := p.Documents.Sheet(r.Context(), id)
	if err != nil {
		return nil, err
	}
	dir := p.Directory()
	d := &readData{Token: web.Token(r), Sheet: sh, View: v, Dir: dir, Work: document.MayWork(actor.From(r.Context())), Learns: p.Lexicon != nil, Text: []rune(sh.Document.Text)}
	for _, f := range sh.Findings {
		if f.State != document.Merged && f.State != document.Split {
			d.Live = append(d.Live, numbered{f, len(d.Live) + 1})
		}
	}
	for _, f := range d.Live {
		if d.matches(f.Finding) {
			d.Cards = append(d.Cards, f)
		}
	}
	if v.Grouped == "co-quan" {
		slices.SortStableFunc(d.Cards, func(a, b numbered) int { return compareHolders(d.holder(a.Finding), d.holder(b.Finding)) })
	}
	d.open()
	d.cutPage()
	if err := p.leaves(r, d); err != nil {
		return nil, err
	}
	if err := p.lookBack(r, d); err != nil {
		return nil, err
	}
	d.Outdated = d.Work && p.Documents.Outdated(sh.Kept)
	d.Orgs = dir.On(sh.Document.SignedOn)
	if from := sh.Document.DuplicateOf; from != "" {
		o, err := p.Documents.Find(r.Context(), from)
		if err != nil {
			return nil, err
		}
		d.Original = &o
	}
	return d, nil
}

// compareHolders puts what nobody leads first.
func compareHolders(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return -1
	case b == "":
		return 1
	case a < b:
		return -1
	}
	return 1
}

func (d *readData) matches(f document.Finding) bool {
	if d.View.Org != "" && string(f.Lead) != d.View.Org && !slices.Contains(f.Expand, apparatus.OrgID(d.View.Org)) && string(f.Through) != d.View.Org {
		return false
	}
	signed := d.Sheet.Document.SignedOn
	switch d.View.Filter {
	case onlyNoDue:
		return f.State == document.Open && slices.Contains(f.Flags(signed), document.NoDue)
	case onlyNoLead:
		return f.State == document.Open && f.Lead == "" && len(f.Expand) == 0
	case onlyReady:
		return f.Together(signed)
	case onlyOpen:
		return f.State == document.Open
	case onlyConfirmed:
		return f.State == document.Confirmed
	case onlyDismissed:
		return f.State == document.Dismissed
	}
	return true
}

// open finds the card that is open: the one asked for, else the first that
// waits for a decision.
func (d *readData) open() {
	if d.View.Finding != "" {
		for i := range d.Live {
			if d.Live[i].ID == d.View.Finding {
				d.At = &d.Live[i]
			}
		}
	}
	if d.At == nil && d.View.Passage == "" {
		for i := range d.Cards {
			if d.Cards[i].State == document.Open {
				d.At = &d.Cards[i]
				break
			}
		}
	}
	switch {
	case d.View.Passage != "":
		d.Here = d.View.Passage
	case d.At != nil:
		for _, p := range d.Sheet.Passages {
			if p.Start < d.At.End && d.At.Start < p.End {
				d.Here = p.ID
				break
			}
		}
	}
}

func (d *readData) cutPage() {
	d.Pages = max(1, (len(d.Cards)+cardsPerPage-1)/cardsPerPage)
	if n, err := strconv.Atoi(d.View.Page); err == nil {
		d.Page = min(max(n, 1), d.Pages)
	} else {
		d.Page = 1
		if d.At != nil {
			if i := slices.IndexFunc(d.Cards, func(f numbered) bool { return f.ID == d.At.ID }); i >= 0 {
				d.Page = i/cardsPerPage + 1
			}
		}
	}
	from := (d.Page - 1) * cardsPerPage
	d.Shown = d.Cards[from:min(len(d.Cards), from+cardsPerPage)]
	if d.At != nil && d.View.Finding != "" && !slices.ContainsFunc(d.Shown, func(f numbered) bool { return f.ID == d.At.ID }) {
		d.Shown = append([]numbered{*d.At}, d.Shown...)
	}
}

// passages are those shown: all of a short text, of a long one a stretch
// around what is current.
func (d *readData) passages() (from, to int) {
	all := d.Sheet.Passages
	if len(all) <= wholeUpTo {
		return 0, len(all)
	}
	at := slices.IndexFunc(all, func(p document.Passage) bool { return p.ID == d.Here })
	if at < 0 && len(d.Shown) > 0 {
		at = slices.IndexFunc(all, func(p document.Passage) bool { return p.End > d.Shown[0].Start })
	}
	page := max(0, at) / passagesPerPage
	return page * passagesPerPage, min(len(all), (page+1)*passagesPerPage)
}

// holder names who answers for a finding, as far as it is decided.
func (d *readData) holder(f document.Finding) string {
	switch {
	case f.Lead != "":
		return d.Dir.Name(f.Lead)
	case len(f.Expand) > 0 && len(f.Leads) > 0:
		return joinWords(f.LeadWords())
	case len(f.Expand) > 0:
		return fmt.Sprintf("%d cơ quan", len(f.Expand))
	}
	return ""
}

// ready are the findings of the present filter that can be given out together.
func (d *readData) ready() []document.Seen {
	var out []document.Seen
	for _, f := range d.Cards {
		if f.Together(d.Sheet.Document.SignedOn) {
			out = append(out, document.Seen{ID: f.ID, Rev: f.Rev})
		}
	}
	return out
}

// jobs counts the assignments that the ready ones come to.
func (d *readData) jobs() int {
	n := 0
	for _, f := range d.Cards {
		if f.Together(d.Sheet.Document.SignedOn) {
			n += max(1, len(f.Expand))
		}
	}
	return n
}

// count counts open findings by a filter.
func (d *readData) count(filter string) int {
	probe := *d
	probe.View.Filter, probe.View.Org = filter, d.View.Org
	n := 0
	for _, f := range d.Live {
		if probe.matches(f.Finding) {
			n++
		}
	}
	return n
}
