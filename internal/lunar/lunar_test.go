package lunar_test

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/lunar"
)

// rows reads a file of testdata, whose README says where it comes from.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestDaysOnWhichThreeSourcesAgree converts every vector in both directions.
func TestDaysOnWhichThreeSourcesAgree(t *testing.T) {
	t.Parallel()
	all := rows(t, "lunar_test_vectors.csv")
	if len(all) != 2064 {
		t.Fatalf("%d vectors", len(all))
	}
	for _, r := range all {
		want := lunar.Date{Year: number(t, r[1]), Month: number(t, r[2]), Day: number(t, r[3]), Leap: r[4] == "1"}
		if got, err := lunar.Of(civil.Date(r[0])); err != nil || got != want {
			t.Errorf("%s is %v, %v; want %v", r[0], got, err, want)
		}
		if got, err := want.Solar(); err != nil || string(got) != r[0] {
			t.Errorf("%v is %s, %v; want %s", want, got, err, r[0])
		}
	}
}

// TestEveryMonthOfTwoCenturies holds first day, length and leap months against
// the historical table; rows that only another source has are no months.
func TestEveryMonthOfTwoCenturies(t *testing.T) {
	t.Parallel()
	leap := map[int]int{}
	n := 0
	for _, r := range rows(t, "lunar_months_1900_2100.csv") {
		y, m, isLeap := number(t, r[0]), number(t, r[1]), r[2] == "1"
		if r[3] == "" {
			if _, err := lunar.MonthLength(y, m, isLeap); err == nil {
				t.Errorf("%d-%d leap %t stands in no historical table", y, m, isLeap)
			}
			continue
		}
		n++
		first := lunar.Date{Year: y, Month: m, Day: 1, Leap: isLeap}
		if got, err := first.Solar(); err != nil || string(got) != r[3] {
			t.Errorf("%v begins on %s, %v; want %s", first, got, err, r[3])
		}
		if got, err := lunar.Of(civil.Date(r[3])); err != nil || got != first {
			t.Errorf("%s is %v, %v; want %v", r[3], got, err, first)
		}
		if got, err := lunar.MonthLength(y, m, isLeap); r[4] != "" && (err != nil || got != number(t, r[4])) {
			t.Errorf("%v has %d days, %v; want %s", first, got, err, r[4])
		}
		if isLeap {
			leap[y] = m
		}
	}
	if n != 2486 {
		t.Errorf("%d months", n)
	}
	for y := lunar.FirstYear; y <= lunar.LastYear; y++ {
		if got := lunar.LeapMonth(y); got != leap[y] {
			t.Errorf("%d: leap month %d, want %d", y, got, leap[y])
		}
	}
}

func TestTetAndTheNameOfEveryYear(t *testing.T) {
	t.Parallel()
	for _, r := range rows(t, "tet_dates_1900_2100.csv") {
		y := number(t, r[0])
		if got, err := lunar.Tet(y); err != nil || string(got) != r[2] {
			t.Errorf("Tết %d is %s, %v; want %s", y, got, err, r[2])
		}
		if got := lunar.YearName(y); got != r[1] {
			t.Errorf("%d is %s, want %s", y, got, r[1])
		}
	}
}

// TestWhereChinaDiffers: the calendar is reckoned for UTC+7 (bad-inputs D09).
func TestWhereChinaDiffers(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		year       int
		tet, china civil.Date
	}{{1968, "1968-01-29", "1968-01-30"}, {1985, "1985-01-21", "1985-02-20"}, {2007, "2007-02-17", "2007-02-18"}, {2030, "2030-02-02", "2030-02-03"}} {
		got, err := lunar.Tet(v.year)
		if err != nil || got != v.tet || got == v.china {
			t.Errorf("Tết %d is %s, %v; want %s", v.year, got, err, v.tet)
		}
	}
}

// TestHungKings are the days of DOMAIN's table, 2022 to 2035.
func TestHungKings(t *testing.T) {
	t.Parallel()
	for i, v := range []struct{ tet, kings civil.Date }{
		{"2022-02-01", "2022-04-10"},
		{"2023-01-22", "2023-04-29"},
		{"2024-02-10", "2024-04-18"},
		{"2025-01-29", "2025-04-07"},
		{"2026-02-17", "2026-04-26"},
		{"2027-02-06", "2027-04-16"},
		{"2028-01-26", "2028-04-04"},
		{"2029-02-13", "2029-04-23"},
		{"2030-02-02", "2030-04-12"},
		{"2031-01-23", "2031-04-01"},
		{"2032-02-11", "2032-04-19"},
		{"2033-01-31", "2033-04-09"},
		{"2034-02-19", "2034-04-28"},
		{"2035-02-08", "2035-04-17"},
	} {
		tet, err1 := lunar.Tet(2022 + i)
		kings, err2 := lunar.HungKings(2022 + i)
		if err1 != nil || err2 != nil || tet != v.tet || kings != v.kings {
			t.Errorf("%d: %s %s, %v %v", 2022+i, tet, kings, err1, err2)
		}
	}
}

// TestEveryDayThereAndBack walks every day of the table: lunar days follow one
// another, and the way back leads to where it came from.
func TestEveryDayThereAndBack(t *testing.T) {
	t.Parallel()
	d := civil.Date("1900-01-01")
	last, err := lunar.Of(d)
	if err != nil || last != (lunar.Date{Year: 1899, Month: 12, Day: 1}) {
		t.Fatal(last, err)
	}
	n := 0
	for ; ; n++ {
		at, err := lunar.Of(d)
		if err != nil {
			break
		}
		if n > 0 && at.Day != last.Day+1 && (at.Day != 1 || last.Day < 29) {
			t.Fatalf("%s: %v follows %v", d, at, last)
		}
		if back, err := at.Solar(); err != nil || back != d {
			t.Fatalf("%s is %v, which is %s, %v", d, at, back, err)
		}
		if again, err := lunar.Parse(at.String()); err != nil || again != at {
			t.Fatalf("%v reads back as %v, %v", at, again, err)
		}
		d, last = d.AddDays(1), at
	}
	if d != "2101-01-29" || last != (lunar.Date{Year: 2100, Month: 12, Day: 29}) || n != 73442 {
		t.Errorf("the table ends before %s with %v after %d days", d, last, n)
	}
}

func TestWhatHasNoLunarDate(t *testing.T) {
	t.Parallel()
	for d, want := range map[civil.Date]error{"": lunar.ErrDay, "2023-02-30": lunar.ErrDay, "1899-12-31": lunar.ErrRange, "2101-01-29": lunar.ErrRange, "9999-12-31": lunar.ErrRange, "0001-01-01": lunar.ErrRange, "2102-01-01": lunar.ErrRange} {
		if got, err := lunar.Of(d); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", d, got, err)
		}
	}
	for s, want := range map[string]string{
		"2024-12-30":   "Tháng Chạp năm Giáp Thìn (2024) chỉ có 29 ngày; ngày cuối tháng là 29 tháng Chạp, tức 28/01/2025.",
		"2023-02-30n":  "Tháng Hai nhuận năm Quý Mão (2023) chỉ có 29 ngày; ngày cuối tháng là 29 tháng Hai nhuận, tức 19/04/2023.",
		"2023-03-01n":  "Năm Quý Mão (2023) không nhuận tháng Ba mà nhuận tháng Hai.",
		"2024-02-01n":  "Năm Giáp Thìn (2024) không có tháng nhuận.",
		"2023-13-01":   "Không có tháng 13 âm lịch: tháng từ 1 đến 12.",
		"2023-00-01":   "Không có tháng 0 âm lịch: tháng từ 1 đến 12.",
		"2023-01-31":   "Không có ngày 31 âm lịch: tháng Giêng năm Quý Mão có 29 ngày.",
		"2023-01-00":   "Không có ngày 0 âm lịch: tháng Giêng năm Quý Mão có 29 ngày.",
		"1899-11-30":   lunar.ErrRange.Error(),
		"1899-12-30":   "", // there is one
		"2101-01-01":   lunar.ErrRange.Error(),
		"23-01-01":     lunar.ErrForm.Error(),
		"2023-1-1":     lunar.ErrForm.Error(),
		"2023-01-01nn": lunar.ErrForm.Error(),
		"-023-01-01":   lunar.ErrForm.Error(),
		"":             lunar.ErrForm.Error(),
	} {
		got := ""
		if _, err := lunar.Parse(s); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	tooLong := &lunar.TooLongError{}
	if _, err := lunar.Parse("2025-12-30"); !errors.As(err, &tooLong) || tooLong.Solar != "2026-02-16" || tooLong.Last.Day != 29 {
		t.Errorf("30 Tết that is missing: %v", err)
	}
}

// TestConversionAllocatesNothing: lists may convert every row.
func TestConversionAllocatesNothing(t *testing.T) {
	d := civil.Date("2023-03-22")
	if n := testing.AllocsPerRun(100, func() { _, _ = lunar.Of(d) }); n != 0 { //nolint:errcheck // measured only
		t.Errorf("%.0f allocations", n)
	}
}

func BenchmarkOf(b *testing.B) {
	days := benchDays()
	b.ReportAllocs()
	for left := b.N; left > 0; {
		for _, d := range days[:min(left, len(days))] {
			if _, err := lunar.Of(d); err != nil {
				b.Fatal(err)
			}
		}
		left -= min(left, len(days))
	}
}

func BenchmarkSolar(b *testing.B) {
	var dates []lunar.Date
	for _, d := range benchDays() {
		l, err := lunar.Of(d)
		if err != nil {
			b.Fatal(err)
		}
		dates = append(dates, l)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		for _, d := range dates[:min(left, len(dates))] {
			if _, err := d.Solar(); err != nil {
				b.Fatal(err)
			}
		}
		left -= min(left, len(dates))
	}
}

func benchDays() []civil.Date {
	var days []civil.Date
	for d := civil.Date("1968-01-01"); d < "2100-01-01"; d = d.AddDays(37) {
		days = append(days, d)
	}
	return days
}
