package main

import (
	"encoding/json"
	"fmt"
	"time"

	"dondoc/internal/app"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/storage"
)

type auditCmd struct {
	Verify verifyCmd `cmd:"" help:"Compare the records with the acts on them; changes nothing."`
}

type verifyCmd struct {
	common `embed:""`

	JSON bool `name:"json" help:"one JSON document"`
}

type verifyResult struct {
	audit.Checked

	At          string             `json:"at"`
	Count       int                `json:"count"` // of all differences; the first thousand are listed
	Differences []audit.Difference `json:"differences"`
}

// mostShown bounds a report; where everything differs, a thousand lines say it.
const mostShown = 1000

// Run names every fact of an assignment that no act accounts for, with the id
// of the assignment; it fails if there is one.
func (c *verifyCmd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	res := verifyResult{At: clock.System{}.Now().Format(time.RFC3339), Differences: []audit.Difference{}}
	if _, _, err := asItIs(w, cfg, res.fill(w)); err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(w.out).Encode(res); err != nil {
			return err
		}
	} else {
		for _, d := range res.Differences {
			fmt.Fprintf(w.out, "%s %s: %s is %q, by its acts %q (last act %s)\n", d.Kind, d.ID, d.Fact, d.Stored, d.Record, d.LastAct)
		}
		fmt.Fprintf(w.out, "%d records compared with %d acts, %d differences\n", res.Records, res.Acts, res.Count)
	}
	if res.Count > 0 {
		return fault.Say(fault.Conflict, fmt.Sprintf("Có %d dữ kiện không khớp với sổ ghi việc: đã bị sửa ngoài hệ thống, hoặc sổ thiếu việc. Giữ nguyên cơ sở dữ liệu và báo người chịu trách nhiệm an toàn thông tin.", res.Count))
	}
	return nil
}

// fill compares each kind of record with its acts.
func (r *verifyResult) fill(w world) func(db *storage.DB) error {
	return func(db *storage.DB) error {
		for _, k := range app.Kept() {
			done, err := audit.New(db).Verify(w.ctx, k, func(d audit.Difference) error {
				if r.Count++; r.Count <= mostShown {
					r.Differences = append(r.Differences, d)
				}
				return nil
			})
			if err != nil {
				return err
			}
			r.Records, r.Acts = r.Records+done.Records, r.Acts+done.Acts
		}
		return nil
	}
}
