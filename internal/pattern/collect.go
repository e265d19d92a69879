package pattern

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// collector gathers the different sets of letters that a program takes. Most
// are a single letter, and a class as large as "all letters" stands behind many
// instructions.
type collector struct {
	sets   [][]rune
	single map[rune]int
	known  map[*rune]int // by where the program keeps the class
}

func (c *collector) add(ranges []rune) int {
	for n, s := range c.sets {
		if slices.Equal(s, ranges) {
			return n
		}
	}
	c.sets = append(c.sets, ranges)
	return len(c.sets) - 1
}

// setOf is the set of letters that an instruction takes, -1 for none.
func (c *collector) setOf(in *syntax.Inst) int {
	switch in.Op { //nolint:exhaustive // the others take no letter
	case syntax.InstRuneAny:
		return c.add([]rune{0, utf8.MaxRune})
	case syntax.InstRuneAnyNotNL:
		return c.add([]rune{0, '\n' - 1, '\n' + 1, utf8.MaxRune})
	case syntax.InstRune1:
		return c.letter(in.Rune[0], false)
	case syntax.InstRune:
		switch len(in.Rune) {
		case 0:
			return -1
		case 1:
			return c.letter(in.Rune[0], in.Arg&uint32(syntax.FoldCase) != 0)
		}
		n, ok := c.known[&in.Rune[0]]
		if !ok {
			n = c.add(in.Rune)
			c.known[&in.Rune[0]] = n
		}
		return n
	}
	return -1
}

// letter is the set of one letter, or of its forms in either case.
func (c *collector) letter(r rune, fold bool) int { //nolint:revive // an instruction says so or not
	key := r
	if fold {
		key = -r
	}
	n, ok := c.single[key]
	if ok {
		return n
	}
	all := []rune{r}
	if fold {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			all = append(all, f)
		}
	}
	slices.Sort(all)
	ranges := make([]rune, 0, 2*len(all))
	for _, r := range all {
		ranges = append(ranges, r, r)
	}
	n = c.add(ranges)
	c.single[key] = n
	return n
}
