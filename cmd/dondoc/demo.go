package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dondoc/internal/app"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/identity"
	"dondoc/internal/logging"
	"dondoc/internal/sample"
)

type demoCmd struct {
	Listen   string `help:"address to listen on" default:"127.0.0.1:8080"`
	Data     string `help:"folder for the sample; a temporary one if absent"`
	Database string `help:"sqlite:PATH or postgres://… to be filled; also DONDOC_DATABASE"`
	Today    string `help:"the instant that the demonstration starts at" default:"2023-06-12T09:00"`
	JSON     bool   `name:"json" help:"print the address and the accounts as one JSON document"`
}

// Run fills an empty database with the sample province, plays its history and
// serves it on a clock of its own.
func (c *demoCmd) Run(w world) error {
	start, err := time.ParseInLocation("2006-01-02T15:04", c.Today, civil.Zone())
	if err != nil {
		return fault.Say(fault.Invalid, "--today must look like 2023-06-12T09:00")
	}
	dir, clean, err := c.folder()
	if err != nil {
		return err
	}
	defer clean()
	database, password := c.Database, ""
	for _, kv := range w.env {
		if v, ok := strings.CutPrefix(kv, "DONDOC_DEMO_PASSWORD="); ok {
			password = v
		}
		if v, ok := strings.CutPrefix(kv, "DONDOC_DATABASE="); ok && database == "" {
			database = v
		}
	}
	if database == "" {
		database = "sqlite:" + filepath.Join(dir, "dondoc.db")
	}
	if password == "" {
		password = identity.NewPassword()
	}
	history := clock.At(start)
	source := clock.NewSwitch(history)
	log := logging.New(w.err, 0, logging.Text)
	names := "Tài khoản minh họa: chutich, thuongtruc, skhdt, ttxtdt, snv, huyen, giamsat, quantri. Mật khẩu in ở cửa sổ chạy chương trình."
	a, err := app.Open(w.ctx, app.Options{Database: database, Files: filepath.Join(dir, "tep"), Clock: source, Log: log, SignInHint: names})
	if err != nil {
		return err
	}
	defer closing(log, a)
	ln, err := (&net.ListenConfig{}).Listen(w.ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; another program may hold the port, choose one with --listen", c.Listen, err)
	}
	fmt.Fprintln(w.err, "dondoc: playing the sample's history …")
	accounts, err := sample.Load(w.ctx, a, history, start, password)
	if err != nil {
		return err
	}
	source.Use(clock.StartAt(start))
	c.announce(w, "http://"+ln.Addr().String(), accounts)
	return serve(w.ctx, ln, a, log)
}

func (c *demoCmd) folder() (dir string, clean func(), err error) {
	if c.Data != "" {
		return c.Data, func() {}, os.MkdirAll(c.Data, 0o750)
	}
	dir, err = os.MkdirTemp("", "dondoc-demo-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// announce prints where to go and who may sign in, then that it is ready.
func (c *demoCmd) announce(w world, url string, accounts []sample.Account) {
	if c.JSON {
		b, err := json.Marshal(map[string]any{"url": url, "accounts": accounts, "open311_api_key": nil})
		if err == nil {
			fmt.Fprintln(w.out, string(b))
		}
		fmt.Fprintln(w.err, "ready")
		return
	}
	fmt.Fprintln(w.out, url)
	for _, a := range accounts {
		fmt.Fprintf(w.out, "  %-12s %-14s %s\n", a.User, a.Password, a.Name)
	}
	fmt.Fprintln(w.out, "ready")
}
