package reading

import (
	"math"
	"strings"

	"dondoc/internal/reading/bodies"
	"dondoc/internal/reading/outline"
)

// Signs are what a finding was recognised by, and what makes it doubtful. The
// certainty is a logistic function of them, fitted to annotated documents (see
// score.Fit); it is not part of the result's JSON.
type Signs uint32

// The signs.
const (
	SignOrdered   Signs = 1 << iota // a body right behind an ordering verb
	SignSubject                     // a body as the subject of the sentence
	SignLater                       // … that does not begin it
	SignClause                      // a clause with a lead or a day of its own
	SignHeld                        // for whoever the heading or the opening names
	SignSame                        // for whoever the sentence before is for
	SignAddressed                   // for whoever the document addresses
	SignLabel                       // a labelled block of a plan
	SignRow                         // a row of a table
	SignOpening                     // a sentence that opens a list
	SignNobody                      // nobody is named
	SignOne                         // one body
	SignMany                        // more than four
	SignAsWritten                   // a name that no pattern knows as a whole
	SignDay                         // one day
	SignDays                        // several times in one sentence
	SignEvent                       // bound to an event or a rhythm
	SignItem                        // an item of a list
	SignPlan                        // in a plan
	SignLong                        // a sentence of more than 400 letters
	SignSeveral                     // parts that begin with actions of their own
	SignAims                        // in a section that aims or judges
	SignCount     = iota
)

// source is where an inherited lead comes from.
type source uint8

const (
	fromNowhere source = iota
	fromHolder
	fromSentence
	fromAddress
)

// signs are those of a finding.
func (r *reader) signs(a raw, out Assignment) Signs {
	var s Signs
	set := func(x Signs, on bool) {
		if on {
			s |= x
		}
	}
	set(SignOrdered, strings.HasPrefix(a.how, "Chữ “"))
	set(SignSubject, strings.HasPrefix(a.how, "Tên cơ quan"))
	set(SignLater, strings.HasPrefix(a.how, "Tên cơ quan") && a.strength < 0.8)
	set(SignClause, strings.HasPrefix(a.how, "Dấu “;”"))
	set(SignLabel, strings.HasPrefix(a.how, "Dòng “") || strings.HasPrefix(a.how, "Việc được liệt kê") || strings.HasPrefix(a.how, "Tên mục"))
	set(SignRow, strings.HasPrefix(a.how, "Dòng của bảng"))
	set(SignOpening, strings.HasPrefix(a.how, "Câu mở đầu") || a.strength == 0.6)
	set(SignHeld, a.inherited && a.source == fromHolder)
	set(SignSame, a.inherited && a.source == fromSentence)
	set(SignAddressed, a.inherited && a.source == fromAddress)
	set(SignNobody, len(a.lead) == 0)
	set(SignOne, len(a.lead) == 1)
	set(SignMany, len(a.lead) > 4)
	for _, name := range a.lead {
		_, end := bodies.List(name, 0)
		set(SignAsWritten, end < len(name))
	}
	set(SignDay, len(a.due) == 1 && out.Deadline.Kind == OnDate)
	set(SignDays, len(a.due) > 1)
	set(SignEvent, out.Deadline.Kind == Relative || out.Deadline.Kind == Recurring)
	l := r.lines[a.line]
	set(SignItem, l.Level < outline.Paragraph)
	set(SignPlan, r.plan)
	set(SignLong, out.End-out.Start > 400)
	set(SignSeveral, len(out.Parts) > 0)
	set(SignAims, l.Off)
	return s
}

// certainty is how likely a finding with these signs is right in span, leads and
// limit of time.
func (s Signs) certainty() float64 {
	z := weights[SignCount]
	for i := range SignCount {
		if s&(1<<i) != 0 {
			z += weights[i]
		}
	}
	p := 1 / (1 + math.Exp(-z))
	return math.Round(100*min(max(p, 0.05), 0.99)) / 100
}
