package workday_test

import (
	"strings"
	"testing"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

func TestHoursKnowTheLunchBreak(t *testing.T) {
	t.Parallel()
	c := workday.Default() // 07:00–11:30, 13:30–17:00
	at := func(s string) time.Time {
		t.Helper()
		x, err := civil.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, v := range []struct{ from, length, want string }{
		{"2023-06-12T09:00", "1h", "2023-06-12T10:00"},
		{"2023-06-12T09:00", "2h30m", "2023-06-12T11:30"}, // ends with the morning
		{"2023-06-12T09:00", "2h31m", "2023-06-12T13:31"},
		{"2023-06-12T09:00", "6h", "2023-06-12T17:00"}, // ends with the day
		{"2023-06-12T09:00", "6h1m", "2023-06-13T07:01"},
		{"2023-06-12T09:00", "8h", "2023-06-13T09:00"},
		{"2023-06-12T12:15", "30m", "2023-06-12T14:00"}, // asked in the break
		{"2023-06-12T05:00", "1h", "2023-06-12T08:00"},
		{"2023-06-12T20:00", "1h", "2023-06-13T08:00"},
		{"2023-06-16T16:30", "1h", "2023-06-19T07:30"}, // over a weekend
		{"2023-04-28T16:00", "4h", "2023-05-04T10:00"}, // over five days off
		{"2023-01-18T08:00", "40h", "2023-02-01T08:00"},
		{"2023-06-12T09:00", "0s", "2023-06-12T09:00"},
		{"2023-06-12T12:00", "0s", "2023-06-12T13:30"},
		{"2023-06-11T12:00", "0s", "2023-06-12T07:00"},
		{"2023-06-12T17:00", "0s", "2023-06-12T17:00"},
		{"2026-01-10T09:00", "1h", "2026-01-10T10:00"}, // a worked Saturday
		{"2023-06-13T09:00", "-1h", "2023-06-13T08:00"},
		{"2023-06-13T09:00", "-2h", "2023-06-13T07:00"}, // begins with the day
		{"2023-06-13T09:00", "-2h1m", "2023-06-12T16:59"},
		{"2023-06-13T15:00", "-90m", "2023-06-13T13:30"}, // begins with the afternoon
		{"2023-06-13T15:00", "-91m", "2023-06-13T11:29"},
		{"2023-05-04T07:30", "-1h", "2023-04-28T16:30"},
	} {
		length, err := time.ParseDuration(v.length)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.AddHours(at(v.from), length); !got.Equal(at(v.want)) {
			t.Errorf("%s and %s: %s, want %s", v.from, v.length, civil.ISO(got), v.want)
		}
	}
	if got := c.SubHours(at("2023-06-11T12:00"), 0); !got.Equal(at("2023-06-09T17:00")) {
		t.Errorf("nothing before a Sunday: %s", civil.ISO(got))
	}
	for _, v := range []struct {
		a, b string
		want time.Duration
	}{
		{"2023-06-12T07:00", "2023-06-12T17:00", 8 * time.Hour},
		{"2023-06-12T11:00", "2023-06-12T14:00", time.Hour},
		{"2023-06-09T17:00", "2023-06-12T07:00", 0},
		{"2023-06-12T17:00", "2023-06-12T07:00", 0},
		{"2022-12-31T00:00", "2024-01-01T00:00", 249 * 8 * time.Hour},
	} {
		if got := c.WorkTime(at(v.a), at(v.b)); got != v.want {
			t.Errorf("%s to %s: %s, want %s", v.a, v.b, got, v.want)
		}
	}
	for _, far := range []time.Duration{1 << 62, -1 << 62, -1 << 63, 400_000 * time.Hour} {
		if got := c.AddHours(at("2023-06-12T09:00"), far); !got.IsZero() {
			t.Errorf("%s away is %s", far, got)
		}
	}
}

func TestHoursOutOfOrder(t *testing.T) {
	t.Parallel()
	for _, h := range []workday.Hours{{}, {Open: 420, Noon: 400, Afternoon: 800, Close: 1020}, {Open: 420, Noon: 690, Afternoon: 680, Close: 1020}, {Open: 420, Noon: 690, Afternoon: 810, Close: 1441}, {Open: -1, Noon: 690, Afternoon: 810, Close: 1020}, {Open: 1020, Noon: 1020, Afternoon: 1020, Close: 1020}} {
		if h.Check() == nil {
			t.Errorf("%+v will do", h)
		}
		if c := workday.New(nil, h); c.Hours() != workday.DefaultHours() {
			t.Errorf("%+v became %+v", h, c.Hours())
		}
	}
}

// TestBothDaysOffAndWorkedOfAnOrganisation: it departs from the base, which stays as it was.
func TestBothDaysOffAndWorkedOfAnOrganisation(t *testing.T) {
	t.Parallel()
	base := workday.Default()
	own := base.With([]workday.Special{
		{Date: "2023-06-13", Kind: workday.SwapOff, Name: "Nghỉ riêng (minh họa)", Status: workday.Decided},
		{Date: "2023-06-17", Kind: workday.Makeup, Name: "Làm bù riêng (minh họa)", Status: workday.Decided},
		{Date: "2023-05-01", Kind: workday.Makeup, Name: "Trực lễ (minh họa)", Status: workday.Decided},
	}, workday.Hours{})
	if base.Add("2023-06-12", 1) != "2023-06-13" || own.Add("2023-06-12", 1) != "2023-06-14" || own.Add("2023-06-16", 1) != "2023-06-17" || own.Add("2023-04-28", 1) != "2023-05-01" || own.Add("2023-06-17", -1) != "2023-06-16" {
		t.Errorf("%s %s %s", own.Add("2023-06-12", 1), own.Add("2023-06-16", 1), own.Add("2023-04-28", 1))
	}
	if s, ok := own.Special("2023-06-13"); !ok || s.Name != "Nghỉ riêng (minh họa)" {
		t.Errorf("%+v", s)
	}
	if s, ok := own.Special("2023-01-20"); !ok || s.Kind != workday.Holiday {
		t.Errorf("a holiday of the base: %+v", s)
	}
	if _, ok := base.Special("2023-06-13"); ok || own.Hours() != base.Hours() || !own.Covered(2023) || own.Covered(2030) {
		t.Error("the base changed, or its hours are lost")
	}
	longer := base.With(nil, workday.Hours{Open: 420, Noon: 690, Afternoon: 810, Close: 1080})
	if longer.DayLength() != 9*time.Hour || base.DayLength() != 8*time.Hour {
		t.Errorf("%s %s", longer.DayLength(), base.DayLength())
	}
	if twice := own.With([]workday.Special{{Date: "2023-06-14", Kind: workday.SwapOff}}, workday.Hours{}); twice.Add("2023-06-12", 1) != "2023-06-15" {
		t.Error("exceptions upon exceptions")
	}
}

// TestAMissingYearHasItsHolidays: a calendar file without a year does not make
// that year free of holidays, and says that it is not sure.
func TestAMissingYearHasItsHolidays(t *testing.T) {
	t.Parallel()
	var days []workday.Special
	for _, d := range workday.DefaultDays() {
		if d.Date.Year() != 2025 {
			days = append(days, d)
		}
	}
	c := workday.New(days, workday.DefaultHours())
	if c.Covered(2025) || !c.Covered(2024) {
		t.Error("which years are covered")
	}
	for d, off := range map[civil.Date]bool{
		"2025-01-01": true, "2025-01-27": false, "2025-01-28": true, "2025-01-29": true, "2025-01-31": true, "2025-02-03": true, "2025-02-04": false, // Tết from the 29th of Chạp to mùng 4, a Saturday
		"2025-04-07": true, "2025-04-30": true, "2025-05-01": true, "2025-05-02": false, "2025-09-01": true, "2025-09-02": true, "2025-11-24": false,
	} {
		if c.Working(d) == off {
			t.Errorf("%s: off is %t", d.Long(), !off)
		}
	}
	if !c.Provisional("2025-01-24", c.Add("2025-01-24", 3)) || c.Provisional("2024-01-01", "2024-12-31") || workday.Default().Provisional("2025-01-01", "2025-12-31") {
		t.Error("computed days are provisional, decided ones are not")
	}
	if s, ok := c.Special("2025-01-29"); !ok || s.Name != "Tết Nguyên đán Ất Tỵ" || s.Status != workday.Undecided || s.Basis == "" {
		t.Errorf("%+v", s)
	}
}

// TestYearsThatAreNotDecided are computed from the law.
func TestYearsThatAreNotDecided(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		day  civil.Date
		off  bool
		name string
	}{
		{"2027-02-05", true, "Tết Nguyên đán Đinh Mùi"},
		{"2027-02-09", true, "Tết Nguyên đán Đinh Mùi"},
		{"2027-02-10", true, "Tết Nguyên đán Đinh Mùi (nghỉ bù)"},
		{"2027-02-11", true, "Tết Nguyên đán Đinh Mùi (nghỉ bù)"},
		{"2027-02-12", false, ""}, // for Saturday 06/02 and Sunday 07/02
		{"2027-05-03", true, "Ngày Quốc tế lao động (nghỉ bù)"},
		{"2027-05-04", false, ""},
		{"2027-09-01", false, ""},
		{"2027-09-03", true, "Quốc khánh (ngày liền kề)"},
		{"2027-11-24", true, "Ngày Văn hóa Việt Nam"},
		{"2028-01-03", true, "Tết Dương lịch (nghỉ bù)"},
		{"2028-01-25", true, "Tết Nguyên đán Mậu Thân"},
		{"2028-01-28", true, "Tết Nguyên đán Mậu Thân"},
		{"2028-01-31", true, "Tết Nguyên đán Mậu Thân (nghỉ bù)"},
		{"2028-02-01", false, ""},
		{"2028-04-04", true, "Giỗ Tổ Hùng Vương"},
		{"2028-05-02", true, "Ngày Chiến thắng (nghỉ bù)"},
		{"2028-09-01", true, "Quốc khánh"},
		{"2028-09-04", true, "Quốc khánh (nghỉ bù)"},
		{"2030-02-04", true, "Tết Nguyên đán Canh Tuất"}, // UTC+7: mùng 1 is the 2nd
		{"2100-02-09", true, "Tết Nguyên đán Canh Thân"},
		{"2010-09-02", true, "Quốc khánh"},
		{"2010-09-01", false, ""},
		{"2010-09-03", false, ""},
		{"2006-04-07", false, ""},
		{"2010-04-23", true, "Giỗ Tổ Hùng Vương"},
	} {
		s, _ := c.Special(v.day)
		if c.Working(v.day) == v.off || s.Name != v.name {
			t.Errorf("%s: %+v", v.day.Long(), s)
		}
	}
	for year := 1946; year <= 2100; year++ {
		n := c.Between(civil.New(year-1, 12, 31), civil.New(year, 12, 31))
		if n < 243 || n > 256 {
			t.Errorf("%d has %d working days", year, n)
		}
	}
	// Nothing but the substitutes of Tết 2027 is added to the years that ship.
	given := map[civil.Date]bool{}
	for _, d := range workday.DefaultDays() {
		given[d.Date] = true
	}
	for d := civil.Date("2020-01-01"); d < "2028-01-01"; d = d.AddDays(1) {
		if s, ok := c.Special(d); ok && !given[d] && d != "2027-02-10" && d != "2027-02-11" {
			t.Errorf("added: %+v", s)
		}
	}
}

// TestAFileOfWeekdaysOff names no holiday that falls on a weekend: the
// substitute that it does name is enough.
func TestAFileOfWeekdaysOff(t *testing.T) {
	t.Parallel()
	var days []workday.Special
	for _, d := range workday.DefaultDays() {
		if w := d.Date.Weekday(); d.Kind == workday.Makeup || w != time.Saturday && w != time.Sunday {
			days = append(days, d)
		}
	}
	c := workday.New(days, workday.DefaultHours())
	for year, want := range map[int]int{2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249} {
		if got := c.Between(civil.New(year-1, 12, 31), civil.New(year, 12, 31)); got != want || c.Provisional(civil.New(year, 1, 1), civil.New(year, 12, 31)) {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

// TestOffWeekdaysAndWorkedSaturdays is the table of DOMAIN §3.1, day by day.
func TestOffWeekdaysAndWorkedSaturdays(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for year, v := range map[int]struct{ off, worked string }{
		2022: {"0103 0131 0201 0202 0203 0204 0411 0502 0503 0901 0902", ""},
		2023: {"0102 0120 0123 0124 0125 0126 0501 0502 0503 0901 0904", ""},
		2024: {"0101 0208 0209 0212 0213 0214 0418 0429 0430 0501 0902 0903", "0504"},
		2025: {"0101 0127 0128 0129 0130 0131 0407 0430 0501 0502 0901 0902", "0426"},
		2026: {"0101 0102 0216 0217 0218 0219 0220 0427 0430 0501 0831 0901 0902 1124", "0110 0822"},
	} {
		var off, worked []string
		for d := civil.New(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
			short := strings.ReplaceAll(string(d[5:]), "-", "")
			switch w := d.Weekday(); {
			case (w == time.Saturday || w == time.Sunday) && c.Working(d):
				worked = append(worked, short)
			case w != time.Saturday && w != time.Sunday && !c.Working(d):
				off = append(off, short)
			}
		}
		if strings.Join(off, " ") != v.off || strings.Join(worked, " ") != v.worked {
			t.Errorf("%d: off %v, worked %v", year, off, worked)
		}
	}
}

func TestOneDayOfEveryMonth(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		bound workday.Bound
		day   int
		after civil.Date
		want  civil.Date
	}{
		{workday.Before, 20, "2023-06-12", "2023-06-19"},
		{workday.Before, 20, "2023-06-19", "2023-07-19"},
		{workday.Before, 20, "2023-10-19", "2023-11-17"}, // the 19th is a Sunday
		{workday.Before, 20, "2023-11-17", "2023-12-19"},
		{workday.Before, 1, "2023-06-12", "2023-06-30"},
		{workday.Before, 1, "2023-12-29", "2024-01-31"},
		{workday.By, 20, "2023-05-01", "2023-05-22"}, // a Saturday moves on
		{workday.By, 31, "2023-01-31", "2023-02-28"}, // a month without a 31st
		{workday.By, 31, "2023-02-28", "2023-03-31"},
		{workday.On, 30, "2024-02-01", "2024-02-29"},
		{workday.By, 0, "2023-01-01", ""},
		{workday.By, 32, "2023-01-01", ""},
		{workday.By, 1, "", ""},
	} {
		if got := c.Monthly(v.bound, v.day, v.after); got != v.want {
			t.Errorf("%s %d after %s: %s, want %s", v.bound, v.day, v.after, got, v.want)
		}
	}
	for d, want := range map[civil.Date]civil.Date{"2023-04-03": "2023-04-28", "2023-06-01": "2023-06-30", "2023-12-31": "2023-12-29", "": ""} {
		if got := c.MonthEnd(d); got != want {
			t.Errorf("end of the month of %s: %s, want %s", d, got, want)
		}
	}
}

func TestAnExplanationSaysWhyADayIsOff(t *testing.T) {
	t.Parallel()
	kinds := map[civil.Date]workday.Kind{}
	open := map[civil.Date]bool{}
	for _, d := range append(workday.Default().Explain("2026-08-21", "2026-09-03", ""), workday.Default().Explain("2027-02-04", "2027-02-12", "")...) {
		kinds[d.Date], open[d.Date] = d.Kind, d.Open
	}
	for d, want := range map[civil.Date]workday.Kind{"2026-08-22": workday.Makeup, "2026-08-23": "", "2026-08-31": workday.SwapOff, "2026-09-02": workday.Holiday, "2027-02-08": workday.Holiday, "2027-02-10": workday.Compensatory} {
		if kinds[d] != want || open[d] != (d > "2027-01-01") {
			t.Errorf("%s: %q, undecided %t", d, kinds[d], open[d])
		}
	}
}

func TestOutsideTheCalendar(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		d civil.Date
		n int
	}{{"", 1}, {"2023-02-30", 1}, {"1899-12-31", 1}, {"9999-12-31", 1}, {"2023-06-12", 1 << 60}, {"2023-06-12", -1 << 60}, {"2101-12-30", 5}, {"1945-01-02", -5}} {
		if got := c.Add(v.d, v.n); got != "" {
			t.Errorf("%q + %d is %s", v.d, v.n, got)
		}
	}
	if c.Between("", "2023-06-12") != 0 || c.Between("2023-06-12", "") != 0 || c.Provisional("", "2030-01-01") || c.Provisional("2030-01-01", "") || c.OnOrAfter("") != "" || c.OnOrBefore("") != "" || c.Next("") != "" {
		t.Error("no day")
	}
	if c.Working("2200-01-04") || !c.Working("2200-01-06") || c.OnOrAfter("2200-01-06") != "2200-01-06" {
		t.Error("past the calendar only weekends are known")
	}
}

func TestCalendarFiles(t *testing.T) {
	t.Parallel()
	const head = "date,weekday,year,name,kind,status,basis,note\n"
	for file, want := range map[string]string{
		"":            "Tệp lịch trống.",
		"ngày,loại\n": "Tệp lịch thiếu cột \"date\" ở dòng đầu. Cần ít nhất các cột date và kind.",
		head + "2023-13-01,,,Nghỉ,holiday,decided,x,\n":                 "Tệp lịch, dòng 2: Ngày này không có trong lịch. Kiểm tra lại ngày và tháng.",
		head + "0001-01-01,,,Nghỉ,holiday,decided,x,\n":                 "Tệp lịch, dòng 2: Ngày phải từ 02/09/1945 đến 31/12/2100.",
		head + "2023-06-13,,,Nghỉ,nghi,decided,x,\n":                    "Tệp lịch, dòng 2: loại ngày \"nghi\" không có; chọn holiday, compensatory, swap_off hoặc makeup_workday.",
		head + "2023-06-13,,,Nghỉ,holiday,chac,x,\n":                    "Tệp lịch, dòng 2: tình trạng \"chac\" không có; chọn decided, statutory hoặc undecided.",
		head + "2023-06-13,Mon,,Nghỉ,holiday,decided,x,\n":              "Tệp lịch, dòng 2: ngày 13/06/2023 là thứ Ba, tệp ghi \"Mon\".",
		head + "2023-06-13,,,A,holiday,,,\n2023-06-13,,,B,holiday,,,\n": "Tệp lịch, dòng 3: ngày 13/06/2023 đã có ở dòng 2.",
		head + "2023-06-13,a\n":                                         "Tệp lịch, dòng 2: không đúng dạng CSV (wrong number of fields).",
	} {
		if _, err := workday.ParseCSV(strings.NewReader(file)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", file, err)
		}
	}
	days, err := workday.ParseCSV(strings.NewReader("\ufeffkind,date\r\nmakeup_workday,2023-06-17\r\n"))
	if err != nil || len(days) != 1 || days[0] != (workday.Special{Date: "2023-06-17", Kind: workday.Makeup, Status: workday.Decided}) {
		t.Errorf("%+v, %v", days, err)
	}
	if n := len(workday.DefaultDays()); n != 116 {
		t.Errorf("%d days ship", n)
	}
}

func FuzzParseCSV(f *testing.F) {
	f.Add("date,weekday,year,name,kind,status,basis,note\n2023-06-13,Tue,2023,Nghỉ,holiday,decided,x,\n")
	f.Add("\ufeffkind,date\r\nmakeup_workday,2023-06-17\r\n")
	f.Add("date,kind\n\"2023-06-13\nholiday")
	f.Fuzz(func(t *testing.T, file string) {
		days, err := workday.ParseCSV(strings.NewReader(file))
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a word")
			}
			return
		}
		c := workday.New(days, workday.DefaultHours())
		for _, d := range days {
			if c.Working(d.Date) != (d.Kind == workday.Makeup) {
				t.Errorf("%s: %+v", d.Date, d)
			}
		}
		if got := c.Add("2023-06-12", 10); got != "" && !c.Working(got) {
			t.Errorf("10 days end on %s, a day off", got)
		}
	})
}

func FuzzAdd(f *testing.F) {
	f.Add("2023-01-18", 5, int64(3_600_000_000_000))
	f.Add("2026-02-13", -10, int64(-1))
	c := workday.Default()
	f.Fuzz(func(t *testing.T, day string, n int, length int64) {
		d, err := civil.Parse(day)
		if err != nil {
			return
		}
		if got := c.Add(d, n); got != "" {
			if !c.Working(got) || c.Working(d) && c.Add(got, -n) != d {
				t.Errorf("%s + %d is %s, and back %s", d, n, got, c.Add(got, -n))
			}
		}
		at := d.At(9, 0)
		if end := c.AddHours(at, time.Duration(length)); !end.IsZero() && length >= 0 && c.WorkTime(at, end) != time.Duration(length) {
			t.Errorf("%s + %d is %s", at, length, end)
		}
	})
}
