package pattern

import (
	"slices"
	"sync"
	"unicode"
)

// Clues tells in one reading of a text which of some patterns may match in it or
// in any part of it: where none of the words stands one of which each match of a
// pattern holds, there is none.
type Clues struct {
	patterns []*Pattern
	compile  sync.Once
	class    [256]uint8
	width    int
	next     []uint16
	found    []Found
	always   Found // patterns of which no such words are known
}

// Found is what Clues found: the patterns that may match.
type Found uint64

// maxClues is how many patterns Found has room for.
const maxClues = 64

// NewClues is for at most 64 patterns, each in one such list alone.
func NewClues(patterns ...*Pattern) *Clues {
	if len(patterns) > maxClues {
		panic("pattern: too many clues")
	}
	for i, p := range patterns {
		if p.clue != 0 {
			panic("pattern: two lists of clues have " + p.source)
		}
		p.clue = 1 << i
	}
	return &Clues{patterns: patterns}
}

// May reports whether p, which is among the patterns looked for, may match.
func (f Found) May(p *Pattern) bool { return f&p.clue != 0 }

// In says which patterns may match in s.
func (c *Clues) In(s string) Found {
	c.compile.Do(c.build)
	all := c.always
	state := 0
	for i := range len(s) {
		state = int(c.next[state*c.width+int(c.class[s[i]])])
		all |= c.found[state]
	}
	return all
}

// node is a place in the tree of the words, by bytes.
type node struct {
	to    map[byte]int
	fail  int
	found Found
}

// odd are letters that a pattern takes for k and s when it asks for either case,
// and that are written with other bytes than these.
var odd = []string{"\u212a", "\u017f"} //nolint:gochecknoglobals // a constant table

// build makes the automaton of Aho and Corasick; both cases of a letter lead to
// one place, so that the text need not be folded.
func (c *Clues) build() {
	tree := []node{{to: map[byte]int{}}}
	for _, p := range c.patterns {
		words := needed(p.tree().Simplify())
		if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return len(w) < shortWord || !paired(w) }) {
			c.always |= p.clue
			continue
		}
		for _, w := range append(words, odd...) {
			at := 0
			for _, r := range w {
				at = step(&tree, at, r)
			}
			tree[at].found |= p.clue
		}
	}
	c.link(tree)
}

// paired reports that each letter of a word has two cases at most, which differ
// in their last byte alone, but for the odd ones.
func paired(w string) bool {
	for _, r := range w {
		low, up := cases(r)
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			if s := string(x); s != low && s != up && !slices.Contains(odd, s) {
				return false
			}
		}
	}
	return true
}

// cases are a letter's two, or twice the letter where they are not alike.
func cases(r rune) (low, up string) {
	low, up = string(unicode.ToLower(r)), string(unicode.ToUpper(r))
	if last := len(low) - 1; len(up) != len(low) || low[:last] != up[:last] {
		return string(r), string(r)
	}
	return low, up
}

// step goes on from a place by a letter in either case.
func step(tree *[]node, at int, r rune) int {
	follow := func(from int, bytes ...byte) int {
		to, ok := (*tree)[from].to[bytes[0]]
		if !ok {
			to = len(*tree)
			*tree = append(*tree, node{to: map[byte]int{}})
		}
		for _, b := range bytes {
			(*tree)[from].to[b] = to
		}
		return to
	}
	low, up := cases(r)
	last := len(low) - 1
	for _, b := range []byte(low[:last]) {
		at = follow(at, b)
	}
	return follow(at, low[last], up[last])
}

// link finds for every place and byte where the reading goes on.
func (c *Clues) link(tree []node) {
	c.width = 1
	for _, n := range tree {
		for b := range n.to {
			if c.class[b] == 0 {
				c.class[b] = uint8(c.width) //nolint:gosec // there are 256 bytes, and some stand in no word
				c.width++
			}
		}
	}
	c.next, c.found = make([]uint16, len(tree)*c.width), make([]Found, len(tree))
	queue := []int{0}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		n := &tree[at]
		n.found |= tree[n.fail].found
		c.found[at] = n.found
		copy(c.next[at*c.width:(at+1)*c.width], c.next[n.fail*c.width:(n.fail+1)*c.width])
		seen := map[int]bool{}
		for b, to := range n.to {
			if at != 0 && !seen[to] {
				tree[to].fail = int(c.next[n.fail*c.width+int(c.class[b])])
			}
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
		for b, to := range n.to {
			c.next[at*c.width+int(c.class[b])] = uint16(to) //nolint:gosec // the words have few letters
		}
	}
}
