package reading

import "unicode/utf8"

// runeIndex maps every byte offset of s to a code-point offset.
func runeIndex(s string) []int32 {
	at := make([]int32, len(s)+1)
	n := int32(-1)
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
		at[i] = n
	}
	at[len(s)] = n + 1
	return at
}

// point is the code point that begins at a byte of the working text.
func (r *reader) point(b int) int { return int(r.at[b]) }

// byteIndex maps every code-point offset of s to a byte offset.
func byteIndex(s string, points int) []int32 {
	at := make([]int32, 0, points+1)
	for i := range s {
		at = append(at, int32(i)) //nolint:gosec // no text has two gigabytes
	}
	return append(at, int32(len(s))) //nolint:gosec // no text has two gigabytes
}

// text is the text as given between two code points.
func (r *reader) text(a, b int) string {
	s := r.res.Text[r.given[a]:r.given[b]]
	if !utf8.ValidString(s) {
		return string([]rune(s)) // with the sign for what is no letter
	}
	return s
}
