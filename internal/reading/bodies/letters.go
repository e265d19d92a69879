package bodies

import (
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

// longestWord is how many bytes of a word are looked at.
const longestWord = 24

// wordLength is how many bytes of letters s begins with.
func wordLength(s string) int {
	n := 0
	for n < longestWord {
		size := LetterAt(s, n)
		if size == 0 {
			break
		}
		n += size
	}
	return n
}

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
