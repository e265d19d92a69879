package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineMax is the longest line in bytes, its end not counted (RFC 5545 §3.1).
const lineMax = 75

// sheet is an iCalendar text being written, a property a line.
type sheet struct{ b strings.Builder }

// put writes a property whose value is no free text: a date, a rule, a word
// of the standard. Name carries its parameters.
func (s *sheet) put(name, value string) { s.b.WriteString(fold(name + ":" + oneLine(value))) }

// text writes a property whose value is free text; nothing when it is empty.
func (s *sheet) text(name, value string) {
	if value != "" {
		s.b.WriteString(fold(name + ":" + escape(value)))
	}
}

// in writes a component around what body writes.
func (s *sheet) in(component string, body func()) {
	s.put("BEGIN", component)
	body()
	s.put("END", component)
}

// clean makes words safe for one line of text: line ends of every sort become
// "\n", because some readers also break lines at NEL, LS and PS, and other
// controls, which RFC 5545 §3.1 forbids, are left out.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// escape writes a TEXT value (RFC 5545 §3.3.11). A line end becomes the two
// characters \n, so that no words can begin a property of their own.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(clean(s))
}

// oneLine keeps a value that is not free text on its line.
func oneLine(s string) string { return strings.ReplaceAll(clean(s), "\n", " ") }

// fold breaks a line after at most 75 bytes, never inside a letter: neither
// between the bytes of one, nor between a letter and the marks that stand on it.
func fold(line string) string {
	var b strings.Builder
	b.Grow(len(line) + len(line)/lineMax*3 + 2)
	room := lineMax
	for len(line) > room {
		at := breakAt(line, room)
		b.WriteString(line[:at])
		b.WriteString("\r\n ")
		line, room = line[at:], lineMax-1 // the space that marks a continuation counts
	}
	b.WriteString(line)
	b.WriteString("\r\n")
	return b.String()
}

// breakAt is the last place within room bytes at which the line may be broken.
func breakAt(line string, room int) int {
	letter := room
	for !utf8.RuneStart(line[letter]) {
		letter--
	}
	for at := letter; at > 0; at-- {
		if !utf8.RuneStart(line[at]) {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(line[at:]); !unicode.Is(unicode.M, r) {
			return at
		}
	}
	return letter // marks and nothing else: no letter is torn from them
}
