package citation_test

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/citation"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]citation.Number{
		"63/2010/NĐ-CP":         {Written: "63/2010/NĐ-CP", Num: "63", Year: "2010", Type: "NĐ", Issuer: "CP", Style: citation.State},
		"60/2024/QH15":          {Written: "60/2024/QH15", Num: "60", Year: "2024", Type: "QH15", Style: citation.State},
		"790/QĐ-UBND-HC":        {Written: "790/QĐ-UBND-HC", Num: "790", Type: "QĐ", Issuer: "UBND-HC", Style: citation.State},
		"2497/UBND-KSTT":        {Written: "2497/UBND-KSTT", Num: "2497", Issuer: "UBND-KSTT", Style: citation.State},
		"09-CTr/TU":             {Written: "09-CTr/TU", Num: "09", Type: "CTr", Issuer: "TU", Style: citation.Party},
		"06-TB/BCĐ":             {Written: "06-TB/BCĐ", Num: "06", Type: "TB", Issuer: "BCĐ", Style: citation.Party},
		"30c/NQ-CP":             {Written: "30c/NQ-CP", Num: "30c", Type: "NQ", Issuer: "CP", Style: citation.State},
		"6692/TTr- SGTVT":       {Written: "6692/TTr-SGTVT", Num: "6692", Type: "TTr", Issuer: "SGTVT", Style: citation.State},
		"01/2011/TTLT-VPCP-BNV": {Written: "01/2011/TTLT-VPCP-BNV", Num: "01", Year: "2011", Type: "TTLT", Issuer: "VPCP-BNV", Style: citation.State},
		"147-CTHĐ/TU":           {Written: "147-CTHĐ/TU", Num: "147", Type: "CTHĐ", Issuer: "TU", Style: citation.Party},
		"66.1/2025/NQ-CP":       {Written: "66.1/2025/NQ-CP", Num: "66.1", Year: "2025", Type: "NQ", Issuer: "CP", Style: citation.State},
		"số năm":                {Written: "sốnăm", Style: citation.Unknown},
	} {
		if diff := cmp.Diff(want, citation.Parse(in)); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	text := `Theo Kết luận số 48-KL/TW ngày 30/01/2023 của Bộ Chính trị; các Nghị quyết số 57-NQ/TW, 59-NQ/TW và số 66- NQ/TW, Quyết định 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ về chỉ số; ngày 16/11/2025, 24/7, km/h.`
	got := citation.Find(text)
	var texts []string
	for _, m := range got {
		texts = append(texts, string([]rune(text)[m.Start:m.End])+"|"+m.Number+"|"+m.Type+"|"+m.Date+"|"+m.Issuer)
	}
	want := []string{
		"Kết luận số 48-KL/TW ngày 30/01/2023 của Bộ Chính trị|48-KL/TW|Kết luận|2023-01-30|Bộ Chính trị",
		"Nghị quyết số 57-NQ/TW|57-NQ/TW|Nghị quyết||", "59-NQ/TW|59-NQ/TW|Nghị quyết||", "66- NQ/TW|66-NQ/TW|Nghị quyết||",
		"Quyết định 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ|766/QĐ-TTg|Quyết định|2022-06-23|Thủ tướng Chính phủ",
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

func TestIdentityKnowsTermsAndYears(t *testing.T) {
	t.Parallel()
	a := citation.Identity("Tỉnh ủy", "Chương trình", "09-CTr/TU", 2021, citation.PartyTerm(2021))
	b := citation.Identity("Tỉnh  ủy", "chương trình", "9-Ctr/TU", 2023, citation.PartyTerm(2023))
	c := citation.Identity("Tỉnh ủy", "Chương trình", "09-CTr/TU", 2026, citation.PartyTerm(2026))
	if a != b || a == c {
		t.Errorf("%s, %s, %s", a, b, c)
	}
	if citation.Identity("UBND", "QĐ", "1/QĐ-UBND", 2022, 2020) == citation.Identity("UBND", "QĐ", "1/QĐ-UBND", 2023, 2020) {
		t.Error("a State number starts again each year")
	}
	for _, s := range []string{"06\u200b-TB/BCĐ", "06-TB\u200c/BCĐ", "06-T\u200dB/BCĐ", "\u206006-TB/BCĐ", "06-TB/BCĐ\ufeff", "06-TB/\u00adBCĐ"} { // U10
		if citation.Key(s) != citation.Key("6–tb/bcđ") {
			t.Errorf("%q: invisible characters must not make another number", s)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Kết luận số 48-KL/TW ngày 30/01/2023 của Bộ Chính trị")
	f.Add("66-NQ/TW- Kết luận 12/QĐ-\u200bUBND")
	f.Fuzz(func(t *testing.T, s string) {
		n, last := utf8.RuneCountInString(s), 0
		for _, m := range citation.Find(s) {
			if m.Start < last || m.End <= m.Start || m.End > n {
				t.Fatalf("%q: mention %+v after %d of %d", s, m, last, n)
			}
			last = m.End
		}
	})
}

func TestPlainIsOneForOne(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "Sở Nội vụ": "Sở Nội vụ", "Ðơn\u00a0vị": "Đơn vị", "Ɖ–С": "Đ-C", "\xffa\xe1\xba": "\ufffda\ufffd\ufffd", "\ufffd“ƠƯ”…": "\ufffd“ƠƯ”…", "УВND ХЅ Я": "YBND XS Я", "\u200b\ufeffx": "  x", "đƣợc định kǶ, ĐỘI NGŨ, ngǜ, Ƣơ, nǎm Ǎ": "được định kỳ, ĐỘI NGŨ, ngũ, Ươ, năm Ă",
	} {
		if got := citation.Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
