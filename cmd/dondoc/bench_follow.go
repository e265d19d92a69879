package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/deadline"
	"dondoc/internal/identity"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

type benchFollowCmd struct {
	Rows     int    `help:"open assignments" default:"100000"`
	Postgres string `help:"address of an empty database (or schema) to measure on instead of SQLite; one for each of the two houses, parted by a space" placeholder:"URL URL"`
	Step     string `hidden:"" help:"what the process itself measures"`
	At       string `hidden:""`
	Database string `hidden:""`
	Profile  string `help:"write a CPU profile of each step into this folder" placeholder:"DIR"`
}

// The limits of "Speed and size" for this part.
const (
	reckonLimit = 5.0  // seconds
	nightLimit  = 10.0 // seconds
	nightMemory = 200.0
)

// followStart is the Monday on which the measured houses stand.
const followStart = civil.Date("2023-06-12")

// taken is what one step in a process of its own took.
type taken struct {
	Seconds float64 `json:"seconds"`
	N       int     `json:"n"`
	Own     float64 `json:"own"` // MB at most that the process had for itself; 0 where the system does not say
	CPU     float64 `json:"cpu"` // processor seconds of the whole process, its start included
}

// Run measures recomputing deadlines and the nightly ladder, each in a process
// of its own, so that the peak of its memory is its own.
func (c *benchFollowCmd) Run(w world) error {
	if c.Step != "" {
		return c.step(w)
	}
	dir, err := os.MkdirTemp("", "dondoc-follow-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	mixed, sudden := "sqlite:"+filepath.Join(dir, "mixed.db"), "sqlite:"+filepath.Join(dir, "sudden.db")
	if c.Postgres != "" {
		var ok bool
		if mixed, sudden, ok = strings.Cut(c.Postgres, " "); !ok {
			return errors.New("two addresses are needed, parted by a space")
		}
	}
	fmt.Fprintln(w.out, "| what | ours | limit | ratio |\n|---|---|---|---|")
	say := func(what string, t taken, limit float64) {
		fmt.Fprintf(w.out, "| %s: %d | %.2f s (%.2f s of the processor), %.0f MB | at most %.0f s | %.2f |\n", what, t.N, t.Seconds, t.CPU, t.Own, limit, t.Seconds/limit)
	}
	if err := c.house(w.ctx, mixed, dir, mix); err != nil {
		return err
	}
	next := workday.Default().Add(followStart, 1)
	for _, x := range []struct {
		what, step string
		at         civil.Date
		limit      float64
	}{
		{"all deadlines come out otherwise, and agencies are told; moved", "reckon", followStart, reckonLimit},
		{"one more holiday a month ahead; moved", "holiday", followStart, reckonLimit},
		{"the same calendar again; moved", "reckon", followStart, reckonLimit},
		{"first night over a backlog; rungs told", "night", followStart, nightLimit},
		{"the night after; rungs told", "night", next, nightLimit},
		{"a night with nothing to tell; rungs told", "night", next, nightLimit},
	} {
		t, err := c.apart(w, x.step, mixed, dir, x.at)
		if err != nil {
			return err
		}
		say(x.what, t, x.limit)
	}
	if err := c.house(w.ctx, sudden, dir, oneDay); err != nil {
		return err
	}
	t, err := c.apart(w, "night", sudden, dir, followStart)
	if err != nil {
		return err
	}
	say("a night on which all come to a rung; rungs told", t, nightLimit)
	fmt.Fprintf(w.out, "| its memory | %.0f MB | at most %.0f MB | %.2f |\n", t.Own, nightMemory, t.Own/nightMemory)
	return nil
}

// apart does a step in a process of its own.
func (c *benchFollowCmd) apart(w world, step, database, dir string, at civil.Date) (t taken, err error) {
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(w.ctx, self, "bench", "follow", "--step", step, "--database", database, "--at", string(at), "--profile", c.Profile) //nolint:gosec // this program
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, w.err
	if err := cmd.Run(); err != nil {
		return t, fmt.Errorf("step %s: %w: %s", step, err, out.Bytes())
	}
	err = json.Unmarshal(out.Bytes(), &t)
	t.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return t, err
}

func openFollow(ctx context.Context, database, files string, at civil.Date) (*app.App, error) {
	return app.Open(ctx, app.Options{Database: database, Files: files, Clock: clock.At(at.At(5, 0)), Log: slog.New(slog.DiscardHandler)})
}

func (c *benchFollowCmd) step(w world) (err error) {
	switch c.Step { // a house that is kept, to look at one step again and again
	case "mix":
		return c.house(w.ctx, c.Database, os.TempDir(), mix)
	case "one-day":
		return c.house(w.ctx, c.Database, os.TempDir(), oneDay)
	}
	ctx := actor.With(w.ctx, actor.System("đo"))
	a, err := openFollow(ctx, c.Database, "tep", civil.Date(c.At))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.Step == "holiday" {
		day := workday.Default().Add(followStart, 22)
		if err := a.Calendar.Put(ctx, workday.Special{Date: day, Kind: workday.Holiday, Name: "Ngày nghỉ thêm (minh họa)", Status: workday.Decided, Basis: "để đo"}, a.Calendar.Number()); err != nil {
			return err
		}
	}
	if c.Profile != "" {
		f, err := os.Create(filepath.Join(c.Profile, c.Step+"-"+strconv.Itoa(os.Getpid())+".pprof"))
		if err != nil {
			return err
		}
		defer func() { pprof.StopCPUProfile(); err = errors.Join(err, f.Close()) }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
	}
	var t taken
	own := watchOwn()
	start := clock.System{}.Now()
	if c.Step == "night" {
		t.N, err = a.Ladder.Run(ctx)
	} else {
		t.N, err = a.Assignments.Reckon(ctx, "để đo", func(ctx context.Context, tx *storage.Tx, moved []assignment.Moved) error {
			return a.Ladder.TellMoved(ctx, tx, "để đo", moved)
		})
	}
	if err != nil {
		return err
	}
	t.Seconds = clock.System{}.Now().Sub(start).Seconds()
	t.Own = own()
	return json.NewEncoder(w.out).Encode(t)
}

// house makes a province of forty agencies, each with its head, and so many
// open assignments with the deadlines that facts gives.
func (c *benchFollowCmd) house(ctx context.Context, database, dir string, facts func(cal *workday.Calendar, i int) assignment.Assignment) (err error) {
	ctx = actor.With(ctx, actor.System("đo"))
	a, err := openFollow(ctx, database, filepath.Join(dir, "tep"), followStart)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	const agencies = 40
	orgs := []apparatus.Org{{ID: "tinh", Name: "Ủy ban nhân dân tỉnh (minh họa)", Kind: apparatus.Province}}
	for i := range agencies {
		orgs = append(orgs, apparatus.Org{ID: lead(i), Name: fmt.Sprintf("Sở số %d (minh họa)", i), Kind: apparatus.Department, Parent: "tinh"})
	}
	if err := a.Apparatus.Import(ctx, "để đo", orgs, nil, nil); err != nil {
		return err
	}
	for i, o := range orgs {
		role := actor.AgencyHead
		if i == 0 {
			role = actor.Secretariat
		}
		if _, err := a.Identity.CreateAccount(ctx, identity.Account{User: string(o.ID), Name: "Người đứng đầu " + strconv.Itoa(i) + " (minh họa)", Org: string(o.ID), Grants: []actor.Grant{{Role: role, Org: string(o.ID)}}}, benchPassword); err != nil {
			return err
		}
	}
	cal := a.Calendar.Calendar()
	const batch = 20_000
	for done := 0; done < c.Rows; done += batch {
		err := a.DB.Load(ctx, func(tx *storage.Tx) error {
			var rows [][]any
			for i := done; i < min(done+batch, c.Rows); i++ {
				x := facts(cal, i)
				d, err := json.Marshal(x.Deadline)
				if err != nil {
					return err
				}
				id, title := tx.NewID(), fmt.Sprintf("Rà soát, đơn giản hóa thủ tục hành chính số %d", i)
				rows = append(rows, []any{
					id, "NV-2306-" + strings.ToUpper(id[20:]), "", false, title, "", string(lead(i % agencies)), "", "acknowledged", true, string(x.AssignedOn), "", "", "", "Thông báo số 02-TB/BCĐ", 0, 0,
					string(d), string(x.Deadline.Kind), x.Period, string(x.Due), string(cal.OnOrAfter(x.Due)), string(max(x.Due, "0")), string(x.OriginalDue), false, "", "", "", "", "", "", "", 0, "", title, i + 1, title, 0, 1, string(x.AssignedOn), 1,
				})
			}
			_, err := tx.InsertMany(ctx, `assignment (id, code, parent, is_group, title, quote, lead_org, through_org, state, is_open, assigned_on, assigned_by, origin_kind, origin_id, origin_label, span_start, span_end,
				deadline_json, deadline_kind, period, due_on, due_last, due_sort, original_due, due_settled, holder_org, holder_person, holder_name, inner_due, reported_on, reported_by, confirmed_on, times_returned, note,
				title_key, search_key, search_text, changed_at, due_version, heard_on, rev)`, "", rows)
			return err
		})
		if err != nil {
			return err
		}
	}
	return a.DB.Care(ctx)
}

func lead(i int) apparatus.OrgID { return apparatus.OrgID("so" + strconv.Itoa(i)) }

// mix is what an open register looks like: days within sixty working days of
// today; one in five a period of a weekly or monthly duty, one in ten paused
// for some days, one in ten extended. No due day is worked out yet.
func mix(cal *workday.Calendar, i int) assignment.Assignment {
	day := cal.Add(followStart, i*7919%121-60)
	a := assignment.Assignment{AssignedOn: cal.Add(day, -20-i%40), Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: day}}
	switch i % 10 {
	case 0, 1:
		every := workday.Week
		if i%20 > 9 {
			every = workday.Month
		}
		label, due := cal.NextDue(every, day, 5)
		a.Deadline, a.Period = assignment.Deadline{Kind: assignment.Recurring, Every: every, Date: due}, label+"/"+strconv.Itoa(i)
	case 2:
		a.Deadline.Pauses = []deadline.Pause{{From: cal.Add(day, -10-i%7), To: cal.Add(day, -5), By: "Sở (minh họa)", Why: "chờ ý kiến"}}
	case 3:
		a.Deadline.Extensions = []deadline.Extension{{On: cal.Add(day, -2), Until: cal.Add(day, 5+i%10), By: "Thường trực (minh họa)", Why: "mặt bằng"}}
	}
	return a
}

// oneDay has everything due on the day that comes to a rung tonight.
func oneDay(cal *workday.Calendar, _ int) assignment.Assignment {
	due := cal.Add(followStart, 5)
	return assignment.Assignment{AssignedOn: cal.Add(due, -30), Due: due, OriginalDue: due, Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: due}}
}

// watchOwn looks every few milliseconds how much memory this process has for
// itself, pages of mapped files left out, and gives the most of it in MB; 0
// where there is no /proc.
func watchOwn() (most func() float64) {
	stop, result := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		for {
			if b, err := os.ReadFile("/proc/self/status"); err == nil {
				_, after, _ := strings.Cut(string(b), "RssAnon:")
				if f := strings.Fields(after); len(f) > 0 {
					kb, err := strconv.ParseFloat(f[0], 64)
					if err == nil {
						most = max(most, kb*1024/1e6)
					}
				}
			}
			select {
			case <-stop:
				result <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(stop); return <-result }
}
