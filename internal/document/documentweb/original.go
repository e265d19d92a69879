package documentweb

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/web"
	"dondoc/internal/web/ui"
)

// The two ways to see a document beside its cards; the browser remembers the
// one that was chosen last.
const (
	lookName = "nhin"
	asText   = "chu"
	asPages  = "trang"
)

// sheetsPerPage is how many pages of the original stand under one another.
const sheetsPerPage = 12

// The widths, in dots, that a page is drawn in.
const (
	narrowPage = 800
	widePage   = 1240 // 150 dots an inch on A4
	largePage  = 1860
)

func pageImagePath(id document.ID, n, width int) string {
	return fmt.Sprintf("%s/trang/%d?rong=%d", ShowPath(id), n, width)
}

// chosenLook is the way to see the document that the address asks for, or "".
func chosenLook(r *http.Request) string {
	if look := r.URL.Query().Get(lookName); look == asText || look == asPages {
		return look
	}
	return ""
}

// leaves takes up the pages of the original, where they are known, and the
// words of those that are to be shown.
func (p *Pages) leaves(r *http.Request, d *readData) (err error) {
	id := d.Sheet.Document.ID
	if d.Sheet.Document.FileID == "" {
		return nil
	}
	if d.Leaves, err = p.Documents.Pages(r.Context(), id); err != nil || len(d.Leaves) == 0 {
		return err
	}
	look := chosenLook(r)
	if look == "" {
		look = web.Remembered(r, lookName)
	}
	if look != asPages {
		return nil
	}
	first, last := d.shownLeaves()
	d.Placed, err = p.Documents.PlacedPages(r.Context(), id, first, last)
	return err
}

// shownLeaves are the numbers of the first and the last page shown: those
// around the page that was asked for, else around what is open.
func (d *readData) shownLeaves() (first, last int) {
	n := len(d.Leaves)
	at, err := strconv.Atoi(d.View.Leaf)
	if err != nil {
		start := 0
		switch i := slices.IndexFunc(d.Sheet.Passages, func(p document.Passage) bool { return p.ID == d.Here }); {
		case d.At != nil:
			start = d.At.Start
		case i >= 0:
			start = d.Sheet.Passages[i].Start
		case len(d.Shown) > 0:
			start = d.Shown[0].Start
		}
		at = 1 + slices.IndexFunc(d.Leaves, func(p document.Page) bool { return p.End > start })
	}
	first = (min(max(at, 1), n)-1)/sheetsPerPage*sheetsPerPage + 1
	return first, min(first+sheetsPerPage-1, n)
}

// looks is the switch between text and pages.
func (d *readData) looks() ui.Switch {
	to := func(look string) string {
		v := d.View
		v.Mode = ""
		q := v.values()
		q.Set(lookName, look)
		anchor := ""
		if d.At != nil {
			anchor = "#f-" + string(d.At.ID)
		}
		return ReadPath(d.Sheet.Document.ID) + "?" + q.Encode() + anchor
	}
	text, pages := ui.SwitchOption{Link: ui.Link{Label: "Văn bản"}}, ui.SwitchOption{Link: ui.Link{Label: "Trang gốc"}}
	if d.Placed != nil {
		text.Href, text.Key, pages.Current = to(asText), "G", true
	} else {
		pages.Href, pages.Key, text.Current = to(asPages), "G", true
	}
	return ui.Switch{Label: "Cách xem văn bản", Options: []ui.SwitchOption{text, pages}}
}

// sheets are the pages shown, with what was found drawn on them.
func (d *readData) sheets() []ui.SheetView {
	id, marks := d.Sheet.Document.ID, d.marks()
	if d.View.Passage != "" {
		p := d.passage()
		marks = append(marks, ui.TextMark{Span: ui.Span{Start: p.Start, End: p.End}, Kind: ui.MarkPassage})
	}
	out := make([]ui.SheetView, 0, len(d.Placed))
	for _, p := range d.Placed {
		s := ui.SheetView{
			ID: leafAnchor(p.N), Caption: fmt.Sprintf("Trang %d/%d", p.N, len(d.Leaves)), Width: p.Width, Height: p.Height,
			Alt: fmt.Sprintf("Trang %d trên %d, bản gốc của %s", p.N, len(d.Leaves), d.Sheet.Document.Title()),
			Src: pageImagePath(id, p.N, narrowPage), Large: pageImagePath(id, p.N, largePage),
			SrcSet: fmt.Sprintf("%s %dw, %s %dw", pageImagePath(id, p.N, narrowPage), narrowPage, pageImagePath(id, p.N, widePage), widePage),
		}
		for _, m := range marks {
			if mark, ok := onPage(m, p); ok {
				s.Marks = append(s.Marks, mark)
			}
		}
		placeBadges(s.Marks, p)
		out = append(out, s)
	}
	return out
}

// onPage is a mark of the text as it lies on a page.
func onPage(m ui.TextMark, p document.Page) (ui.SheetMark, bool) {
	lines := p.Lines(m.Start, m.End)
	if len(lines) == 0 {
		return ui.SheetMark{}, false
	}
	out := ui.SheetMark{Kind: m.Kind, Number: m.Number, Href: m.Href, Current: m.Current, Off: m.Off, Lines: make([]ui.Rect, len(lines))}
	for i, l := range lines {
		out.Lines[i] = ui.Rect(l)
	}
	if m.Kind == ui.MarkAssignment {
		out.Card, out.Label = "f-"+strings.TrimPrefix(m.ID, "m-"), "Nhiệm vụ "+strconv.Itoa(m.Number)
	}
	return out, true
}

// placeBadges puts the numbers into the margin, beside the first lines of their
// findings; where two begin on one line, beside each other.
func placeBadges(marks []ui.SheetMark, p document.Page) {
	margin := p.Width
	for _, w := range p.Words {
		margin = min(margin, w.Left)
	}
	before := ui.Point{Y: -ui.BadgeHeight}
	for i := range marks {
		if marks[i].Kind != ui.MarkAssignment {
			continue
		}
		at := ui.Point{X: margin - ui.BadgeWidth - 9, Y: marks[i].Lines[0].Top}
		if max(at.Y-before.Y, before.Y-at.Y) < ui.BadgeHeight {
			at.X = before.X - ui.BadgeWidth - 2
		}
		at.X = max(at.X, 1)
		marks[i].Badge, before = at, at
	}
}

func leafAnchor(n int) string { return "to-" + strconv.Itoa(n) }

func (d *readData) leafPages() ui.Pages {
	first, last := d.Placed[0].N, d.Placed[len(d.Placed)-1].N
	at := func(n int) string {
		if n < 1 || n > len(d.Leaves) {
			return ""
		}
		v := d.View
		v.Mode, v.Leaf = "", strconv.Itoa(n)
		return v.path(d.Sheet.Document.ID, leafAnchor(n))
	}
	return ui.Pages{Summary: fmt.Sprintf("Trang gốc %d đến %d trên %d", first, last, len(d.Leaves)), Prev: at(first - sheetsPerPage), Next: at(last + 1)}
}

// passageView is the passage that is open, with its buttons: beside the pages
// there is no text for them to stand in.
func (d *readData) passageView() ui.Document {
	out := d.textView()
	out.Label = "Đoạn đang xem"
	out.Paragraphs = slices.DeleteFunc(out.Paragraphs, func(p ui.Paragraph) bool { return !p.Current })
	return out
}

// pageImage answers with the picture of a page. The browser may keep it, and
// asks each time whether it may still show it.
func (p *Pages) pageImage(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return fault.NotFound
	}
	width, err := widthOf(r.URL.Query())
	if err != nil {
		return err
	}
	o, err := p.Documents.Original(r.Context(), docID(r), n)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`"%s-%d-%d"`, o.FileHash, n, width)
	if r.Header.Get("If-None-Match") == tag {
		keepPrivately(w.Header(), tag)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	b, err := p.Documents.Draw(r.Context(), o, width)
	if err != nil {
		return err
	}
	keepPrivately(w.Header(), tag)
	w.Header().Set("Content-Type", "image/png")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	return nil
}

func keepPrivately(h http.Header, tag string) {
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
}

func widthOf(q url.Values) (int, error) {
	switch width, err := strconv.Atoi(q.Get("rong")); {
	case q.Get("rong") == "":
		return narrowPage, nil
	case err == nil && slices.Contains([]int{narrowPage, widePage, largePage}, width):
		return width, nil
	}
	return 0, fault.NotFound
}
