package limit_test

import (
	"strings"
	"testing"

	"dondoc/internal/reading/limit"
)

// said writes a found limit in short: kind, date or rhythm, bound, words.
func said(t string, f []limit.Found) string {
	if len(f) == 0 {
		return "none"
	}
	d := f[0].Deadline
	parts := []string{string(d.Kind)}
	for _, p := range []*string{d.Date, d.Every, d.Bound} {
		if p != nil {
			parts = append(parts, *p)
		}
	}
	return strings.Join(parts, " ") + ": " + t[f[0].Start:f[0].End]
}

func TestFind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hoàn thành trước ngày 30/6/2023":                              "date 2023-06-30 before: trước ngày 30/6/2023",
		"báo cáo chậm nhất ngày 05 tháng 12 năm 2025":                  "date 2025-12-05 by: chậm nhất ngày 05 tháng 12 năm 2025",
		"xong trước 30/6":                                              "date 2023-06-30 before: trước 30/6",
		"báo cáo trước ngày 15/7":                                      "date 2023-07-15 before: trước ngày 15/7",
		"trình trong tháng 6/2023":                                     "date 2023-06-30 end_of: trong tháng 6/2023",
		"hoàn thành trong tháng 8.":                                    "date 2023-08-31 end_of: trong tháng 8",
		"hoàn thành trong quý III":                                     "date 2023-09-30 end_of: trong quý III",
		"trình trong Quý I năm 2026":                                   "date 2026-03-31 end_of: trong Quý I năm 2026",
		"hoàn thành trong năm 2025":                                    "date 2025-12-31 end_of: hoàn thành trong năm 2025",
		"hoàn thành trước cuối năm.":                                   "date 2023-12-31 end_of: trước cuối năm",
		"báo cáo định kỳ hằng tuần":                                    "recurring week: định kỳ hằng tuần",
		"gửi về Sở Nội vụ trước ngày 20 hằng tháng":                    "recurring month: trước ngày 20 hằng tháng",
		"báo cáo 06 tháng một lần":                                     "recurring half: 06 tháng một lần",
		"báo cáo trước ngày 15 của tháng cuối quý":                     "recurring quarter: ngày 15 của tháng cuối quý",
		"giải quyết ngay trong ngày":                                   "relative: ngay trong ngày",
		"trả lời trong 05 ngày làm việc kể từ ngày nhận hồ sơ":         "relative: trong 05 ngày làm việc kể từ ngày nhận hồ sơ",
		"sau 05 ngày làm việc kể từ ngày nhận phải trả lời":            "relative: sau 05 ngày làm việc kể từ ngày nhận phải trả lời",
		"kiểm định trước khi đưa vào sử dụng":                          "relative: trước khi đưa vào sử dụng",
		"Từ tháng 11/2025 đến khi kết thúc Tổng kiểm kê":               "relative: Từ tháng 11/2025 đến khi kết thúc Tổng kiểm kê",
		"sửa chữa ngay sau thiên tai":                                  "relative: ngay sau thiên tai",
		"ban hành khi Luật Dân quân tự vệ có hiệu lực thi hành":        "relative: khi Luật Dân quân tự vệ có hiệu lực thi hành",
		"xây dựng kế hoạch thanh tra hàng năm theo hướng trọng tâm":    "none",
		"thi đua khen thưởng hàng năm của đơn vị":                      "none",
		"hàng năm tổng hợp báo cáo Ủy ban nhân dân tỉnh":               "recurring year: hàng năm",
		"gửi trước Thứ Tư ngày 03/12/2025":                             "date 2025-12-03 before: trước Thứ Tư ngày 03/12/2025",
		"công bố trong ngày 20 tháng 11 năm 2025":                      "date 2025-11-20 by: trong ngày 20 tháng 11 năm 2025",
		"hoàn thành trong quí 2 năm 2010":                              "date 2010-06-30 end_of: trong quí 2 năm 2010",
		"nhiệm vụ được giao trong năm 2025":                            "none",
		"phấn đấu đến năm 2030":                                        "none",
		"trong thời gian đến":                                          "none",
		"đạt 20/30 đơn vị":                                             "none",
		"trước ngày 31/02/2025":                                        "none",
		"văn bản được ban hành tại Kỳ họp":                             "none",
		"lợi thế của địa phương sau khi hợp nhất":                      "none",
		"trong 02 tháng cuối năm 2025 và những năm tiếp theo phát huy": "none",
	} {
		if got := said(text, limit.Find(text, 0, len(text), 2023, nil)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// A limit that runs on ends with a whole word.
func TestWholeWords(t *testing.T) {
	t.Parallel()
	const text = "báo cáo trước khi trình cấp có thẩm quyền xem xét chấp thuận chủ trương đầu tư dự án"
	if got := said(text, limit.Find(text, 0, len(text), 2023, nil)); got != "relative: trước khi trình cấp có thẩm quyền xem xét chấp thuận chủ trương đầu tư" {
		t.Error(got)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Quý IV/2025.":  "date 2025-12-31 end_of: Quý IV/2025",
		"Tháng 12/2025": "date 2025-12-31 end_of: Tháng 12/2025",
		"Năm 2026":      "date 2026-12-31 end_of: Năm 2026",
		"Từ tháng 3/2025 đến tháng 10/2025": "date 2025-10-31 end_of: đến tháng 10/2025",
		"Thường xuyên":                      "none",
		"Năm 2025 và các năm tiếp theo":     "none",
		"Hằng năm":                          "recurring year: Hằng năm",
		"Tháng 11 - 12/2025":                "date 2025-12-31 end_of: Tháng 11 - 12/2025",
		"2025":                              "date 2025-12-31 end_of: 2025",
		"2025 - 2026":                       "date 2026-12-31 end_of: 2025 - 2026",
	} {
		if got := said(text, limit.Label(text, 0, len(text), 2025)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("trước ngày 30/6/2023, định kỳ hằng tuần", 2023)
	f.Fuzz(func(t *testing.T, s string, year int) {
		for _, x := range limit.Find(s, 0, len(s), year, nil) {
			if x.Start < 0 || x.End > len(s) || x.Start >= x.End {
				t.Fatalf("%q: %+v", s, x)
			}
		}
	})
}
