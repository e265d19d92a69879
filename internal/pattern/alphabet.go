package pattern

import (
	"maps"
	"regexp/syntax"
	"slices"
	"sync/atomic"
	"unicode/utf8"
)

// Letters that Vietnamese texts are written in have a place in a small table.
const (
	lowLetters = 0x250 // ASCII to Latin Extended-B: ă â đ ê ô ơ ư and marks on single vowels
	toneFrom   = 0x1e80
	toneTo     = 0x1f00 // ạ to ỹ
	signFrom   = 0x2000
	signTo     = 0x2070 // dashes, quotation marks, odd blanks
	tonesAt    = lowLetters
	signsAt    = tonesAt + toneTo - toneFrom
	tableSize  = signsAt + signTo - signFrom
)

// windows are the stretches of letters in the table, and where they stand.
var windows = [...]struct { //nolint:gochecknoglobals // a constant table
	from, to rune // to exclusive
	at       int
}{{0, lowLetters, 0}, {toneFrom, toneTo, tonesAt}, {signFrom, signTo, signsAt}}

// alphabet sorts letters into classes that a program can't tell apart. A letter
// that is not in the table is taken for one of the table that belongs to the
// same sets.
type alphabet struct {
	table [tableSize]uint8
	size  int        // how many classes
	all   [][]rune   // the sets, as pairs of first and last letter
	sets  [][]uint64 // by class: which sets it belongs to
	set   []int      // by instruction: which set it takes, -1 for none
	word  []bool     // by class: letters of a word, as \b knows them
	line  []bool     // by class: the end of a line
	rare  atomic.Pointer[map[rune]int]
}

// noClass is a letter that no letter of the table stands for.
const noClass = -1

var (
	wordSet = []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'} //nolint:gochecknoglobals // a constant table
	lineSet = []rune{'\n', '\n'}                             //nolint:gochecknoglobals // a constant table
)

// newAlphabet reads the sets of a program.
func newAlphabet(prog *syntax.Prog) *alphabet {
	a := &alphabet{set: make([]int, len(prog.Inst))}
	c := collector{single: map[rune]int{}, known: map[*rune]int{}}
	var conditions syntax.EmptyOp
	for pc := range prog.Inst {
		in := &prog.Inst[pc]
		a.set[pc] = c.setOf(in)
		if in.Op == syntax.InstEmptyWidth {
			conditions |= condition(in)
		}
	}
	word, line := -1, -1
	if conditions&boundaries != 0 {
		word = c.add(wordSet)
	}
	if conditions&(syntax.EmptyBeginLine|syntax.EmptyEndLine) != 0 {
		line = c.add(lineSet)
	}
	a.all = c.sets
	a.sort()
	a.word, a.line = make([]bool, a.size), make([]bool, a.size)
	for k := range a.size {
		a.word[k] = word >= 0 && a.holds(k, word)
		a.line[k] = line >= 0 && a.holds(k, line)
	}
	a.rare.Store(&map[rune]int{})
	return a
}

// condition is what an instruction asks of the place.
func condition(in *syntax.Inst) syntax.EmptyOp {
	return syntax.EmptyOp(in.Arg) //nolint:gosec // regexp/syntax keeps it so
}

// inTable goes through the places in the table of a set's letters.
func inTable(set []rune, visit func(at int)) {
	for i := 0; i+1 < len(set) && set[i] < signTo; i += 2 {
		for _, w := range windows {
			for r := max(set[i], w.from); r <= set[i+1] && r < w.to; r++ {
				visit(w.at + int(r-w.from))
			}
		}
	}
}

// sort gives letters that belong to the same sets the same class: one set after
// another splits the classes that it cuts through.
func (a *alphabet) sort() {
	var class [tableSize]int
	count := 1
	split := make([]int, 1, 64) // by class: what its letters in this set are made, from the class on that was the last before
	for _, set := range a.all {
		before := count
		inTable(set, func(at int) {
			old := class[at]
			if old >= before {
				return
			}
			if split[old] < before {
				split[old] = count
				split = append(split, 0)
				count++
			}
			class[at] = split[old]
		})
	}
	names := make([]int, count) // a class that was split whole has no letter left
	for at, c := range class {
		if names[c] == 0 {
			a.size++
			names[c] = a.size
		}
		a.table[at] = uint8(names[c] - 1) //nolint:gosec // the automaton is not used if there are more
	}
	words := (len(a.all) + 63) / 64
	bits := make([]uint64, a.size*words)
	a.sets = make([][]uint64, a.size)
	for c := range a.sets {
		a.sets[c] = bits[c*words : (c+1)*words]
	}
	if a.size > mostKinds {
		return
	}
	for n, set := range a.all {
		inTable(set, func(at int) { a.sets[a.table[at]][n/64] |= 1 << (n % 64) })
	}
}

func (a *alphabet) holds(class, set int) bool { return a.sets[class][set/64]&(1<<(set%64)) != 0 }

// class is that of a letter.
func (a *alphabet) class(r rune) int {
	for _, w := range windows {
		if r >= w.from && r < w.to {
			return int(a.table[w.at+int(r-w.from)])
		}
	}
	known := *a.rare.Load()
	if c, ok := known[r]; ok {
		return c
	}
	c := a.like(r)
	if len(known) < 500 { // a text in another script is not kept
		more := maps.Clone(known)
		more[r] = c
		a.rare.Store(&more)
	}
	return c
}

// like is the class whose letters belong to the same sets as r.
func (a *alphabet) like(r rune) int {
	in := make([]uint64, (len(a.all)+63)/64)
	for n, set := range a.all {
		if has(set, r) {
			in[n/64] |= 1 << (n % 64)
		}
	}
	return slices.IndexFunc(a.sets, func(s []uint64) bool { return slices.Equal(s, in) })
}

// has reports whether a set holds a letter.
func has(set []rune, r rune) bool {
	k, found := slices.BinarySearch(set, r)
	return found || k%2 == 1
}

// at is the class of the letter at a place of s, and its length in bytes. The
// letters of Vietnamese are taken apart here, the others by package utf8.
func (a *alphabet) at(s string, i int) (class, n int) {
	b := s[i]
	if b < utf8.RuneSelf {
		return int(a.table[b]), 1
	}
	if b >= 0xc2 && b <= 0xc8 && i+1 < len(s) && s[i+1]&0xc0 == 0x80 { // up to U+023F
		return int(a.table[int(b&0x1f)<<6|int(s[i+1]&0x3f)]), 2
	}
	if b == 0xe1 && i+2 < len(s) && s[i+1]&0xfe == 0xba && s[i+2]&0xc0 == 0x80 { // U+1E80 to U+1EFF
		return int(a.table[tonesAt+int(s[i+1]&1)<<6+int(s[i+2]&0x3f)]), 3
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return a.class(r), n
}
