package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/pattern"
)

// Sentence is a stretch of a line.
type Sentence struct{ Start, End int }

var abbreviation = pattern.New(`(?:^|[\s(])(?:TP|Tp|tp|KT|TM|TL|Q|P|Ths|TS|PGS|GS|St|Mr|v\.v|vv|TX|TT|đ/c|ĐT|QL|S)$`)

// enumerator is a number that stands alone at the start of a sentence: its full
// stop is a list marker, where "năm 2025." ends a sentence.
var enumerator = pattern.New(`^\s*(?:[IVX]+|\d{1,2})$`)

var (
	bracketed    = pattern.New(`\((?:[ivx]+|\d{1,2})\)$`)
	inlineNumber = pattern.New(` \d{1,2}\.\d{1,2}$`)
)

// Sentences cuts a line's words at full stops that end a sentence.
func Sentences(t string, from, to int) []Sentence { //nolint:gocognit // one scan, with the full bodies.Stops that end nothing
	var out []Sentence
	start := from
	deep := 0
	for i := from; i < to; i++ {
		switch t[i] {
		case '(':
			deep++
		case ')':
			deep = max(deep-1, 0)
		case '.', '!', '?':
			if deep > 0 || i+1 < to && !isBlank(t[i+1:to]) {
				continue
			}
			if t[i] == '.' && bracketed.MatchString(t[max(start, i-6):i]) {
				continue
			}
			if m := inlineNumber.FindString(t[max(start, i-6):i]); m != "" && t[i] == '.' && i-len(m) > start { // "… cấp xã 1.1. Đối với …"
				out = append(out, Sentence{start, i - len(m)})
				start = i + 1 + len(t[i+1:to]) - len(strings.TrimLeft(t[i+1:to], " \t\u00a0"))
				continue
			}
			if i+1 < to && t[i] == '.' && (abbreviation.MatchString(t[start:i]) || enumerator.MatchString(t[start:i])) {
				continue
			}
			rest := strings.TrimLeft(t[i+1:to], " \t\u00a0\u200b")
			r, _ := utf8.DecodeRuneInString(rest)
			if rest != "" && !unicode.IsUpper(r) && !strings.ContainsRune(`"“”'(-`, r) {
				continue
			}
			out = append(out, Sentence{start, i})
			start = i + 1 + len(t[i+1:to]) - len(rest)
		}
	}
	if strings.TrimSpace(t[start:to]) != "" {
		out = append(out, Sentence{start, to})
	}
	out = bounded(t, out)
	for i := range out {
		out[i] = Trim(t, out[i].Start, out[i].End)
		if m := inlineMark.FindString(t[out[i].Start:out[i].End]); m != "" {
			out[i].Start += len(m)
		}
	}
	return out
}

// longest is how many bytes of a sentence are read as one: more than any
// directive has. What goes on without a full stop is cut at a blank, so that
// reading stays linear in the length of the text.
const longest = 6000

func bounded(t string, list []Sentence) []Sentence {
	out := list[:0:0]
	for _, s := range list {
		for s.End-s.Start > longest {
			cut := strings.LastIndexByte(t[s.Start:s.Start+longest], ' ')
			if cut <= 0 {
				cut = longest
				for !utf8.RuneStart(t[s.Start+cut]) {
					cut--
				}
			}
			out = append(out, Sentence{s.Start, s.Start + cut})
			s.Start += cut
		}
		out = append(out, s)
	}
	return out
}

// inlineMark is an enumerator inside a paragraph: "(ii) Bộ Công Thương …".
var inlineMark = pattern.New(`^(?:\((?:[ivx]+|\d{1,2}|[a-zđ])\)|[a-zđ]\)|\d{1,2}\))\s+`)

func isBlank(s string) bool {
	return strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\u00a0") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "\t")
}

// Trim takes blanks from both sides and closing punctuation from the end.
func Trim(t string, from, to int) Sentence {
	s := Sentence{from, to}
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(t[s.Start:s.End])
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			break
		}
		s.Start += n
	}
	for s.End > s.Start {
		r, n := utf8.DecodeLastRuneInString(t[s.Start:s.End])
		if !unicode.IsSpace(r) && !strings.ContainsRune(".;,:/\u200b\ufeff-–", r) {
			break
		}
		s.End -= n
	}
	return s
}
