package dashboard

import (
	"context"
	"slices"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/listing"
	"dondoc/internal/tally"
)

// View is the page's content.
type View struct {
	Stats    tally.Stats
	Late     []assignment.Assignment
	MoreLate bool
	Week     []assignment.Assignment
	Waiting  []assignment.Assignment
	Undated  []assignment.Assignment
	Disputed []assignment.Assignment
	League   []tally.Tally // bodies with something done, best n first
	Days     []civil.Date  // Fridays of the heat map
	Heat     []tally.LateCell
	LateOrgs int
	Worst    apparatus.OrgID // the body with the most late work
}

// rows is how many rows a panel shows before it leads to its list.
const rows = 8

// weeks is how many weeks the heat map shows.
const weeks = 9

// Load gathers the page on today's day.
func Load(ctx context.Context, s *assignment.Service, t *tally.Service, today civil.Date) (View, error) {
	var v View
	var err error
	if v.Stats, err = t.Stats(ctx, today.AddDays(-365)); err != nil {
		return v, err
	}
	for _, part := range []struct {
		view assignment.View
		to   *[]assignment.Assignment
	}{{assignment.Late, &v.Late}, {assignment.ThisWeek, &v.Week}, {assignment.Waiting, &v.Waiting}, {assignment.Undated, &v.Undated}, {assignment.DisputedNow, &v.Disputed}} {
		page, err := s.List(ctx, listing.Query{Size: rows, Filters: map[string][]string{assignment.FilterView: {string(part.view)}}})
		if err != nil {
			return v, err
		}
		*part.to = page.Rows
		if part.view == assignment.Late {
			v.MoreLate = page.Next != nil
		}
	}
	v.tally()
	friday := today.Monday().AddDays(4)
	if friday >= today {
		friday = friday.AddDays(-7)
	}
	for i := weeks - 1; i >= 0; i-- {
		v.Days = append(v.Days, friday.AddDays(-7*i))
	}
	if v.Heat, err = t.LateOn(ctx, v.Days); err != nil {
		return v, err
	}
	slices.SortFunc(v.Heat, func(a, b tally.LateCell) int { return sum(b.Days) - sum(a.Days) })
	return v, nil
}

func (v *View) tally() {
	worst := 0
	for _, t := range v.Stats.ByOrg {
		if t.Late > 0 {
			v.LateOrgs++
		}
		if t.Late > worst {
			worst, v.Worst = t.Late, t.Org
		}
		if t.Done > 0 {
			v.League = append(v.League, t)
		}
	}
	slices.SortStableFunc(v.League, func(a, b tally.Tally) int { return b.DoneInDay*a.Done - a.DoneInDay*b.Done })
}

func sum(xs []int) int {
	n := 0
	for _, x := range xs {
		n += x
	}
	return n
}
