package viet

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Tongue is the language that a text is written in.
type Tongue string

// The tongues that are told apart. Scripts that one people writes stand for its
// language.
const (
	Undecided  Tongue = "" // too few words to say
	Vietnamese Tongue = "vi"
	Unmarked   Tongue = "vi-unmarked" // Vietnamese without its marks: "bao cao ket qua"
	English    Tongue = "en"
	French     Tongue = "fr"
	Chinese    Tongue = "zh"
	Lao        Tongue = "lo"
	Khmer      Tongue = "km"
	Thai       Tongue = "th"
	Russian    Tongue = "ru"
	Japanese   Tongue = "ja"
	Korean     Tongue = "ko"
	Other      Tongue = "other" // words of no language known here, or none at all
)

// Label is the language's name in Vietnamese; "" where there is none to say.
func (t Tongue) Label() string {
	return map[Tongue]string{
		Vietnamese: "tiếng Việt", Unmarked: "tiếng Việt không dấu", English: "tiếng Anh", French: "tiếng Pháp", Chinese: "tiếng Trung", Lao: "tiếng Lào", Khmer: "tiếng Khmer",
		Thai: "tiếng Thái", Russian: "tiếng Nga", Japanese: "tiếng Nhật", Korean: "tiếng Hàn",
	}[t]
}

// How much of a text is looked at, evenly spread, and how few words say nothing.
const (
	maxParts  = 8
	partBytes = 1024
	minTongue = 25
	// from so many words on, letters alone do not make a text Vietnamese: fonts
	// without names of letters give many, in no order
	minCommon = 60
)

// own are the letters that no other language has: Vietnamese shares é, à, ê
// and their like with French.
const own = "ảãạăằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏõọồốổỗộơờớởỡợủũụưừứửữựỷỹỵđ"

// common are words without which hardly a paragraph is written. They are chosen
// so that none is common in another of the languages.
var common = map[Tongue][]string{ //nolint:gochecknoglobals // a constant table
	Vietnamese: {"và", "của", "các", "được", "cho", "trong", "theo", "thực", "hiện", "nhiệm", "vụ", "giao", "báo", "cáo", "kết", "quả", "sở", "ban", "tỉnh", "hành", "chính", "trước", "ngày", "tháng", "năm", "không", "phải", "chủ", "trì", "phối", "hợp", "kế", "hoạch", "việc", "quy", "định", "nghị", "quyết", "số", "văn", "bản", "về", "công", "tác", "đơn", "vị", "cơ", "quan", "đồng", "chí", "với", "này", "có", "là", "đến", "tại", "từ", "nhân", "dân", "xã", "bộ"},
	English:    {"the", "of", "and", "to", "for", "is", "that", "with", "shall", "by", "be", "are", "from", "this", "which", "as", "has", "will", "or", "their"},
	French:     {"de", "la", "le", "les", "des", "et", "du", "pour", "dans", "que", "une", "est", "aux", "par", "sur", "qui", "au", "cette", "ou", "avec"},
	Unmarked:   {"cua", "va", "cac", "cho", "duoc", "nhung", "trong", "theo", "thuc", "hien", "cao", "nhiem", "vu", "giao", "uy", "nhan", "dan", "tinh", "truoc", "ngay", "thang", "nam", "khong", "phai", "chu", "tri", "phoi", "hop", "hoach", "viec", "quy", "dinh", "nghi", "quyet", "chinh", "so", "ban", "bao", "ket", "qua"},
}

// tally is what was counted of a text's words.
type tally struct {
	letters, words, vietnamese int
	scripts, hits              map[Tongue]int
}

// letter is what is asked of every letter of a text. Those below tabled, which
// are nearly all, are answered from a table.
type letter struct {
	low  rune
	kind letterKind
}

type letterKind uint8

const (
	noLetter letterKind = iota
	anyLetter
	ownLetter // that Vietnamese alone has
)

const tabled = 0x2000

var letters = sync.OnceValue(func() *[tabled]letter { //nolint:gochecknoglobals // a constant table
	t := new([tabled]letter)
	for r := range rune(tabled) {
		t[r] = letterOf(r)
	}
	return t
})

func letterOf(r rune) letter {
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return letter{r, noLetter}
	}
	l := letter{unicode.ToLower(r), anyLetter}
	if strings.ContainsRune(own, l.low) {
		l.kind = ownLetter
	}
	return l
}

// tongueOfWord is the language that a common word tells of.
var tongueOfWord = sync.OnceValue(func() map[string]Tongue { //nolint:gochecknoglobals // a constant table
	known := map[string]Tongue{}
	for t, list := range common {
		for _, w := range list {
			known[w] = t
		}
	}
	return known
})

// longestCommon has room for every common word, in bytes.
const longestCommon = 16

// count looks at the words of a text, without a string for each.
func count(s string) tally {
	n := tally{scripts: map[Tongue]int{}, hits: map[Tongue]int{}}
	table, known := letters(), tongueOfWord()
	var buf [longestCommon + utf8.UTFMax]byte
	word := buf[:0] // as far as it may be a common one
	inside, vietnamese := false, false
	end := func() {
		if inside {
			n.words++
			n.hits[known[string(word)]]++
			if vietnamese {
				n.vietnamese++
			}
			word, inside, vietnamese = buf[:0], false, false
		}
	}
	for _, part := range parts(s) {
		for _, r := range NFC(part) {
			var l letter
			if r < tabled {
				l = table[r]
			} else {
				l = letterOf(r)
			}
			if l.kind == noLetter {
				end()
				continue
			}
			inside = true
			vietnamese = vietnamese || l.kind == ownLetter
			n.letters++
			if t := scriptOf(l.low); t != "" {
				n.scripts[t]++
			}
			if len(word) <= longestCommon {
				word = utf8.AppendRune(word, l.low)
			}
		}
		end()
	}
	return n
}

// parts are what is looked at of a text: all of it, or pieces evenly spread.
func parts(s string) []string {
	if len(s) <= maxParts*partBytes {
		return []string{s}
	}
	out := make([]string, maxParts)
	for i := range out {
		out[i] = s[i*(len(s)/maxParts):][:partBytes]
		if blank := strings.IndexByte(out[i], ' '); blank > 0 { // whole words, where there are blanks
			out[i] = out[i][blank:]
		}
	}
	return out
}

// TongueOf says what language a text is in.
func TongueOf(s string) Tongue {
	n := count(s)
	foreign, most := 0, Undecided
	for _, t := range []Tongue{Chinese, Lao, Khmer, Thai, Russian, Japanese, Korean} {
		foreign += n.scripts[t]
		if n.scripts[t] > n.scripts[most] {
			most = t
		}
	}
	switch {
	case foreign >= minTongue && foreign*2 > n.letters:
		if most == Chinese && n.scripts[Japanese]*10 > n.scripts[Chinese] {
			return Japanese
		}
		return most
	case n.vietnamese*10 >= n.words && n.vietnamese > 0 && (n.words < minCommon || n.hits[Vietnamese]*20 >= n.words):
		return Vietnamese
	case n.words < minTongue:
		return Undecided
	}
	most = English
	for _, t := range []Tongue{French, Unmarked} {
		if n.hits[t] > n.hits[most] {
			most = t
		}
	}
	if n.hits[most]*8 < n.words {
		return Other
	}
	return most
}

// scriptOf names the language that a letter of another script stands for.
func scriptOf(r rune) Tongue {
	if r < 0x400 || r >= 0x1e00 && r < tabled { // Latin letters
		return ""
	}
	switch {
	case unicode.Is(unicode.Han, r):
		return Chinese
	case unicode.Is(unicode.Lao, r):
		return Lao
	case unicode.Is(unicode.Khmer, r):
		return Khmer
	case unicode.Is(unicode.Thai, r):
		return Thai
	case unicode.Is(unicode.Cyrillic, r):
		return Russian
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return Japanese
	case unicode.Is(unicode.Hangul, r):
		return Korean
	}
	return ""
}
