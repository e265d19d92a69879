package ui

import "github.com/a-h/templ"

// Span is a piece of the document's text, in code points.
type Span struct{ Start, End int }

// MarkKind is what was found.
type MarkKind string

// The kinds of found text.
const (
	MarkAssignment MarkKind = "assignment"
	MarkAgency     MarkKind = "agency"
	MarkDeadline   MarkKind = "deadline"
	MarkCitation   MarkKind = "citation"
)

// TextMark is one span found in the text. Marks may nest; those that cross are cut.
type TextMark struct {
	Span
	Kind    MarkKind
	Number  int    // badge of an assignment
	Href    string // badge's link, to its card
	ID      string // anchor of the mark
	Current bool
	Off     bool // dismissed: shown faint
}

// ParagraphState is whether somebody has looked at a paragraph.
type ParagraphState string

// The states of a paragraph.
const (
	ParagraphUnseen    ParagraphState = "unseen"
	ParagraphDone      ParagraphState = "done"      // carries confirmed assignments
	ParagraphContext   ParagraphState = "context"   // accounted for as context
	ParagraphDismissed ParagraphState = "dismissed" // left out with a reason
	ParagraphPlain     ParagraphState = ""          // nothing to account for: heading, closing
)

// Paragraph is one passage of the document.
type Paragraph struct {
	Number  int // shown beside it; 0 = none
	ID      string
	Start   int // code point where Text begins in the document
	Text    string
	State   ParagraphState
	Current bool
	Heading bool
	Folded  string          // words shown instead of the text: "Đoạn 13 và 14, đã xem."
	Unfold  string          // address that opens it
	Acts    templ.Component // buttons under the paragraph
}

// Document is the text being read with what was found in it.
type Document struct {
	Label      string // "Toàn văn Thông báo 06-TB/BCĐ"
	Paragraphs []Paragraph
	Marks      []TextMark // offsets in the whole document
}

// LegendItem is one kind of mark and how many there are.
type LegendItem struct {
	Kind  MarkKind
	Count int
}

// CoverageView says how much of the text is accounted for.
type CoverageView struct {
	Seen     int
	Total    int
	Segments []Segment // one per passage, in order
	Next     Link      // "Tới đoạn chưa xem (3)"
	Unseen   []Link    // every passage that nobody looked at
	Note     string
}

// Segment is one passage on the bar.
type Segment struct {
	State ParagraphState
	Href  string
	Label string // "Đoạn 9, có nhiệm vụ"
}

// FindingCard is one finding. The open one shows its facts, the others two lines.
type FindingCard struct {
	ID         string
	Number     int
	Title      string
	Href       string // opens it
	Open       bool
	Holder     string // second line of a closed card
	Clock      *Clock // nil = none shown
	Cadence    string // "Hằng tuần, chưa chọn ngày": shown instead of Clock
	State      string // drafted, confirmed (settled), dismissed
	StateWord  string
	Facts      []Fact
	Confidence int // percent, 0 = not said
	Advice     string
	Why        string
	Body       templ.Component // the form when the card is being edited
	Acts       templ.Component
}
