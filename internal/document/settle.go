package document

import (
	"context"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
)

// Settled is what a registration knew beforehand: the duties that the room
// below gave out, each at its place in the text, and the stretches of the text
// that are known word for word. What lies outside both is read as in any other
// document, so that nothing added by the signer is lost.
type Settled struct {
	Duties []Duty
	Known  []reading.Span
}

// Duty is one duty that was given out with its place in the text; Start and
// End count characters, and are equal where the text does not have its words.
type Duty struct {
	Start, End int
	Title      string
	Lead       apparatus.OrgID
	Coordinate []apparatus.OrgID
	Due        civil.Date
	Every      string
	Assignment string
}

// settledReason stands on passages that were known before the text came in.
const settledReason = "Theo dự thảo thông báo của phiên họp"

// settle keeps the duties as confirmed findings, marks what is known, and
// gives back the readings that stand elsewhere; all of them when nothing was
// known before.
func settle(ctx context.Context, tx *storage.Tx, d Document, read []Finding, give func(context.Context, *storage.Tx, Document) (Settled, error)) ([]Finding, error) {
	if give == nil {
		return read, nil
	}
	known, err := give(ctx, tx, d)
	if err != nil {
		return nil, err
	}
	who, text := actor.From(ctx), []rune(d.Text)
	var spans []reading.Span
	for _, x := range known.Duties {
		f := Finding{
			ID: FindingID(tx.NewID()), Document: d.ID, Start: x.Start, End: x.End, Origin: ByPerson, State: Confirmed, Certainty: 1, Because: "Kết luận của phiên họp", Assignment: x.Assignment,
			Content: Content{Title: x.Title, Task: reading.Span{Start: x.Start, End: x.End}, Lead: x.Lead, Coord: x.Coordinate, Due: x.Due, Every: x.Every},
		}
		if err := insertFinding(ctx, tx, f.touched(tx, who), text); err != nil {
			return nil, err
		}
		spans = append(spans, f.Task)
	}
	for _, p := range Passages(text) {
		if within(p, known.Known) && !within(p, spans) {
			if err := putMark(ctx, tx, d.ID, Mark{Passage: p.ID, Class: AsContext, Reason: settledReason, At: tx.Now(), By: who.ID, Name: who.Name}); err != nil {
				return nil, err
			}
		}
	}
	var open []Finding
	for _, f := range read {
		if !meets(f.Start, f.End, spans) && !meets(f.Start, f.End, known.Known) {
			open = append(open, f)
		}
	}
	return open, nil
}

func within(p Passage, spans []reading.Span) bool {
	for _, s := range spans {
		if s.Start <= p.Start && p.End <= s.End {
			return true
		}
	}
	return false
}

func meets(start, end int, spans []reading.Span) bool {
	for _, s := range spans {
		if s.Start < end && start < s.End {
			return true
		}
	}
	return false
}
