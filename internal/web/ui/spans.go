package ui

import "slices"

// piece is a node of a paragraph: plain text, or a mark with pieces inside.
type piece struct {
	text      string
	mark      *TextMark
	continued bool // the rest of a mark that another one cut
	inside    []piece
}

// pieces lays the marks of the document over one paragraph. Marks that nest
// stay nested; of two that cross, the later one is cut at the border.
func (d Document) pieces(p Paragraph) []piece {
	text := []rune(p.Text)
	var cuts []cut
	for i := range d.Marks {
		m := &d.Marks[i]
		from, to := max(0, m.Start-p.Start), min(len(text), m.End-p.Start)
		if from < to {
			cuts = append(cuts, cut{from, to, m, m.Start < p.Start})
		}
	}
	return weave(text, cuts, 0, len(text))
}

type cut struct {
	from, to  int
	mark      *TextMark
	continued bool
}

func markRank(k MarkKind) int {
	return slices.Index([]MarkKind{MarkAssignment, MarkCitation, MarkAgency, MarkDeadline}, k)
}

func byPlace(a, b cut) int {
	if a.from != b.from {
		return a.from - b.from
	}
	if a.to != b.to {
		return b.to - a.to
	}
	return markRank(a.mark.Kind) - markRank(b.mark.Kind)
}

func weave(text []rune, cuts []cut, from, to int) []piece {
	var out []piece
	slices.SortStableFunc(cuts, byPlace)
	for len(cuts) > 0 {
		c := cuts[0]
		var inner, rest []cut
		for _, o := range cuts[1:] {
			switch {
			case o.from >= c.to:
				rest = append(rest, o)
			case o.to <= c.to:
				inner = append(inner, o)
			default:
				inner = append(inner, cut{o.from, c.to, o.mark, o.continued})
				rest = append(rest, cut{c.to, o.to, o.mark, true})
			}
		}
		if c.from > from {
			out = append(out, piece{text: string(text[from:c.from])})
		}
		out = append(out, piece{mark: c.mark, continued: c.continued, inside: weave(text, inner, c.from, c.to)})
		from = c.to
		slices.SortStableFunc(rest, byPlace)
		cuts = rest
	}
	if from < to {
		out = append(out, piece{text: string(text[from:to])})
	}
	return out
}

func markWord(k MarkKind) string {
	switch k {
	case MarkAssignment:
		return "Nhiệm vụ"
	case MarkAgency:
		return "Cơ quan"
	case MarkDeadline:
		return "Thời hạn"
	case MarkCitation:
		return "Căn cứ"
	case MarkPassage:
		return "Đoạn đang xem"
	default:
		return string(k)
	}
}

func paragraphWord(s ParagraphState) string {
	switch s {
	case ParagraphUnseen:
		return "chưa xem"
	case ParagraphDone:
		return "có nhiệm vụ"
	case ParagraphContext:
		return "bối cảnh"
	case ParagraphDismissed:
		return "bỏ qua, có lý do"
	case ParagraphPlain:
		return ""
	}
	return ""
}

func paragraphIcon(s ParagraphState) string {
	switch s {
	case ParagraphUnseen:
		return "dashed-circle"
	case ParagraphDismissed:
		return "circle-bar"
	case ParagraphDone, ParagraphContext, ParagraphPlain:
		return "circle-tick"
	}
	return "circle-tick"
}

// sure is "94%, nên xác nhận".
func (f FindingCard) sure() string {
	s := itoa(f.Confidence) + "%"
	if f.Advice != "" {
		s += ", " + f.Advice
	}
	return s
}

func (v CoverageView) count(s ParagraphState) int {
	n := 0
	for _, g := range v.Segments {
		if g.State == s {
			n++
		}
	}
	return n
}
