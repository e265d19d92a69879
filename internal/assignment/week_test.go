package assignment_test

import (
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// Every open assignment with a day is late, due this week, or due later; what
// falls due on a day off is due with the next working day. Figures and lists
// agree, day by day over a holiday.
func TestNoDayFallsBetweenLateAndThisWeek(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec := as(actor.Secretariat, "snv")
		for d := civil.Date("2023-04-17"); d <= "2023-05-14"; d = d.AddDays(1) {
			w.give(t, assignment.New{Lead: "skhdt", AssignedOn: "2023-04-03", Deadline: assignment.Deadline{Kind: assignment.OnDate, Date: d, Bound: "by"}})
		}
		n := func(v assignment.View) int {
			p, err := w.List(sec, listing.Query{Size: 100, Filters: map[string][]string{assignment.FilterView: {string(v)}}})
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Rows)
		}
		for _, x := range []struct {
			today      civil.Date
			late, week int
		}{
			{"2023-04-28", 11, 3}, // Friday: 28, 29, 30/4; due on 22 and 23/4, a weekend, are late since Tuesday
			{"2023-05-02", 12, 9}, // a holiday: 28/4 is over, 29/4 to 3/5 are due on 4/5
			{"2023-05-04", 12, 9}, // the first day of office: 29/4 to 4/5 are due today
			{"2023-05-05", 18, 3},
			{"2023-05-08", 19, 9}, // 6 and 7/5 are due today
		} {
			c.Set(x.today.At(9, 0))
			st, err := w.Stats(sec, "2023-01-01")
			if err != nil {
				t.Fatal(err)
			}
			late, week := n(assignment.Late), n(assignment.ThisWeek)
			if st.Total.Late != late || st.Total.ThisWeek != week {
				t.Errorf("%s: figures say %d late, %d this week; lists %d, %d", x.today, st.Total.Late, st.Total.ThisWeek, late, week)
			}
			if late != x.late || week != x.week {
				t.Errorf("%s: %d late, %d this week, want %d, %d", x.today, late, week, x.late, x.week)
			}
			sunday, later := x.today.Monday().AddDays(6), 0
			for d := civil.Date("2023-04-17"); d <= "2023-05-14"; d = d.AddDays(1) {
				if d > sunday {
					later++
				}
			}
			if late+week+later != 28 {
				t.Errorf("%s: %d late, %d this week, %d later of 28", x.today, late, week, later)
			}
		}
	})
}
