// Package viet is what the program knows of Vietnamese writing: one composed
// form, folding for search without diacritics, sorting, numbers, and what must
// never be stored (invisible and direction characters).
package viet

import (
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// NFC composes letters, so that what is typed on any machine compares equal.
func NFC(s string) string { return norm.NFC.String(s) }

// maxMarks is how many stacked marks one letter may carry; Vietnamese needs two.
const maxMarks = 4

// Clean makes text storable: NFC, no invisible, direction or control
// characters (line ends and tabs stay), at most two blank lines in a row.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	var b strings.Builder
	marks, newlines := 0, 0
	for _, r := range norm.NFC.String(s) {
		if drop(r) {
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		if r == '\n' {
			if newlines++; newlines > 3 {
				continue
			}
		} else if !unicode.IsSpace(r) {
			newlines = 0
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

func drop(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return true
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return true
	}
	return false
}

// Line is Clean for a single line: every run of white space becomes one blank.
func Line(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Fold takes case and diacritics away and reads every Đ as d, so that
// "tim khong dau" finds "tìm không dấu". Runs of white space become one blank.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsSpace(r):
			blank = b.Len() > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		switch r {
		case 'đ', 'Đ', 'Ð', 'ð', 'Ɖ', 'ɖ':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

var collators = sync.Pool{New: func() any { return collate.New(language.Vietnamese) }} //nolint:gochecknoglobals // a collator is costly to make and not safe to share

// Key is a text whose plain order is the Vietnamese order of s; databases sort by it.
func Key(s string) string {
	c, ok := collators.Get().(*collate.Collator)
	if !ok {
		return Fold(s)
	}
	defer collators.Put(c)
	var buf collate.Buffer
	return hex.EncodeToString(c.KeyFromString(&buf, NFC(s)))
}

// Title puts the first letter in capitals.
func Title(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Number writes 1234567 as 1.234.567.
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// Decimal writes 8.5 as 8,5 with the given number of digits at the most.
func Decimal(x float64, digits int) string {
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	whole, part, found := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	if whole = Number(n); n == 0 && strings.HasPrefix(s, "-") {
		whole = "-0"
	}
	if found {
		return whole + "," + part
	}
	return whole
}

// MixedScripts lists words that mix Latin letters with look-alikes of another
// script, or hold a look-alike of Đ, as a forged name would.
func MixedScripts(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		latin, other := false, false
		for _, r := range w {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian) || strings.ContainsRune("ÐðƉɖ", r)
		}
		if latin && other {
			out = append(out, w)
		}
	}
	return out
}
