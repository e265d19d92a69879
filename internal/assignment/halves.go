package assignment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dondoc/internal/listing"
	"dondoc/internal/storage"
)

// inState narrows a list to some states. The index by state leaves out what was
// acknowledged, nearly all that is open, and an engine takes it only when the
// condition says so; that list comes off the index of what is open.
func inState(w *storage.Where, states ...string) {
	w.In("a.state", states)
	if !slices.Contains(states, string(Acknowledged)) {
		w.And("a.state <> 'acknowledged'")
	} else if !slices.ContainsFunc(states, func(x string) bool { return !State(x).Open() }) {
		w.And("a.is_open = TRUE")
	}
}

// inHalves says that a list by due day goes over open and closed ones alike.
// Each half has an index in that order, the whole has none.
func inHalves(q listing.Query) bool {
	if q.Sort == SortNewest || q.Sort == SortTitle {
		return false
	}
	if q.First(FilterLead) != "" || q.First(FilterState) != "" || q.First(FilterOrigin) != "" {
		return false
	}
	v := View(q.First(FilterView))
	return v == "" || v == All
}

// halves reads a page of each half and puts them together in their order.
func (s *Service) halves(ctx context.Context, q listing.Query, w *storage.Where, order string) ([]Assignment, error) {
	var all []Assignment
	for _, open := range []string{"TRUE", "FALSE"} {
		rows, err := upTo(ctx, s.db.Reader(), q.Size+1, fmt.Sprintf("SELECT %s FROM assignment a%s AND a.is_open = %s ORDER BY %s LIMIT %d", columns, w.SQL(), open, order, q.Size+1), w.Args()...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(a, b Assignment) int {
		c := cmp.Or(cmp.Compare(sortDue(a), sortDue(b)), cmp.Compare(a.ID, b.ID))
		if q.Sort == SortDueDesc {
			return -c
		}
		return c
	})
	return all[:min(len(all), q.Size+1)], nil
}

// sortDue is the day by which an assignment stands in lists by due day, due_sort.
func sortDue(a Assignment) string {
	if a.Due == "" || a.PausedOn != "" {
		return noDue
	}
	return string(a.Due)
}
