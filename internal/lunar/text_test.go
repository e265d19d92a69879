package lunar_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dondoc/internal/civil"
	"dondoc/internal/lunar"
)

func TestReadWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	const near = civil.Date("2026-01-05")
	for s, want := range map[string]civil.Date{
		"15 tháng Giêng năm Bính Ngọ":                  "2026-03-03",
		"Rằm tháng Giêng năm Bính Ngọ":                 "2026-03-03",
		"rằm tháng giêng":                              "2026-03-03",
		"15 thang gieng nam binh ngo":                  "2026-03-03",
		"mùng 1 Tết":                                   "2026-02-17",
		"mồng một Tết Bính Ngọ":                        "2026-02-17",
		"29 Tết":                                       "2026-02-16",
		"29 tháng Chạp":                                "2026-02-16",
		"ngày 10 tháng 3 âm lịch":                      "2026-04-26",
		"10/3 âm lịch":                                 "2026-04-26",
		"10/3 ÂL":                                      "2026-04-26",
		"10/3/2023 âm lịch":                            "2023-04-29",
		"10 tháng Ba năm 2023 (âm lịch)":               "2023-04-29",
		"1 tháng Hai nhuận năm Quý Mão":                "2023-03-22",
		"1/2 nhuận năm 2023 âm lịch":                   "2023-03-22",
		"1 tháng Sáu nhuận":                            "2036-07-23", // the next year that has one
		"mùng 5 tháng Năm năm Đinh Mùi":                "2027-06-09",
		"2 tháng Mười Một năm Ất Tỵ":                   "2025-12-21",
		"2 tháng Mười Một năm Ất Tị":                   "2025-12-21",
		"rằm tháng Bảy năm Giáp Tý":                    "2044-08-08",
		norm.NFD.String("15 tháng Giêng năm Bính Ngọ"): "2026-03-03",
		"30 tháng Chạp năm Nhâm Dần":                   "2023-01-21",
	} {
		got, err := lunar.Read(s, near)
		if err != nil || got.Solar != want {
			t.Errorf("%q is %s (%v), %v; want %s", s, got.Solar, got.Date, err, want)
		}
		if err == nil && !strings.Contains(got.Shown, want.Format()) {
			t.Errorf("%q shows %q", s, got.Shown)
		}
		if !lunar.Recognise(s) {
			t.Errorf("%q is not recognised", s)
		}
	}
	got, err := lunar.Read("15 tháng Giêng năm Bính Ngọ", near)
	if err != nil || got.Shown != "15 tháng Giêng năm Bính Ngọ (âm lịch) là thứ Ba, 03/03/2026" {
		t.Errorf("%q, %v", got.Shown, err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const near = civil.Date("2026-01-05")
	for s, want := range map[string]string{
		"30 tháng Chạp":                  "Tháng Chạp năm Ất Tỵ (2025) chỉ có 29 ngày; ngày cuối tháng là 29 tháng Chạp, tức 16/02/2026.",
		"30 Tết":                         "Tháng Chạp năm Ất Tỵ (2025) chỉ có 29 ngày; ngày cuối tháng là 29 tháng Chạp, tức 16/02/2026.",
		"15 tháng Giêng năm Bính Mùi":    "Không có năm “bính mùi”. Kiểm tra lại can và chi.",
		"15 tháng Giêng năm Giáp Tỵ":     "Không có năm “giáp tỵ”. Kiểm tra lại can và chi.",
		"1 tháng Một âm lịch":            lunar.ErrEleventh.Error(),
		"15 tháng 13 âm lịch":            lunar.ErrText.Error(),
		"mùng 15 tháng Giêng":            lunar.ErrText.Error(),
		"15 tháng Giêng và 16 tháng Hai": lunar.ErrText.Error(),
		"15 tháng 8 năm 2023":            lunar.ErrText.Error(), // nothing says that it is lunar
		"15/8/2023":                      lunar.ErrText.Error(),
		"rằm":                            lunar.ErrText.Error(),
		"Tết":                            lunar.ErrText.Error(),
		"":                               lunar.ErrText.Error(),
		"1 tháng Giêng năm 3000":         lunar.ErrRange.Error(),
		strings.Repeat("rằm ", 100):      lunar.ErrLongText.Error(),
	} {
		if got, err := lunar.Read(s, near); err == nil || err.Error() != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"15/8/2023", "15 tháng Tám", "08/5/23", "ngày mai", "", "15 tháng 8 năm 2023", "năm"} {
		if lunar.Recognise(s) {
			t.Errorf("%q is taken for a lunar date", s)
		}
	}
	if _, err := lunar.Read("rằm tháng Giêng", ""); !errors.Is(err, lunar.ErrDay) {
		t.Error(err)
	}
}

func TestAFieldForADayAsksBack(t *testing.T) {
	t.Parallel()
	const near = civil.Date("2026-01-05")
	for s, want := range map[string]string{
		"15 tháng Giêng năm Bính Ngọ": "15 tháng Giêng năm Bính Ngọ (âm lịch) là thứ Ba, 03/03/2026. Ghi 03/03/2026 để xác nhận.",
		"mùng 1 Tết":                  "Mùng 1 tháng Giêng năm Bính Ngọ (âm lịch) là thứ Ba, 17/02/2026. Ghi 17/02/2026 để xác nhận.",
		"30 Tết":                      "Tháng Chạp năm Ất Tỵ (2025) chỉ có 29 ngày; ngày cuối tháng là 29 tháng Chạp, tức 16/02/2026.",
		"1/1/1930 âm lịch":            civil.ErrRange.Error(),
		"08/5/23":                     "Năm chỉ ghi hai chữ số. Có phải 08/05/2023? Ghi lại đủ bốn chữ số để xác nhận.",
		"ngày mai":                    civil.ErrForm.Error(),
	} {
		if d, err := lunar.Day(s, near); err == nil || err.Error() != want {
			t.Errorf("%q: %s, %v", s, d, err)
		}
	}
	if d, err := lunar.Day("03/03/2026", near); err != nil || d != "2026-03-03" {
		t.Errorf("%s, %v", d, err)
	}
	var ask *lunar.ConfirmError
	if _, err := lunar.Day("rằm tháng Giêng", near); !errors.As(err, &ask) || ask.Reading.Solar != "2026-03-03" {
		t.Error("the reading is not handed on")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"15 tháng Giêng năm Bính Ngọ", "30 tháng Chạp", "mùng 3 Tết", "10/3 âm lịch", "1/2 nhuận năm 2023 âm lịch", "năm", "tháng", "năm giáp", "mùng", "//", "15 tháng Giêng năm Giáp Tỵ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := lunar.Read(s, "2026-01-05")
		if err != nil {
			return
		}
		if back, err := lunar.Of(got.Solar); err != nil || back != got.Date || !lunar.Recognise(s) {
			t.Errorf("%q is %v on %s, which is %v, %v", s, got.Date, got.Solar, back, err)
		}
		if again, err := lunar.Read(got.Date.Words()+" "+"âm lịch", got.Solar); err != nil || again.Date != got.Date {
			t.Errorf("%q reads back as %v, %v", got.Date.Words(), again.Date, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2023-02-01n", "2023-02-30", "2024-12-30", "1899-12-01", "0000-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := lunar.Parse(s)
		if err != nil {
			return
		}
		solar, err := d.Solar()
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if back, err := lunar.Of(solar); err != nil || back != d {
			t.Errorf("%q is %s, which is %v, %v", s, solar, back, err)
		}
	})
}
