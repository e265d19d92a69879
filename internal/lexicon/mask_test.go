package lexicon_test

import (
	"testing"
	"unicode/utf8"

	"dondoc/internal/lexicon"
)

func TestWhatTellsOfAPersonIsMasked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Giao đồng chí Nguyễn Văn An, Giám đốc Sở Nội vụ":        "Giao đồng chí xxxxxxxxxxxxx, Giám đốc Sở Nội vụ",
		"ông Lê Bình và bà Trần Thị Ánh Nguyệt ký":               "ông xxxxxxx và bà xxxxxxxxxxxxxxxxxxx ký",
		"liên hệ 0256 3822 291 hoặc an.nv@binhminh.gov.vn":       "liên hệ xxxxxxxxxxxxx hoặc xxxxxxxxxxxxxxxxxxxxx",
		"vốn 1.234.567.890 đồng, 120 000 000 đồng":               "vốn 1.234.567.890 đồng, 120 000 000 đồng",
		"các đồng chí Chủ tịch, Giám đốc Sở":                     "các đồng chí Chủ tịch, Giám đốc Sở",
		"Thông báo số 06-TB/BCĐ ngày 08/5/2023, trước 30/6/2023": "Thông báo số 06-TB/BCĐ ngày 08/5/2023, trước 30/6/2023",
	} {
		if got := lexicon.Mask(text); got != want || utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
