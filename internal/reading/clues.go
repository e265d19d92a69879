package reading

import (
	"dondoc/internal/pattern"
	"dondoc/internal/reading/grammar"
)

// Most sentences hold none of the words that a rule waits for. Which rules may
// apply is told line by line, in one reading of the text.

var waiting = pattern.NewClues(agreeing, closingRE, grammar.Ordering, judges, recalls, wasDone, isWhat, presided, coordRE, cungRE, throughRE, pressing, answersFor) //nolint:gochecknoglobals // as the patterns

// clued is what may match in a line.
func (r *reader) clued() {
	r.clues = make([]pattern.Found, len(r.lines))
	for i, l := range r.lines {
		r.clues[i] = waiting.In(r.t[l.Start:l.End])
	}
}

// may reports whether a rule may match in the line in which a place stands.
func (r *reader) may(p *pattern.Pattern, at int) bool {
	if l := r.lines[r.near]; at < l.Start || at > l.End { // most often the line of the last question
		from, to := 0, len(r.lines)
		for from+1 < to {
			if mid := (from + to) / 2; r.lines[mid].Start <= at {
				from = mid
			} else {
				to = mid
			}
		}
		r.near = from
	}
	return r.clues[r.near].May(p)
}

// is reports whether a rule matches in a stretch of one line.
func (r *reader) is(p *pattern.Pattern, from, to int) bool {
	return r.may(p, from) && p.MatchString(r.t[from:to])
}

// all are the places of a rule's matches in a stretch of one line.
func (r *reader) all(p *pattern.Pattern, from, to int) [][]int {
	if !r.may(p, from) {
		return nil
	}
	return p.FindAllStringIndex(r.t[from:to], -1)
}
