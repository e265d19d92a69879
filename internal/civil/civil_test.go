package civil_test

import (
	"errors"
	"testing"
	"time"

	"dondoc/internal/civil"
)

func TestParseVN(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]civil.Date{
		"08/5/2023": "2023-05-08", "8-5-2023": "2023-05-08", "08.05.2023": "2023-05-08", " 06/04/2023 ": "2023-04-06", "2028-02-29": "2028-02-29", "01/07/1960": "1960-07-01",
	} {
		if got, err := civil.ParseVN(in); err != nil || got != want {
			t.Errorf("%q gave %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]error{
		"30/02/2023": civil.ErrImpossible, "29/02/2027": civil.ErrImpossible, "08/05/23": civil.ErrYear, "ngày mai": civil.ErrForm, "": civil.ErrForm, "31/12/1899": civil.ErrRange, "01/01/9999": civil.ErrRange,
	} {
		if got, err := civil.ParseVN(in); !errors.Is(err, want) {
			t.Errorf("%q gave %q, %v, want %v", in, got, err, want)
		}
	}
}

func TestDayInVietnam(t *testing.T) {
	t.Parallel()
	if got := civil.Of(time.Date(2023, 6, 5, 17, 30, 0, 0, time.UTC)); got != "2023-06-06" {
		t.Errorf("17:30Z on the 5th is %s", got)
	}
	d := civil.Date("2023-06-15")
	if d.Monday() != "2023-06-12" || d.EndOfMonth() != "2023-06-30" || d.AddDays(16) != "2023-07-01" || d.Long() != "thứ Năm, 15/06/2023" || d.DaysUntil("2023-07-01") != 16 || d.Week() != "tuần 24/2023" {
		t.Errorf("%s %s %s %s", d.Monday(), d.EndOfMonth(), d.AddDays(16), d.Long())
	}
}

func FuzzParseVN(f *testing.F) {
	for _, s := range []string{"08/5/2023", "30/02/2023", "2023-05-08", "1/1/1", "٣/٣/٢٠٢٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := civil.ParseVN(s)
		if err == nil {
			if again, err := civil.ParseVN(d.Format()); err != nil || again != d {
				t.Errorf("%q gave %q, which reads back as %q, %v", s, d, again, err)
			}
		}
	})
}

// TestDayNumbers compares the arithmetic with the standard library's, day by day.
func TestDayNumbers(t *testing.T) {
	t.Parallel()
	first := civil.First
	at := time.Date(1945, 9, 2, 0, 0, 0, 0, civil.Zone())
	for n := 0; ; n++ {
		d := civil.Of(at)
		if d > civil.Last {
			return
		}
		if first.DaysUntil(d) != n || d.DaysUntil(first) != -n || d.Weekday() != at.Weekday() || !d.Time().Equal(at) || d.Format() != at.Format("02/01/2006") {
			t.Fatalf("%s: %d days after the first, a %s, %s", d, first.DaysUntil(d), d.Weekday(), d.Format())
		}
		at = at.AddDate(0, 0, 1)
	}
}

// TestDaysOfAllYears goes from number to day and back beside the standard
// library: the first and the last years that the stored form carries, and six
// centuries around our own.
func TestDaysOfAllYears(t *testing.T) {
	t.Parallel()
	for _, span := range [][2]int{{1, 5}, {1799, 2402}, {9996, 9999}} {
		at := time.Date(span[0], 1, 1, 0, 0, 0, 0, time.UTC)
		for n := civil.NumberOf(span[0], 1, 1); at.Year() <= span[1]; n++ {
			y, m, day := at.Date()
			d := civil.FromNumber(n)
			if string(d) != at.Format("2006-01-02") || d.Number() != n || civil.New(y, int(m), day) != d || civil.NumberOf(y, int(m), day) != n || civil.DayOfYear(y, int(m), day) != at.YearDay()-1 || !d.Valid() {
				t.Fatalf("%d is %s, which is %d; want %s", n, d, d.Number(), at)
			}
			at = at.AddDate(0, 0, 1)
		}
	}
	for _, n := range []int{civil.Date("0001-01-01").Number() - 1, civil.Date("9999-12-31").Number() + 1, 1 << 60, -1 << 60} {
		if d := civil.FromNumber(n); d != "" {
			t.Errorf("%d is %s", n, d)
		}
	}
	if civil.Date("2023-12-31").AddDays(1) != "2024-01-01" || civil.Date("2023-02-30").AddDays(1) != "" || civil.Date("1900-01-01").AddDays(-1) != "1899-12-31" || civil.Date("9999-12-31").AddDays(1) != "" {
		t.Error("days after days")
	}
}

func TestNoSuchDay(t *testing.T) {
	t.Parallel()
	for _, d := range []civil.Date{"", "2023-02-30", "2023-13-01", "2023-00-10", "2023-01-00", "2023/01/01", "23-01-01", "2023-0a-01", "2023-01-0:", "2023-01-/1", "0000-01-01", "2023-04-31", "2100-02-29", "2023-01-001", "\xff023-01-01", "2023-01:01", "2023\xad01-01"} {
		if !d.Time().IsZero() {
			t.Errorf("%q is %s", d, d.Time())
		}
	}
}
