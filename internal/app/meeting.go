package app

import (
	"context"

	"dondoc/internal/committee"
	"dondoc/internal/extension"
	"dondoc/internal/listing"
	"dondoc/internal/setting"
	"dondoc/internal/stocktake"
)

// committeeNames is what stands at the head of the committee's documents.
func (a *App) committeeNames() committee.Names {
	get := a.Settings.Get
	return committee.Names{Committee: get(setting.CommitteeName), Abbr: get(setting.CommitteeAbbr), SuperiorState: get(setting.LetterSuperior), SuperiorParty: get(setting.SuperiorParty), Place: get(setting.LetterPlace)}
}

// asks lists the requests for more time that wait, for what is tabled at a
// meeting.
func (a *App) asks(ctx context.Context) ([]stocktake.Ask, error) {
	page, err := a.Extensions.List(ctx, listing.Query{Size: listing.MaxPageSize, Filters: map[string][]string{extension.FilterState: {string(extension.Asked)}}})
	out := make([]stocktake.Ask, 0, len(page.Rows))
	for _, c := range page.Rows {
		out = append(out, stocktake.Ask{Assignment: c.Assignment, Title: c.Title, Lead: c.LeadNow, Until: c.AskedUntil, Again: c.Nth > 1, Why: c.Cause.Word() + ". " + c.Reason})
	}
	return out, err
}
