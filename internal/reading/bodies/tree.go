package bodies

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordTree is a set of words, by bytes. Both cases of a letter lead to one
// place, so that a word of a text is looked up without being folded, and most
// are refused by their first bytes.
type wordTree struct {
	list  []string // in small letters
	class [256]uint8
	width int
	next  []uint16 // by place and class of byte; 0 for nowhere
	value []int    // by place: 1 + the number of the word that ends there
}

func words(s string) *wordTree { return newTree(strings.Fields(s)) }

// newTree is for words in small letters whose two cases differ in their last
// byte alone, as those of Vietnamese do.
func newTree(list []string) *wordTree {
	w := &wordTree{list: list, width: 1}
	for _, word := range list {
		for i := range len(word) {
			for _, b := range []byte{word[i], upper(word, i)} {
				if w.class[b] == 0 {
					w.class[b] = uint8(w.width) //nolint:gosec // there are 256 bytes, and some stand in no word
					w.width++
				}
			}
		}
	}
	w.next, w.value = make([]uint16, w.width), []int{0}
	for n, word := range list {
		at := 0
		for i := range len(word) {
			to := &w.next[at*w.width+int(w.class[word[i]])]
			next := int(*to)
			if next == 0 {
				next = len(w.value)
				*to = uint16(next)                                             //nolint:gosec // the words have few letters
				w.next[at*w.width+int(w.class[upper(word, i)])] = uint16(next) //nolint:gosec // as above
				w.next = append(w.next, make([]uint16, w.width)...)
				w.value = append(w.value, 0)
			}
			at = next
		}
		if w.value[at] == 0 {
			w.value[at] = n + 1
		}
	}
	return w
}

// upper is the byte at i of a word in capitals.
func upper(word string, i int) byte { return strings.ToUpper(word)[i] }

// at is the word that s begins with and its length, whatever its case; -1 where
// the first word of s is none of these.
func (w *wordTree) at(s string) (word, length int) {
	place, i := 0, 0
	for i < len(s) {
		next := int(w.next[place*w.width+int(w.class[s[i]])])
		if next == 0 {
			break
		}
		place = next
		i++
	}
	if i < len(s) && s[i] >= utf8.RuneSelf {
		k := i
		for k > 0 && !utf8.RuneStart(s[k]) {
			k--
		}
		if s[k] == 0xe2 || s[k] == 0xc4 || s[k] == 0xc5 { // K, İ, Ÿ: in small letters they are written with other bytes
			return w.slowly(s)
		}
	}
	if w.value[place] == 0 || LetterAt(s, i) > 0 {
		return -1, 0
	}
	return w.value[place] - 1, i
}

// slowly is at for words with letters from afar.
func (w *wordTree) slowly(s string) (word, length int) {
	n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if n < 0 {
		n = len(s)
	}
	if word = slices.Index(w.list, strings.ToLower(s[:n])); word < 0 {
		return -1, 0
	}
	return word, n
}

// has reports whether w, whatever its case, is among the words.
func (w *wordTree) has(s string) bool {
	word, n := w.at(s)
	return word >= 0 && n == len(s)
}

// begins reports whether the first word of s is among them.
func (w *wordTree) begins(s string) bool {
	word, _ := w.at(s)
	return word >= 0
}
