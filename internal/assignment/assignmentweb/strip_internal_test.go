package assignmentweb

import (
	"strings"
	"testing"
	"time"

	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/web/ui"
	"dondoc/internal/workday"
)

// The strip ends today, however late the thing is, and its count agrees with
// the clock; what no longer fits is said.
func TestTheStripReachesToday(t *testing.T) {
	t.Parallel()
	cal := workday.Default()
	for _, x := range []struct {
		due  civil.Date
		said bool
	}{{"2023-06-08", false}, {"2023-03-30", true}, {"2022-09-30", true}} {
		now := civil.Date("2023-06-12").At(9, 0)
		p := &Pages{Calendar: func() *workday.Calendar { return cal }, Now: func() time.Time { return now }}
		a := assignment.Assignment{State: assignment.Acknowledged, AssignedOn: x.due.AddDays(-30), Due: x.due, OriginalDue: x.due, Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: x.due}}
		days, why := p.why(a)
		var cells []ui.DayCell
		for _, w := range days.Weeks {
			for _, c := range w {
				if c.Kind != ui.DayBlank {
					cells = append(cells, c)
				}
			}
		}
		last := cells[len(cells)-1]
		late := itoa(cal.Late(x.due, "2023-06-12"))
		if last.Datetime != "2023-06-12" || last.Kind != ui.DayLate || last.Short != "Trễ "+late || !last.Marked {
			t.Errorf("due %s ends with %+v, want late %s today", x.due, last, late)
		}
		if got := strings.Contains(why, "14 tuần gần nhất"); got != x.said || len(cells) > maxStrip+1 {
			t.Errorf("due %s: %d days, %s", x.due, len(cells), why)
		}
	}
}
