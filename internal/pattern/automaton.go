package pattern

import (
	"regexp/syntax"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// automaton runs a program over letters with one look into a table for each.
// The table is filled while it is used; when it is full, a new one is begun.
type automaton struct {
	letters  *alphabet
	prog     *syntax.Prog
	backward bool // reads from the end; the longest match wins, not the first
	anchored bool // a match begins where the reading begins
	origin   uint32
	asks     syntax.EmptyOp
	firsts   *firsts // the bytes that a match begins with; nil where that is no help
	states   atomic.Pointer[states]
}

// A table's entry is a state, as the place of its row, whether the text before
// the letter just read was a match, whether nothing is begun in the state, so
// that bytes may be passed over quickly, and a mark that the entry is made.
const (
	noEntry = 0
	matched = 1
	made    = 2
	idle    = 4
	shift   = 3
	deadRow = 0 // of the state without threads, from which nothing is reached
)

const (
	boundaries   = syntax.EmptyWordBoundary | syntax.EmptyNoWordBoundary
	anyCondition = syntax.EmptyOp(0xff)
)

const (
	maxTable  = 1 << 18
	mostKinds = 256 // of letters, as the alphabet's table has room for
	patience  = 400 // so many new entries in one text, and one for every few letters, are too many
	perLetter = 6
)

// states are a table and what its rows stand for.
type states struct {
	width int // of a row: a class a column, and the end of the text
	rows  atomic.Pointer[[]uint32]
	start [4]atomic.Uint32 // by what stands before; 0 if not made yet

	sync.Mutex

	used    int        // of the table; the rest is there so that a reader of the table need not ask whether it has grown
	threads [][]uint32 // by state: behind which instructions its threads stand, the first winning
	before  []context  // by state: what letter was read last
	known   map[string]uint32
	maker   maker
}

// context is what stands before a place, as far as conditions ask for it.
type context uint8

const (
	anything context = iota
	nothing          // the text begins here
	lineEnd
	wordLetter
)

// direction is where an automaton reads to.
type direction int

const (
	forwards direction = iota
	backwards
)

func newAutomaton(prog *syntax.Prog, d direction, anchored bool) *automaton {
	a := &automaton{letters: newAlphabet(prog), prog: prog, backward: d == backwards, anchored: anchored, origin: uint32(prog.Start)} //nolint:gosec // a place in a program
	for pc := range prog.Inst {
		if in := &prog.Inst[pc]; in.Op == syntax.InstEmptyWidth {
			a.asks |= condition(in)
		}
	}
	if d == forwards {
		a.firsts = newFirsts(a)
	}
	a.states.Store(a.newStates())
	return a
}

func (a *automaton) newStates() *states {
	s := &states{width: a.letters.size + 1, known: map[string]uint32{}}
	s.maker = newMaker(a)
	rows := make([]uint32, 8*s.width)
	for c := range s.width {
		rows[c] = deadRow<<shift | made
	}
	s.used = s.width
	s.rows.Store(&rows)
	s.threads, s.before = [][]uint32{nil}, []context{anything}
	return s
}

// goal is what a reading is for.
type goal int

const (
	whether goal = iota // there is a match at all
	where               // it ends
)

// end is where the first match ends that begins at pos or later, or for the
// first goal where that of any match became known; -1 for none. ok is false
// where the automaton gave up.
func (a *automaton) end(s string, pos int, wanted goal) (end int, ok bool) { //nolint:gocognit // the inner loop of all reading, without a call for most letters
	if a.anchored && a.firsts != nil && !a.firsts.at(s, pos) {
		return -1, true
	}
	if a.letters.size > mostKinds {
		return -1, false
	}
	st := a.states.Load()
	row, rows := a.begin(st, a.contextBefore(s, pos))
	end = -1
	news, letters := 0, a.letters
	idling := a.firsts != nil && !a.anchored
	for i := pos; ; {
		if idling {
			if k := a.firsts.next(s, i); k > i {
				i = k
				row, rows = a.begin(st, a.contextBefore(s, i))
			}
		}
		class, n := st.width-1, 1 // the end of the text
		if i < len(s) {
			if b := s[i]; b < utf8.RuneSelf { // as alphabet.at, without the call for most letters
				class = int(letters.table[b])
			} else {
				class, n = letters.at(s, i)
			}
		}
		if class == noClass {
			return -1, false
		}
		e := atomic.LoadUint32(&rows[int(row)+class])
		if e == noEntry {
			if news++; news > patience && news*perLetter > i-pos {
				return -1, false
			}
			st, e = a.step(st, row, class)
			rows = *st.rows.Load()
		}
		if e&matched != 0 {
			if end = i; wanted == whether {
				return end, true
			}
		}
		row, idling = e>>shift, e&idle != 0
		if row == deadRow || i >= len(s) {
			return end, true
		}
		i += n
	}
}

// start is where the first match begins that ends at end, no earlier than pos;
// -1 for none. ok is false where the automaton gave up.
func (a *automaton) start(s string, pos, end int) (start int, ok bool) {
	if a.letters.size > mostKinds {
		return -1, false
	}
	st := a.states.Load()
	row, rows := a.begin(st, a.contextAfter(s, end))
	news, letters := 0, a.letters
	start = -1
	for i := end; ; {
		class, n := st.width-1, 1
		if i > 0 {
			if b := s[i-1]; b < utf8.RuneSelf {
				class = int(letters.table[b])
			} else {
				var r rune
				r, n = utf8.DecodeLastRuneInString(s[:i])
				class = letters.class(r)
			}
		}
		if class == noClass {
			return -1, false
		}
		e := atomic.LoadUint32(&rows[int(row)+class])
		if e == noEntry {
			if news++; news > patience && news*perLetter > end-i {
				return -1, false
			}
			st, e = a.step(st, row, class)
			rows = *st.rows.Load()
		}
		if e&matched != 0 {
			start = i
		}
		row = e >> shift
		if row == deadRow || i <= pos { // the letter before pos was only looked at
			return start, true
		}
		i -= n
	}
}

// alive reports that a text that begins with s can still match.
func (a *automaton) alive(s string) bool {
	if a.letters.size > mostKinds {
		return true
	}
	st := a.states.Load()
	row, rows := a.begin(st, a.contextBefore(s, 0))
	for i := 0; i < len(s); {
		class, n := a.letters.at(s, i)
		if class == noClass {
			return true
		}
		e := atomic.LoadUint32(&rows[int(row)+class])
		if e == noEntry {
			st, e = a.step(st, row, class)
			rows = *st.rows.Load()
		}
		if e&matched != 0 {
			return true
		}
		if row = e >> shift; row == deadRow {
			return false
		}
		i += n
	}
	return true
}

func (a *automaton) contextBefore(s string, pos int) context {
	if pos == 0 {
		return a.asked(nothing)
	}
	return a.contextOf(s[pos-1]) // all letters that conditions know are of one byte
}

func (a *automaton) contextAfter(s string, pos int) context {
	if pos == len(s) {
		return a.asked(nothing)
	}
	return a.contextOf(s[pos])
}

func (a *automaton) contextOf(b byte) context {
	switch {
	case b == '\n':
		return a.asked(lineEnd)
	case syntax.IsWordChar(rune(b)):
		return a.asked(wordLetter)
	}
	return anything
}

// asked forgets what no condition of the program asks for, so that there are no
// states that differ in that alone.
func (a *automaton) asked(c context) context {
	switch {
	case c == nothing && a.asks&(syntax.EmptyBeginText|syntax.EmptyBeginLine|boundaries) == 0,
		c == lineEnd && a.asks&syntax.EmptyBeginLine == 0,
		c == wordLetter && a.asks&boundaries == 0:
		return anything
	}
	return c
}
