package cadence_test

import (
	"slices"
	"testing"

	"dondoc/internal/cadence"
	"dondoc/internal/workday"
)

func TestHear(t *testing.T) {
	t.Parallel()
	for phrase, want := range map[string][]cadence.Said{
		"hằng tuần":                               {{Every: workday.Week}},
		"Hàng ngày":                               {{Every: workday.Day}},
		"định kỳ hằng tuần":                       {{Every: workday.Week}},
		"trước ngày 20 hằng tháng":                {{Every: workday.Month, Bound: workday.Before, Day: 20}},
		"chậm nhất ngày 25 hàng tháng":            {{Every: workday.Month, Bound: workday.By, Day: 25}},
		"vào ngày làm việc cuối cùng của tháng":   {{Every: workday.Month, Bound: workday.By, Day: -1}},
		"vào ngày cuối cùng của mỗi quý":          {{Every: workday.Quarter, Bound: workday.By, Day: -1}},
		"định kỳ 6 tháng, hằng năm":               {{Every: workday.Half}, {Every: workday.Year}},
		"định kỳ hằng tháng, quý, 6 tháng và năm": {{Every: workday.Month}, {Every: workday.Quarter}, {Every: workday.Half}, {Every: workday.Year}},
		"06 tháng/lần":                            {{Every: workday.Half}},
		"3 tháng một lần":                         {{Every: workday.Quarter}},
		"thứ Năm hằng tuần":                       {{Every: workday.Week, Bound: workday.By, Weekday: 4}},
		"trước thứ 6 hằng tuần":                   {{Every: workday.Week, Bound: workday.Before, Weekday: 5}},
		"Chủ Nhật hằng tuần":                      {{Every: workday.Week, Bound: workday.By, Weekday: 7}},
		"trước ngày 15/11 hằng năm":               {{Every: workday.Year, Bound: workday.Before, Day: 15, Month: 11}},
		"trước ngày 15 tháng 11 hằng năm":         {{Every: workday.Year, Bound: workday.Before, Day: 15, Month: 11}},
		"29/02 hằng năm":                          {{Every: workday.Year, Bound: workday.By, Day: 29, Month: 2}}, // D02
		"29 tháng 2 hàng năm":                     {{Every: workday.Year, Bound: workday.By, Day: 29, Month: 2}},
		"trước 15/11 hằng năm":                    {{Every: workday.Year, Bound: workday.Before, Day: 15, Month: 11}},
		"trong tháng 6 hằng năm":                  {{Every: workday.Year, Month: 6}},
		"ngày 25 của tháng cuối mỗi quý":          {{Every: workday.Quarter, Bound: workday.By, Day: 25}},
		"trước ngày 10 tháng cuối quý":            {{Every: workday.Quarter, Bound: workday.Before, Day: 10}},
		"định kỳ":                                 nil,
		"thường xuyên":                            nil,
		"trong năm 2023":                          nil,
		"trước ngày 30/6/2023":                    nil,
		"đến ngày 20 tháng 6 năm 2023":            nil,
		"thứ Năm":                                 nil,
		"":                                        nil,
	} {
		got := cadence.Hear(phrase)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", phrase, got, want)
		}
		for _, s := range got {
			if _, err := cadence.FromReading(s, 5); err != nil {
				t.Errorf("%q: %v", phrase, err)
			}
		}
	}
}

// Any words do no harm.
func FuzzHear(f *testing.F) {
	for _, s := range []string{"trước ngày 31 hằng quý", "ngày 99 tháng 99 hằng năm", "thứ 7, chủ nhật hằng tuần", "định kỳ 6 tháng, \xff năm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, said := range cadence.Hear(s) {
			if r, err := cadence.FromReading(said, 5); err == nil && (r.Every() != said.Every || r.Check() != nil) {
				t.Errorf("%q: %+v gives %s", s, said, r)
			}
		}
	})
}
