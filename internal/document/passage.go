package document

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dondoc/internal/reading"
	"dondoc/internal/viet"
)

// Class is what a passage turned out to be.
type Class string

// The classes.
const (
	AsAssignment Class = "assignment"
	AsContext    Class = "context"
	AsDismissed  Class = "dismissed"
	AsUnseen     Class = "unseen"
)

// Label is the class's Vietnamese word.
func (c Class) Label() string {
	switch c {
	case AsAssignment:
		return "có nhiệm vụ"
	case AsContext:
		return "bối cảnh"
	case AsDismissed:
		return "bỏ qua có lý do"
	case AsUnseen:
		return "chưa xem"
	}
	return string(c)
}

// Passage is one sentence of the text. Its ID is made of its words, so that it
// stays the same in a second reading.
type Passage struct {
	ID       string       `json:"id"`
	N        int          `json:"n"` // 1, 2, 3 …
	Start    int          `json:"start"`
	End      int          `json:"end"`
	Line     int          `json:"line"` // paragraph of the text that it belongs to
	Class    Class        `json:"class"`
	Reason   string       `json:"reason,omitempty"`
	By       string       `json:"by,omitempty"` // who marked it; empty when the reader's rules did
	At       time.Time    `json:"at,omitzero"`
	Proposed reading.Role `json:"proposed"` // what the reader took it for
	Findings []FindingID  `json:"findings,omitempty"`
}

// abbreviations end in a full stop without ending a sentence.
const abbreviations = " tp tx ths ts pgs gs tm kt tl tuq q đ/c v.v vv p st stt tr ttr nxb "

// Passages cuts a text into sentences. Only their place and ID are set.
func Passages(text []rune) []Passage {
	var out []Passage
	seen := map[string]int{}
	add := func(start, end, line int) {
		for start < end && unicode.IsSpace(text[start]) {
			start++
		}
		for end > start && unicode.IsSpace(text[end-1]) {
			end--
		}
		if start == end {
			return
		}
		sum := sha256.Sum256([]byte(viet.Fold(string(text[start:end]))))
		id := "p" + hex.EncodeToString(sum[:6])
		seen[id]++
		if k := seen[id]; k > 1 {
			id += "-" + strconv.Itoa(k)
		}
		out = append(out, Passage{ID: id, N: len(out) + 1, Start: start, End: end, Line: line, Class: AsUnseen, Proposed: reading.IsUnread})
	}
	from, line := 0, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\n':
			add(from, i, line)
			from, line = i+1, line+1
		case ends(text, from, i):
			j := i + 1
			for j < len(text) && strings.ContainsRune("”\"’')]", text[j]) {
				j++
			}
			add(from, j, line)
			from, i = j, j-1
		}
	}
	add(from, len(text), line)
	return out
}

// ends reports that the mark at i ends a sentence that began at from.
func ends(text []rune, from, i int) bool {
	if !strings.ContainsRune(".?!…", text[i]) {
		return false
	}
	j := i + 1
	for j < len(text) && strings.ContainsRune("”\"’')]", text[j]) {
		j++
	}
	if j >= len(text) || text[j] != ' ' && text[j] != '\t' && text[j] != '\u00a0' {
		return false
	}
	for j < len(text) && text[j] != '\n' && unicode.IsSpace(text[j]) {
		j++
	}
	for j < len(text) && strings.ContainsRune("“\"‘'([-–+", text[j]) {
		j++
	}
	if j >= len(text) || text[j] == '\n' || unicode.IsLower(text[j]) {
		return false
	}
	if text[i] != '.' {
		return true
	}
	k := i
	for k > from && !unicode.IsSpace(text[k-1]) && text[k-1] != '(' {
		k--
	}
	word := strings.ToLower(string(text[k:i]))
	if len([]rune(word)) <= 1 || strings.Contains(abbreviations, " "+word+" ") {
		return false
	}
	onlyMarks := strings.Trim(word, "0123456789.ivx") == "" // "1.", "II.", "2.3." open a list item
	return !onlyMarks || k > from && strings.TrimSpace(string(text[from:k])) != ""
}

// Mark is what a person said about a passage.
type Mark struct {
	Passage string    `json:"passage"`
	Class   Class     `json:"class"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at"`
	By      string    `json:"-"`
	Name    string    `json:"by"`
}

// account gives every passage its class. A finding that was not dismissed makes
// it an assignment; a person's mark comes next; headings and closings are
// context by the reader's rules; everything else waits for a person, because a
// sentence that the reader overlooked must not vanish as "context".
func account(ps []Passage, fs []Finding, marks []Mark, coverage []reading.Stretch) []Passage {
	ps = slices.Clone(ps)
	by := make(map[string]Mark, len(marks))
	for _, m := range marks {
		by[m.Passage] = m
	}
	for i := range ps {
		p := &ps[i]
		p.Proposed = role(*p, coverage)
		var gone []Finding
		for _, f := range fs {
			if f.Start >= p.End || f.End <= p.Start {
				continue
			}
			switch f.State {
			case Open, Confirmed:
				p.Findings = append(p.Findings, f.ID)
			case Dismissed:
				gone = append(gone, f)
			case Merged, Split:
			}
		}
		m, marked := by[p.ID]
		switch {
		case len(p.Findings) > 0:
			p.Class = AsAssignment
		case marked:
			p.Class, p.Reason, p.By, p.At = m.Class, m.Reason, m.Name, m.At
		case len(gone) > 0:
			last := gone[len(gone)-1]
			p.Class, p.Reason, p.By, p.At = AsDismissed, last.Reason, last.Toucher, last.TouchedAt
		case p.Proposed == reading.IsHeading || p.Proposed == reading.IsClosing:
			p.Class = AsContext
		default:
			p.Class = AsUnseen
		}
	}
	return ps
}

// role is what the reader took the greater part of a passage for; one unread
// character makes it unread.
func role(p Passage, coverage []reading.Stretch) reading.Role {
	best, most := reading.IsUnread, 0
	n := make(map[reading.Role]int, 5)
	i, _ := slices.BinarySearchFunc(coverage, p.Start, func(c reading.Stretch, at int) int { return c.End - at - 1 })
	for ; i < len(coverage) && coverage[i].Start < p.End; i++ {
		c := coverage[i]
		n[c.As] += min(c.End, p.End) - max(c.Start, p.Start)
		if n[c.As] > most {
			best, most = c.As, n[c.As]
		}
	}
	if n[reading.IsUnread] > 2 {
		return reading.IsUnread
	}
	return best
}

// Coverage counts passages by class.
type Coverage struct {
	Total      int `json:"total"`
	Accounted  int `json:"accounted"`
	Assignment int `json:"assignment"`
	Context    int `json:"context"`
	Dismissed  int `json:"dismissed"`
	Unseen     int `json:"unseen"`
	// Proposed counts the unseen ones that the reader took for context: they
	// can be accepted together.
	Proposed int `json:"proposed_context"`
}

// Count counts passages by class.
func Count(ps []Passage) Coverage {
	c := Coverage{Total: len(ps)}
	for _, p := range ps {
		switch p.Class {
		case AsAssignment:
			c.Assignment++
		case AsContext:
			c.Context++
		case AsDismissed:
			c.Dismissed++
		case AsUnseen:
			c.Unseen++
			if p.Proposed == reading.IsContext {
				c.Proposed++
			}
		}
	}
	c.Accounted = c.Total - c.Unseen
	return c
}
