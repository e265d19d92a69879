package documentweb

import (
	"fmt"
	"strconv"
	"strings"

	"dondoc/internal/document"
	"dondoc/internal/reading"
	"dondoc/internal/web/ui"
)

func paragraphState(p document.Passage) ui.ParagraphState {
	switch p.Class {
	case document.AsAssignment:
		return ui.ParagraphDone
	case document.AsContext:
		return ui.ParagraphContext
	case document.AsDismissed:
		return ui.ParagraphDismissed
	case document.AsUnseen:
		return ui.ParagraphUnseen
	}
	return ui.ParagraphUnseen
}

func passageLabel(p document.Passage) string {
	s := "Đoạn " + strconv.Itoa(p.N) + ", " + p.Class.Label()
	if p.Reason != "" {
		s += ": " + p.Reason
	}
	if p.By != "" {
		s += " (" + p.By + ")"
	}
	return s
}

// coverage is the bar above the text. Of a long text it shows the stretch
// that stands below it, and says so.
func (d *readData) coverage() ui.CoverageView {
	ps, c := d.Sheet.Passages, d.Sheet.Coverage
	v := ui.CoverageView{Seen: c.Accounted, Total: c.Total, Note: "Mọi đoạn phải là nhiệm vụ, bối cảnh hoặc bỏ qua có lý do thì việc đọc mới xong."}
	from, to := d.passages()
	if to-from < len(ps) {
		v.Note = fmt.Sprintf("Thanh này là đoạn %d đến %d, phần đang hiện bên dưới.", ps[from].N, ps[to-1].N)
	}
	for _, p := range ps[from:to] {
		v.Segments = append(v.Segments, ui.Segment{State: paragraphState(p), Href: d.View.on(p.ID, "").path(d.Sheet.Document.ID, p.ID), Label: passageLabel(p)})
	}
	here, below := 0, false
	for _, p := range ps {
		if p.ID == d.Here {
			here = p.N
		}
	}
	for _, p := range ps {
		if p.Class != document.AsUnseen {
			continue
		}
		href := d.View.on(p.ID, "").path(d.Sheet.Document.ID, p.ID)
		// the next one below what is open, else the first of all
		if p.ID != d.View.Passage && (v.Next.Href == "" || p.N > here && !below) {
			below = p.N > here
			v.Next = ui.Link{Label: fmt.Sprintf("Tới đoạn chưa xem (%d)", c.Unseen), Href: href, Key: "U"}
		}
		if len(v.Unseen) < maxUnseenLinks {
			v.Unseen = append(v.Unseen, ui.Link{Label: fmt.Sprintf("Đoạn %d: %s", p.N, firstWords(d.Text[p.Start:p.End])), Href: href})
		}
	}
	return v
}

// maxUnseenLinks keeps the list of a long text short; the next ones come up as
// the first are looked at.
const maxUnseenLinks = 60

// firstWords are enough of a passage to recognise it.
func firstWords(text []rune) string {
	words := strings.Fields(string(text))
	if len(words) <= 9 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:9], " ") + "…"
}

// textView is the text with what was found in it.
func (d *readData) textView() ui.Document {
	out := ui.Document{Label: "Toàn văn " + d.Sheet.Document.Title(), Marks: d.marks()}
	from, to := d.passages()
	for _, p := range d.Sheet.Passages[from:to] {
		para := ui.Paragraph{
			Number: p.N, ID: p.ID, Start: p.Start, Text: string(d.Text[p.Start:p.End]), State: paragraphState(p), Current: p.ID == d.Here,
			Heading: p.Proposed == reading.IsHeading && len(p.Findings) == 0,
		}
		if d.Work {
			para.Acts = d.passageActs(p)
		}
		out.Paragraphs = append(out.Paragraphs, para)
	}
	return out
}

func (d *readData) marks() []ui.TextMark {
	var out []ui.TextMark
	add := func(kind ui.MarkKind, start, end int) {
		if start >= 0 && start < end && end <= len(d.Text) {
			out = append(out, ui.TextMark{Span: ui.Span{Start: start, End: end}, Kind: kind})
		}
	}
	for _, f := range d.Live {
		current := d.At != nil && d.At.ID == f.ID
		out = append(out, ui.TextMark{
			Span: ui.Span{Start: f.Start, End: f.End}, Kind: ui.MarkAssignment, Number: f.N, ID: "m-" + string(f.ID), Current: current,
			Off: f.State == document.Dismissed, Href: d.View.at(f.ID, "").path(d.Sheet.Document.ID, "f-"+string(f.ID)),
		})
	}
	for _, o := range d.Sheet.Kept.Organisations {
		add(ui.MarkAgency, o.Start, o.End)
	}
	for _, s := range d.Sheet.Kept.Deadlines {
		add(ui.MarkDeadline, s.Start, s.End)
	}
	for _, c := range d.Sheet.Citations {
		add(ui.MarkCitation, c.Start, c.End)
	}
	return out
}

func (d *readData) legend() []ui.LegendItem {
	return []ui.LegendItem{
		{Kind: ui.MarkAssignment, Count: len(d.Live)},
		{Kind: ui.MarkAgency, Count: len(d.Sheet.Kept.Organisations)},
		{Kind: ui.MarkDeadline, Count: len(d.Sheet.Kept.Deadlines)},
		{Kind: ui.MarkCitation, Count: len(d.Sheet.Citations)},
	}
}

func joinWords(words []string) string { return strings.Join(words, "; ") }
