package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/clock"
	"dondoc/internal/config"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/jobs"
	"dondoc/internal/logging"
	"dondoc/internal/storage"
	"dondoc/internal/storage/dump"
)

func open(w world, cfg config.Config) (*app.App, error) {
	if err := cfg.Prepare(); err != nil {
		return nil, err
	}
	return app.Open(w.ctx, app.Options{Database: cfg.Database, Files: cfg.Files(), Clock: clock.System{}, Log: logging.New(w.err, cfg.LogLevel, logging.Format(cfg.Log))})
}

type checkCmd struct {
	common `embed:""`

	JSON bool `name:"json" help:"one JSON document"`
}

type checkResult struct {
	Options  []config.Effective   `json:"options"`
	Database string               `json:"database"`
	Engine   storage.Engine       `json:"engine,omitempty"`
	Reach    bool                 `json:"reachable"`
	Schema   bool                 `json:"schema_current"`
	Settings map[string]string    `json:"settings,omitempty"`
	Acts     int64                `json:"acts"`
	Jobs     map[jobs.State]int64 `json:"jobs,omitempty"`
	GivenUp  []string             `json:"jobs_given_up,omitempty"`
	Clock    string               `json:"clock"`
}

// Run shows the effective settings and tests the database; it changes nothing.
func (c *checkCmd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	res := checkResult{Options: cfg.Effective(), Clock: clock.System{}.Now().Format(time.RFC3339)}
	problem := inspect(w, cfg, &res)
	if c.JSON {
		if err := json.NewEncoder(w.out).Encode(res); err != nil {
			return err
		}
		return problem
	}
	for _, o := range res.Options {
		fmt.Fprintf(w.out, "%-24s %-30s %s\n", o.Name, o.Value, o.Help)
	}
	fmt.Fprintf(w.out, "\ndatabase %s reachable=%t schema_current=%t acts=%d\nclock %s\n", res.Database, res.Reach, res.Schema, res.Acts, res.Clock)
	for _, name := range slices.Sorted(maps.Keys(res.Settings)) {
		fmt.Fprintf(w.out, "setting %-34s %s\n", name, res.Settings[name])
	}
	fmt.Fprintf(w.out, "jobs waiting=%d running=%d done=%d given_up=%d\n", res.Jobs[jobs.Waiting], res.Jobs[jobs.Running], res.Jobs[jobs.Done], res.Jobs[jobs.Dead])
	for _, j := range res.GivenUp {
		fmt.Fprintf(w.out, "job given up: %s\n", j)
	}
	return problem
}

// asItIs opens the database without changing it and hands it to do, once its
// schema is the newest.
func asItIs(w world, cfg config.Config, do func(db *storage.DB) error) (db *storage.DB, current bool, err error) {
	if db, err = storage.Open(w.ctx, cfg.Database, clock.System{}); err != nil {
		return nil, false, err
	}
	defer func() {
		if err := db.Close(); err != nil {
			fmt.Fprintln(w.err, err)
		}
	}()
	if current, err = db.SchemaCurrent(w.ctx, app.Schemas()); err != nil {
		return db, false, err
	}
	if !current {
		return db, false, fault.Say(fault.Conflict, "Lược đồ cơ sở dữ liệu chưa mới nhất: chạy dondoc migrate.")
	}
	return db, true, do(db)
}

func inspect(w world, cfg config.Config, res *checkResult) error {
	db, current, err := asItIs(w, cfg, func(db *storage.DB) error {
		x, err := app.Inspect(w.ctx, db)
		res.Acts, res.Settings, res.Jobs, res.GivenUp = x.Acts, x.Settings, x.Jobs, x.GivenUp
		return err
	})
	if db != nil {
		res.Database, res.Engine, res.Reach, res.Schema = db.Address(), db.Engine(), true, current
	}
	return err
}

type migrateCmd struct {
	common `embed:""`
}

// Run brings the schema up to date.
func (c *migrateCmd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	a, err := open(w, cfg)
	if err != nil {
		return err
	}
	fmt.Fprintln(w.err, "dondoc: schema is up to date")
	return a.Close()
}

type backupCmd struct {
	common `embed:""`

	Out string `help:"the archive to write" required:""`
}

// Run writes a consistent archive while the server may go on.
func (c *backupCmd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	db, err := storage.Open(w.ctx, cfg.Database, clock.System{})
	if err != nil {
		return err
	}
	part := c.Out + ".dang-ghi"
	f, err := os.Create(part)
	if err != nil {
		return fault.Because(fault.Full, "cannot write "+c.Out, err)
	}
	m, err := dump.Write(w.ctx, db, app.Schemas(), cfg.Files(), f)
	if serr := f.Sync(); err == nil {
		err = serr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if derr := db.Close(); err == nil {
		err = derr
	}
	if err == nil {
		err = os.Rename(part, c.Out)
	}
	if err != nil {
		return err
	}
	rows := 0
	for _, n := range m.Rows {
		rows += n
	}
	fmt.Fprintf(w.err, "dondoc: %d rows and %d files in %s\n", rows, len(m.Hashes)-len(m.Rows), c.Out)
	return nil
}

type restoreCmd struct {
	common `embed:""`

	File  string `arg:"" help:"the archive"`
	Force bool   `help:"replace everything in the database"`
}

// Run brings an archive back into an empty database, or over a full one.
func (c *restoreCmd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	a, err := open(w, cfg)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fault.Because(fault.Invalid, "cannot open "+c.File, err)
	}
	st, err := f.Stat()
	if err != nil {
		return err
	}
	over := dump.Refuse
	if c.Force {
		over = dump.Force
	}
	m, err := dump.Read(w.ctx, a.DB, app.Schemas(), cfg.Files(), f, st.Size(), over)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if cerr := a.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(w.err, "dondoc: restored what was taken at %s\n", m.Taken.Format(time.RFC3339))
	return nil
}

type userCmd struct {
	Add      userAdd      `cmd:"" help:"Add an account; the password is printed."`
	Password userPassword `cmd:"" help:"Set a new password; it is printed."`
}

type userAdd struct {
	common `embed:""`

	User string `arg:""`
	Name string `arg:""`
	Role string `help:"admin, chairman, secretariat, agency_head, officer, focal_point or auditor" default:"officer"`
	Org  string `help:"organisation id" required:""`
}

// Run adds an account as the operator.
func (c *userAdd) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	a, err := open(w, cfg)
	if err != nil {
		return err
	}
	password := identity.NewPassword()
	_, err = a.Identity.CreateAccount(actor.With(w.ctx, actor.System("dondoc user add")), identity.Account{User: c.User, Name: c.Name, Org: c.Org, Grants: []actor.Grant{{Role: actor.Role(c.Role), Org: c.Org}}}, password)
	if cerr := a.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		var said []string
		for _, s := range fault.FieldsOf(err) {
			said = append(said, s)
		}
		if len(said) > 0 {
			return fault.Say(fault.Invalid, strings.Join(said, " "))
		}
		return err
	}
	fmt.Fprintln(w.out, password)
	return nil
}

type userPassword struct {
	common `embed:""`

	User string `arg:""`
}

// Run sets a new password as the operator.
func (c *userPassword) Run(w world) error {
	cfg, err := c.config(w, nil)
	if err != nil {
		return err
	}
	a, err := open(w, cfg)
	if err != nil {
		return err
	}
	password := identity.NewPassword()
	ctx := actor.With(w.ctx, actor.System("dondoc user password"))
	id, err := a.Identity.IDOf(ctx, c.User)
	if err == nil {
		err = a.Identity.SetPassword(ctx, id, password)
	}
	if cerr := a.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(w.out, password)
	return nil
}
