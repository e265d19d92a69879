package viet

// Mended is the letter that a page shows where the text behind it has another:
// some fonts carry a wrong table of letters, so that "được" is copied as "đƣợc",
// "định kỳ" as "định kǶ" and "đội ngũ" as "đội ngǜ". No Vietnamese word has the
// letters that are put there.
func Mended(r rune) rune {
	switch r {
	case 'Ƣ':
		return 'Ư'
	case 'ƣ':
		return 'ư'
	case 'Ƕ':
		return 'ỳ'
	case 'ǜ':
		return 'ũ'
	case 'Ǎ':
		return 'Ă'
	case 'ǎ':
		return 'ă'
	}
	return r
}
