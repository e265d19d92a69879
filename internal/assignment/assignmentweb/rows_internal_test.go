package assignmentweb

import (
	"strings"
	"testing"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/workday"
)

// A kept row never outlives what it shows: another version, another day,
// another directory or calendar draw it anew; hours are never kept.
func TestAKeptRowShowsWhatIs(t *testing.T) {
	t.Parallel()
	now := civil.Date("2023-06-12").At(9, 0)
	today := func() civil.Date { return civil.Of(now) }
	org := func(name string) *apparatus.Directory {
		return apparatus.NewDirectory([]apparatus.Org{{ID: "stc", Name: name, Kind: apparatus.Department}}, nil, nil, today)
	}
	dir, cal := org("Sở Tài chính"), workday.Default()
	p := &Pages{Directory: func() *apparatus.Directory { return dir }, Calendar: func() *workday.Calendar { return cal }, Now: func() time.Time { return now }}
	a := assignment.Assignment{ID: "1", Rev: 1, Title: "Rà soát", Lead: "stc", State: assignment.Acknowledged, Due: "2023-06-16"}
	b := assignment.Assignment{ID: "2", Rev: 1, Title: "Trong ngày", Lead: "stc", State: assignment.Acknowledged, Due: "2023-06-12"}
	row := func(want ...string) {
		t.Helper()
		rows, err := p.drawn(t.Context(), []assignment.Assignment{a, b})
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		html := rows[0].Drawn + rows[1].Drawn
		for _, w := range want {
			if !strings.Contains(html, w) {
				t.Errorf("without %q: %s", w, html)
			}
		}
	}
	row("Rà soát", "Sở Tài chính", "Còn 4 ngày làm việc", "Còn 6 giờ")
	row("Còn 4 ngày làm việc")
	if len(p.rows.rows) != 1 {
		t.Errorf("%d rows are kept, want the one without hours", len(p.rows.rows))
	}
	now = now.Add(time.Hour)
	row("Còn 4 ngày làm việc", "Còn 5 giờ")
	a.Rev, a.Title = 2, "Rà soát, sửa đổi"
	row("Rà soát, sửa đổi")
	dir = org("Sở Tài chính và Kế hoạch")
	row("Sở Tài chính và Kế hoạch")
	now = now.AddDate(0, 0, 1)
	row("Còn 3 ngày làm việc", "Trễ 1 ngày làm việc")
	cal = workday.New(append(workday.DefaultDays(), workday.Special{Date: "2023-06-15", Kind: workday.Holiday, Name: "Nghỉ", Status: "decided"}), workday.DefaultHours())
	row("Còn 2 ngày làm việc")
}

func TestKeptRowsAreBounded(t *testing.T) {
	t.Parallel()
	now := civil.Date("2023-06-12").At(9, 0)
	dir := apparatus.NewDirectory(nil, nil, nil, func() civil.Date { return civil.Of(now) })
	cal := workday.Default()
	p := &Pages{Directory: func() *apparatus.Directory { return dir }, Calendar: func() *workday.Calendar { return cal }, Now: func() time.Time { return now }}
	for i := range maxRows + 100 {
		if _, err := p.drawn(t.Context(), []assignment.Assignment{{ID: assignment.ID(itoa(i)), Rev: 1, Due: "2023-06-30"}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(p.rows.rows); n > maxRows {
		t.Errorf("%d rows are kept", n)
	}
}
