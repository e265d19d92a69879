package citation

import (
	"strings"
	"unicode"

	"dondoc/internal/pattern"
	"dondoc/internal/viet"
)

// Style is which grammar a number follows.
type Style string

// The styles of number.
const (
	State   Style = "state"   // 766/QĐ-TTg, 63/2010/NĐ-CP, 2497/UBND-KSTT
	Party   Style = "party"   // 09-CTr/TU
	Unknown Style = "unknown" // kept as written
)

// Number is a document number taken apart.
type Number struct {
	Written string // as in the text, blanks inside removed
	Num     string // "09"
	Year    string // only in normative numbers
	Type    string // type code, "CTr"; empty in official letters
	Issuer  string // "TU", "UBND-KSTT"
	Style   Style
}

// Key is what two spellings of one number have in common; compare by it.
func (n Number) Key() string { return Key(n.Written) }

// Key folds a number for comparison: capitals, no blanks, plain hyphens, no
// invisible characters, no leading zeros.
func Key(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToUpper(plain(r))
	}, s)
	return strings.TrimLeft(s, "0")
}

// Identity is the key under which two documents are the same one: number and
// symbol repeat, so the issuer and the year of a State number, or the term of
// a Party number, belong to it (Decree 30/2020; 36-HD/VPTW item 1.3.1).
func Identity(issuer, typ, number string, year, termStart int) string {
	n := Parse(number)
	when := year
	if n.Style == Party {
		when = termStart
	}
	var b strings.Builder
	for _, part := range []string{issuer, typ, n.Key()} {
		b.WriteString(strings.ToLower(strings.Join(strings.Fields(part), " ")))
		b.WriteByte('|')
	}
	for _, d := range []int{1000, 100, 10, 1} {
		b.WriteByte(byte('0' + when/d%10))
	}
	return b.String()
}

// PartyTerm is the first year of the five-year term of a Party committee that
// a year falls in (terms begin in 2020, 2025 …; the beginning is [K], so a
// province may correct the key of a single document).
func PartyTerm(year int) int { return year - year%5 }

const (
	numPart  = `\d{1,5}(?:\.\d{1,3})?[a-zđ]?`
	token    = `[A-ZĐ](?:[a-zđ]{0,2}[A-ZĐ0-9&]+)*[a-zđ]{0,2}` //nolint:gosec // a part of a document number
	joint    = `(?:-|\s-|-\s)`
	slash    = `\s?/\s?`
	section  = `(?:\.[IVX]{1,4}\b)?` // of a ministry's office: 6721/VPCP-V.I
	stateSrc = numPart + slash + `(?:(?:19|20)\d{2}` + slash + `)?` + token + `(?:` + joint + token + `)*` + section
	partySrc = numPart + joint + token + slash + token + `(?:-` + token + `)*`
)

var (
	stateForm = pattern.New(`^(` + numPart + `)` + slash + `(?:((?:19|20)\d{2})` + slash + `)?(` + token + `(?:` + joint + token + `)*` + section + `)$`)
	partyForm = pattern.New(`^(` + numPart + `)` + joint + `(` + token + `)` + slash + `(` + token + `(?:-` + token + `)*)$`)
)

// Parse takes a number apart. A hyphen right after the number makes it a Party
// number; a known type code first makes it administrative; otherwise it is an
// official letter. What fits no form comes back as Unknown, never refused.
func Parse(s string) Number {
	s = strings.Map(plain, strings.TrimSpace(s))
	n := Number{Written: squeeze(s), Style: Unknown}
	if m := partyForm.FindStringSubmatch(s); m != nil {
		n.Style, n.Num, n.Type, n.Issuer = Party, m[1], m[2], squeeze(m[3])
		return n
	}
	m := stateForm.FindStringSubmatch(s)
	if m == nil {
		return n
	}
	code := squeeze(m[3])
	if m[2] == "" && !strings.Contains(code, "-") {
		return n
	}
	n.Style, n.Num, n.Year = State, m[1], m[2]
	first, rest, found := strings.Cut(code, "-")
	if TypeName(first) != "" && found || m[2] != "" {
		n.Type, n.Issuer = first, rest
	} else {
		n.Issuer = code
	}
	return n
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// plain maps look-alikes to the letter meant: Cyrillic capitals to Latin ones,
// dash variants to the hyphen, odd blanks to the blank, Ð to Đ.
func plain(r rune) rune {
	switch r {
	case 'Ð', 'Ɖ':
		return 'Đ'
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	case '\u00a0', '\u2002', '\u2003', '\u2009', '\u202f', '\u3000', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return ' '
	}
	if r < 'Ѕ' || r > 'Х' {
		return viet.Mended(r)
	}
	if i := strings.IndexRune("АВСЕНІКМОРТХУЅ", r); i >= 0 {
		return []rune("ABCEHIKMOPTXYS")[len([]rune("АВСЕНІКМОРТХУЅ"[:i]))]
	}
	return r
}
