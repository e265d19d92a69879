package sample

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/fault"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
	"dondoc/internal/workday"
)

// seeds is how many years are lived through; the whole suite lives through
// more of them, without the race detector (tools/test.sh).
func seeds() uint64 {
	n, err := strconv.ParseUint(os.Getenv("DONDOC_YEAR_SEEDS"), 10, 32)
	if err != nil || n == 0 {
		return 6
	}
	return n
}

// year is one simulated year of the sample province: people of its agencies do
// what people do, some early, some late, some never, on a virtual clock. What
// happens follows from the seed alone.
type year struct {
	t     *testing.T
	seed  uint64
	r     *rand.Rand
	a     *app.App
	clock *clock.Manual
	heads map[apparatus.OrgID]actor.Actor
	orgs  []apparatus.OrgID // those that are given work
	nonce int
	// changed says that the calendar was changed today, so that a job waits.
	changed bool
	// seen is what an invariant over time remembers.
	seen memory
}

// A simulated year keeps the invariants of laws (in year_laws_test.go) for
// every seed. A failing one is named by its subtest: run it again with
// go test ./internal/sample -run 'TestASimulatedYear/^seed17$'.
func TestASimulatedYear(t *testing.T) {
	t.Parallel()
	house := template(t)
	for seed := uint64(1); seed <= seeds(); seed++ {
		t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
			t.Parallel()
			live(t, house, seed)
		})
	}
}

// template makes the house that every year begins with: the sample's units,
// organisations and people, once, because passwords are slow on purpose.
func template(t *testing.T) string {
	t.Helper()
	path := filepath.Join(shm(t), "house.db")
	c := clock.At(civil.Date("2023-01-03").At(8, 0))
	a := open(t, path, c)
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	if err := directory(ctx, a); err != nil {
		t.Fatal(err)
	}
	if _, _, err := people(ctx, a, "mot-mat-khau-dai-9"); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// shm is a folder in memory if there is one: two hundred years are many writes.
func shm(t *testing.T) string {
	t.Helper()
	if dir, err := os.MkdirTemp("/dev/shm", "dondoc-year-"); err == nil { //nolint:usetesting // in memory
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

func open(t *testing.T, path string, c clock.Clock) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{Database: "sqlite:" + path, Files: t.TempDir(), Clock: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func live(t *testing.T, house string, seed uint64) {
	t.Helper()
	path := filepath.Join(shm(t), "year.db")
	from, err := os.Open(house)
	if err != nil {
		t.Fatal(err)
	}
	to, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, from.Close(), to.Close()); err != nil {
		t.Fatal(err)
	}
	y := &year{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 2023)), clock: clock.At(civil.Date("2023-01-03").At(8, 0)), heads: map[apparatus.OrgID]actor.Actor{}, seen: newMemory()}
	y.a = open(t, path, y.clock)
	defer func() {
		if err := y.a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := y.people(); err != nil {
		t.Fatal(err)
	}
	for d := civil.Date("2023-01-04"); d <= "2023-12-29"; d = d.AddDays(1) {
		y.day(d)
		if t.Failed() {
			t.Fatalf("seed %d, %s: replay with -run 'TestASimulatedYear/^seed%d$'", seed, d, seed)
		}
	}
	y.accounts()
	for _, table := range []string{"assignment", "audit_act", "ladder_told", "assignment_report", "assignment_hold"} {
		if n := y.count("SELECT COUNT(*) FROM " + table); n < 20 {
			t.Errorf("seed %d: a year with %d rows of %s proves little", seed, n, table)
		} else {
			t.Logf("%s: %d", table, n)
		}
	}
	t.Logf("%d later days granted, %d pauses, %d deadlines reckoned anew, %d calendar changes", y.count("SELECT COUNT(*) FROM extension_request WHERE state = 'granted'"), y.count("SELECT COUNT(*) FROM audit_act WHERE verb = 'assignment.pause'"), y.count("SELECT COUNT(*) FROM audit_act WHERE verb = 'assignment.reckon'"), y.count("SELECT COUNT(*) FROM audit_act WHERE verb = 'calendar.decide'"))
}

// people brings back who acts, and picks the agencies of this year.
func (y *year) people() error {
	list, err := y.a.Identity.List(y.t.Context())
	if err != nil {
		return err
	}
	for _, acc := range list {
		for _, g := range acc.Grants {
			key := apparatus.OrgID(g.Org)
			switch g.Role {
			case actor.AgencyHead, actor.FocalPoint, actor.Chairman:
			case actor.Secretariat:
				key = "thuong-truc"
			case actor.Admin, actor.Officer, actor.Auditor:
				continue
			}
			y.heads[key] = actor.Actor{Kind: actor.Person, ID: acc.ID, Name: acc.Name, Org: acc.Org, Grants: acc.Grants}
		}
	}
	var all []apparatus.OrgID
	for _, o := range y.a.Apparatus.Directory().On("2023-06-12") {
		if _, ok := y.heads[o.ID]; ok && o.Kind == apparatus.Department {
			all = append(all, o.ID)
		}
	}
	y.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	y.orgs = append(all[:min(5, len(all))], "skhdt", "snv")
	return nil
}

func (y *year) as(org apparatus.OrgID) context.Context {
	return actor.With(y.t.Context(), y.heads[org])
}

func (y *year) house() context.Context {
	return actor.With(y.t.Context(), actor.System("đôn đốc"))
}

func (y *year) chance(percent int) bool { return y.r.IntN(100) < percent }

// may lets people try what the rules forbid: a refusal is fine, a fault is not.
func (y *year) may(what string, err error) {
	y.t.Helper()
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Forbidden, fault.Conflict, fault.NotFound:
		return
	default:
		if err != nil {
			y.t.Errorf("seed %d: %s: %v", y.seed, what, err)
		}
	}
}

// must is for what has no reason to be refused.
func (y *year) must(what string, err error) {
	y.t.Helper()
	if err != nil {
		y.t.Errorf("seed %d: %s: %v", y.seed, what, err)
	}
}

// day lives through one day: the house's morning, the offices' work, and once
// a week the laws.
func (y *year) day(d civil.Date) {
	if y.chance(4) { // the program stood still that morning; the next one makes up for it
		return
	}
	y.clock.Set(d.At(5, 0))
	_, err := y.a.Assignments.OpenPeriods(y.house())
	y.must("periods", err)
	_, err = y.a.Ladder.Run(y.house())
	y.must("ladder", err)
	if y.chance(5) { // two processes, or a clock set back a little: nothing happens twice
		y.clock.Set(d.At(4, 30))
		_, err = y.a.Ladder.Run(y.house())
		y.must("ladder again", err)
	}
	if y.a.Calendar.Calendar().Working(d) {
		y.clock.Set(d.At(8, 0))
		y.office(d)
	}
	if y.changed || d.Weekday() == time.Friday {
		y.changed = false
		_, err = y.a.Jobs.Drain(y.house())
		y.must("jobs", err)
	}
	if d.Weekday() == time.Friday || d >= "2023-12-29" {
		y.clock.Set(d.At(18, 0))
		y.laws(d)
	}
}

// office is what happens on a working day.
func (y *year) office(d civil.Date) {
	sec := y.as("thuong-truc")
	if d.Time().Day() <= 7 && y.chance(25) || d == "2023-01-04" {
		y.give(sec, d)
	}
	if y.chance(4) {
		y.decree(d)
	}
	open, err := storage.List(sec, y.a.DB.Reader(), storage.Scalar[string], "SELECT id FROM assignment WHERE is_open = $1 AND is_group = $2 ORDER BY id", true, false)
	y.must("list", err)
	for _, id := range open {
		if y.chance(30) {
			y.clock.Set(y.clock.Now().Add(time.Duration(1+y.r.IntN(5)) * time.Minute))
			y.move(assignment.ID(id), d)
		}
	}
}

// give gives out some work: dated, undated, for a group, recurring.
func (y *year) give(sec context.Context, d civil.Date) {
	n := 2 + y.r.IntN(3)
	for range n {
		lead := y.orgs[y.r.IntN(len(y.orgs))]
		x := assignment.New{Title: "Rà soát, đơn giản hóa thủ tục (minh họa)", Lead: lead, Origin: ref.New("document", d), OriginLabel: "Thông báo (minh họa)"}
		if y.chance(30) {
			x.Coordinate = []apparatus.OrgID{y.orgs[y.r.IntN(len(y.orgs))]}
		}
		switch y.r.IntN(8) {
		case 0: // no day
		case 1:
			x.Members = y.orgs[:2+y.r.IntN(3)]
			x.Lead, x.Coordinate = "", nil
			x.Deadline = assignment.Deadline{Kind: assignment.OnDate, Date: d.AddDays(20 + y.r.IntN(60)), Bound: workday.Before}
		case 2:
			if d > "2023-02-15" && y.chance(60) {
				continue
			}
			x.Deadline = assignment.Deadline{Kind: assignment.Recurring, Every: []workday.Every{workday.Week, workday.Month, workday.Quarter}[y.r.IntN(3)], Phrase: []string{"định kỳ", "trước ngày 20 hằng tháng", ""}[y.r.IntN(3)]}
		default:
			x.Deadline = assignment.Deadline{Kind: assignment.OnDate, Date: d.AddDays(5 + y.r.IntN(80)), Bound: []workday.Bound{workday.By, workday.Before, workday.EndOf}[y.r.IntN(3)]}
		}
		_, err := y.a.Assignments.Assign(sec, x)
		y.must("assign", err)
	}
}

// move is what somebody does about one assignment.
func (y *year) move(id assignment.ID, d civil.Date) {
	sec, s := y.as("thuong-truc"), y.a.Assignments
	a, err := s.Find(sec, id)
	if err != nil {
		y.must("find", err)
		return
	}
	head := y.as(a.Lead)
	judge := sec
	if y.a.Apparatus.Directory().Agency(a.Lead) == "snv" || y.chance(10) {
		judge = y.as("ubnd")
	}
	late := a.Due != "" && y.a.Calendar.Calendar().Late(a.Due, d) > 0
	switch a.State {
	case assignment.Assigned:
		switch y.r.IntN(10) {
		case 0:
			_, err = s.Dispute(head, id, a.Rev, assignment.Objections()[y.r.IntN(3)], "Không thuộc thẩm quyền (minh họa)")
			y.may("dispute", err)
		case 1, 2:
			y.may("open", s.Opened(head, a))
		case 3, 4, 5:
			_, err = s.Acknowledge(head, id, a.Rev)
			y.may("acknowledge", err)
		}
	case assignment.Disputed:
		lead := apparatus.OrgID("")
		if y.chance(50) {
			lead = y.orgs[y.r.IntN(len(y.orgs))]
		}
		_, err = s.Decide(judge, id, a.Rev, lead, "Quyết định (minh họa)")
		y.may("decide", err)
	case assignment.Acknowledged, assignment.Returned:
		y.carryOn(a, d, late)
	case assignment.Reported:
		switch {
		case y.chance(15):
			_, err = s.Return(judge, id, a.Rev, "Thiếu số liệu (minh họa)")
			y.may("return", err)
		case y.chance(60):
			_, err = s.Confirm(judge, id, a.Rev)
			y.may("confirm", err)
		}
	case assignment.Drafted, assignment.Confirmed, assignment.Cancelled, assignment.Superseded:
	}
}

// carryOn is the work on an assignment that was taken on.
func (y *year) carryOn(a assignment.Assignment, d civil.Date, late bool) { //nolint:revive // late is a fact of the day
	sec, s, head := y.as("thuong-truc"), y.a.Assignments, y.as(a.Lead)
	file := func() assignment.Filing {
		y.nonce++
		f := assignment.Filing{Nonce: fmt.Sprintf("01h%06d%014d", y.seed, y.nonce), Body: words(y.r.IntN(6), y.r.IntN(6)), Percent: y.r.IntN(101), Submit: true}
		if late {
			f.Cause = assignment.Causes()[y.r.IntN(len(assignment.Causes()))]
		}
		return f
	}
	var err error
	switch y.r.IntN(14) {
	case 0:
		f := file()
		f.Progress = true
		_, err = s.Report(head, a.ID, f)
		y.may("progress", err)
	case 1, 2:
		if a.Due == "" || late || y.chance(50) {
			_, err = s.Report(head, a.ID, file())
			y.may("report", err)
		}
	case 3:
		_, err = s.Pause(sec, a.ID, a.Rev, "Chờ ý kiến Bộ (minh họa)")
		y.may("pause", err)
	case 4, 5:
		if a.PausedOn != "" {
			_, err = s.Resume(sec, a.ID, a.Rev, "")
			y.may("resume", err)
		}
	case 6:
		if a.Due == "" {
			_, err = s.SetDue(sec, a.ID, a.Rev, d.AddDays(10+y.r.IntN(30)), "Theo chỉ đạo (minh họa)")
			y.may("set due", err)
		}
	case 7:
		y.later(a)
	case 8:
		if y.chance(10) {
			_, err = s.Cancel(sec, a.ID, a.Rev, "Không còn phù hợp (minh họa)")
			y.may("cancel", err)
		}
	case 9:
		_, err = s.HandOn(head, a.ID, a.Rev, assignment.Holder{Org: a.Lead, Person: y.heads[a.Lead].ID, PersonName: y.heads[a.Lead].Name})
		y.may("hand on", err)
	}
}
