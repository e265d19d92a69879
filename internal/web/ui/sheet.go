package ui

import (
	"fmt"
	"strconv"
	"strings"
)

// Rect is a place on a page, in points from its upper left corner.
type Rect struct{ Left, Top, Right, Bottom float64 }

// SheetView is a page of the original with what was found on it.
type SheetView struct {
	ID            string // anchor
	Caption       string // "Trang 3/30"
	Alt           string
	Width, Height float64 // in points
	Src, SrcSet   string
	Large         string // address of the picture in its largest size
	Marks         []SheetMark
}

// Point is a place on a page, in points from its upper left corner.
type Point struct{ X, Y float64 }

// BadgeWidth and BadgeHeight are the size of a number, in points.
const (
	BadgeWidth  = 15.0
	BadgeHeight = 13.0
)

// SheetMark is one finding, or another found part, as it lies on a page.
type SheetMark struct {
	Kind    MarkKind
	Lines   []Rect
	Number  int    // badge of an assignment
	Badge   Point  // where the badge stands, in the margin
	Href    string // of an assignment: opens its card
	Card    string // the card's id, so that both are seen together
	Label   string // what the link is called
	Current bool
	Off     bool // dismissed: shown faint
}

// MarkPassage is the passage that is open.
const MarkPassage MarkKind = "passage"

// Switch is a choice between two or three ways to see the same thing.
type Switch struct {
	Label   string
	Options []SwitchOption
}

// SwitchOption is one way; the present one is no link.
type SwitchOption struct {
	Link

	Current bool
}

func points(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (s SheetView) viewBox() string { return "0 0 " + points(s.Width) + " " + points(s.Height) }

// boxes is one path over all lines, so that lines that touch are tinted once.
func (m SheetMark) boxes() string {
	var b strings.Builder
	for _, l := range m.Lines {
		fmt.Fprintf(&b, "M%s %sH%sV%sH%sz", points(l.Left-1), points(l.Top), points(l.Right+1), points(l.Bottom), points(l.Left-1))
	}
	return b.String()
}

// under is a line below the words of each line, by so many points.
func (m SheetMark) under(by float64) string {
	var b strings.Builder
	for _, l := range m.Lines {
		fmt.Fprintf(&b, "M%s %sH%s", points(l.Left), points(l.Bottom+by), points(l.Right))
	}
	return b.String()
}

// edge is the bar beside what is open: from its first line to its last.
func (m SheetMark) edge() Rect {
	r := m.Lines[0]
	for _, l := range m.Lines {
		r = Rect{min(r.Left, l.Left), min(r.Top, l.Top), max(r.Right, l.Right), max(r.Bottom, l.Bottom)}
	}
	r.Left = max(r.Left-7, 0)
	return r
}

func (m SheetMark) classes() string {
	s := "s-" + string(m.Kind)
	if m.Current {
		s += " current"
	}
	if m.Off {
		s += " off"
	}
	return s
}
