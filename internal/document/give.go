package document

import (
	"context"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/reading"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// give makes the assignment of one finding inside the act, with the exact
// characters that it came from. A group becomes a parent with one per member.
// It says how many bodies got something to do.
func (s *Service) give(ctx context.Context, tx *storage.Tx, d Document, text []rune, f *Finding) (int, error) {
	n := assignment.New{
		Title: f.Title, Quote: cut(text, f.Start, f.End), Through: f.Through, Coordinate: f.Coord,
		Origin: d.ID.Ref(), OriginLabel: d.Title(), SpanStart: f.Start, SpanEnd: f.End,
		AssignedOn: civil.Of(tx.Now()), Deadline: f.given(text, actor.From(ctx).Name),
	}
	if f.Lead != "" {
		n.Lead = f.Lead
	} else {
		n.Members = f.Expand
	}
	// A member does not coordinate its own part.
	n.Coordinate = without(n.Coordinate, append([]apparatus.OrgID{n.Lead}, n.Members...))
	a, owed, err := s.deps.Assignments.AssignTx(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	f.Assignment = string(a.ID)
	return owed, nil
}

func without(list, out []apparatus.OrgID) []apparatus.OrgID {
	var kept []apparatus.OrgID
	for _, id := range list {
		if len(union(out, []apparatus.OrgID{id})) > len(out) {
			kept = append(kept, id)
		}
	}
	return kept
}

// given is the deadline that goes with the assignment: as the text says it,
// unless the officer set another, which then carries the officer's name.
func (f Finding) given(text []rune, officer string) assignment.Deadline {
	read := f.Deadline
	d := assignment.Deadline{Kind: assignment.NoDate, Phrase: read.Words(text), Vague: read.Vague}
	asRead := func() {
		d.Bound, d.Date = workday.Bound(read.Bound), read.Date
	}
	switch {
	case f.Due != "":
		d.Kind = assignment.OnDate
		if read.Kind == reading.OnDate && f.Due == read.LastDay() {
			asRead()
		} else {
			d.Bound, d.Date, d.SetBy = workday.By, f.Due, officer
		}
	case f.Every != "":
		d.Kind, d.Every = assignment.Recurring, workday.Every(f.Every)
		if f.Every != read.Every {
			d.SetBy = officer
		}
	case read.Kind == reading.Recurring && read.Every == "":
		d.Kind = assignment.Recurring
	case read.Kind == reading.Relative:
		d.Kind = assignment.Relative
	}
	return d
}
