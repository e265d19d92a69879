package pattern

import (
	"strings"
	"unicode/utf8"
)

// firsts is what a match begins with: the words if there are such, else one of
// some pairs of bytes.
type firsts struct {
	words string
	bytes [256]bool
	pairs [256][4]uint64
}

// newFirsts is nil where a match may be empty, or where nearly every byte would
// be among them.
func newFirsts(a *automaton) *firsts {
	m := newMaker(a)
	start := []uint32{again}
	if a.anchored {
		start[0] = a.origin
	}
	if match, _ := m.close(start, anyCondition); match {
		return nil
	}
	f := new(firsts)
	for _, pc := range append([]uint32(nil), m.list...) {
		var second secondBytes
		match, _ := m.close([]uint32{m.prog.Inst[pc].Out}, anyCondition)
		for _, next := range m.list {
			a.each(next, second.add)
		}
		if match {
			second.all()
		}
		a.each(pc, func(from, to rune) { f.add(from, to, &second) })
	}
	if a.anchored {
		return f
	}
	f.words, _ = a.prog.Prefix()
	n := 0
	for _, b := range []byte("abcdeghiklmnopqrstuvxy \xc3\xc4\xc6\xe1") {
		if f.bytes[b] {
			n++
		}
	}
	if n > 16 && f.words == "" {
		return nil
	}
	return f
}

// each goes through the letters that an instruction takes, in stretches.
func (a *automaton) each(pc uint32, visit func(from, to rune)) {
	set := a.letters.all[a.letters.set[pc]]
	for i := 0; i+1 < len(set); i += 2 {
		visit(set[i], set[i+1])
	}
}

// secondBytes are the bytes that may stand behind a first letter of one byte.
type secondBytes [4]uint64

func (b *secondBytes) all() { *b = secondBytes{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)} }

func (b *secondBytes) add(from, to rune) {
	for k := int(lead(from)); k <= int(lead(to)); k++ {
		b[k/64] |= 1 << (k % 64)
	}
	if from <= utf8.RuneError && utf8.RuneError <= to { // what is no letter is read as this one
		b[2], b[3] = ^uint64(0), ^uint64(0)
	}
}

// add enters a stretch of first letters.
func (f *firsts) add(from, to rune, second *secondBytes) {
	for r := from; r <= to && r < utf8.RuneSelf; r++ {
		f.bytes[r] = true
		for k := range second {
			f.pairs[r][k] |= second[k]
		}
	}
	every := func(b int) {
		f.bytes[b] = true
		f.pairs[b] = [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	}
	if from <= utf8.RuneError && utf8.RuneError <= to {
		for b := utf8.RuneSelf; b < len(f.bytes); b++ {
			every(b)
		}
	}
	from = max(from, utf8.RuneSelf)
	if from > to {
		return
	}
	if to-from > 300 {
		for b := int(lead(from)); b <= int(lead(to)); b++ {
			every(b)
		}
		return
	}
	for r := from; r <= to; r++ {
		var b [utf8.UTFMax]byte
		if r >= 0xd800 && r < 0xe000 { // no letters, and not written
			continue
		}
		utf8.EncodeRune(b[:], r)
		f.bytes[b[0]] = true
		f.pairs[b[0]][b[1]/64] |= 1 << (b[1] % 64)
	}
}

func lead(r rune) byte {
	if r >= 0xd800 && r < 0xe000 {
		r = 0xd7ff
	}
	var b [utf8.UTFMax]byte
	utf8.EncodeRune(b[:], r)
	return b[0]
}

// at reports that a match may begin at i.
func (f *firsts) at(s string, i int) bool {
	if i >= len(s) || !f.bytes[s[i]] {
		return false
	}
	if i+1 == len(s) {
		return true
	}
	next := s[i+1]
	return f.pairs[s[i]][next/64]&(1<<(next%64)) != 0
}

// next is the first place from i on where a match may begin.
func (f *firsts) next(s string, i int) int {
	if f.words != "" {
		k := strings.Index(s[i:], f.words)
		if k < 0 {
			return len(s)
		}
		return i + k
	}
	for i < len(s) {
		if f.bytes[s[i]] && f.at(s, i) {
			return i
		}
		i++
	}
	return i
}
