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
	"strings"
	"testing"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/app"
	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/storage"
)

const childVariable = "DONDOC_TEST_CRASH_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		child(dir)
		return
	}
	if address := os.Getenv(remindChild); address != "" {
		remind(address)
		return
	}
	code := m.Run()
	if err := forgetHistories(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func openFiles(ctx context.Context, dir string) (*app.App, error) {
	return app.Open(ctx, app.Options{Database: "sqlite:" + filepath.Join(dir, "x.db"), Files: filepath.Join(dir, "tep"), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
}

// child reports, returns and reports again as fast as it can, and prints the
// id of every report after it was acknowledged to it.
func child(dir string) {
	ctx := actor.With(context.Background(), actor.System("kiểm thử"))
	a, err := openFiles(ctx, dir)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	x, err := a.Assignments.Assign(ctx, assignment.New{Title: "Việc để ngắt điện", Lead: apparatus.OrgID("stc")})
	for err == nil {
		var f blob.File
		if f, err = a.Blobs.Put(ctx, "so-lieu.txt", strings.NewReader(storage.NewID(a.Clock.Now()))); err != nil {
			break
		}
		nonce := storage.NewID(a.Clock.Now())
		if _, err = a.Assignments.Report(ctx, x.ID, assignment.Filing{Nonce: nonce, Body: "kết quả", Files: []blob.File{f}, Submit: true}); err != nil {
			break
		}
		fmt.Println(nonce)
		_, err = a.Assignments.Return(ctx, x.ID, 0, "thiếu số liệu")
	}
	fmt.Println("error", err)
}

// kill -9 at any moment leaves either all of a report (its row, its files' rows
// and contents, the state, the act) or none; what was acknowledged is there.
func TestKilledInTheMiddleOfAReport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	historyUntil(demoStart()).begin(t, "sqlite:"+filepath.Join(dir, "x.db"), filepath.Join(dir, "tep"), demoStart())
	acked := map[string]bool{}
	for round := range 12 {
		for _, id := range killed(t, dir, round) {
			acked[id] = true
		}
	}
	if len(acked) < 12 {
		t.Fatalf("only %d reports were acknowledged", len(acked))
	}
	whole(t, dir, acked)
}

// killed runs a child and kills it after some of its reports.
func killed(t *testing.T, dir string, round int) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childVariable+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	sc := bufio.NewScanner(out)
	after := 1 + rand.IntN(6)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "error") {
			t.Fatalf("round %d: %s", round, sc.Text())
		}
		if ids = append(ids, sc.Text()); len(ids) == after {
			time.AfterFunc(time.Duration(rand.IntN(8000))*time.Microsecond, func() {
				if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
					t.Error(err)
				}
			})
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
	return ids
}

func whole(t *testing.T, dir string, acked map[string]bool) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.System("kiểm thử"))
	a, err := openFiles(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	one := func(q string) int64 {
		t.Helper()
		n, err := storage.One(ctx, a.DB.Reader(), storage.Scalar[int64], q)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for id := range acked {
		if one("SELECT COUNT(*) FROM assignment_report WHERE id = '"+id+"'") != 1 {
			t.Errorf("acknowledged report %s is lost", id)
		}
	}
	for name, q := range map[string]string{
		"reports and their acts":       "SELECT (SELECT COUNT(*) FROM assignment_report WHERE state <> 'draft') - (SELECT COUNT(*) FROM audit_act WHERE verb = 'assignment.report')",
		"reported without a report":    "SELECT COUNT(*) FROM assignment a WHERE a.state = 'reported' AND (SELECT COUNT(*) FROM assignment_report r WHERE r.assignment = a.id AND r.state = 'submitted') <> 1",
		"submitted but not reported":   "SELECT COUNT(*) FROM assignment_report r JOIN assignment a ON a.id = r.assignment WHERE r.state = 'submitted' AND a.state <> 'reported'",
		"assignments and their search": "SELECT (SELECT COUNT(*) FROM assignment) - (SELECT COUNT(*) FROM assignment_search)",
		"assignments without act":      "SELECT COUNT(*) FROM assignment a WHERE NOT EXISTS (SELECT 1 FROM audit_act x WHERE x.on_kind = 'assignment' AND x.on_id = a.id)",
	} {
		if n := one(q); n != 0 {
			t.Errorf("%s: %d", name, n)
		}
	}
	files, err := storage.List(ctx, a.DB.Reader(), storage.Scalar[string], "SELECT id FROM blob_file")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range files {
		if _, _, err := a.Blobs.Open(ctx, id); err != nil {
			t.Errorf("file %s: %v", id, err)
		}
	}
}
