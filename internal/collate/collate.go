// Package collate lays pieces of a draft beside a finished text: where each
// piece stands there, word for word or with which differences, and what the
// text has that no piece of the draft does. Marks, case, line ends and the two
// tone styles do not count; every other letter does. It is pure.
package collate

import (
	"slices"
	"strings"
	"unicode"

	"dondoc/internal/viet"
)

// Piece is a stretch of a comparison.
type Piece struct {
	Text string
	Kind PieceKind
}

// PieceKind is which of the two texts has a piece.
type PieceKind string

// The kinds.
const (
	Both  PieceKind = "both"
	Draft PieceKind = "draft" // only the draft
	Copy  PieceKind = "copy"  // only the signed copy
)

// Span is a stretch of a text, in characters.
type Span struct{ Start, End int }

// Match is one piece of the draft beside the text.
type Match struct {
	Span

	Draft  string
	Found  bool
	Same   bool
	Pieces []Piece // when it differs
}

// Comparison is a draft beside a text.
type Comparison struct {
	Matches []Match
	Added   []string // sentences among the pieces that no draft has
	Known   []Span   // what the draft has, pieces and the words around them
}

// Differences counts what a person should look at before anything is given out.
func (c Comparison) Differences() int {
	n := len(c.Added)
	for _, m := range c.Matches {
		if !m.Same {
			n++
		}
	}
	return n
}

// word is one word of a text with its place in characters.
type word struct {
	key        string
	start, end int
}

// wordsOf cuts a text into words; marks and case of letters do not count, and
// neither do the line ends that a PDF puts inside a sentence.
func wordsOf(text []rune) []word {
	var out []word
	start := -1
	for i := 0; i <= len(text); i++ {
		in := i < len(text) && (unicode.IsLetter(text[i]) || unicode.IsDigit(text[i]) || unicode.Is(unicode.Mn, text[i]))
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, word{strings.ToLower(viet.Tone(viet.NFC(string(text[start:i])))), start, i})
			start = -1
		}
	}
	return out
}

// likeEnough is the share of a piece's words that a stretch must have to
// be taken for it.
const likeEnough = 0.6

// Compare lays pieces of a draft, in their order, and the words around them
// beside a text; sentences are the text's own, for what it adds.
func Compare(pieces, around []string, text string, sentences []Span) Comparison {
	runes := []rune(text)
	words := wordsOf(runes)
	var out Comparison
	from := 0
	for _, piece := range pieces {
		m := Match{Draft: piece}
		q := wordsOf([]rune(piece))
		if at := exact(words, q, from); at >= 0 {
			m.Found, m.Same, m.Start, m.End = true, true, words[at].start, words[at+len(q)-1].end
			from = at + len(q)
		} else if lo, hi, ok := nearest(words, q); ok {
			m.Found = true
			m.Span, m.Pieces = differ([]rune(piece), runes, q, words[lo:hi])
		}
		if m.Found {
			out.Known = append(out.Known, m.Span)
		}
		out.Matches = append(out.Matches, m)
	}
	for _, p := range around {
		q := wordsOf([]rune(p))
		if at := exact(words, q, 0); at >= 0 {
			out.Known = append(out.Known, Span{words[at].start, words[at+len(q)-1].end})
		}
	}
	out.Added = out.added(runes, sentences)
	return out
}

// exact is where the words stand one after another, from a place on or, failing
// that, anywhere; -1 if nowhere.
func exact(in, q []word, from int) int {
	look := func(a, b int) int {
	next:
		for i := a; i+len(q) <= len(in) && i < b; i++ {
			for k := range q {
				if in[i+k].key != q[k].key {
					continue next
				}
			}
			return i
		}
		return -1
	}
	if len(q) == 0 {
		return -1
	}
	if at := look(from, len(in)); at >= 0 {
		return at
	}
	return look(0, from)
}

// nearest is the stretch that shares most words with q, if it shares enough.
func nearest(in, q []word) (lo, hi int, ok bool) {
	if len(q) == 0 || len(in) == 0 {
		return 0, 0, false
	}
	need := map[string]int{}
	for _, w := range q {
		need[w.key]++
	}
	have, shared := map[string]int{}, 0
	best, at := 0, 0
	for i, w := range in {
		if have[w.key]++; have[w.key] <= need[w.key] {
			shared++
		}
		if i >= len(q) {
			old := in[i-len(q)].key
			if have[old] <= need[old] {
				shared--
			}
			have[old]--
		}
		if shared > best {
			best, at = shared, max(0, i-len(q)+1)
		}
	}
	slack := len(q)/4 + 2
	return max(0, at-slack), min(len(in), at+len(q)+slack), float64(best) >= likeEnough*float64(len(q))
}

// differ aligns the words of a piece with those of a stretch, as close together
// as they stand, and gives where the piece stands in the text and what is on
// one side only.
func differ(draft, text []rune, q, in []word) (at Span, out []Piece) {
	pairs := align(q, in)
	if len(pairs) == 0 {
		return Span{}, nil
	}
	add := func(kind PieceKind, src []rune, words []word, from, to int) { // words from … to-1
		if from < to {
			out = append(out, Piece{viet.Line(string(src[words[from].start:closing(src, words[to-1].end)])), kind})
		}
	}
	i, j := 0, pairs[0][1]
	for k := 0; k < len(pairs); {
		add(Draft, draft, q, i, pairs[k][0])
		add(Copy, text, in, j, pairs[k][1])
		run := k + 1
		for run < len(pairs) && pairs[run][0] == pairs[run-1][0]+1 && pairs[run][1] == pairs[run-1][1]+1 {
			run++
		}
		i, j = pairs[run-1][0]+1, pairs[run-1][1]+1
		add(Both, text, in, pairs[k][1], j)
		k = run
	}
	add(Draft, draft, q, i, len(q))
	return Span{in[pairs[0][1]].start, in[pairs[len(pairs)-1][1]].end}, out
}

// closing is the end of the marks that follow a word.
func closing(text []rune, end int) int {
	for end < len(text) && !unicode.IsSpace(text[end]) && !unicode.IsLetter(text[end]) && !unicode.IsDigit(text[end]) {
		end++
	}
	return end
}

// align pairs equal words in their order, as many as can be: it ends as early
// and begins as late as that allows.
func align(q, in []word) [][2]int {
	n, m := len(q), len(in)
	table := make([][]int, n+1)
	for i := range table {
		table[i] = make([]int, m+1)
	}
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			if q[i-1].key == in[j-1].key {
				table[i][j] = table[i-1][j-1] + 1
			} else {
				table[i][j] = max(table[i-1][j], table[i][j-1])
			}
		}
	}
	end := m
	for end > 0 && table[n][end-1] == table[n][m] {
		end--
	}
	var pairs [][2]int
	for i, j := n, end; i > 0 && j > 0; {
		switch {
		case q[i-1].key == in[j-1].key:
			i, j = i-1, j-1
			pairs = append(pairs, [2]int{i, j})
		case table[i-1][j] >= table[i][j-1]:
			i--
		default:
			j--
		}
	}
	slices.Reverse(pairs)
	return pairs
}

// added lists the sentences between the first and the last known stretch that
// belong to none.
func (c Comparison) added(text []rune, sentences []Span) []string {
	first, last := len(text), 0
	for _, s := range c.Known {
		first, last = min(first, s.Start), max(last, s.End)
	}
	var out []string
	for _, p := range sentences {
		if p.Start < first || p.End > last+2 {
			continue
		}
		covered := 0
		for _, s := range c.Known {
			covered += max(0, min(s.End, p.End)-max(s.Start, p.Start))
		}
		if said := string(text[p.Start:p.End]); covered*2 < p.End-p.Start && len(strings.Fields(said)) > 3 {
			out = append(out, said)
		}
	}
	return out
}
