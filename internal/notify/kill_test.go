package notify_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/apparatus"
	"dondoc/internal/audit"
	"dondoc/internal/clock"
	"dondoc/internal/mail"
	"dondoc/internal/notify"
	"dondoc/internal/ref"
	"dondoc/internal/setting"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// The child of the test that kills: it tells the same messages over and over
// and sends them, until somebody ends it.
const (
	childDatabase = "DONDOC_TEST_NOTIFY_CHILD"
	childKeys     = "DONDOC_TEST_NOTIFY_KEYS"
	killsVariable = "DONDOC_TEST_KILLS" // 50 for the long run
)

func TestMain(m *testing.M) {
	if address := os.Getenv(childDatabase); address != "" {
		fmt.Println(child(address))
		return
	}
	os.Exit(m.Run())
}

func child(address string) error {
	ctx := actor.With(context.Background(), actor.System("thử"))
	db, err := storage.Open(ctx, address, clock.System{})
	if err != nil {
		return err
	}
	audit.New(db)
	set := setting.New(db)
	if err := set.Load(ctx); err != nil {
		return err
	}
	s := notify.New(db, notify.Deps{Settings: set, Calendar: func(apparatus.OrgID) *workday.Calendar { return workday.Default() }, Post: &post{}, Mail: mail.Send, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Lease: 3 * time.Second})
	keys, err := strconv.Atoi(os.Getenv(childKeys))
	if err != nil {
		return err
	}
	for {
		for from := 0; from < keys; from += 50 {
			var list []notify.Message
			for i := from; i < from+50; i++ {
				list = append(list, urgent(fmt.Sprintf("k%04d", i), "id-an", "id-binh"))
			}
			if err := db.Write(ctx, storage.Act{Verb: "assignment.remind", On: ref.New("job", "nhắc")}, func(tx *storage.Tx) error { return s.TellTx(ctx, tx, list...) }); err != nil {
				return err
			}
			if err := s.Round(ctx); err != nil {
				return err
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// box is a mail server that counts letters by Message-ID and recipient.
type box struct {
	mu  sync.Mutex
	got map[string]int
}

func (b *box) serve(t *testing.T) int {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go b.talk(c)
		}
	}()
	a, ok := ln.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no TCP address")
	}
	return a.Port
}

func (b *box) talk(c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	answer, to, id, text := "220 ok", "", "", false
	for {
		if answer != "" {
			if _, err := c.Write([]byte(answer + "\r\n")); err != nil {
				return
			}
		}
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch {
		case text && line == ".":
			b.mu.Lock()
			b.got[id+" "+to]++
			b.mu.Unlock()
			answer, text = "250 taken", false
		case text:
			answer = ""
			if v, ok := strings.CutPrefix(line, "Message-ID: "); ok {
				id = v
			}
		case line == "DATA":
			answer, text = "354 go on", true
		case strings.HasPrefix(line, "RCPT TO:"):
			answer, to = "250 ok", line[len("RCPT TO:"):]
		case line == "QUIT":
			return
		default:
			answer = "250 ok"
		}
	}
}

func (b *box) counts() (letters, copies int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.got {
		letters++
		copies += n - 1
	}
	return letters, copies
}

// Reminders through kill -9 at any moment: inside exactly once each, outside
// none missing and at most one more copy for a kill, under the same
// Message-ID. One process on SQLite, two on PostgreSQL.
func TestKilledWhileSending(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		kill(t, "sqlite:"+t.TempDir()+"/x.db", 1)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		kill(t, storagetest.PostgresAddress(t), 2)
	})
}

// end kills a process and waits until it is gone.
func end(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := errors.Join(cmd.Process.Kill(), cmd.Wait()); err == nil || cmd.ProcessState.Success() {
		t.Error("a child ended by itself")
	}
}

func kill(t *testing.T, address string, processes int) {
	t.Helper()
	kills, keys := 8, 100
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		kills, keys = n, 1000
	}
	ctx := t.Context()
	db, err := storage.Open(ctx, address, clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(ctx, schemas()); err != nil {
		t.Fatal(err)
	}
	b := &box{got: map[string]int{}}
	port := b.serve(t)
	o := newOffice(t, db, clock.At(storagetest.Start()))
	o.put(setting.SMTPHost, "127.0.0.1")
	o.put(setting.SMTPPort, strconv.Itoa(port))
	o.put(setting.SMTPSecurity, "none")
	o.put(setting.QuietTo, "20:00")
	o.person("an")
	o.person("binh")
	start := func() *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), childDatabase+"="+address, childKeys+"="+strconv.Itoa(keys))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	var running []*exec.Cmd
	for range processes {
		running = append(running, start())
	}
	for range kills {
		before, _ := b.counts()
		for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
			if n, _ := b.counts(); n > before || n == 2*keys {
				break // it is in the middle of sending
			}
		}
		time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond)
		i := rand.IntN(processes)
		end(t, running[i])
		running[i] = start()
	}
	for until := time.Now().Add(3 * time.Minute); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		if n, _ := b.counts(); n == 2*keys && o.states()[notify.Sent] >= min(2*keys, 1000) {
			break
		}
	}
	for _, cmd := range running {
		end(t, cmd)
	}
	letters, copies := b.counts()
	inside, err := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM notify_message")
	sent, serr := storage.One(ctx, db.Reader(), storage.Scalar[int], "SELECT COUNT(*) FROM notify_delivery WHERE state = 'sent'")
	if err != nil || serr != nil || inside != 2*keys || sent != 2*keys || letters != 2*keys || copies > kills+processes {
		t.Errorf("%d inside, %d sent, %d letters, %d copies after %d kills, %v %v", inside, sent, letters, copies, kills, err, serr)
	}
	t.Logf("%d letters, %d copies after %d kills", letters, copies, kills)
}
