package stocktake

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/internal/assignment"
)

func proposals(spec string) []Proposal {
	var out []Proposal
	for i, r := range strings.Fields(spec) {
		rule := map[string]Rule{"x": RuleExtension, "d": RuleDispute, "l": RuleLate, "u": RuleUndated}[r]
		out = append(out, Proposal{Line: Line{ID: assignment.ID(fmt.Sprintf("%s%d", r, i))}, Rule: rule})
	}
	return out
}

func keys(list []Proposal) string {
	var out []string
	for _, p := range list {
		out = append(out, string(p.ID))
	}
	return strings.Join(out, " ")
}

// One of each rule in its order comes first, then the heaviest; what the
// secretariat picked stands in the place of all of it.
func TestThreeDecisionsAreChosenByTheRule(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ all, picked, want string }{
		{"", "", ""},
		{"l l l l", "", "l0 l1 l2"},
		{"x d l l u", "", "x0 d1 l2"},
		{"l l u u", "", "l0 u2 l1"},
		{"d d u", "", "d0 u2 d1"},
		{"x d l l u", "late:l3 undated:u4", "l3 u4"},
		{"x d l", "late:gone", "x0 d1 l2"},
	} {
		taken, others := choose(proposals(x.all), strings.Fields(x.picked))
		if keys(taken) != x.want || len(taken)+len(others) != len(proposals(x.all)) {
			t.Errorf("%s picked %q: %q, others %q", x.all, x.picked, keys(taken), keys(others))
		}
	}
}
