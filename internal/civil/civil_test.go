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
