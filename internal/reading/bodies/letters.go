package bodies

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Every word of a text is looked up several times: here its letters are taken
// apart without asking package unicode for those that Vietnamese is written in,
// and put into small letters without a new string.

// LetterAt is the length of the letter that stands at i, 0 for none.
func LetterAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	b := s[i]
	switch {
	case b < utf8.RuneSelf:
		if c := b | 0x20; c >= 'a' && c <= 'z' {
			return 1
		}
		return 0
	case b >= 0xc3 && b <= 0xc8: // U+00C0 to U+023F, all letters but × and ÷
		if i+1 < len(s) && s[i+1]&0xc0 == 0x80 && (b != 0xc3 || s[i+1] != 0x97 && s[i+1] != 0xb7) {
			return 2
		}
	case b == 0xe1: // U+1E80 to U+1EFF
		if i+2 < len(s) && s[i+1]&0xfe == 0xba && s[i+2]&0xc0 == 0x80 {
			return 3
		}
	}
	if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsLetter(r) {
		return n
	}
	return 0
}

// letterBefore reports a letter directly before i.
func letterBefore(s string, i int) bool {
	if i == 0 {
		return false
	}
	if s[i-1] < utf8.RuneSelf {
		return LetterAt(s, i-1) > 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r)
}

// lettersFrom is how many bytes of letters s begins with, as far as most.
func lettersFrom(s string, most int) int {
	n := 0
	for n < most {
		size := LetterAt(s, n)
		if size == 0 {
			break
		}
		n += size
	}
	return n
}

// wordLength is how many bytes of letters s begins with.
func wordLength(s string) int { return lettersFrom(s, 24) }

// smallWord has room for a word as wordLength cuts it.
type smallWord [32]byte

// small is w in small letters, written into buf, and whether that is another word.
func small(w string, buf *smallWord) (s []byte, changed bool) {
	out := buf[:0]
	for i := 0; i < len(w); {
		b := w[i]
		if b < utf8.RuneSelf {
			if b >= 'A' && b <= 'Z' {
				b |= 0x20
				changed = true
			}
			out = append(out, b)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		low := r
		switch {
		case r >= 0x1ea0 && r <= 0x1ef9: // Ạ to ỹ, capital and small in turn
			low = r | 1
		case r == 'đ', r == 'ư', r == 'ơ', r == 'ă', r >= 0xdf && r <= 0xff:
		default:
			low = unicode.ToLower(r)
		}
		changed = changed || low != r || r == utf8.RuneError
		out = utf8.AppendRune(out, low)
		i += n
	}
	return out, changed
}

// wordPairs are the first two bytes of some words, in either case: most words of
// a text are refused by them.
type wordPairs [256][4]uint64

func (p *wordPairs) add(w string) {
	r, n := utf8.DecodeRuneInString(w)
	_, k := utf8.DecodeRuneInString(w[n:])
	for _, first := range []string{string(r), string(unicode.ToUpper(r))} {
		if len(first) == 1 && n == len(w) { // whatever follows the word
			p[first[0]] = [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
			continue
		}
		for _, Second := range []string{w[n:], strings.ToUpper(w[n : n+k])} {
			pair := first + Second
			p[pair[0]][pair[1]/64] |= 1 << (pair[1] % 64)
		}
	}
}

// may reports that s may begin with one of the words.
func (p *wordPairs) may(s string) bool {
	if len(s) < 2 {
		return true
	}
	a, b := s[0], s[1]
	return p[a][b/64]&(1<<(b%64)) != 0 || !vietnamese(a) || a < utf8.RuneSelf && !vietnamese(b)
}

// vietnamese reports the first byte of a letter whose other case begins with the
// same byte, or with the same but for its case: not so are Ÿ, the signs for
// Kelvin and Ångström, and İ, which begins as ă and đ do.
func vietnamese(b byte) bool {
	return b < utf8.RuneSelf || b == 0xc3 || b == 0xc6 || b == 0xe1
}

// wordSet is a set of words in small letters.
type wordSet struct {
	of    map[string]bool
	pairs *wordPairs
}

func words(s string) wordSet {
	m := wordSet{of: map[string]bool{}, pairs: new(wordPairs)}
	for w := range strings.FieldsSeq(s) {
		m.of[w] = true
		m.pairs.add(w)
	}
	return m
}

// has reports whether w, whatever its case, is among the words.
func (m wordSet) has(w string) bool {
	if !m.pairs.may(w) {
		return false
	}
	var buf smallWord
	if len(w) > len(buf)/2 { // a letter may grow
		return m.of[strings.ToLower(w)]
	}
	low, _ := small(w, &buf)
	return m.of[string(low)]
}
