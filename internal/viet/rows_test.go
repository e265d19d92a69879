package viet_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/viet"
)

// Rows U01 to U17 of the list of bad inputs, as far as they are about letters
// alone: what is stored, and what finds it.
func TestRowsOfLetters(t *testing.T) {
	t.Parallel()
	const said = "Phản ánh chậm giải quyết"
	for name, c := range map[string]struct{ in, want string }{
		"U01 decomposed":      {norm.NFD.String(said), said},
		"U02 e, hat, dot":     {"vie\u0302\u0323c", "việc"},
		"U02 e, dot, hat":     {"vie\u0323\u0302c", "việc"},
		"U10 invisible":       {"06\u200b-\u200cTB\u200d/\u2060BCĐ\ufeff", "06-TB/BCĐ"},
		"U11 turned":          {"bao-cao\u202efdp.exe\u2066\u2069\u200f", "bao-caofdp.exe"},
		"U14 a hundred marks": {"a" + strings.Repeat("\u0316", 100) + "b", "a" + strings.Repeat("\u0316", 4) + "b"},
		"U14 rings around":    {"a" + strings.Repeat("\u0489\u20dd", 50), "a" + strings.Repeat("\u0489\u20dd", 2)},
		"U16 private":         {"a\uf8ffb", "a\uf8ffb"},
		"U16 unassigned":      {"a\u0378b", "a\u0378b"},
		"U16 no characters":   {"a\uffff\ufffe\ufdd0\U0001fffeb", "ab"},
		"U17 ends of lines":   {"a\u2028b\u2029c\u0085d", "a\nb\nc\nd"},
	} {
		got := viet.Clean(c.in)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if viet.Key(c.in) != viet.Key(c.want) && strings.HasPrefix(name, "U0") || viet.Fold(viet.Clean(c.in)) != viet.Fold(c.want) {
			t.Errorf("%s: sorts or is found elsewhere", name)
		}
	}
	if got := viet.Line("a\u2028b\u0085c"); got != "a b c" {
		t.Errorf("U17: a single line is %q", got)
	}
	for _, s := range []string{"Sở Nội vụ", "SỞ NỘI VỤ", norm.NFD.String("Sở Nội vụ")} {
		if !strings.Contains(viet.Fold(s), "so noi vu") {
			t.Errorf("U04: %q is not found", s)
		}
	}
	for _, d := range []string{"Đ", "Ð", "Ɖ", "D"} {
		if got := viet.Fold(d + "ông"); got != "dong" {
			t.Errorf("U04: %s folds to %q", d, got)
		}
	}
}

// U04, U13: a name written with letters that only look right is found out; what
// people and places are called is not.
func TestForgedNames(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"Ѕở Nội vụ", "Sở Nội νụ", "Ðặng Văn Thử", "Ɖông Anh"} {
		if len(viet.MixedScripts(s)) != 1 {
			t.Errorf("%q passes", s)
		}
	}
	for _, s := range []string{"Đặng Văn Thử", "H’Hen Niê", "Ka Să K’Đêu", "Sở Nội vụ", "Москва"} {
		if got := viet.MixedScripts(s); got != nil {
			t.Errorf("%q: %q", s, got)
		}
	}
}
