package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The one pattern of all names is too large to be tried at every word. A name
// without a title before it is looked up by its first word: the sector of a
// ministry or department in a table, the rest by the few forms that can begin
// with that word.
var (
	titled    = regexp.MustCompile(`^` + strings.TrimSuffix(title, "*") + `+`)
	tailOf    = regexp.MustCompile(`^` + tail)
	titleWord = words("các đồng tập phó chủ giám tổng thủ bộ thống chánh viện trưởng hiệu cục vụ người lãnh bí tư chỉ") //nolint:gochecknoglobals // a constant table
	formsBy   = formsByWord()                                                                                           //nolint:gochecknoglobals // a constant table
	sectorsBy = sectorsByWord()                                                                                         //nolint:gochecknoglobals // a constant table
)

// formsByWord gives for every first word the forms that can begin with it, in
// their order. A form is compiled once, however many words lead to it: a pattern
// for each word took a quarter of a second of every start.
func formsByWord() map[string][]*regexp.Regexp {
	m := map[string][]*regexp.Regexp{}
	for _, f := range forms {
		re, plain := regexp.MustCompile(`^(?:`+f+`)`), strings.ToLower(eitherCase.ReplaceAllString(f, "$2"))
		for w := range firstWords {
			if strings.Contains(plain, w) {
				m[w] = append(m[w], re)
			}
		}
	}
	return m
}

// eitherCase is how a form writes a letter that may be large or small.
var eitherCase = regexp.MustCompile(`\[(\p{L})(\p{L})\]`)

func sectorsByWord() map[string][]string {
	m := map[string][]string{}
	for s := range strings.SplitSeq(sectors, "|") {
		m[s[:wordLength(s)]] = append(m[s[:wordLength(s)]], s)
	}
	return m
}

// Words are the phrases that the reader knows: actions and sectors of bodies.
func Words() []string {
	return append(strings.Split(actions, "|"), strings.Split(sectors, "|")...)
}

// wordLength is how many bytes of letters s begins with.
func wordLength(s string) int {
	n := 0
	for n < len(s) && n < 24 {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) {
			break
		}
		n += size
	}
	return n
}

// nameLength is the length of the name that s begins with, 0 for none; sure
// says that it came from a table and needs no cutting.
func nameLength(s string) (n int, sure bool) {
	if len(s) > 600 { // no name is longer
		s = s[:600]
	}
	w := s[:wordLength(s)]
	low := strings.ToLower(w)
	if titleWord[low] && titled.MatchString(s) {
		m := bodies.FindStringIndex(s)
		if m == nil {
			return 0, false
		}
		return m[1], false
	}
	switch w {
	case "Bộ", "Sở", "Phòng", "Ban", "bộ", "sở", "phòng":
		if n := sectorLength(s[len(w):]); n > 0 {
			n += len(w)
			n += len(tailOf.FindString(s[n:]))
			if w == "Sở" || w == "Phòng" {
				if m := placed.FindString(s[n:]); m != "" && !firstWords[strings.ToLower(firstWord(m[1:]))] && !act.MatchString(m[1:]) {
					n += len(m)
				}
			}
			return n, true
		}
	}
	for _, re := range formsBy[low] {
		if m := re.FindStringIndex(s); m != nil {
			return m[1], false
		}
	}
	return 0, false
}

// sectorLength is the length of a blank and the name of a sector.
func sectorLength(s string) int {
	if s == "" || s[0] != ' ' {
		return 0
	}
	rest := s[1:]
	for _, name := range sectorsBy[rest[:wordLength(rest)]] {
		if strings.HasPrefix(rest, name) {
			return 1 + len(name)
		}
	}
	return 0
}

// gated is a pattern that is tried only where one of some plain words stands.
type gated struct {
	any []string
	re  *regexp.Regexp
}

func (g gated) open(s string) bool {
	for _, w := range g.any {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// MatchString reports whether the pattern matches.
func (g gated) MatchString(s string) bool { return g.open(s) && g.re.MatchString(s) }

// FindAllStringIndex lists the matches.
func (g gated) FindAllStringIndex(s string, n int) [][]int {
	if !g.open(s) {
		return nil
	}
	return g.re.FindAllStringIndex(s, n)
}

// FindStringIndex is the first match.
func (g gated) FindStringIndex(s string) []int {
	if !g.open(s) {
		return nil
	}
	return g.re.FindStringIndex(s)
}
