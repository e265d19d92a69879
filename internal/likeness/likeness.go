// Package likeness says how much two texts are the same, so that a report that
// repeats the one before is pointed out. Texts are compared by their runs of
// three words (shingles; Broder 1997), without marks, tones and numbers: a
// weekly text of which only the figures changed is the same text.
package likeness

import (
	"hash/fnv"
	"strings"

	"dondoc/internal/viet"
)

// Text is what of a text is compared.
type Text map[uint64]struct{}

const (
	run      = 3 // words
	shortest = 5 // words; fewer say nothing about sameness
)

// Of prepares a text.
func Of(text string) Text {
	words := strings.FieldsFunc(viet.Fold(text), func(r rune) bool { return r < 'a' || r > 'z' })
	out := Text{}
	if len(words) < shortest {
		return out
	}
	for i := 0; i+run <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+run] {
			_, _ = h.Write([]byte(w)) // a hash never fails
			_, _ = h.Write([]byte{0})
		}
		out[h.Sum64()] = struct{}{}
	}
	return out
}

// With is the share of common runs in percent (Jaccard): 0 when either text is
// too short to say.
func (t Text) With(o Text) int {
	if len(t) == 0 || len(o) == 0 {
		return 0
	}
	both := 0
	for k := range t {
		if _, ok := o[k]; ok {
			both++
		}
	}
	return both * 100 / (len(t) + len(o) - both)
}
