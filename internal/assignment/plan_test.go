package assignment_test

import (
	"strings"
	"testing"

	"dondoc/internal/actor"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/listing"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

func (w world) clockDay(i int) civil.Date {
	return civil.Date("2023-06-08").AddDays([]int{0, 1, 4, 5, 8}[i])
}

// A page of a list must come off an index in its order, without sorting and
// without reading the table, whatever the number of rows.
func TestListsComeOffAnIndex(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		w := set(t, db, c)
		sec := as(actor.Secretariat, "snv")
		for name, q := range map[string]listing.Query{
			"lead and due": {Filters: map[string][]string{assignment.FilterLead: {"skhdt"}, assignment.FilterTo: {"30/06/2023"}}},
			"all":          {}, "late": {Filters: map[string][]string{assignment.FilterView: {string(assignment.Late)}}},
			"waiting": {Filters: map[string][]string{assignment.FilterView: {string(assignment.Waiting)}}},
		} {
			plan, err := w.PlanOf(sec, q)
			if err != nil {
				t.Fatal(err)
			}
			if db.Engine() == storage.SQLite && (strings.Contains(plan, "TEMP B-TREE") || !strings.Contains(plan, "USING INDEX")) {
				t.Errorf("%s: %s", name, plan)
			}
		}
	})
}
