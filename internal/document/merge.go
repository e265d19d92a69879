package document

import (
	"context"
	"slices"
	"strings"

	"dondoc/internal/actor"
	"dondoc/internal/fault"
	"dondoc/internal/reading"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/viet"
)

// MergeFindings puts several open findings of one document together. Bodies
// are joined; a deadline is kept only where they do not contradict each other.
func (s *Service) MergeFindings(ctx context.Context, list []Seen) (Finding, error) {
	who := actor.From(ctx)
	if err := requireWork(who); err != nil {
		return Finding{}, err
	}
	if len(list) < 2 {
		return Finding{}, fault.Field("with", "Chọn ít nhất hai nhiệm vụ để gộp.")
	}
	first, err := findFinding(ctx, s.db.Reader(), list[0].ID)
	if err != nil {
		return first, err
	}
	d, err := find(ctx, s.db.Reader(), first.Document)
	if err != nil {
		return first, err
	}
	var made Finding
	err = s.db.Write(ctx, storage.Act{Verb: VerbFindingMerge, On: first.ID.Ref(), About: []ref.Ref{first.Document.Ref()}}, func(tx *storage.Tx) error {
		olds := make([]Finding, 0, len(list))
		for _, seen := range list {
			f, err := findFinding(ctx, tx, seen.ID)
			if err != nil {
				return err
			}
			if f.Document != first.Document {
				return fault.Field("with", "Chỉ gộp nhiệm vụ của cùng một văn bản.")
			}
			if err := current(f, seen.Rev); err != nil {
				return err
			}
			olds = append(olds, f)
		}
		slices.SortFunc(olds, func(a, b Finding) int { return a.Start - b.Start })
		made = join(olds)
		made.ID = FindingID(tx.NewID())
		made = made.touched(tx, who)
		if err := insertFinding(ctx, tx, made, []rune(d.Text)); err != nil {
			return err
		}
		before := make([]Content, 0, len(olds))
		for _, f := range olds {
			before = append(before, f.Content)
			f.State, f.Became = Merged, []FindingID{made.ID}
			f = f.touched(tx, who)
			if err := saveFinding(ctx, tx, f); err != nil {
				return err
			}
		}
		tx.Act.Before, tx.Act.After = before, made.Content
		return summarise(ctx, tx, made.Document)
	})
	made.Rev = 1
	return made, err
}

func join(olds []Finding) Finding {
	f := olds[0]
	f.Origin, f.State, f.Became, f.Parts, f.Rev = ByMerge, Open, nil, nil, 0
	for _, o := range olds[1:] {
		f.Parts = append(f.Parts, reading.Span{Start: o.Start, End: o.End})
		f.End = max(f.End, o.End)
		f.Certainty = min(f.Certainty, o.Certainty)
		f.Because += " Gộp với: " + o.Because
		f.Title = clip(strings.TrimSuffix(f.Title, "…")+"; "+lower(o.Title), maxTitle)
		f.Leads, f.Throughs, f.Coordinates = joinParties(f.Leads, o.Leads), joinParties(f.Throughs, o.Throughs), joinParties(f.Coordinates, o.Coordinates)
		f.Coord = union(f.Coord, o.Coord)
		if f.Lead != o.Lead || !slices.Equal(f.Expand, o.Expand) {
			f.Lead, f.Expand, f.Through = "", nil, ""
		}
		switch {
		case f.Due == "" && f.Every == "":
			f.Due, f.Every, f.Deadline = o.Due, o.Every, o.Deadline
		case o.Due == "" && o.Every == "", o.Due == f.Due && o.Every == f.Every:
		default: // two limits: the officer says which holds
			f.Due, f.Every = "", ""
		}
	}
	f.Parts = append([]reading.Span{{Start: olds[0].Start, End: olds[0].End}}, f.Parts...)
	f.Task = reading.Span{Start: f.Start, End: f.End}
	return f
}

func lower(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToLower(string(r)) + s[len(string(r)):]
		}
	}
	return s
}

func joinParties(a, b []Party) []Party {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.ContainsFunc(out, func(x Party) bool { return viet.Fold(x.Name) == viet.Fold(p.Name) }) {
			out = append(out, p)
		}
	}
	return out
}
