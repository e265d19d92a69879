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
	db, err := storage.Open(w.ctx, cfg.Database, clock.System{})
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			fmt.Fprintln(w.err, err)
		}
	}()
	if current, err := db.SchemaCurrent(w.ctx, app.Schemas()); err != nil || !current {
		if err == nil {
			err = fault.Say(fault.Conflict, "Lược đồ cơ sở dữ liệu chưa mới nhất: chạy dondoc migrate.")
		}
		return err
	}
	res, n := verifyResult{At: clock.System{}.Now().Format(time.RFC3339), Differences: []audit.Difference{}}, 0
	for _, k := range app.Kept() {
		done, err := audit.New(db).Verify(w.ctx, k, func(d audit.Difference) error {
			if n++; n <= mostShown {
				res.Differences = append(res.Differences, d)
			}
			return nil
		})
		if err != nil {
			return err
		}
		res.Records, res.Acts = res.Records+done.Records, res.Acts+done.Acts
	}
	if c.JSON {
		if err := json.NewEncoder(w.out).Encode(res); err != nil {
			return err
		}
	} else {
		for _, d := range res.Differences {
			fmt.Fprintf(w.out, "%s %s: %s is %q, by its acts %q (last act %s)\n", d.Kind, d.ID, d.Fact, d.Stored, d.Record, d.LastAct)
		}
		fmt.Fprintf(w.out, "%d records compared with %d acts, %d differences\n", res.Records, res.Acts, n)
	}
	if n > 0 {
		return fault.Say(fault.Conflict, fmt.Sprintf("Có %d dữ kiện không khớp với sổ ghi việc: đã bị sửa ngoài hệ thống, hoặc sổ thiếu việc. Giữ nguyên cơ sở dữ liệu và báo người chịu trách nhiệm an toàn thông tin.", n))
	}
	return nil
}
