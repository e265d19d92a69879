package pattern_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/pattern"
)

// same compares every answer with that of package regexp.
func same(t *testing.T, source, s string) {
	t.Helper()
	re, err := regexp.Compile(source)
	if err != nil {
		return
	}
	p := pattern.Unlisted(source)
	if clued := pattern.Unlisted(source); re.MatchString(s) && !pattern.NewClues(clued).In("x "+s+"\n").May(clued) {
		t.Fatalf("no clue to %q in %q", source, s)
	}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"MatchString", p.MatchString(s), re.MatchString(s)},
		{"FindString", p.FindString(s), re.FindString(s)},
		{"FindStringIndex", p.FindStringIndex(s), re.FindStringIndex(s)},
		{"FindStringSubmatch", p.FindStringSubmatch(s), re.FindStringSubmatch(s)},
		{"FindStringSubmatchIndex", p.FindStringSubmatchIndex(s), re.FindStringSubmatchIndex(s)},
		{"FindAllStringIndex", p.FindAllStringIndex(s, -1), re.FindAllStringIndex(s, -1)},
		{"FindAllStringIndex of 2", p.FindAllStringIndex(s, 2), re.FindAllStringIndex(s, 2)},
		{"Split", p.Split(s, -1), re.Split(s, -1)},
		{"ReplaceAllString", p.ReplaceAllString(s, "<$1>"), re.ReplaceAllString(s, "<$1>")},
		{"FindAllStringSubmatchIndex", p.FindAllStringSubmatchIndex(s, -1), re.FindAllStringSubmatchIndex(s, -1)},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Fatalf("%s of %q in %q: %s", c.what, source, s, diff)
		}
	}
}

func TestAnswersAreThoseOfRegexp(t *testing.T) {
	t.Parallel()
	texts := []string{
		"", "a", "b", "ab", "aab", "abab", "ba\nab", "\na", "ế", "Ệệ sở Sở", "giao Sở Nội vụ, giao UBND các huyện", "trước ngày 30/6/2023, hết tháng 7", "\xffa\xc3", "日本 a語b", "a\u0301b\u0302 Ⅷ①\U0001f600ẞ Ωω", "a_b a-b", "PCI\u00a0K k\u212a ſs",
	}
	for _, source := range []string{
		`a`, `^a`, `a$`, `^$`, `$`, ``, `a*`, `a*?`, `a+?b`, `(a|ab)(c|bcd)?`, `(a|b)*`, `(?:a|ab)(b*)`, `\ba`, `a\b`, `\B`, `\b`, `(?m)^a`, `(?m)b$`, `(?m)^$`, `(?i)sở`, `(?i)K|S`, `[^a]`, `.`, `(?s).`, `\p{Lu}\p{L}*`, `\x{212a}`, `[\x{00a0}\s]+`,
		`(?:^|[\s,])(giao)(?: cho)?\s+`, `(?i)(trước|hết)\s+(?:ngày\s+)?(\d{1,2})/(\d{1,2})`, `^(?:.*?)(?:[Cc]ác )?(.+)$`, `a|^b`, `(?:a$|b)`, `x*|a`, `(a)|(b)`, `((a)|b)+`, `(?:(a)|b)*?$`, `a{2,3}?`, `[^,]{0,3}b`, `(|a)*`, `(|a)+`, `(a?)*`, `\z`, `\Aa`, `[a-c--]`, `[[:^word:]]`,
	} {
		for _, s := range texts {
			same(t, source, s)
		}
	}
}

// Patterns and texts drawn at random, from few letters so that they meet.
func TestDrawnPatterns(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		source := drawn(draw, 4)
		if draw.IntN(4) == 0 {
			source = "(?i)" + source
		}
		for range 4 {
			var b strings.Builder
			for range draw.IntN(24) {
				b.WriteString([]string{"a", "b", "A", "ế", "Ế", " ", "\n", ",", "1"}[draw.IntN(9)])
			}
			same(t, source, b.String())
		}
	}
}

func drawn(draw *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"a", "b", "ế", "[ab]", "[^a]", ".", `\s`, "ab", "^", "$", `\b`, `\d`, `\p{Lu}`, "(?:)"}[draw.IntN(14)]
	}
	x := func() string { return drawn(draw, depth-1) }
	switch draw.IntN(9) {
	case 0, 1, 2:
		return x() + x()
	case 3:
		return "(?:" + x() + "|" + x() + ")"
	case 4:
		return "(" + x() + ")"
	case 5:
		return "(?:" + x() + ")" + []string{"*", "+", "?", "*?", "+?", "??"}[draw.IntN(6)]
	case 6:
		return "(?:" + x() + ")" + []string{"{2}", "{0,3}", "{1,2}?"}[draw.IntN(3)]
	case 7:
		return "(" + x() + "|" + x() + "|" + x() + ")"
	}
	return x()
}

// More kinds of letters than the automaton tells apart.
func TestManyLetters(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for r := range rune(400) {
		b.WriteString(regexp.QuoteMeta(string(r + 'ạ')))
	}
	letters := b.String()
	for _, source := range []string{letters, letters + "$", "^" + letters, "(?i)(" + letters + ")"} {
		for _, s := range []string{letters, "a" + letters + "b", "ạ", ""} {
			same(t, source, s)
		}
	}
}

// A pattern whose states grow with the text is answered nevertheless.
func TestManyStates(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	for range 20_000 {
		b.WriteByte("ab,"[draw.IntN(3)])
	}
	for _, source := range []string{`a[^,]{0,90}$`, `(?i)^(?:[^:]{0,80}:)?(?:abba|bbab,|ba+b)`, `(ab|ba)[^,]{0,30}(bab|aba)`, `(a|b)[ab]{11}(,)`, `(?:a[ab,]{14}b)`} {
		same(t, source, b.String())
		for i := 0; i < 2000; i += 100 {
			same(t, source, b.String()[i:i+100])
		}
	}
	p, re := pattern.New(`a[ab]{9}b|b[ab]{7},`), regexp.MustCompile(`a[ab]{9}b|b[ab]{7},`)
	for i := 0; i+50 < b.Len(); i += 50 { // many short texts fill the table instead
		s := b.String()[i : i+50]
		if p.MatchString(s) != re.MatchString(s) {
			t.Fatal(s)
		}
	}
}

func TestFromManyGoroutines(t *testing.T) {
	t.Parallel()
	p, re := pattern.New(`(?i)(giao|yêu cầu)\s+(\p{L}+)`), regexp.MustCompile(`(?i)(giao|yêu cầu)\s+(\p{L}+)`)
	s := strings.Repeat("Yêu cầu Sở Nội vụ; giao UBND các huyện. ", 20)
	want := re.FindAllStringSubmatchIndex(s, -1)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if diff := cmp.Diff(want, p.FindAllStringSubmatchIndex(s, -1)); diff != "" {
				t.Errorf("%d: %s", i, diff)
			}
		})
	}
	wg.Wait()
}

func TestCompileTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	if pattern.New(`(a`).Compile() == nil || pattern.New(`(a)`).Compile() != nil {
		t.Error("a wrong pattern compiles, or a right one does not")
	}
}

func FuzzPattern(f *testing.F) {
	f.Add(`(?i)(trước|hết)\s+(\d{1,2})/(\d{1,2})`, "Trước 30/6, hết 1/7")
	f.Add(`(a|ab)*?b\b`, "aab ab")
	f.Fuzz(func(t *testing.T, source, s string) {
		if len(source) > 60 || len(s) > 400 {
			return
		}
		same(t, source, s)
	})
}

// A text without the words that a pattern waits for is told from one with them.
func TestClues(t *testing.T) {
	t.Parallel()
	order, partner, fold, all := pattern.New(`[Gg]iao\s+\p{Lu}`), pattern.New(`(?i)phối hợp|kết hợp với`), pattern.New(`(?i)sơ kết`), pattern.New(`\d+`)
	clues := pattern.NewClues(order, partner, fold, all)
	for s, want := range map[string][]bool{
		"Giao Sở Nội vụ":              {true, false, false, true},
		"PHỐI HỢP với Sở":             {false, true, false, true},
		"SƠ KẾT":                      {false, false, true, true},
		"ſơ \u212aết":                 {true, true, true, true}, // long s, the sign for Kelvin: nothing is left out
		"phố hợp, kết hợp":            {false, false, false, true},
		"phối phối hợp":               {false, true, false, true},
		"":                            {false, false, false, true},
		"gia\xcc\x81o, \xc6\xb0 \xe1": {false, false, false, true},
	} {
		found := clues.In(s)
		for i, p := range []*pattern.Pattern{order, partner, fold, all} {
			if found.May(p) != want[i] {
				t.Errorf("%q, %s: %v", s, p, found.May(p))
			}
		}
	}
}
