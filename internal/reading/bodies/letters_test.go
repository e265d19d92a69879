package bodies

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLettersAreThoseOfUnicode(t *testing.T) {
	t.Parallel()
	for r := range rune(unicode.MaxRune) {
		s := string(r) + "x"
		want := 0
		if unicode.IsLetter(r) {
			want = utf8.RuneLen(r)
		}
		if got := LetterAt(s, 0); got != want {
			t.Fatalf("%q: %d, want %d", s, got, want)
		}
		var buf smallWord
		low, changed := small(s, &buf)
		if want := strings.ToLower(s); string(low) != want || changed != (want != s) && utf8.ValidRune(r) && r != utf8.RuneError {
			t.Fatalf("%q: %q, %v, want %q", s, low, changed, want)
		}
	}
	for _, s := range []string{"", "\xc3", "\xe1\xba", "\xe1", "\x80", "\xc8\x20"} {
		if got := LetterAt(s, 0); got != 0 {
			t.Errorf("%q: %d", s, got)
		}
	}
	known := map[string]bool{}
	for _, w := range firstWords.list {
		known[w] = true
	}
	for w := range known {
		letters := []rune(w)
		for k := range min(len(letters), 2) {
			for r := range rune(0x2200) {
				odd := string(letters[:k]) + string(r) + string(letters[k+1:])
				if got, want := firstWords.has(odd), known[strings.ToLower(odd)]; got != want {
					t.Fatalf("%q: %v, want %v", odd, got, want)
				}
				if big := strings.ToUpper(odd); firstWords.has(big) != known[strings.ToLower(big)] {
					t.Fatalf("%q", big)
				}
			}
		}
	}
	set := words("sở ủy bcđ")
	for w, want := range map[string]bool{"Sở": true, "SỞ": true, "sở": true, "Ủy": true, "BCĐ": true, "": false, "sờ": false, strings.Repeat("a", 40): false} {
		if set.has(w) != want {
			t.Errorf("%q", w)
		}
	}
}
