package reading_test

import (
	"strings"
	"testing"

	"dondoc/internal/reading"
)

// Texts without a full stop must not cost more than others: a few seconds here
// would be minutes if the cost grew with the square of the length.
func TestEndlessSentences(t *testing.T) {
	t.Parallel()
	for _, p := range []string{
		"trước ngày 30/6/2023 ", "các sở, ban, ngành; ", "Sở Nội vụ, ", "giao Sở Nội vụ ", "phối hợp với Sở Nội vụ rà soát; ", "UBND các huyện ", "định kỳ hằng tháng, ",
		"Chỉ thị số 12/CT-TTg ngày 1/1/2020 của ", "“", "| 1 | ", "(a) ", "ế",
	} {
		text := "Kính gửi: Sở A\nGiao Sở Nội vụ " + strings.Repeat(p, 30_000/len(p))
		end := 0
		for _, c := range reading.Read(text, reading.Options{}).Coverage {
			if c.Start != end {
				t.Fatalf("%q: coverage from %d, want %d", p, c.Start, end)
			}
			end = c.End
		}
	}
}
