package civil_test

import (
	"errors"
	"testing"
	"time"

	"dondoc/internal/civil"
)

// D20 and D21 as the reader of instants keeps them; internal/app has them over
// the interface.
func TestParseInstant(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2023-06-05T17:30:00Z":          "2023-06-06T00:30:00+07:00",
		"2023-06-05t17:30:00z":          "2023-06-06T00:30:00+07:00",
		"2023-06-06T00:30":              "2023-06-06T00:30:00+07:00", // no zone: Viet Nam's
		"2023-06-06 00:30:15":           "2023-06-06T00:30:15+07:00",
		"2023-06-06T02:30:00+09:00":     "2023-06-06T00:30:00+07:00",
		"2023-06-06T02:30:00 +0900":     "2023-06-06T00:30:00+07:00",
		"2023-06-05T13:30:00-04":        "2023-06-06T00:30:00+07:00",
		"2023-06-06T00:30:00.123456789": "2023-06-06T00:30:00+07:00",
		"1960-07-01T00:00":              "1960-07-01T00:00:00+07:00",
		"1945-09-01T17:00:00Z":          "1945-09-02T00:00:00+07:00",
		"2100-12-31T23:59:59.999999999": "2100-12-31T23:59:59+07:00",
		"  2023-03-12T02:30:00-05:00  ": "2023-03-12T14:30:00+07:00", // a hour that New York skips
	} {
		if got, err := civil.ParseInstant(in); err != nil || civil.ISO(got) != want {
			t.Errorf("%q is %s, %v; want %s", in, civil.ISO(got), err, want)
		}
	}
	if got, err := civil.ParseInstant("2023-06-06T00:30:00,5"); err != nil || got.Nanosecond() != 500_000_000 {
		t.Errorf("%v, %v", got, err)
	}
	for in, want := range map[string]error{
		"2016-12-31T23:59:60Z":           civil.ErrLeap,
		"2023-06-06T12:00:60":            civil.ErrLeap,
		"2023-06-06T24:00":               civil.ErrHour,
		"2023-06-06T12:60":               civil.ErrHour,
		"2023-06-06T12:00:61":            civil.ErrHour,
		"2023-02-30T12:00":               civil.ErrImpossible,
		"1945-09-01T23:59":               civil.ErrRange,
		"2100-12-31T17:00:00Z":           civil.ErrRange,
		"9999-12-31T00:00":               civil.ErrRange,
		"0001-01-01T00:00":               civil.ErrRange,
		"2023-06-06":                     civil.ErrInstant,
		"2023-06-06T12":                  civil.ErrInstant,
		"2023-06-06T1:00:00":             civil.ErrInstant,
		"2023-06-06T12:00:0":             civil.ErrInstant,
		"2023-06-06T12:00:00.":           civil.ErrInstant,
		"2023-06-06T12:00:00.1234567890": civil.ErrInstant,
		"2023-06-06T12:00:00+24:00":      civil.ErrInstant,
		"2023-06-06T12:00:00+7":          civil.ErrInstant,
		"2023-06-06T12:00:00 PM":         civil.ErrInstant,
		"1e308":                          civil.ErrInstant,
		"-1":                             civil.ErrInstant,
		"":                               civil.ErrInstant,
		"06/06/2023T12:00":               civil.ErrInstant,
	} {
		if got, err := civil.ParseInstant(in); !errors.Is(err, want) {
			t.Errorf("%q is %s, %v; want %v", in, got, err, want)
		}
	}
}

// D12: outside 02/09/1945 to 31/12/2100 a day is refused. D17: a day of 1960,
// when Sài Gòn's clocks stood at UTC+8, is that day.
func TestDaysOutOfBoundsAreSaidClearly(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"31/12/9999": "Ngày phải từ 02/09/1945 đến 31/12/2100.", "0001-01-01": "Ngày phải từ 02/09/1945 đến 31/12/2100.", "31/12/1899": "Ngày phải từ 02/09/1945 đến 31/12/2100.",
		"01/09/1945": "Ngày phải từ 02/09/1945 đến 31/12/2100.", "01/01/2101": "Ngày phải từ 02/09/1945 đến 31/12/2100.", "0000-01-01": "Ngày này không có trong lịch. Kiểm tra lại ngày và tháng.",
		"1e308": "Ngày phải ghi dạng ngày/tháng/năm, ví dụ 08/05/2023.", "-1": "Ngày phải ghi dạng ngày/tháng/năm, ví dụ 08/05/2023.",
		"08/5/23": "Năm chỉ ghi hai chữ số. Có phải 08/05/2023? Ghi lại đủ bốn chữ số để xác nhận.", "08/5/75": "Năm chỉ ghi hai chữ số. Có phải 08/05/1975? Ghi lại đủ bốn chữ số để xác nhận.",
		"30/2/23": "Ngày này không có trong lịch. Kiểm tra lại ngày và tháng.", "08/5/023": "Ghi đủ bốn chữ số của năm, ví dụ 2023.",
	} {
		if got, err := civil.ParseVN(in); err == nil || err.Error() != want {
			t.Errorf("%q is %s, %v", in, got, err)
		}
	}
	var short *civil.ShortYearError
	if _, err := civil.ParseVN("08/5/23"); !errors.As(err, &short) || short.Guess != "2023-05-08" || !errors.Is(err, civil.ErrYear) {
		t.Error("the guess is not handed on")
	}
	for in, want := range map[string]civil.Date{"02/09/1945": "1945-09-02", "31/12/2100": "2100-12-31", "03/04/2027": "2027-04-03", "01/07/1960": "1960-07-01"} {
		if got, err := civil.ParseVN(in); err != nil || got != want {
			t.Errorf("%q is %s, %v", in, got, err)
		}
	}
	if d := civil.Date("2027-04-03"); d.Long() != "thứ Bảy, 03/04/2027" || d.InWords() != "Thứ Bảy, 03 tháng 4 năm 2027" || d.AddDays(1).InWords() != "Chủ Nhật, 04 tháng 4 năm 2027" || civil.Date("").InWords() != "" {
		t.Error(d.Long(), d.InWords())
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		from civil.Date
		n    int
		want civil.Date
	}{
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2023-01-31", 1, "2023-02-28"},
		{"2023-01-31", 2, "2023-03-31"},
		{"2023-03-31", -1, "2023-02-28"},
		{"2023-12-31", 1, "2024-01-31"},
		{"2023-01-31", -13, "2021-12-31"},
		{"", 1, ""},
		{"2023-02-30", 1, ""},
		{"2023-01-31", 1 << 40, ""},
		{"0001-01-31", -1, ""},
		{"9999-12-31", 1, ""},
	} {
		if got := v.from.AddMonths(v.n); got != v.want {
			t.Errorf("%s and %d months: %s, want %s", v.from, v.n, got, v.want)
		}
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2023-06-05T17:30:00Z", "2023-06-06T00:30", "2016-12-31T23:59:60Z", "2023-06-06T02:30:00.5+09:00", "2023-06-06t02:30:00 -0130", "2023-06-06T02:30:0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := civil.ParseInstant(s)
		if err != nil {
			return
		}
		if again, err := civil.ParseInstant(at.Format(time.RFC3339Nano)); err != nil || !again.Equal(at) {
			t.Errorf("%q is %s, which reads back as %s, %v", s, at, again, err)
		}
		if std, err := time.Parse(time.RFC3339Nano, s); err == nil && !std.Equal(at) {
			t.Errorf("%q is %s, package time says %s", s, at, std)
		}
	})
}
