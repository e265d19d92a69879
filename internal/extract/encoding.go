package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/unicode/norm"
)

// Encoding is how a text file wrote its letters.
type Encoding string

// The encodings that are recognised.
const (
	UTF8  Encoding = "UTF-8"
	UTF16 Encoding = "UTF-16"
	CP    Encoding = "Windows-1258"
	TCVN3 Encoding = "TCVN3 (ABC)"
	VNI   Encoding = "VNI"
	// Windows1252 is the Western table; Vietnamese pages in it write most marked
	// letters as entities.
	Windows1252 Encoding = "Windows-1252"
)

// Decode turns a text file's bytes into text and says how they were written.
// The legacy encodings are told apart by how Vietnamese the result reads.
func Decode(b []byte) (string, Encoding) {
	if s, ok := wide(b); ok {
		return s, UTF16
	}
	b = []byte(strings.TrimPrefix(string(b), "\ufeff"))
	if utf8.Valid(b) {
		s := string(b)
		if out, enc := Legacy(s); enc != UTF8 {
			return out, enc
		}
		return s, UTF8
	}
	if damagedUTF8(string(b)) {
		return strings.ToValidUTF8(string(b), "\ufffd"), UTF8
	}
	latin := make([]rune, len(b))
	for i, c := range b {
		latin[i] = rune(c)
	}
	best, enc, top := strings.ToValidUTF8(string(b), "\ufffd"), UTF8, -1.0
	cp, err := charmap.Windows1258.NewDecoder().Bytes(b)
	if err == nil {
		if s := norm.NFC.String(string(cp)); score(s) > top {
			best, enc, top = s, CP, score(s)
		}
	}
	convert, name := oneByte(string(latin))
	if s := convert(string(latin)); score(s) > top {
		best, enc = s, name
	}
	return best, enc
}

// damagedUTF8 reports a text that is UTF-8 but for a few bytes: to read all of
// it in an old encoding would spoil what is good.
func damagedUTF8(s string) bool {
	good, bad := 0, 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			bad++
		case r >= 0x80:
			good++
		}
	}
	return bad > 0 && good >= 2*bad
}

func wide(b []byte) (string, bool) {
	for _, mark := range []string{"\xff\xfe\x00\x00", "\xff\xfe", "\xfe\xff"} {
		if !strings.HasPrefix(string(b), mark) {
			continue
		}
		dec := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewDecoder()
		if len(mark) == 4 {
			dec = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder()
		}
		if out, err := dec.Bytes(b); err == nil {
			return norm.NFC.String(string(out)), true
		}
	}
	return "", false
}

// Legacy recognises text in which TCVN3 or VNI letters arrived as Latin ones,
// as pasting from old documents gives: "Céng hoµ x· héi". It converts only
// when the result reads clearly better; the person is asked before it is kept.
func Legacy(s string) (string, Encoding) {
	convert, name := oneByte(s)
	if out := convert(s); score(out) > score(s)+0.25 {
		return out, name
	}
	return s, UTF8
}

// oneByte tells the two old encodings apart: in VNI a mark always follows its
// vowel as a character of its own, in TCVN3 a marked vowel is one character and
// usually follows a consonant.
func oneByte(s string) (func(string) string, Encoding) {
	after, all := 0, 0
	prev := ' '
	for _, r := range s {
		if r > 0x7f && strings.ContainsRune("ùøûõïâêáàåãäéèúüëÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜË", r) {
			all++
			if strings.ContainsRune("aeouyôöAEOUYÔÖ", prev) {
				after++
			}
		}
		prev = r
	}
	if all > 0 && after*10 >= all*9 {
		return vni, VNI
	}
	return tcvn3, TCVN3
}

// score is how Vietnamese a text reads: the share of words with marked letters
// that are built like Vietnamese syllables, less what no Vietnamese text holds.
func score(s string) float64 {
	good, bad, words := 0, 0, 0
	for i, w := range strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("¸µ¶·¹¨©ª«¬®¡¢£¤¥¦§", r)
	}) {
		if i > 4000 {
			break
		}
		marked := false
		wrong := false
		for k, r := range []rune(w) {
			switch {
			case r < 0x80:
			case strings.ContainsRune(letters, unicode.ToLower(r)):
				marked = true
				if k > 0 && unicode.IsUpper(r) && unicode.IsLower([]rune(w)[k-1]) {
					wrong = true
				}
			default:
				wrong = true
			}
		}
		if !marked && !wrong {
			continue
		}
		words++
		if wrong || len([]rune(w)) > 8 || vowelRuns(w) > 1 {
			bad++
		} else {
			good++
		}
	}
	if words == 0 {
		return 0
	}
	return float64(good-bad) / float64(words)
}

// vowelRuns counts separate runs of vowels; a Vietnamese syllable has one.
func vowelRuns(w string) int {
	n, in := 0, false
	for _, r := range norm.NFD.String(strings.ToLower(w)) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		v := strings.ContainsRune("aeiouy", r)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

const letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
