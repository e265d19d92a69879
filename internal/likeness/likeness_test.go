package likeness_test

import (
	"testing"

	"dondoc/internal/likeness"
)

func TestTheSameTextWithOtherFigures(t *testing.T) {
	t.Parallel()
	week := "Tuần 19: tiếp nhận 11 phản ánh của doanh nghiệp, giải quyết trong ngày 9, trình cấp có thẩm quyền 2."
	for text, want := range map[string]bool{
		"Tuần 20: Tiếp nhận 14 phản ánh của doanh nghiệp; giải quyết trong ngày 14, trình cấp có thẩm quyền 0.": true,
		"Tuan 20 tiep nhan 14 phan anh cua doanh nghiep, giai quyet trong ngay 14, trinh cap co tham quyen 0":   true,
		"Đã họp với Sở Xây dựng về thủ tục cấp phép, thống nhất rút ngắn còn 12 ngày làm việc.":                 false,
		"Xong.": false,
	} {
		a, b := likeness.Of(week), likeness.Of(text)
		if n := a.With(b); (n >= 85) != want || n != b.With(a) || n < 0 || n > 100 {
			t.Errorf("%q: %d%%", text, n)
		}
	}
}
