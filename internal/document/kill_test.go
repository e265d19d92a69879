package document_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dondoc/internal/apparatus"
	"dondoc/internal/assignment"
	"dondoc/internal/audit"
	"dondoc/internal/blob"
	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
	"dondoc/internal/workday"
)

// killVariable makes the test program a child that gives out 300 findings of
// the database it names, until it is killed.
const killVariable = "DONDOC_TEST_KILL"

func TestMain(m *testing.M) {
	if path := os.Getenv(killVariable); path != "" {
		if err := giveOut(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// reopen opens a database that another process left.
func reopen(ctx context.Context, path string) (*office, error) {
	db, err := storage.Open(ctx, "sqlite:"+path, clock.At(storagetest.Start()))
	if err != nil {
		return nil, err
	}
	o := &office{db: db, audit: audit.New(db), dir: apparatus.New(db), ctx: secretary(ctx, "thuongtruc", "Trần Văn Bình (minh họa)")}
	if err := o.dir.Load(ctx); err != nil {
		return nil, err
	}
	files, err := blob.New(db, filepath.Join(filepath.Dir(path), "tep"))
	if err != nil {
		return nil, err
	}
	o.assignments = assignment.NewService(db, assignment.Deps{Directory: o.dir.Directory, Calendar: workday.Default, Blobs: files})
	o.deps = document.Deps{Blobs: files, Directory: o.dir.Directory, Assignments: o.assignments, Read: eachLine}
	o.docs = document.New(db, o.deps)
	return o, nil
}

func (o *office) only() (document.Sheet, error) {
	id, err := storage.One(o.ctx, o.db.Reader(), storage.Scalar[string], "SELECT id FROM document")
	if err != nil {
		return document.Sheet{}, err
	}
	return o.docs.Sheet(o.ctx, document.ID(id))
}

func giveOut(path string) error {
	o, err := reopen(context.Background(), path)
	if err != nil {
		return err
	}
	sh, err := o.only()
	if err != nil {
		return err
	}
	if _, err := os.Stdout.WriteString("begin\n"); err != nil {
		return err
	}
	_, err = o.docs.Assign(o.ctx, sh.Document.ID, sh.Ready())
	return err
}

// TestKilledWhileGivingOut kills the process at a moment of its own, again and
// again: either every finding became an assignment with its act, or none did.
func TestKilledWhileGivingOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	image := filepath.Join(dir, "image.db")
	db, err := storage.Open(t.Context(), "sqlite:"+image, clock.At(storagetest.Start()))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), schemas()); err != nil {
		t.Fatal(err)
	}
	o := newOffice(t, db)
	o.deps.Read = eachLine
	o.docs = document.New(db, o.deps)
	o.enter(t, long(), func(r *document.Registration) {
		r.Facts = document.Facts{Number: "77-TB/BCĐ", SignedOn: "2023-05-08"}
	})
	before, err := o.audit.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(image)
	if err != nil {
		t.Fatal(err)
	}
	none, all := 0, 0
	for round := range 10 {
		path := filepath.Join(dir, fmt.Sprintf("round%d.db", round))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		kill(t, path, time.Duration(rand.IntN(40*(round+1)))*time.Millisecond)
		o, err := reopen(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		sh, err := o.only()
		if err != nil {
			t.Fatal(err)
		}
		made := len(o.given(t, sh.Document.ID))
		acts, err := o.audit.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case made == 0 && sh.Document.Confirmed == 0 && len(sh.Ready()) == 300 && acts == before:
			none++
		case made == 300 && sh.Document.Confirmed == 300 && len(sh.Ready()) == 0 && acts == before+301:
			all++
		default:
			t.Errorf("round %d: %d assignments, %d confirmed, %d still ready, %d acts more", round, made, sh.Document.Confirmed, len(sh.Ready()), acts-before)
		}
		if err := o.db.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("killed before the end %d times, after it %d times", none, all)
}

// kill runs the child on a database and kills it the given time after it began.
func kill(t *testing.T, path string, after time.Duration) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), self)
	child.Env = append(os.Environ(), killVariable+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after) // the moment is what is tested
	if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		t.Log(err)
	}
}
