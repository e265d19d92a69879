package pattern

import (
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// reverse is the expression of the same texts read from their end. Groups are
// left out: backwards only the place where a match began is looked for.
func reverse(re *syntax.Regexp) *syntax.Regexp {
	out := *re
	out.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, s := range re.Sub {
		out.Sub[i] = reverse(s)
	}
	switch re.Op { //nolint:exhaustive // the others read the same from both ends
	case syntax.OpLiteral:
		out.Rune = slices.Clone(re.Rune)
		slices.Reverse(out.Rune)
	case syntax.OpConcat:
		slices.Reverse(out.Sub)
	case syntax.OpCapture:
		return out.Sub[0]
	case syntax.OpBeginText:
		out.Op = syntax.OpEndText
	case syntax.OpEndText:
		out.Op = syntax.OpBeginText
	case syntax.OpBeginLine:
		out.Op = syntax.OpEndLine
	case syntax.OpEndLine:
		out.Op = syntax.OpBeginLine
	}
	return &out
}

// atStart reports that a match can begin only where the text begins.
func atStart(re *syntax.Regexp) bool { return bound(re, syntax.OpBeginText, 0) }

// atEnd reports that a match can end only where the text ends.
func atEnd(re *syntax.Regexp) bool { return bound(re, syntax.OpEndText, 1) }

func bound(re *syntax.Regexp, by syntax.Op, side int) bool {
	switch re.Op { //nolint:exhaustive // the others are not bound
	case by:
		return true
	case syntax.OpCapture, syntax.OpPlus:
		return bound(re.Sub[0], by, side)
	case syntax.OpConcat:
		return len(re.Sub) > 0 && bound(re.Sub[side*(len(re.Sub)-1)], by, side)
	case syntax.OpAlternate:
		return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !bound(s, by, side) })
	}
	return false
}

// required are words that stand in every match, as they are written.
func required(re *syntax.Regexp) []string {
	switch re.Op { //nolint:exhaustive // the others require none
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 && !slices.Contains(re.Rune, utf8.RuneError) { // which stands for bytes that are no letter, too
			return []string{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpConcat:
		var all []string
		for _, s := range re.Sub {
			all = append(all, required(s)...)
		}
		return all
	}
	return nil
}
