package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tone moves tone marks to the modern place (hoà → hòa, uỷ → ủy), for matching
// only; what is stored stays as written. Only open syllables change ("Huỳnh"
// and "hoạch" keep theirs), and the u of "qu" is part of the consonant. One
// code point is put for one, so that offsets stay.
func Tone(s string) string {
	if !composed(s) {
		s = string([]rune(NFC(s))) // what is no letter becomes the sign for one
	}
	var b strings.Builder
	done := 0
	for i := 0; i+1 < len(s); i++ {
		if c := s[i] | 0x20; c != 'o' && c != 'u' || s[i+1] < utf8.RuneSelf {
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i+1:])
		if next, _ := utf8.DecodeRuneInString(s[i+1+n:]); unicode.IsLetter(next) {
			continue
		}
		marked, plain, ok := moved(rune(s[i]), r)
		if !ok || plain|0x20 == 'y' && i > 0 && s[i-1]|0x20 == 'q' {
			continue
		}
		b.WriteString(s[done:i])
		b.WriteRune(marked)
		b.WriteRune(plain)
		done = i + 1 + n
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// moved takes the tone mark from a vowel to the glide before it.
func moved(glide, vowel rune) (marked, plain rune, ok bool) {
	const tones = 5
	from, to := "àáảãạèéẻẽẹ", "òóỏõọòóỏõọ"
	if unicode.ToLower(glide) == 'u' {
		from, to = "ỳýỷỹỵ", "ùúủũụ"
	}
	k := strings.IndexRune(from, unicode.ToLower(vowel))
	if k < 0 {
		return 0, 0, false
	}
	n := utf8.RuneCountInString(from[:k])
	plain = 'a'
	switch {
	case unicode.ToLower(glide) == 'u':
		plain = 'y'
	case n >= tones:
		plain = 'e'
	}
	return likeCase(glide, []rune(to)[n]), likeCase(vowel, plain), true
}

func likeCase(model, r rune) rune {
	if unicode.IsUpper(model) {
		return unicode.ToUpper(r)
	}
	return r
}

// composed reports that s holds only letters and signs that are in use in
// Vietnamese texts and that NFC leaves as they are, whatever stands beside them:
// nearly every text, at a fraction of what asking package norm costs.
func composed(s string) bool {
	for i := 0; i < len(s); {
		n := composedAt(s, i)
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

// composedAt is the length of such a letter, 0 for another.
func composedAt(s string, i int) int {
	b := s[i]
	if b < utf8.RuneSelf {
		return 1
	}
	if i+1 >= len(s) || s[i+1]&0xc0 != 0x80 {
		return 0
	}
	if b >= 0xc2 && b <= 0xc8 { // to U+023F
		return 2
	}
	if i+2 >= len(s) || s[i+2]&0xc0 != 0x80 {
		return 0
	}
	switch second := s[i+1]; b {
	case 0xe1: // U+1E80 to U+1EFF
		if second&0xfe == 0xba {
			return 3
		}
	case 0xe2: // dashes, quotation marks, arrows, signs
		if second == 0x80 && s[i+2] >= 0x82 || second >= 0x85 && second <= 0x8b || second >= 0x94 && second <= 0xa0 {
			return 3
		}
	case 0xee: // private letters, as which old fonts left their bullets
		return 3
	case 0xef:
		if second <= 0xa3 {
			return 3
		}
	}
	return 0
}
