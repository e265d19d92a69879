package viet_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dondoc/internal/viet"
)

func TestFoldFindsWithAndWithoutDiacritics(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Sở Nội vụ": "so noi vu", "ĐÔN  ĐỐC": "don doc", "06\u200b-TB/BCĐ": "06-tb/bcd", "Ðường Ɖ": "duong d", norm.NFD.String("Quyết định"): "quyet dinh", "e\u0323\u0302": "e",
	} {
		if got := viet.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" a\u202Eb\u0000c\uFEFF ": "abc", "e\u0302\u0323": "ệ", "a\r\nb\u2028c": "a\nb\nc", "a\n\n\n\n\n\n\nb": "a\n\n\nb", "x" + strings.Repeat("\u0316", 50): "x" + strings.Repeat("\u0316", 4), "\xc3\x28": "(",
	} {
		if got := viet.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOrderIsVietnamese(t *testing.T) {
	t.Parallel()
	names := []string{"Đống Đa", "Ân Thi", "An Nhơn", "Dương", "Ăn", "đăng", "dân"}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(viet.Key(a), viet.Key(b)) })
	if diff := cmp.Diff([]string{"An Nhơn", "Ăn", "Ân Thi", "dân", "Dương", "đăng", "Đống Đa"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersAndTones(t *testing.T) {
	t.Parallel()
	if got := viet.Number(-1234567); got != "-1.234.567" {
		t.Error(got)
	}
	for x, want := range map[float64]string{8.5: "8,5", 1234567.8: "1.234.567,8", 12: "12", 0.1 + 0.2: "0,3", -0.5: "-0,5"} {
		if got := viet.Decimal(x, 2); got != want {
			t.Errorf("Decimal(%v) = %q", x, got)
		}
	}
	if got := viet.Tone("Uỷ ban, thủ tục hoà giải, QUÝ, quý, thuỷ lợi, khoẻ, Huỳnh, hoạch, toàn"); got != "Ủy ban, thủ tục hòa giải, QUÝ, quý, thủy lợi, khỏe, Huỳnh, hoạch, toàn" {
		t.Error(got)
	}
	if got := viet.MixedScripts("Ѕở Nội vụ"); len(got) != 1 {
		t.Error(got)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("Phản ánh\u202e \u0000")
	f.Fuzz(func(t *testing.T, s string) {
		c := viet.Clean(s)
		if viet.Clean(c) != c {
			t.Errorf("cleaning %q twice differs: %q", s, c)
		}
		viet.Fold(s)
		viet.Key(c)
	})
}

func TestTitleTakesAnyBytes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "đơn vị": "Đơn vị", "\xff": "\xff"} {
		if got := viet.Title(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

// What Tone did letter by letter, before it passed over what stays.
func toneByLetter(s string) string {
	rs := []rune(viet.NFC(s))
	for i := 1; i < len(rs); i++ {
		if i+1 < len(rs) && unicode.IsLetter(rs[i+1]) {
			continue
		}
		vowels, marked := []rune("àáảãạèéẻẽẹ"), []rune("òóỏõọòóỏõọ")
		switch unicode.ToLower(rs[i-1]) {
		case 'o':
		case 'u':
			if i > 1 && unicode.ToLower(rs[i-2]) == 'q' {
				continue
			}
			vowels, marked = []rune("ỳýỷỹỵ"), []rune("ùúủũụ")
		default:
			continue
		}
		k := slices.Index(vowels, unicode.ToLower(rs[i]))
		if k < 0 {
			continue
		}
		to, glide := "aaaaaeeeee"[k:k+1], string(marked[k])
		if len(vowels) == 5 {
			to = "y"
		}
		if unicode.IsUpper(rs[i-1]) {
			glide = strings.ToUpper(glide)
		}
		if unicode.IsUpper(rs[i]) {
			to = strings.ToUpper(to)
		}
		rs[i-1], rs[i] = []rune(glide)[0], []rune(to)[0]
	}
	return string(rs)
}

func TestToneIsThatOfEveryLetter(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(1, 2))
	pieces := strings.Fields("o O u U q Q a á À ả è Ẽ ẹ ý Ỳ ỵ n h \u0301 \u0309 e y \xff \xe1\xba • – ” Đ \u2000 \u212b ơ ư ắ \uf0b7 日")
	for range 20_000 {
		var b strings.Builder
		for range draw.IntN(9) {
			b.WriteString(append(pieces, " ")[draw.IntN(len(pieces)+1)])
		}
		if got, want := viet.Tone(b.String()), toneByLetter(b.String()); got != want {
			t.Fatalf("Tone(%q) = %q, want %q", b.String(), got, want)
		}
	}
	for r := range rune(0x11000) { // between two letters, and alone
		for _, s := range []string{string(r), "a" + string(r) + "\u0301", "o" + string(r)} {
			if got, want := viet.Tone(s), toneByLetter(s); got != want {
				t.Fatalf("Tone(%q) = %q, want %q", s, got, want)
			}
		}
	}
}
