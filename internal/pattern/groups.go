package pattern

import (
	"regexp/syntax"
	"sync"
	"unicode/utf8"
)

// walker finds the groups of a match whose place is known: it tries the ways
// through the program in their order, none twice at the same place.
type walker struct {
	visited []uint64
	jobs    []job
}

// job is a thread to go on with, or a bound of a group to put back.
type job struct {
	pc, at  int
	restore bool
}

var walkers = sync.Pool{New: func() any { return new(walker) }} //nolint:gochecknoglobals // memory that is used again

// inside is the match s[start:end] and its groups.
func (p *Pattern) inside(s string, start, end int) []int {
	groups := make([]int, 2*(p.groups+1))
	if p.groups > 0 {
		w, ok := walkers.Get().(*walker)
		if !ok {
			w = new(walker)
		}
		w.walk(p.prog, s, start, end, groups)
		if len(w.visited) < 1<<16 { // what one huge match needed is not kept
			walkers.Put(w)
		}
	}
	groups[0], groups[1] = start, end
	return groups
}

func (w *walker) walk(prog *syntax.Prog, s string, start, end int, groups []int) { //nolint:gocognit // one case for each kind of instruction
	width := end - start + 1
	n := (len(prog.Inst)*width + 63) / 64
	if cap(w.visited) < n {
		w.visited = make([]uint64, n)
	} else {
		w.visited = w.visited[:n]
		clear(w.visited)
	}
	for i := range groups {
		groups[i] = -1
	}
	w.jobs = append(w.jobs[:0], job{pc: prog.Start, at: start})
	for len(w.jobs) > 0 {
		j := w.jobs[len(w.jobs)-1]
		w.jobs = w.jobs[:len(w.jobs)-1]
		if j.restore {
			groups[j.pc] = j.at
			continue
		}
		for pc, at := j.pc, j.at; ; {
			k := pc*width + at - start
			if w.visited[k/64]&(1<<(k%64)) != 0 {
				break
			}
			w.visited[k/64] |= 1 << (k % 64)
			in := &prog.Inst[pc]
			switch in.Op {
			case syntax.InstAlt, syntax.InstAltMatch:
				w.jobs = append(w.jobs, job{pc: int(in.Arg), at: at})
				pc = int(in.Out)
				continue
			case syntax.InstCapture:
				if int(in.Arg) < len(groups) {
					w.jobs = append(w.jobs, job{pc: int(in.Arg), at: groups[in.Arg], restore: true})
					groups[in.Arg] = at
				}
				pc = int(in.Out)
				continue
			case syntax.InstNop:
				pc = int(in.Out)
				continue
			case syntax.InstEmptyWidth:
				if condition(in)&^conditionsAt(s, at) == 0 {
					pc = int(in.Out)
					continue
				}
			case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
				if at < end {
					if r, n := utf8.DecodeRuneInString(s[at:]); in.MatchRune(r) {
						pc, at = int(in.Out), at+n
						continue
					}
				}
			case syntax.InstMatch:
				if at == end {
					return
				}
			case syntax.InstFail:
			}
			break
		}
	}
}

// conditionsAt are those that hold at a place of s.
func conditionsAt(s string, at int) syntax.EmptyOp {
	before, after := rune(-1), rune(-1)
	if at > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:at])
	}
	if at < len(s) {
		after, _ = utf8.DecodeRuneInString(s[at:])
	}
	return syntax.EmptyOpContext(before, after)
}
