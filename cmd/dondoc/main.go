// Command dondoc runs Đôn Đốc: the server, the demonstration, the reader and
// the operator's tools.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones of other systems' instants, also on a host that has none

	"github.com/alecthomas/kong"

	"dondoc/internal/config"
	"dondoc/internal/fault"
)

// world is what a command may touch of its surroundings.
type world struct {
	ctx context.Context //nolint:containedctx // one command, one context
	env []string
	out io.Writer
	err io.Writer
}

// common are the options of commands that open the database.
type common struct {
	Database string `help:"sqlite:PATH or postgres://…; also DONDOC_DATABASE"`
	Data     string `help:"folder for files and, with SQLite, the database; also DONDOC_DATA"`
}

func (c common) config(w world, more map[string]string) (config.Config, error) {
	flags := map[string]string{"database": c.Database, "data": c.Data}
	maps.Copy(flags, more)
	return config.Load(flags, w.env)
}

type commands struct {
	Demo    demoCmd    `cmd:"" help:"Sample province with its history, on a clock of its own."`
	Serve   serveCmd   `cmd:"" help:"Run the server."`
	Check   checkCmd   `cmd:"" help:"Show effective settings and test the database."`
	Migrate migrateCmd `cmd:"" help:"Bring the database schema up to date."`
	Read    readCmd    `cmd:"" help:"Read directives; needs no database."`
	Workday workdayCmd `cmd:"" help:"Count in working time; needs no database."`
	Lunar   lunarCmd   `cmd:"" help:"Convert between the solar and the Vietnamese lunar calendar; needs no database."`
	Backup  backupCmd  `cmd:"" help:"Write the database and its files into one archive."`
	Restore restoreCmd `cmd:"" help:"Bring an archive back."`
	Audit   auditCmd   `cmd:"" help:"Look after the record of acts."`
	User    userCmd    `cmd:"" help:"Add and look after accounts."`
	Bench   benchAll   `cmd:"" help:"Measure against named peers and limits."`
}

// exit codes: 0 done, 1 refused or failed, 2 wrong usage.
const (
	failed = 1
	usage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program; tests call it.
func run(ctx context.Context, args, env []string, out, errOut io.Writer) int {
	var cli commands
	exited := -1
	parser, err := kong.New(&cli, kong.Name("dondoc"), kong.Description("Đôn Đốc: from a conclusion to watched work."), kong.Writers(out, errOut), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return usage
	}
	kctx, err := parser.Parse(minus(args))
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(errOut, "dondoc: %v. See dondoc --help.\n", err)
		return usage
	}
	if err := kctx.Run(world{ctx, env, out, errOut}); err != nil {
		fmt.Fprintln(errOut, "dondoc: "+line(err))
		return failed
	}
	return 0
}

// line is one line that says why and what to do; the operator may see causes.
func line(err error) string {
	s := fault.Sentence(err)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal || f.Say == "" {
		return err.Error()
	}
	if f.Cause != nil {
		s += " (" + f.Cause.Error() + ")"
	}
	return s
}
