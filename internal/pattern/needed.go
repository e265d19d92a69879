package pattern

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// A counted stretch of anything, "[^.;]{0,80}", gives the automaton a state for
// every count: more of them than the fastest memory holds. Whether the words
// that every match holds are there at all is told by a few states.

const (
	longCount  = 20
	shortWord  = 3    // bytes; what is shorter stands everywhere
	gatedTexts = 2000 // bytes; in a longer text the automaton may need to look at less
)

// gateOf is a pattern without which a pattern with a long count has no match;
// nil if there is none, or no such count.
func gateOf(whole, simple *syntax.Regexp) *Pattern {
	if !counts(whole) {
		return nil
	}
	words := needed(simple)
	if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return len(w) < shortWord }) {
		return nil
	}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return &Pattern{source: "(?i)" + strings.Join(words, "|")}
}

// counts reports a stretch that is counted far.
func counts(re *syntax.Regexp) bool {
	return re.Op == syntax.OpRepeat && max(re.Min, re.Max) >= longCount || slices.ContainsFunc(re.Sub, counts)
}

// needed are words one of which, in either case, stands in every match; nil if
// there are no such.
func needed(re *syntax.Regexp) []string {
	switch re.Op { //nolint:exhaustive // the others need none
	case syntax.OpLiteral:
		if !slices.Contains(re.Rune, utf8.RuneError) { // which stands for bytes that are no letter, too
			return []string{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat: // the part whose words are longest
		var best []string
		for _, s := range re.Sub {
			if words := needed(s); shortest(words) > shortest(best) {
				best = words
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, s := range re.Sub {
			words := needed(s)
			if len(words) == 0 {
				return nil
			}
			all = append(all, words...)
		}
		return all
	}
	return nil
}

func shortest(words []string) int {
	if len(words) == 0 {
		return 0
	}
	return len(slices.MinFunc(words, func(a, b string) int { return len(a) - len(b) }))
}
