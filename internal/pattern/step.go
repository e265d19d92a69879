package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"sync/atomic"
)

// again is the thread that begins a new attempt at every letter; it stands
// last, and goes when a match is found.
const again = ^uint32(0)

// begin is the state that reading begins in.
func (a *automaton) begin(st *states, c context) (row uint32, rows []uint32) {
	row = st.start[c].Load()
	if row == deadRow {
		first := again
		if a.anchored {
			first = a.origin
		}
		st.Lock()
		row = st.add([]uint32{first}, c)
		st.Unlock()
		st.start[c].Store(row)
	}
	return row, *st.rows.Load()
}

// step makes the entry of a state for a letter. The table may have been full:
// then the entry is of the new one.
func (a *automaton) step(st *states, row uint32, class int) (*states, uint32) {
	st.Lock()
	defer st.Unlock()
	rows := *st.rows.Load()
	at := int(row) + class
	if e := atomic.LoadUint32(&rows[at]); e != noEntry { // another goroutine was faster
		return st, e
	}
	state := int(row) / st.width
	threads, c, match := st.maker.step(st.threads[state], st.before[state], class)
	flags := uint32(made)
	if match {
		flags |= matched
	}
	if a.firsts != nil && len(threads) == 1 && threads[0] == again {
		flags |= idle
	}
	if st.used > maxTable {
		next := a.newStates()
		e := flags | next.add(threads, c)<<shift
		a.states.Store(next)
		return next, e
	}
	e := flags | st.add(threads, c)<<shift
	atomic.StoreUint32(&(*st.rows.Load())[at], e) // the table may have grown
	return st, e
}

// add is the row of a state, a new one if there is none yet. The caller holds
// the lock.
func (st *states) add(threads []uint32, c context) uint32 {
	if len(threads) == 0 {
		return deadRow
	}
	key := make([]byte, 1, 1+4*len(threads))
	key[0] = byte(c)
	for _, t := range threads {
		key = binary.LittleEndian.AppendUint32(key, t)
	}
	if row, ok := st.known[string(key)]; ok {
		return row
	}
	row := uint32(st.used) //nolint:gosec // at most maxTable and a row
	st.used += st.width
	if old := *st.rows.Load(); st.used > len(old) {
		rows := make([]uint32, 2*len(old))
		copy(rows, old)
		st.rows.Store(&rows)
	}
	kept := make([]uint32, len(threads))
	copy(kept, threads)
	st.threads, st.before = append(st.threads, kept), append(st.before, c)
	st.known[string(key)] = row
	return row
}

// maker makes states.
type maker struct {
	*automaton

	seen  []uint32 // by instruction: the turn in which it was met
	turn  uint32
	stack []uint32
	list  []uint32 // the threads that take a letter, the first winning
	after []uint32
}

func newMaker(a *automaton) maker {
	return maker{automaton: a, seen: make([]uint32, len(a.prog.Inst))}
}

// step moves threads over a letter, or the end of the text. match says that
// they had matched before it.
func (m *maker) step(threads []uint32, before context, class int) (after []uint32, c context, match bool) {
	match, on := m.close(threads, m.conditions(before, class))
	if class == m.letters.size { // the end of the text
		return nil, anything, match
	}
	m.turn++
	m.after = m.after[:0]
	for _, pc := range m.list {
		if to := m.skip(m.prog.Inst[pc].Out); m.letters.holds(class, m.letters.set[pc]) && m.seen[to] != m.turn {
			m.seen[to] = m.turn
			m.after = append(m.after, to)
		}
	}
	if on {
		m.after = append(m.after, again)
	}
	switch {
	case len(m.after) == 0:
	case m.letters.word[class]:
		c = m.asked(wordLetter)
	case m.letters.line[class]:
		c = m.asked(lineEnd)
	}
	return m.after, c, match
}

// skip goes over instructions that do nothing here.
func (m *maker) skip(pc uint32) uint32 {
	for {
		in := &m.prog.Inst[pc]
		if in.Op != syntax.InstNop && in.Op != syntax.InstCapture {
			return pc
		}
		pc = in.Out
	}
}

// close follows threads to the instructions that take a letter. Behind a match
// the threads that would lose against it are dropped, unless the longest match
// is looked for. on says that new attempts are begun.
func (m *maker) close(threads []uint32, holds syntax.EmptyOp) (match, on bool) {
	m.turn++
	m.list = m.list[:0]
	for _, t := range threads {
		if t == again {
			on = true
			t = m.origin
		}
		if m.follow(t, holds) {
			match = true
			if !m.backward {
				return true, false
			}
		}
	}
	return match, on
}

func (m *maker) follow(pc uint32, holds syntax.EmptyOp) (match bool) {
	m.stack = append(m.stack[:0], pc)
	for len(m.stack) > 0 {
		pc := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.seen[pc] == m.turn {
			continue
		}
		m.seen[pc] = m.turn
		switch in := &m.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			m.stack = append(m.stack, in.Arg, in.Out)
		case syntax.InstCapture, syntax.InstNop:
			m.stack = append(m.stack, in.Out)
		case syntax.InstEmptyWidth:
			if condition(in)&^holds == 0 {
				m.stack = append(m.stack, in.Out)
			}
		case syntax.InstMatch:
			match = true
			if !m.backward {
				return true
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if m.letters.set[pc] >= 0 {
				m.list = append(m.list, pc)
			}
		case syntax.InstFail:
		}
	}
	return match
}

// conditions are those that hold between what was read last and the letter now.
func (m *maker) conditions(before context, class int) syntax.EmptyOp {
	var holds syntax.EmptyOp
	if before == nothing {
		holds |= syntax.EmptyBeginText | syntax.EmptyBeginLine
	}
	if before == lineEnd {
		holds |= syntax.EmptyBeginLine
	}
	word := false
	if class == m.letters.size {
		holds |= syntax.EmptyEndText | syntax.EmptyEndLine
	} else {
		word = m.letters.word[class]
		if m.letters.line[class] {
			holds |= syntax.EmptyEndLine
		}
	}
	if (before == wordLetter) != word {
		return holds | syntax.EmptyWordBoundary
	}
	return holds | syntax.EmptyNoWordBoundary
}
