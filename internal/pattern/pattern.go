package pattern

import (
	"iter"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Pattern is a regular expression, compiled when it is first used.
type Pattern struct {
	source   string
	compile  sync.Once
	prog     *syntax.Prog
	groups   int
	anchored bool     // can match at the start of the text only
	trailing bool     // can match at the end of the text only, and begin anywhere
	words    []string // that every match holds; only where looking for them pays
	clue     Found    // its place in a list of clues; 0 for none
	gate     *Pattern // without which there is no match; only where it is far cheaper
	forward  *automaton
	turn     sync.Once
	backward *automaton

	slowOnce sync.Once
	slow     *regexp.Regexp // for a text on which the automaton would make a state a letter
}

// all are the patterns made, so that a test can compile those that no text has
// asked for yet.
var all struct { //nolint:gochecknoglobals // see above
	sync.Mutex

	list []*Pattern
}

// New is a pattern in the syntax of package regexp, for a package's variables.
// It is not compiled yet; Compile tells whether it can be.
func New(source string) *Pattern {
	p := &Pattern{source: source}
	all.Lock()
	all.list = append(all.list, p)
	all.Unlock()
	return p
}

// Made lists the patterns made so far.
func Made() []*Pattern {
	all.Lock()
	defer all.Unlock()
	return slices.Clone(all.list)
}

// Compile compiles the pattern now and reports what is wrong with it.
func (p *Pattern) Compile() error {
	if _, err := syntax.Parse(p.source, syntax.Perl); err != nil {
		return err //nolint:wrapcheck // it quotes the pattern
	}
	p.ready()
	return nil
}

// String is the source.
func (p *Pattern) String() string { return p.source }

func (p *Pattern) ready() {
	p.compile.Do(func() {
		whole := p.tree()
		p.groups = whole.MaxCap()
		tree := whole.Simplify()
		p.gate = gateOf(whole, tree)
		p.prog = program(tree)
		p.anchored = atStart(tree)
		if p.trailing = !p.anchored && atEnd(tree); p.trailing {
			return // such a one is read from its end
		}
		p.forward = newAutomaton(p.prog, forwards, p.anchored)
		if p.anchored && p.forward.firsts == nil { // one that begins with anything is read far in vain
			p.words = required(tree)
		}
	})
}

// tree is the source taken apart: again, where it is needed twice, for it takes
// more memory than all else.
func (p *Pattern) tree() *syntax.Regexp {
	tree, err := syntax.Parse(p.source, syntax.Perl)
	if err != nil {
		panic("pattern " + p.source + ": " + err.Error()) // as regexp.MustCompile; tests compile every pattern
	}
	return tree
}

func program(tree *syntax.Regexp) *syntax.Prog {
	prog, err := syntax.Compile(tree)
	if err != nil {
		panic("pattern " + tree.String() + ": " + err.Error()) // regexp/syntax knows of no such case
	}
	return prog
}

func (p *Pattern) reversed() *automaton {
	p.turn.Do(func() {
		p.backward = newAutomaton(program(reverse(p.tree().Simplify())), backwards, true)
	})
	return p.backward
}

func (p *Pattern) plain() *regexp.Regexp {
	p.slowOnce.Do(func() { p.slow = regexp.MustCompile(p.source) })
	return p.slow
}

// MatchString reports whether s holds a match.
func (p *Pattern) MatchString(s string) bool {
	p.ready()
	if p.lacks(s) {
		return false
	}
	var end int
	var ok bool
	if p.trailing {
		end, ok = p.reversed().start(s, 0, len(s))
	} else {
		end, ok = p.forward.end(s, 0, whether)
	}
	if !ok {
		return p.plain().MatchString(s)
	}
	return end >= 0
}

// lacks reports a short text without a word that every match holds. In a long
// one the automaton may need to look at less.
func (p *Pattern) lacks(s string) bool {
	if p.gate != nil && len(s) < gatedTexts {
		if p.anchored && p.forward.firsts != nil && !p.forward.firsts.at(s, 0) {
			return true
		}
		return !p.gate.MatchString(s)
	}
	return len(p.words) > 0 && len(s) < 500 && slices.ContainsFunc(p.words, func(w string) bool { return !strings.Contains(s, w) })
}

// next is the first match that begins at pos or later; found is -1 for none,
// and ok is false where the automaton gave up.
func (p *Pattern) next(s string, pos int) (start, end int, ok bool) {
	p.ready()
	if p.anchored && pos > 0 || p.lacks(s) {
		return -1, -1, true
	}
	if p.trailing {
		start, ok = p.reversed().start(s, pos, len(s))
		return start, len(s), ok
	}
	end, ok = p.forward.end(s, pos, where)
	if end < 0 || !ok {
		return -1, -1, ok
	}
	if p.anchored {
		return 0, end, true
	}
	start, ok = p.reversed().start(s, pos, end)
	return start, end, ok
}

// Span is the place of the first match in s; found is false for none.
func (p *Pattern) Span(s string) (start, end int, found bool) {
	start, end, ok := p.next(s, 0)
	if !ok {
		m := p.plain().FindStringIndex(s)
		if m == nil {
			return 0, 0, false
		}
		return m[0], m[1], true
	}
	if start < 0 {
		return 0, 0, false
	}
	return start, end, true
}

// FindStringIndex is the place of the first match.
func (p *Pattern) FindStringIndex(s string) []int {
	if start, end, found := p.Span(s); found {
		return []int{start, end}
	}
	return nil
}

// FindString is the first match, "" for none.
func (p *Pattern) FindString(s string) string {
	start, end, _ := p.Span(s)
	return s[start:end]
}

// FindStringSubmatchIndex is the place of the first match and its groups.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	start, end, ok := p.next(s, 0)
	if !ok {
		return p.plain().FindStringSubmatchIndex(s)
	}
	if start < 0 {
		return nil
	}
	return p.inside(s, start, end)
}

// FindStringSubmatch is the first match and its groups.
func (p *Pattern) FindStringSubmatch(s string) []string {
	m := p.FindStringSubmatchIndex(s)
	if m == nil {
		return nil
	}
	out := make([]string, len(m)/2)
	for i := range out {
		if m[2*i] >= 0 {
			out[i] = s[m[2*i]:m[2*i+1]]
		}
	}
	return out
}

// All goes through the matches that do not overlap, as FindAllStringIndex
// lists them.
func (p *Pattern) All(s string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		before := -1
		for pos := 0; pos <= len(s); {
			start, end, ok := p.next(s, pos)
			if !ok {
				p.slowly(s, pos, yield)
				return
			}
			if start < 0 {
				return
			}
			accept := true
			if end == pos { // an empty match; not behind another one
				accept = start != before
				_, n := utf8.DecodeRuneInString(s[pos:])
				pos += max(n, 1)
			} else {
				pos = end
			}
			before = end
			if accept && !yield(start, end) {
				return
			}
		}
	}
}

// slowly goes on from pos with package regexp: its matches that begin before pos
// were given already.
func (p *Pattern) slowly(s string, pos int, yield func(int, int) bool) {
	for _, m := range p.plain().FindAllStringIndex(s, -1) {
		if m[0] >= pos && !yield(m[0], m[1]) {
			return
		}
	}
}

// FindAllStringIndex lists the matches that do not overlap, at most n of them
// unless n is negative.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	var out [][]int
	for start, end := range p.All(s) {
		if n >= 0 && len(out) >= n {
			break
		}
		out = append(out, []int{start, end})
	}
	return out
}

// FindAllStringSubmatchIndex lists the matches with their groups.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	var out [][]int
	for start, end := range p.All(s) {
		if n >= 0 && len(out) >= n {
			break
		}
		out = append(out, p.inside(s, start, end))
	}
	return out
}

// Split cuts s at the matches. Few texts hold one, so that package regexp does
// the cutting.
func (p *Pattern) Split(s string, n int) []string { return p.plain().Split(s, n) }

// ReplaceAllString puts a text, with its $1, in the place of every match.
func (p *Pattern) ReplaceAllString(s, by string) string {
	if !p.MatchString(s) {
		return s
	}
	return p.plain().ReplaceAllString(s, by)
}

// Begins reports whether a text that begins with s may begin with a match; s
// itself need not.
func (p *Pattern) Begins(s string) bool {
	p.ready()
	if !p.anchored {
		return true
	}
	return p.forward.alive(s)
}
