package office

import (
	"strings"
	"unicode/utf8"
)

// piece is text of one face inside a word.
type piece struct {
	span
	width float64
}

// word is what no line end may part; the blank after it has its own width.
type word struct {
	pieces []piece
	width  float64
	space  float64
	end    bool // a forced line end follows
}

// textLine is one printed line.
type textLine struct {
	words []word
	width float64 // without the last blank
	size  float64 // of its largest letter
	last  bool    // the last one before a forced end: not stretched
}

// breakLines breaks a paragraph for a place of the given width.
func breakLines(p para, width float64) []textLine {
	room := width - p.left - p.right
	return fill(wordsOf(p.spans), room-p.first, room)
}

// narrowest is the least width that lines are made for, in points.
const narrowest = 8

// wordsOf parts spans at blanks and line ends.
func wordsOf(spans []span) []word {
	n := 1
	for _, s := range spans {
		n += strings.Count(s.text, " ") + strings.Count(s.text, "\n")
	}
	out := make([]word, 0, n)
	var cur word
	open := false // cur holds something
	flush := func() {
		if open {
			out = append(out, cur)
		}
		cur, open = word{}, false
	}
	for _, s := range spans {
		for rest := s.text; rest != ""; {
			n := strings.IndexAny(rest, " \n")
			text := rest
			if n >= 0 {
				text = rest[:n]
			}
			if text != "" {
				pc := piece{span: s, width: s.face.width(text, s.size)}
				pc.text = text
				cur.pieces = append(cur.pieces, pc)
				cur.width += pc.width
				open = true
			}
			if n < 0 {
				break
			}
			if rest[n] == ' ' {
				cur.space = s.face.width(" ", s.size)
				open = open || len(out) == 0
			} else {
				cur.end, open = true, true
				cur.pieces = append(cur.pieces, piece{span: span{face: s.face, size: s.size}}) // keeps the line's height
			}
			flush()
			rest = rest[n+1:]
		}
		if s.text == "" {
			cur.pieces = append(cur.pieces, piece{span: s})
			open = true
		}
	}
	flush()
	return out
}

// fill puts words on lines, the first of another width.
func fill(words []word, first, width float64) []textLine {
	var out []textLine
	var cur textLine
	first, width = max(first, narrowest), max(width, narrowest)
	room := first
	next := func(last bool) {
		cur.last = last
		out = append(out, cur)
		cur, room = textLine{}, width
	}
	for _, w := range words {
		if n := len(cur.words); n > 0 && cur.width+cur.words[n-1].space+w.width > room+0.01 {
			left := room - cur.width - cur.words[n-1].space
			if w.width > longWord && w.width > room/2 && left > longWord/4 { // an address would leave a hole
				if head, tail := split(w, left, false); len(tail.pieces) > 0 {
					cur.add(head)
					w = tail
				}
			}
			next(false)
		}
		for len(cur.words) == 0 && w.width > room+0.01 {
			head, tail := split(w, room, true)
			if len(tail.pieces) == 0 {
				break
			}
			cur.add(head)
			next(false)
			w = tail
		}
		cur.add(w)
		if w.end {
			next(true)
		}
	}
	if len(cur.words) > 0 || len(out) == 0 {
		next(true)
	}
	if n := len(out); n > 0 {
		out[n-1].last = true
	}
	return out
}

func (l *textLine) add(w word) {
	if l.words == nil {
		l.words = make([]word, 0, 16) // a line of text holds about as many
	}
	if n := len(l.words); n > 0 {
		l.width += l.words[n-1].space
	}
	l.words = append(l.words, w)
	l.width += w.width
	for _, p := range w.pieces {
		l.size = max(l.size, p.size)
	}
}

// soft are the characters after which a word too long for its line is parted
// before it is parted anywhere.
const soft = "/-._?&=,;:@\\|"

// longWord is from which width a word may be parted although it fits on a line:
// no number of a document is as wide.
const longWord = 150

// split parts a word that is wider than its room: after the last soft character
// that fits, else, where it must, after the last character; then at least one
// character is taken. Without a place to part, the tail is empty.
func split(w word, room float64, must bool) (head, tail word) { //nolint:revive // says how far to go
	used := 0.0
	type cut struct{ piece, at int }
	var best, softest cut
	any1 := false
scan:
	for i, p := range w.pieces {
		for at, r := range p.text {
			used += p.face.width(string(r), p.size)
			if used > room+0.01 && any1 {
				break scan
			}
			any1 = true
			best = cut{i, at + utf8.RuneLen(r)}
			if strings.ContainsRune(soft, r) {
				softest = best
			}
		}
	}
	if !any1 {
		return w, word{}
	}
	if softest.at > 0 || !must {
		best = softest
	}
	if best.at == 0 {
		return w, word{}
	}
	for i, p := range w.pieces {
		switch {
		case i < best.piece:
			head.pieces = append(head.pieces, p)
		case i > best.piece:
			tail.pieces = append(tail.pieces, p)
		default:
			a, b := p, p
			a.text, b.text = p.text[:best.at], p.text[best.at:]
			a.width = p.face.width(a.text, p.size)
			b.width = p.width - a.width
			head.pieces = append(head.pieces, a)
			if b.text != "" {
				tail.pieces = append(tail.pieces, b)
			}
		}
	}
	for _, p := range head.pieces {
		head.width += p.width
	}
	tail.width, tail.space, tail.end = w.width-head.width, w.space, w.end
	if len(tail.pieces) == 0 {
		return w, word{}
	}
	return head, tail
}
