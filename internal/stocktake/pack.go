package stocktake

import (
	"slices"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
)

// Pack is what a meeting has before it: the state of all duties, in the order
// of four questions (what is to be done, who does it and what has moved, is it
// on track and why not, what now). It holds words and figures only, so that a
// frozen one says for ever what was tabled.
type Pack struct {
	Title     string     `json:"title"`
	Since     civil.Date `json:"since"` // the meeting before, or the first day of the year
	SinceName string     `json:"since_name"`
	At        time.Time  `json:"at"` // of the figures

	Figures   []Figure   `json:"figures"`
	Moved     []Line     `json:"moved"`     // confirmed since
	Waiting   []Line     `json:"waiting"`   // handed in, waits for a confirmation
	Slipped   []Line     `json:"slipped"`   // late now, the longest first
	Causes    []Count    `json:"causes"`    // of late reports since
	Holders   []Count    `json:"holders"`   // late working days since, by who held
	Silent    []Line     `json:"silent"`    // never opened, or nothing said for long
	Undated   []Line     `json:"undated"`   // no day, and none was decided
	Repeated  []Line     `json:"repeated"`  // repeated by meetings and still open
	Asks      []Line     `json:"asks"`      // wait for more time; empty where no room takes them
	Decisions []Proposal `json:"decisions"` // three
	Others    []Proposal `json:"others"`    // what the rule put behind them
}

// Figure is one number with its source.
type Figure struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Value  string `json:"value"`
	Source string `json:"source"` // the list that it counts
	Href   string `json:"href,omitempty"`
}

// Line is one duty in a list.
type Line struct {
	ID    assignment.ID   `json:"id"`
	Code  string          `json:"code"`
	Title string          `json:"title"`
	Org   apparatus.OrgID `json:"org,omitempty"`
	Lead  string          `json:"lead"`
	Due   civil.Date      `json:"due,omitempty"`
	Days  int             `json:"days,omitempty"` // late, in working days
	Note  string          `json:"note,omitempty"`
}

// Count is a number under a name.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
	Of   int    `json:"of,omitempty"` // duties
}

// Rule is why something is proposed for a decision.
type Rule string

// The rules, in the order in which they are taken.
const (
	RuleExtension Rule = "extension" // a second extension is asked for
	RuleDispute   Rule = "dispute"   // the lead says that it is not theirs
	RuleLate      Rule = "late"      // longest late of most weight
	RuleUndated   Rule = "undated"   // no day
)

// Rules lists them in that order.
func Rules() []Rule { return []Rule{RuleExtension, RuleDispute, RuleLate, RuleUndated} }

// Word says the rule.
func (r Rule) Word() string {
	switch r {
	case RuleExtension:
		return "Xin gia hạn lần thứ hai"
	case RuleDispute:
		return "Có ý kiến khác của cơ quan chủ trì"
	case RuleLate:
		return "Trễ lâu nhất, nhiều trọng số nhất"
	case RuleUndated:
		return "Chưa có hạn"
	}
	return ""
}

// Proposal is one thing that the meeting may decide.
type Proposal struct {
	Line

	Rule   Rule   `json:"rule"`
	Ask    string `json:"ask"`              // what is to be decided
	Weight int    `json:"weight,omitempty"` // late days × (1 + repeats + coordinating bodies)

	parts int // of one duty that are late
}

// Key names a proposal for the secretariat's choice.
func (p Proposal) Key() string { return string(p.Rule) + ":" + string(p.ID) }

// Needed is how many decisions a meeting is asked for.
const Needed = 3

// choose takes three proposals. Those that the secretariat picked come first;
// otherwise one of each rule in its order, the heaviest first, and then the
// heaviest late ones and what is left.
func choose(all []Proposal, picked []string) (taken, others []Proposal) {
	used := map[string]bool{}
	take := func(p Proposal) {
		if len(taken) < Needed && !used[p.Key()] {
			used[p.Key()] = true
			taken = append(taken, p)
		}
	}
	for _, key := range picked {
		if i := slices.IndexFunc(all, func(p Proposal) bool { return p.Key() == key }); i >= 0 {
			take(all[i])
		}
	}
	if len(taken) == 0 {
		for _, r := range Rules() {
			if i := slices.IndexFunc(all, func(p Proposal) bool { return p.Rule == r }); i >= 0 {
				take(all[i])
			}
		}
		for _, p := range all {
			take(p)
		}
	}
	for _, p := range all {
		if !used[p.Key()] {
			others = append(others, p)
		}
	}
	return taken, others
}
