package citation

import (
	"strings"
	"unicode/utf8"
)

// Plain maps every rune of s to the letter meant, one for one, so that
// offsets in the result are offsets in s.
func Plain(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if n := plainAt(s, i); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if to := plain(r); to != r || n == 1 { // a byte that is no letter becomes the sign for one
			b.WriteString(s[done:i])
			b.WriteRune(to)
			done = i + n
		}
		i += n
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// plainAt is the length of a letter that is plain beyond doubt: ASCII and the
// letters of Vietnamese without the look-alikes of Đ and ư; 0 for another.
func plainAt(s string, i int) int {
	switch b := s[i]; {
	case b < utf8.RuneSelf:
		return 1
	case b == 0xe1: // U+1E80 to U+1EFF
		if i+2 < len(s) && s[i+1]&0xfe == 0xba && s[i+2]&0xc0 == 0x80 {
			return 3
		}
	case b >= 0xc3 && b <= 0xc6:
		if i+1 < len(s) && s[i+1]&0xc0 == 0x80 && (b != 0xc3 || s[i+1] != 0x90) && (b != 0xc6 || s[i+1] != 0x89 && s[i+1]&0xfe != 0xa2) {
			return 2
		}
	}
	return 0
}
