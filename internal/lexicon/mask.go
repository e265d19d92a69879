package lexicon

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// What leaves the house carries no person: names after a form of address,
// addresses, and numbers long enough to be a telephone or an identity card.
var personal = []*regexp.Regexp{ //nolint:gochecknoglobals // a constant table
	regexp.MustCompile(`(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)(?: \([^)]{1,20}\))?:? ((?:\p{Lu}\p{Ll}+)(?: \p{Lu}\p{Ll}+){1,4})`),
	regexp.MustCompile(`([\w.+-]+@[\w-]+(?:\.[\w-]+)+)`),
	regexp.MustCompile(`((?:\+84|\b0)(?:[ .-]?\d){8,10}\b|\b\d{9,12}\b)`),
}

// notNames are words that follow a form of address as a post, not as a name.
var notNames = regexp.MustCompile(`^(?:Chủ tịch|Phó|Giám đốc|Trưởng|Bí thư|Thủ trưởng|Chánh|Bộ trưởng)`)

// Mask puts an x for every letter of what tells of a person. The length stays,
// so that offsets into the text hold.
func Mask(s string) string {
	for _, re := range personal {
		var b strings.Builder
		last := 0
		for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
			found := s[m[2]:m[3]]
			if notNames.MatchString(found) {
				continue
			}
			b.WriteString(s[last:m[2]])
			b.WriteString(strings.Repeat("x", utf8.RuneCountInString(found)))
			last = m[3]
		}
		b.WriteString(s[last:])
		s = b.String()
	}
	return s
}
