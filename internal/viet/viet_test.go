package viet_test

import (
	"slices"
	"strings"
	"testing"

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
