package assignmentweb

import (
	"testing"

	"dondoc/internal/civil"
	"dondoc/internal/deadline"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// The strip of a record ends today, however late the thing is, and its count
// agrees with the clock; the page of its own shows every day.
func TestTheStripReachesToday(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	p := &Pages{}
	for _, due := range []civil.Date{"2023-06-08", "2023-03-30", "2022-09-30"} {
		s := deadline.Explain(cal, deadline.Facts{Start: due.AddDays(-30), Stated: due, Bound: workday.By}, "", "2023-06-12")
		count := func(d ui.Days) (cells []ui.DayCell) {
			for _, w := range d.Weeks {
				for _, c := range w {
					if c.Kind != ui.DayBlank {
						cells = append(cells, c)
					}
				}
			}
			return cells
		}
		cells, all := count(p.days(s)), count(p.weeks(s.Days))
		last := cells[len(cells)-1]
		late := itoa(cal.Late(due, "2023-06-12"))
		if last.Datetime != "2023-06-12" || last.Kind != ui.DayLate || last.Short != "Trễ "+late || !last.Marked {
			t.Errorf("due %s ends with %+v, want late %s today", due, last, late)
		}
		if len(cells) > maxStrip || len(all) != due.AddDays(-30).DaysUntil("2023-06-12")+1 {
			t.Errorf("due %s: %d days on the record, %d on its own page", due, len(cells), len(all))
		}
	}
}
