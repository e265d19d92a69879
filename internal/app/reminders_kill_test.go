package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/civil"
	"dondoc/internal/clock"
	"dondoc/internal/identity"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// The whole road of a reminder through kill -9: assignments that come to a rung
// overnight, the queue that climbs the ladder, the outbox, a mail server.
const (
	remindChild   = "DONDOC_TEST_REMIND_CHILD" // address of the child's database
	remindFiles   = "DONDOC_TEST_REMIND_FILES" // its folder
	remindClock   = "DONDOC_TEST_REMIND_CLOCK" // how many seconds its clock goes before the machine's
	killsVariable = "DONDOC_TEST_KILLS"        // 50 unless set
	seedVariable  = "DONDOC_TEST_SEED"         // plays one schedule of kills again
	reminders     = 2000                       // due in that night
	remindOn      = civil.Date("2023-06-19")   // a Monday; everything was due on the Friday before
	outage        = 5 * time.Minute            // longer than any lease
	letterTakes   = 6 * time.Millisecond       // so that a kill finds the sending under way
	patience      = 3 * time.Minute            // for what is left after the last kill
	bounce        = 400                        // milliseconds at most from a start to a kill
	longest       = 8000                       // milliseconds, where nothing has left since the kill before
)

// ahead is the machine's clock moved by a fixed time: all processes of a round
// have the same one.
type ahead struct{ by time.Duration }

func (a ahead) Now() time.Time { return time.Now().Add(a.by) }

func openRemind(ctx context.Context, address, files string, c clock.Clock) (*app.App, error) {
	return app.Open(ctx, app.Options{Database: address, Files: files, Clock: c, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
}

// remind is the child: the house with its queue, as "dondoc serve" runs it.
// Beside the queue it climbs and sends by itself without end, so that two
// children get into each other's way.
func remind(address string) {
	seconds, err := strconv.ParseInt(os.Getenv(remindClock), 10, 64)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	ctx := actor.With(context.Background(), actor.System("kiểm thử"))
	a, err := openRemind(ctx, address, os.Getenv(remindFiles), ahead{time.Duration(seconds) * time.Second})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	fmt.Println("open")
	go a.Jobs.Run(ctx)
	for {
		if _, err := a.Ladder.Run(ctx); err != nil {
			fmt.Println("error", err)
		}
		if err := a.Notify.Round(ctx); err != nil {
			fmt.Println("error", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestRemindersThroughKills(t *testing.T) {
	t.Parallel()
	t.Run("one process on sqlite", func(t *testing.T) {
		t.Parallel()
		throughKills(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"), 1)
	})
	t.Run("two processes on postgres", func(t *testing.T) {
		t.Parallel()
		throughKills(t, storagetest.PostgresAddress(t), 2)
	})
}

// killing is one run of the test.
type killing struct {
	t       *testing.T
	address string
	files   string
	clock   time.Duration // how far ahead of the machine
	box     *postbox
	alive   []*exec.Cmd
	wait    []chan string // what each said last
}

func throughKills(t *testing.T, address string, processes int) {
	t.Helper()
	kills, seed := 50, uint64(time.Now().UnixNano())
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		kills = n
	}
	if n, err := strconv.ParseUint(os.Getenv(seedVariable), 10, 64); err == nil {
		seed = n
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("play it again with %s=%d", seedVariable, seed)
		}
	})
	rnd := rand.New(rand.NewPCG(seed, 1))
	k := &killing{t: t, address: address, files: filepath.Join(t.TempDir(), "tep"), box: openPostbox(t), alive: make([]*exec.Cmd, processes), wait: make([]chan string, processes)}
	keys := k.prepare()
	k.clock = time.Until(remindOn.At(6, 0))
	for i := range processes {
		k.start(i)
	}
	window, left := bounce, 0
	for done := 0; done < kills; {
		for i := range processes {
			k.opened(i)
		}
		time.Sleep(time.Duration(rnd.IntN(window)) * time.Millisecond)
		// on a slow machine nothing comes to an end in a short life; the kills
		// must strike the telling and the sending, not only the first start
		if n, _, _ := k.box.counts(); n == left {
			window = min(window*3/2, longest)
		} else {
			window, left = bounce, n
		}
		who := []int{rnd.IntN(processes)}
		if processes > 1 && rnd.IntN(3) == 0 && kills-done >= processes {
			who = []int{0, 1} // the power goes
		}
		for _, i := range who {
			k.end(i)
			done++
		}
		if len(who) == processes {
			k.clock += outage // the others' leases have run out when it comes back
		}
		for _, i := range who {
			k.start(i)
		}
	}
	before, _, _ := k.box.counts()
	for i := range processes {
		k.end(i)
	}
	kills += processes
	k.clock += outage
	for i := range processes {
		k.start(i)
	}
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		if n, _, _ := k.box.counts(); n >= reminders && k.count("SELECT COUNT(*) FROM notify_delivery WHERE state <> 'sent'") == 0 {
			break
		}
	}
	for i := range processes {
		k.end(i)
	}
	k.judge(keys, before, kills)
}

// prepare makes a house in which 2,000 assignments come to the rung "one
// working day late" in the night of remindOn, and gives their keys.
func (k *killing) prepare() map[string]bool {
	k.t.Helper()
	ctx := actor.With(k.t.Context(), actor.System("kiểm thử"))
	hand := clock.At(civil.Date("2023-06-01").At(9, 0))
	a, err := openRemind(ctx, k.address, k.files, hand)
	k.must(err)
	defer func() { k.must(a.Close()) }()
	orgs := []apparatus.Org{{ID: "tinh", Name: "Ủy ban nhân dân tỉnh", Kind: apparatus.Province}}
	const agencies = 8
	for i := range agencies {
		orgs = append(orgs, apparatus.Org{ID: apparatus.OrgID(fmt.Sprint("so", i)), Name: fmt.Sprintf("Sở số %d (minh họa)", i), Kind: apparatus.Department, Parent: "tinh"})
	}
	k.must(a.Apparatus.Import(ctx, "kiểm thử", orgs, nil, nil))
	for _, o := range orgs[1:] {
		acc, err := a.Identity.CreateAccount(ctx, identity.Account{User: string(o.ID), Name: "Thủ trưởng " + o.Name, Org: string(o.ID), Grants: []actor.Grant{{Role: actor.AgencyHead, Org: string(o.ID)}}}, password)
		k.must(err)
		k.must(a.Notify.Put(ctx, notify.Preference{Account: acc.ID, Mail: string(o.ID) + "@example.vn", Kinds: map[notify.Kind]notify.Choice{notify.Ladder: {Mail: notify.AtOnce}}}))
	}
	k.settle(ctx, a)
	keys := map[string]bool{}
	for from := 0; from < reminders; from += 250 {
		k.must(a.DB.Write(ctx, storage.Act{Verb: "assignment.enter", On: ref.New("assignment", "new")}, func(tx *storage.Tx) error {
			for i := from; i < from+250; i++ {
				x, _, err := a.Assignments.AssignTx(ctx, tx, assignment.New{
					Title: fmt.Sprintf("Việc số %d", i), Lead: orgs[1+i%agencies].ID, AssignedOn: "2023-06-01", Deadline: assignment.Deadline{Kind: assignment.OnDate, Bound: workday.By, Date: "2023-06-16"},
				})
				if err != nil {
					return err
				}
				keys["ladder/"+string(x.ID)+"/1/task+1"] = true
			}
			return nil
		}))
	}
	// that they were given work stands in the inboxes and has been read: it is
	// not what is counted here
	for _, o := range orgs[1:] {
		id, err := a.Identity.IDOf(ctx, string(o.ID))
		k.must(err)
		who, err := a.Identity.As(ctx, id)
		k.must(err)
		own := actor.With(ctx, who)
		list, err := a.Notify.Inbox(own, notify.InboxQuery{Size: 1})
		k.must(err)
		k.must(a.Notify.ReadAll(own, list[0].ID))
	}
	hand.Set(civil.Date("2023-06-02").At(9, 0)) // and the morning's letter has nothing to say of it
	k.must(a.Notify.Round(ctx))
	if n, _, _ := k.box.counts(); n != 0 {
		k.t.Fatalf("%d letters before anything is due", n)
	}
	// the schedules begin on the day before, so that the ladder is due at the children's start
	hand.Set(remindOn.AddDays(-1).At(12, 0))
	_, err = a.Jobs.Drain(ctx)
	k.must(err)
	if n, err := storage.One(ctx, a.DB.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM ladder_step"); err != nil || n != 0 {
		k.t.Fatalf("%d rungs are told before anything is killed, %v", n, err)
	}
	return keys
}

// settle lets the house send by the postbox at any hour.
func (k *killing) settle(ctx context.Context, a *app.App) {
	k.t.Helper()
	for name, value := range map[string]string{
		setting.SMTPHost: "127.0.0.1", setting.SMTPPort: strconv.Itoa(k.box.port), setting.SMTPSecurity: "none", setting.SMTPSender: "dondoc@example.vn", setting.QuietFrom: "00:00", setting.QuietTo: "00:00",
	} {
		k.must(a.Settings.Put(ctx, name, value, 0))
	}
}

func (k *killing) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *killing) start(i int) {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), remindChild+"="+k.address, remindFiles+"="+k.files, remindClock+"="+strconv.FormatInt(int64(k.clock/time.Second), 10))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	k.must(err)
	k.must(cmd.Start())
	open := make(chan string, 1)
	go func() {
		for sc := bufio.NewScanner(out); sc.Scan(); {
			if sc.Text() != "open" {
				k.t.Errorf("child %d: %s", i, sc.Text())
			}
			select {
			case open <- sc.Text():
			default: // only the first word is waited for
			}
		}
		close(open)
	}()
	k.alive[i], k.wait[i] = cmd, open
}

// opened waits until a child has opened its house; kills strike its work, not
// the start of a test binary.
func (k *killing) opened(i int) {
	k.t.Helper()
	if k.wait[i] == nil {
		return
	}
	select {
	case <-k.wait[i]:
		k.wait[i] = nil
	case <-time.After(time.Minute):
		k.t.Fatalf("child %d does not open its house", i)
	}
}

// end kills a child and waits until it is gone.
func (k *killing) end(i int) {
	k.t.Helper()
	k.opened(i)
	cmd := k.alive[i]
	if err := errors.Join(cmd.Process.Kill(), cmd.Wait()); err == nil || cmd.ProcessState.Success() {
		k.t.Error("a child ended by itself")
	}
}

func (k *killing) count(query string) (n int) {
	k.t.Helper()
	db, err := storage.Open(k.t.Context(), k.address, clock.System{})
	k.must(err)
	defer func() { _ = db.Close() }()
	n, err = storage.One(k.t.Context(), db.Reader(), storage.Scalar[int], query)
	k.must(err)
	return n
}

func (k *killing) judge(keys map[string]bool, before, kills int) {
	k.t.Helper()
	letters, copies, keysSeen := k.box.counts()
	k.t.Logf("%d letters and %d copies after %d kills; %d letters had left before the last of them", letters, copies, kills, before)
	for what, x := range map[string]struct{ got, want int }{
		"rungs told":               {k.count("SELECT COUNT(*) FROM ladder_step WHERE rung = 'task+1' AND outcome = 'told'"), reminders},
		"rungs passed over":        {k.count("SELECT COUNT(*) FROM ladder_step WHERE outcome = 'passed'"), 2 * reminders},
		"rungs in all":             {k.count("SELECT COUNT(*) FROM ladder_step"), 3 * reminders},
		"people told":              {k.count("SELECT COUNT(*) FROM ladder_told"), reminders},
		"acts of telling":          {k.count("SELECT COUNT(*) FROM audit_act WHERE verb = 'ladder.tell'"), reminders},
		"messages of the ladder":   {k.count("SELECT COUNT(*) FROM notify_message WHERE kind = 'ladder'"), reminders},
		"their keys and people":    {k.count("SELECT COUNT(*) FROM (SELECT DISTINCT once_key, recipient FROM notify_message WHERE kind = 'ladder') AS x"), reminders},
		"letters on record":        {k.count("SELECT COUNT(*) FROM notify_delivery WHERE kind = 'ladder'"), reminders},
		"letters sent":             {k.count("SELECT COUNT(*) FROM notify_delivery WHERE kind = 'ladder' AND state = 'sent'"), reminders},
		"waiting in the outbox":    {k.count("SELECT COUNT(*) FROM notify_outbox o JOIN notify_message m ON m.id = o.message WHERE m.kind = 'ladder'"), 0}, // what else was told waits for the morning of a working day
		"jobs given up":            {k.count("SELECT COUNT(*) FROM jobs_job WHERE state = 'dead'"), 0},
		"letters that arrived":     {letters, reminders},
		"assignments in letters":   {len(keysSeen), reminders},
		"letters that nobody owes": {strangers(keysSeen, keys), 0},
	} {
		if x.got != x.want {
			k.t.Errorf("%s: %d, want %d", what, x.got, x.want)
		}
	}
	if copies > kills {
		k.t.Errorf("%d copies outside after %d kills", copies, kills)
	}
	if before == 0 || before == reminders {
		k.t.Errorf("the kills did not strike while letters were sent: %d had left", before)
	}
}

// strangers counts the titles in letters that are none of ours.
func strangers(seen map[string]int, keys map[string]bool) (n int) {
	for title := range seen {
		i, err := strconv.Atoi(strings.TrimPrefix(title, "Việc số "))
		if err != nil || i < 0 || i >= len(keys) {
			n++
		}
	}
	return n
}
