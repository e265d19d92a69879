// Package config holds what the operator of the machine decides: where to
// listen, which database, where files go. Every option has a default that
// works for a small office, can be given as a flag or as DONDOC_*, and is shown
// by `dondoc check`. What the province decides is kept by package setting.
package config

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dondoc/internal/fault"
)

// Option describes one option.
type Option struct {
	Name    string // DONDOC_LISTEN
	Flag    string // listen
	Default string
	Secret  bool
	Help    string
	check   func(string) error
}

// Options lists every option; the README and `dondoc check` are made from it.
func Options() []Option {
	return []Option{
		{Name: "DONDOC_LISTEN", Flag: "listen", Default: "127.0.0.1:8080", Help: "address to listen on", check: hasPort},
		{Name: "DONDOC_DATABASE", Flag: "database", Default: "", Help: "sqlite:PATH or postgres://…; empty means sqlite in the data folder", Secret: true, check: isDatabase},
		{Name: "DONDOC_DATA", Flag: "data", Default: "dondoc-data", Help: "folder for files and, with SQLite, the database"},
		{Name: "DONDOC_SECURE_COOKIES", Flag: "secure-cookies", Default: "false", Help: "true behind HTTPS: cookies are sent over HTTPS only", check: isBool},
		{Name: "DONDOC_OUTWARD_INSIDE", Flag: "outward-inside", Default: "", Help: "private networks that webhooks and the SMS gateway may reach in spite of being private, such as 10.1.2.0/24; normally none", check: isNetworks},
		{Name: "DONDOC_LOG", Flag: "log", Default: "text", Help: "text or json", check: oneOf("text", "json")},
		{Name: "DONDOC_LOG_LEVEL", Flag: "log-level", Default: "info", Help: "debug, info, warn or error", check: oneOf("debug", "info", "warn", "error")},
	}
}

// Config is the effective configuration.
type Config struct {
	Listen   string
	Database string
	Data     string
	Secure   bool
	Log      string
	LogLevel slog.Level
	Inside   []netip.Prefix // private networks that the program may send to
	values   map[string]string
}

// Load takes flags over the environment over the defaults. An unknown
// DONDOC_* name stops start-up, because a misspelt option would be silently
// ignored otherwise.
func Load(flags map[string]string, environ []string) (Config, error) {
	c := Config{values: map[string]string{}}
	given := map[string]string{}
	for _, kv := range environ {
		k, v, ok := strings.Cut(kv, "=")
		if ok && strings.HasPrefix(k, "DONDOC_") && !reserved(k) {
			given[k] = v
		}
	}
	for _, o := range Options() {
		v := o.Default
		if e, ok := given[o.Name]; ok {
			v = e
			delete(given, o.Name)
		}
		if f := flags[o.Flag]; f != "" {
			v = f
		}
		if o.check != nil && v != "" {
			if err := o.check(v); err != nil {
				return c, fault.Say(fault.Invalid, fmt.Sprintf("%s (--%s): %v", o.Name, o.Flag, err))
			}
		}
		c.values[o.Name] = v
	}
	for k := range given {
		return c, fault.Say(fault.Invalid, "unknown option "+k+"; `dondoc check` lists those that exist")
	}
	c.Listen, c.Data, c.Log = c.values["DONDOC_LISTEN"], c.values["DONDOC_DATA"], c.values["DONDOC_LOG"]
	c.Secure = c.values["DONDOC_SECURE_COOKIES"] == "true"
	c.Inside = networks(c.values["DONDOC_OUTWARD_INSIDE"])
	if err := c.LogLevel.UnmarshalText([]byte(c.values["DONDOC_LOG_LEVEL"])); err != nil {
		return c, err
	}
	c.Database = c.values["DONDOC_DATABASE"]
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "dondoc.db")
	}
	return c, nil
}

// reserved names belong to commands and tests, not to the server.
func reserved(k string) bool {
	return strings.HasPrefix(k, "DONDOC_DEMO_") || strings.HasPrefix(k, "DONDOC_TEST_") || strings.HasPrefix(k, "DONDOC_SETUP_")
}

// Effective is one line of `dondoc check`.
type Effective struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Help  string `json:"help"`
}

// Effective lists the options with their values; secrets are masked.
func (c Config) Effective() []Effective {
	var out []Effective
	for _, o := range Options() {
		v := c.values[o.Name]
		if o.Secret {
			if u, err := url.Parse(v); err == nil && u.User != nil {
				v = u.Redacted()
			}
		}
		out = append(out, Effective{o.Name, v, o.Help})
	}
	return out
}

// Files is the folder of the kept files.
func (c Config) Files() string { return filepath.Join(c.Data, "tep") }

// Prepare makes the data folder.
func (c Config) Prepare() error {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return fault.Because(fault.Full, "cannot create the data folder "+c.Data+"; check the path and its owner", err)
	}
	return nil
}

func hasPort(v string) error {
	if !strings.Contains(v, ":") {
		return fmt.Errorf("%q has no port, write for example 127.0.0.1:8080", v)
	}
	return nil
}

// networks reads a list of networks; isNetworks has checked it.
func networks(v string) []netip.Prefix {
	var out []netip.Prefix
	for s := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func isNetworks(v string) error {
	for s := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		if _, err := netip.ParsePrefix(s); err != nil {
			return fmt.Errorf("%q is no network, write for example 10.1.2.0/24", s)
		}
	}
	return nil
}

func isDatabase(v string) error {
	for _, p := range []string{"sqlite:", "postgres://", "postgresql://"} {
		if strings.HasPrefix(v, p) {
			return nil
		}
	}
	return fmt.Errorf("%q is neither sqlite:PATH nor postgres://…", v)
}

func isBool(v string) error { return oneOf("true", "false")(v) }

func oneOf(values ...string) func(string) error {
	return func(v string) error {
		if slices.Contains(values, v) {
			return nil
		}
		return fmt.Errorf("%q is not one of %s", v, strings.Join(values, ", "))
	}
}
