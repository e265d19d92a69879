package lexiconweb

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/internal/apparatus"
	"dondoc/internal/civil"
	"dondoc/internal/document"
	"dondoc/internal/reading"
)

// A case says what the text says where the reader saw it rightly, and what the
// officer decided where it did not.
func TestACaseOfACorrection(t *testing.T) {
	t.Parallel()
	dir := apparatus.NewDirectory([]apparatus.Org{{ID: "a", Name: "Sở A"}, {ID: "b", Name: "Sở B"}}, nil, nil, func() civil.Date { return "2023-06-12" })
	named := func(name string, org apparatus.OrgID) []document.Party {
		return []document.Party{{Name: name, Org: org}}
	}
	before := document.Deadline{Kind: reading.OnDate, Date: "2023-06-30", Bound: "before"}
	for name, x := range map[string]struct {
		content document.Content
		lead    []string
		kind    reading.DeadlineKind
		date    string
	}{
		"a name that was not known":   {document.Content{Leads: named("Cơ quan A", ""), Lead: "a"}, []string{"Cơ quan A"}, reading.None, ""},
		"the wrong body":              {document.Content{Leads: named("Giám đốc Sở B", "b"), Lead: "a"}, []string{"Sở A"}, reading.None, ""},
		"no body at all":              {document.Content{Lead: "a"}, []string{"Sở A"}, reading.None, ""},
		"one of several":              {document.Content{Leads: append(named("Giám đốc Sở A", "a"), named("Sở B", "b")...), Lead: "a"}, []string{"Giám đốc Sở A"}, reading.None, ""},
		"a day as written":            {document.Content{Lead: "a", Deadline: before, Due: before.LastDay()}, []string{"Sở A"}, reading.OnDate, "2023-06-30"},
		"another day":                 {document.Content{Lead: "a", Deadline: before, Due: "2023-07-15"}, []string{"Sở A"}, reading.OnDate, "2023-07-15"},
		"a day where there is none":   {document.Content{Lead: "a", Deadline: before}, []string{"Sở A"}, reading.None, ""},
		"a limit that gives no day":   {document.Content{Lead: "a", Deadline: document.Deadline{Kind: reading.Relative}}, []string{"Sở A"}, reading.Relative, ""},
		"a person's name in the lead": {document.Content{Leads: named("đồng chí Nguyễn Văn An", ""), Lead: "a"}, []string{"đồng chí xxxxxxxxxxxxx"}, reading.None, ""},
	} {
		got := dutyOf(document.Correction{Finding: document.Finding{Content: x.content}}, dir)
		date := ""
		if got.Deadline.Date != nil {
			date = *got.Deadline.Date
		}
		if !cmp.Equal(got.Lead, x.lead) || got.Deadline.Kind != x.kind || date != x.date {
			t.Errorf("%s: %v, %s %q", name, got.Lead, got.Deadline.Kind, date)
		}
	}
}
