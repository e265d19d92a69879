package bodies

import (
	"maps"
	"strings"
	"sync/atomic"

	"dondoc/internal/pattern"
)

// The one pattern of all names is too large to be tried at every word. A name
// without a title before it is looked up by its first word: the sector of a
// ministry or department in a table, the rest by the few forms that can begin
// with that word.
var (
	titled    = pattern.New(`^` + strings.TrimSuffix(title, "*") + `+`)
	tailOf    = pattern.New(`^` + tail)
	titleWord = words("các đồng tập phó chủ giám tổng thủ bộ thống chánh viện trưởng hiệu cục vụ người lãnh bí tư chỉ") //nolint:gochecknoglobals // a constant table
	formsBy   = formsByWord()                                                                                           //nolint:gochecknoglobals // a constant table
	sectorsBy = sectorsByWord()                                                                                         //nolint:gochecknoglobals // a constant table
)

// formsByWord gives for every first word the forms that can begin with it, in
// their order. A form is compiled once, however many words lead to it: a pattern
// for each word took a quarter of a second of every start.
func formsByWord() map[string][]*pattern.Pattern {
	m := map[string][]*pattern.Pattern{}
	for _, f := range forms {
		re, plain := pattern.New(`^(?:`+f+`)`), strings.ToLower(eitherCase.ReplaceAllString(f, "$2"))
		for _, w := range firstWords.list {
			if strings.Contains(plain, w) {
				m[w] = append(m[w], re)
			}
		}
	}
	return m
}

// eitherCase is how a form writes a letter that may be large or small.
var eitherCase = pattern.New(`\[(\p{L})(\p{L})\]`)

func sectorsByWord() map[string][]string {
	m := map[string][]string{}
	for s := range strings.SplitSeq(sectors, "|") {
		m[s[:wordLength(s)]] = append(m[s[:wordLength(s)]], s)
	}
	return m
}

// Words are the phrases that the reader knows: actions and sectors of entire.
func Words() []string {
	return append(strings.Split(actions, "|"), strings.Split(sectors, "|")...)
}

// nameLength is the length of the name that s begins with, 0 for none; sure
// says that it came from a table and needs no cutting.
func nameLength(s string) (n int, sure bool) {
	if len(s) > 600 { // no name is longer
		s = s[:600]
	}
	w := s[:wordLength(s)]
	if titleWord.has(w) && titled.MatchString(s) {
		m := entire.FindStringIndex(s)
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
				if m := placed.FindString(s[n:]); m != "" && !firstWords.has(FirstWord(m[1:])) && !Actions.MatchString(m[1:]) {
					n += len(m)
				}
			}
			return n, true
		}
	}
	for _, re := range formsOf(w) {
		if m := re.FindStringIndex(s); m != nil {
			return m[1], false
		}
	}
	return 0, false
}

// formsOf are the forms that can begin with a word as it is written.
func formsOf(w string) []*pattern.Pattern {
	known := *formsSeen.Load()
	list, ok := known[w]
	if ok {
		return list
	}
	var buf smallWord
	low, _ := small(w, &buf)
	for _, f := range formsBy[string(low)] {
		if f.Begins(w) {
			list = append(list, f)
		}
	}
	if len(known) < 1000 { // a text of nothing but odd capitals is not kept
		more := maps.Clone(known)
		more[strings.Clone(w)] = list
		formsSeen.Store(&more)
	}
	return list
}

// formsSeen are the answers of formsOf so far; another goroutine's may get lost
// and is found again.
var formsSeen = func() *atomic.Pointer[map[string][]*pattern.Pattern] { //nolint:gochecknoglobals // it only saves work
	var p atomic.Pointer[map[string][]*pattern.Pattern]
	p.Store(&map[string][]*pattern.Pattern{})
	return &p
}()

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
