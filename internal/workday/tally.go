package workday

import (
	"math/bits"

	"dondoc/internal/civil"
)

// The days that a calendar counts: from is the number of 01/01/1945, a Monday,
// size how many days there are up to 31/12/2101, a year past the last day that
// a record may carry.
const (
	from = -9131
	size = 57343
)

// indexOf places a day among those counted; ok is false for what is no day or
// lies outside. at is then where the count would stop: 0 or size.
func indexOf(d civil.Date) (at int, ok bool) {
	y, m, day, valid := d.Split()
	if !valid {
		return 0, false
	}
	at = civil.NumberOf(y, m, day) - from
	return min(max(at, 0), size), at >= 0 && at < size
}

// tally is a set of days that knows how many there are before any day, and
// which is the k-th: 12 kB for 157 years, so that every organisation can have
// its own, and no count walks.
type tally struct {
	words  []uint64
	before []int32 // days of the set before each word, and in the end all of them
}

func newTally() tally {
	const n = (size + 63) / 64
	return tally{words: make([]uint64, n), before: make([]int32, n+1)}
}

// week fills the set with Mondays to Fridays. The pattern comes back every
// seven words.
func (t tally) week() {
	var pattern [7]uint64
	for i := range 7 * 64 {
		if i%7 < 5 {
			pattern[i/64] |= 1 << (i % 64)
		}
	}
	for i := range t.words {
		t.words[i] = pattern[i%7]
	}
	t.words[len(t.words)-1] &= 1<<(size%64) - 1
}

func (t tally) copyOf(o tally) { copy(t.words, o.words) }

func (t tally) put(at int, in bool) { //nolint:revive // a set has two states
	if in {
		t.words[at/64] |= 1 << (at % 64)
	} else {
		t.words[at/64] &^= 1 << (at % 64)
	}
}

// sum is called once, when the days are in.
func (t tally) sum() {
	n := int32(0)
	for i, w := range t.words {
		t.before[i] = n
		n += int32(bits.OnesCount64(w)) //nolint:gosec // at most 64
	}
	t.before[len(t.words)] = n
}

func (t tally) has(at int) bool { return t.words[at/64]>>(at%64)&1 == 1 }

// rank counts the days of the set before at, which may be size.
func (t tally) rank(at int) int {
	if at >= size {
		return int(t.before[len(t.words)])
	}
	return int(t.before[at/64]) + bits.OnesCount64(t.words[at/64]&(1<<(at%64)-1))
}

// nth finds the k-th day of the set, from 0; -1 if it has none such. The set
// is spread evenly, so a guess from k is at most a few words away.
func (t tally) nth(k int) int {
	total := int(t.before[len(t.words)])
	if k < 0 || k >= total {
		return -1
	}
	i := k * len(t.words) / total
	for int(t.before[i]) > k {
		i--
	}
	for int(t.before[i+1]) <= k {
		i++
	}
	w, left := t.words[i], k-int(t.before[i])
	at := i * 64
	for half := 32; half > 0; half /= 2 {
		if n := bits.OnesCount64(w & (1<<half - 1)); n <= left {
			left -= n
			w >>= half
			at += half
		}
	}
	return at
}

func dayAt(at int) civil.Date { return civil.FromNumber(from + at) }
