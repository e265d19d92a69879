package office

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/internal/viet"
)

// gap is an open place that the clerk fills: blanks that no program folds.
const gap = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0"

// maxMarks is how many stacked marks one letter may carry; Vietnamese needs two.
const maxMarks = 4

// clean makes a text printable: composed letters (fpdf lets loose marks drift),
// no control or direction characters, one blank between words. Blanks at the
// ends stay: a run goes on where the last one stopped.
func clean(s string) string {
	s = viet.NFC(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	b.Grow(len(s))
	marks, blank := 0, false
	for _, r := range s {
		if ordinary(r) {
			marks, blank = 0, false
			b.WriteRune(r)
			continue
		}
		switch {
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\v' || r == '\f':
			r = '\n'
		case r == '\t':
			r = ' '
		case unicode.IsControl(r) && r != '\n', unicode.Is(unicode.Cf, r), r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		if r == ' ' && blank {
			continue
		}
		blank = r == ' '
		b.WriteRune(r)
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "\n ", "\n"), " \n", "\n")
}

// ordinary tells the letters, figures and signs of Vietnamese text, which need
// no second look.
func ordinary(r rune) bool {
	return r > ' ' && r < 0x7f || r >= 0xc0 && r < 0x300 || r >= 0x1e00 && r < 0x1f00
}

// line is clean for a text that is one piece: nothing around it, no empty lines.
func line(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	parts := strings.Split(clean(s), "\n")
	out := parts[:0]
	for _, p := range parts {
		if p = strings.Trim(p, " "); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}

// upper writes capitals, except in numbers of documents, whose small letters
// are part of them (09-CTr/TU).
func upper(s string) string {
	var b strings.Builder
	at := 0
	for _, m := range numbered().FindAllStringIndex(s, -1) {
		b.WriteString(strings.ToUpper(s[at:m[0]]))
		b.WriteString(s[m[0]:m[1]])
		at = m[1]
	}
	b.WriteString(strings.ToUpper(s[at:]))
	return b.String()
}

// capital makes the first letter a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// number is the line of number and symbol behind a word.
func (d Document) number(word string) string {
	if n := line(d.Number); n != "" {
		return word + n
	}
	symbol := line(d.Symbol)
	switch {
	case symbol == "", symbol[0] == '/', symbol[0] == '-':
	case d.Template == Party:
		symbol = "-" + symbol // 06-TB/BCĐ
	default:
		symbol = "/" + symbol // 12/CV-BCĐ
	}
	return word + gap + symbol
}

// dateline is "Huế, ngày 08 tháng 5 năm 2023": days below 10 and the
// first two months carry a nought, so that nobody can write a figure before it.
func (d Document) dateline() string {
	var place string
	if p := line(d.Place); p != "" {
		place = p + ", "
	}
	return place + d.day()
}

func (d Document) day() string {
	if t := d.Date.Time(); !t.IsZero() {
		month := strconv.Itoa(int(t.Month()))
		if t.Month() < 3 {
			month = "0" + month
		}
		return fmt.Sprintf("ngày %02d tháng %s năm %d", t.Day(), month, t.Year())
	}
	year := gap
	if d.Year > 0 {
		year = " " + strconv.Itoa(d.Year)
	}
	return "ngày" + gap + "tháng" + gap + "năm" + year
}

// ended gives a list entry its mark: semicolons, a full stop at the last.
func ended(items []string) []string {
	var out []string
	for _, s := range items {
		s = strings.Trim(strings.TrimLeft(line(s), "-–+ "), " ;.,")
		if s != "" {
			out = append(out, s)
		}
	}
	for i := range out {
		if i == len(out)-1 {
			out[i] += "."
		} else {
			out[i] += ";"
		}
	}
	return out
}

// letters number points by the Vietnamese alphabet.
const letters = "abcdđeghiklmnopqrstuvxy"

func (m Mark) at(i int) string {
	switch m {
	case Dash:
		return "- "
	case Plus:
		return "+ "
	case Number:
		return strconv.Itoa(i+1) + ". "
	case Letter:
		l := []rune(letters)
		if i < len(l) {
			return string(l[i]) + ") "
		}
		return string(l[(i/len(l)-1)%len(l)]) + string(l[i%len(l)]) + ") "
	case None:
	}
	return ""
}

func roman(n int) string {
	var b strings.Builder
	for _, p := range []struct {
		value int
		text  string
	}{{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= p.value; n -= p.value {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// numbered finds numbers of documents (06-TB/BCĐ, 30/2020/NĐ-CP), whose
// hyphens are no place to break a line.
func numbered() *regexp.Regexp { return documentNumber }

var documentNumber = regexp.MustCompile(`\d+[\p{L}\d]*(?:[-/][\p{L}\d]+)+`)
