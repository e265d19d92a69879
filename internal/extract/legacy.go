package extract

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// tcvnTable pairs the bytes of TCVN 5712 (ABC fonts), written as Latin-1
// characters, with the letters meant. Capitals of ".VnTimeH" fonts use the same
// codes as small letters; the font name is lost in plain text, so small ones
// are given.
const (
	tcvnFrom = "µ¸¶·¹»¾¼½Æ¨ÇÊÈÉË©ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®¡¢£¤¥¦§"
	tcvnTo   = "àáảãạằắẳẵặăầấẩẫậâèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ"
)

var tcvnReplacer = sync.OnceValue(func() *strings.Replacer { //nolint:gochecknoglobals // a constant table, built once
	from, to := []rune(tcvnFrom), []rune(tcvnTo)
	var pairs []string
	for i := range from {
		if i < len(to) {
			pairs = append(pairs, string(from[i]), string(to[i]))
		}
	}
	return strings.NewReplacer(pairs...)
})

func tcvn3(s string) string { return tcvnReplacer().Replace(s) }

// vniMarks are the second characters of a VNI pair and the marks they stand
// for, after a base vowel.
func vniPairs() []string {
	marks := map[string]string{
		"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302", "ê": "\u0306",
		"á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
		"é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
	}
	var out []string
	add := func(base, mark, sign string) {
		out = append(out, base+mark, norm.NFC.String(base+sign), strings.ToUpper(base+mark), norm.NFC.String(strings.ToUpper(base)+sign))
	}
	for _, base := range []string{"a", "e", "o", "u", "y"} {
		for m, sign := range marks {
			circumflex, breve := strings.HasPrefix(sign, "\u0302"), strings.HasPrefix(sign, "\u0306")
			if breve && base != "a" || circumflex && (base == "u" || base == "y") {
				continue
			}
			add(base, m, sign)
		}
	}
	for _, horn := range []struct{ from, to string }{{"ô", "ơ"}, {"ö", "ư"}} {
		for _, m := range []string{"ù", "ø", "û", "õ", "ï"} {
			out = append(out, horn.from+m, norm.NFC.String(horn.to+marks[m]), strings.ToUpper(horn.from+m), norm.NFC.String(strings.ToUpper(horn.to)+marks[m]))
		}
		out = append(out, horn.from, horn.to, strings.ToUpper(horn.from), strings.ToUpper(horn.to))
	}
	return append(out, "í", "í", "ì", "ì", "æ", "ỉ", "ó", "ĩ", "ò", "ị", "î", "ỵ", "ñ", "đ", "Ñ", "Đ", "Æ", "Ỉ", "Ó", "Ĩ", "Ò", "Ị")
}

var vniReplacer = sync.OnceValue(func() *strings.Replacer { return strings.NewReplacer(vniPairs()...) }) //nolint:gochecknoglobals // a constant table, built once

func vni(s string) string { return vniReplacer().Replace(s) }
