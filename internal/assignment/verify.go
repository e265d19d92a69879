package assignment

import (
	"encoding/json"
	"maps"
	"strconv"

	"dondoc/internal/audit"
)

// Kept are the facts of assignments that the record of acts answers for: a day,
// a state or a lead that was changed in the database, by no act, is found by
// comparing them (dondoc audit verify).
func Kept() audit.Kept {
	return audit.Kept{
		Kind: ID("").Ref().Kind, Table: "assignment", Says: says,
		Facts: []string{"due_on", "original_due", "deadline_json", "state", "lead_org", "assigned_on", "reported_on", "confirmed_on", "late_days", "late_original"},
	}
}

// says lays one act over what was said before it. An act says all of the
// assignment, or, after a change of the calendar, the days that it moved.
func says(e audit.Entry, facts map[string]string) error {
	if len(e.After) == 0 {
		return nil
	}
	if Verb(e.Verb) == VerbReckon {
		var x Shift
		if err := json.Unmarshal(e.After, &x); err != nil {
			return err
		}
		facts["due_on"] = string(x.Due)
		if facts["original_due"] == "" {
			facts["original_due"] = string(x.Due)
		}
		if len(x.Facts) > 0 {
			facts["deadline_json"] = string(x.Facts)
		}
		return nil
	}
	var x struct {
		Assignment

		Facts json.RawMessage `json:"deadline"`
	}
	if err := json.Unmarshal(e.After, &x); err != nil || x.Rev == 0 {
		return nil //nolint:nilerr // an act that says something else than the assignment
	}
	maps.Copy(facts, map[string]string{
		"due_on": string(x.Due), "original_due": string(x.OriginalDue), "deadline_json": string(x.Facts), "state": string(x.State), "lead_org": string(x.Lead), "assigned_on": string(x.AssignedOn),
		"reported_on": string(x.ReportedOn), "confirmed_on": string(x.ConfirmedOn), "late_days": strconv.Itoa(x.LateDays), "late_original": strconv.Itoa(x.LateOriginal),
	})
	return nil
}
