package workday_test

import (
	"testing"
	"time"

	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// The vectors are computed by hand from the yearly decisions (DOMAIN §3.1).
func TestAddVectors(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		from civil.Date
		n    int
		want civil.Date
	}{
		{"2023-01-18", 5, "2023-02-01"},
		{"2023-04-28", 1, "2023-05-04"},
		{"2024-04-26", 5, "2024-05-07"},
		{"2025-04-25", 3, "2025-04-29"},
		{"2025-01-24", 1, "2025-02-03"},
		{"2026-01-01", 5, "2026-01-09"},
		{"2026-08-21", 3, "2026-08-25"},
		{"2026-02-13", 10, "2026-03-06"},
	} {
		if got := c.Add(v.from, v.n); got != v.want {
			t.Errorf("%s + %d = %s, want %s", v.from, v.n, got, v.want)
		}
		if got := c.Between(v.from, v.want); got != v.n {
			t.Errorf("between %s and %s: %d, want %d", v.from, v.want, got, v.n)
		}
	}
}

func TestWorkingDaysOfAYear(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for year, want := range map[int]int{2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249} {
		if got := c.Between(civil.New(year-1, 12, 31), civil.New(year, 12, 31)); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestLateStartsOnTheWorkingDayAfter(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		due, on civil.Date
		want    int
	}{{"2023-06-09", "2023-06-09", 0}, {"2023-06-09", "2023-06-11", 0}, {"2023-06-09", "2023-06-12", 1}, {"2023-06-10", "2023-06-12", 0}, {"2023-06-10", "2023-06-13", 1}, {"2023-05-19", "2023-06-12", 16}, {"", "2023-06-12", 0}} {
		if got := c.Late(v.due, v.on); got != v.want {
			t.Errorf("due %s on %s: %d days late, want %d", v.due, v.on, got, v.want)
		}
	}
}

func TestUntilInWords(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	now := civil.Date("2023-06-12").At(9, 0)
	for due, want := range map[civil.Date]string{
		"2023-06-12": "Còn 6 giờ", "2023-06-09": "Trễ 1 ngày làm việc", "2023-06-16": "Còn 4 ngày làm việc", "": "Chưa có hạn", "2023-06-11": "Còn 6 giờ", "2023-05-26": "Trễ 11 ngày làm việc",
	} {
		if got := c.Until(due, now).Text; got != want {
			t.Errorf("due %s: %q, want %q", due, got, want)
		}
	}
	if got := c.Until("2023-06-12", civil.Date("2023-06-12").At(18, 0)).Text; got != "Hết hạn hôm nay" {
		t.Error(got)
	}
}

func TestSameDayClock(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct{ at, want time.Time }{
		{civil.Date("2023-06-12").At(9, 0), civil.Date("2023-06-12").At(17, 0)},
		{civil.Date("2023-06-12").At(17, 0), civil.Date("2023-06-13").At(17, 0)},
		{civil.Date("2023-04-28").At(18, 0), civil.Date("2023-05-04").At(17, 0)},
	} {
		if got := c.SameDay(v.at); !got.Equal(v.want) {
			t.Errorf("received %s: %s", civil.Instant(v.at), civil.Instant(got))
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, v := range []struct {
		every workday.Every
		after civil.Date
		label string
		due   civil.Date
	}{
		{workday.Week, "2023-05-08", "tuần 19/2023", "2023-05-12"},
		{workday.Week, "2023-05-12", "tuần 20/2023", "2023-05-19"},
		{workday.Month, "2023-06-12", "tháng 6/2023", "2023-06-30"},
		{workday.Quarter, "2023-06-12", "quý II/2023", "2023-06-30"},
		{workday.Half, "2023-07-01", "6 tháng cuối năm 2023", "2023-12-29"},
		{workday.Year, "2023-06-12", "năm 2023", "2023-12-29"},
		{workday.Day, "2023-06-09", "ngày 10/06/2023", "2023-06-12"},
	} {
		if label, due := c.NextDue(v.every, v.after, 5); label != v.label || due != v.due {
			t.Errorf("%s after %s: %s, %s; want %s, %s", v.every, v.after, label, due, v.label, v.due)
		}
	}
}

// D11: "trước ngày 30/6" ends with the 29th, "đến ngày 30/6" with the office
// hours of the 30th, "đến hết ngày 30/6" with the 30th.
func TestBounds(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for b, want := range map[workday.Bound]time.Time{
		workday.Before: civil.Date("2023-06-30").At(0, 0), workday.By: civil.Date("2023-06-30").At(17, 0), workday.EndOf: civil.Date("2023-07-01").At(0, 0),
	} {
		if _, at := c.Due(b, "2023-06-30"); !at.Equal(want) {
			t.Errorf("%s 30/6: %s", b, civil.Instant(at))
		}
	}
}

func TestExplainCountsWhatAddCounts(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	strip := c.Explain("2023-04-06", "2023-05-10", "2023-05-16")
	var dueDay, lastDay workday.StripDay
	for _, d := range strip {
		if d.Date == "2023-05-10" {
			dueDay = d
		}
		lastDay = d
	}
	if dueDay.N != c.Between("2023-04-06", "2023-05-10") || lastDay.Late != c.Late("2023-05-10", "2023-05-16") || lastDay.Late != 4 {
		t.Errorf("due %+v last %+v", dueDay, lastDay)
	}
	if !c.Provisional("2027-01-01", "2027-12-31") || c.Provisional("2023-01-01", "2023-12-31") {
		t.Error("2027 is undecided, 2023 is not")
	}
}

func TestTheWeekendAfterADueDayIsNotThatDay(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	if l := c.Until("2023-06-09", civil.Date("2023-06-10").At(9, 0)); l.Mark != workday.IsToday || l.Text != "Đã hết hạn ngày 09/06/2023" {
		t.Errorf("Saturday after a Friday: %+v", l)
	}
}

func TestBetweenCountsWhatAWalkCounts(t *testing.T) {
	t.Parallel()
	c := workday.Default()
	for _, from := range []civil.Date{"2019-12-28", "2020-01-22", "2023-04-29", "2024-04-27", "2025-12-31", "2027-12-20"} {
		walked := 0
		for d := from; d < from.AddDays(420); {
			if d = d.AddDays(1); c.Working(d) {
				walked++
			}
			if n := c.Between(from, d); n != walked {
				t.Fatalf("%s to %s: %d, a walk counts %d", from, d, n, walked)
			}
		}
	}
}
