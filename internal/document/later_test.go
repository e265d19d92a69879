package document_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dondoc/internal/clock"
	"dondoc/internal/document"
	"dondoc/internal/fault"
	"dondoc/internal/jobs"
	"dondoc/internal/storage"
	"dondoc/internal/storage/storagetest"
)

// pages stands for the reader of files: it tells of each page.
type pages func(progress func(done, total int)) (document.Extraction, error)

// withQueue gives the office a queue and a reader of files of its own.
func (o *office) withQueue(read pages) (*document.Service, *jobs.Queue) {
	deps := o.deps
	deps.Extract = func(_ context.Context, _ string, _ []byte, progress func(done, total int)) (document.Extraction, error) {
		return read(progress)
	}
	docs, q := document.New(o.db, deps), jobs.NewQueue(o.db, slog.New(slog.DiscardHandler))
	docs.HandleJobs(q)
	return docs, q
}

func scan() document.Arrival {
	return document.Arrival{Source: document.Upload, FileName: "ban-quet.pdf", File: strings.NewReader("%PDF-1.7 thử")}
}

func TestALongFileIsKeptAtOnceAndReadLater(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, _ *clock.Manual) {
		o := newOffice(t, db)
		at, goOn := make(chan struct{}), make(chan struct{})
		docs, q := o.withQueue(func(progress func(done, total int)) (document.Extraction, error) {
			progress(12, 30)
			at <- struct{}{}
			<-goOn
			progress(30, 30)
			return document.Extraction{Text: notice(t)}, nil
		})
		in, err := docs.Receive(o.ctx, scan())
		if err != nil || in.State != document.Waiting || in.FileID == "" {
			t.Fatalf("%+v %v", in, err)
		}
		if _, err := docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: facts("1-TB", "")}); !errors.Is(err, fault.Conflict) {
			t.Errorf("registered before it was read: %v", err)
		}
		var wg sync.WaitGroup
		wg.Go(func() {
			if n, err := q.Drain(t.Context()); n != 1 || err != nil {
				t.Errorf("%d jobs, %v", n, err)
			}
		})
		<-at
		u, err := docs.Underway(o.ctx, in)
		if err != nil || u.Done != 12 || u.Total != 30 || !u.Running {
			t.Errorf("under way %+v %v", u, err)
		}
		list, err := docs.Pending(o.ctx)
		if err != nil || len(list) != 1 || list[0].State != document.Waiting {
			t.Errorf("pending %+v %v", list, err)
		}
		close(goOn)
		wg.Wait()
		in, err = docs.Intake(o.ctx, in.ID)
		if err != nil || in.State != document.Ready || in.Facts.Number != "06-TB/BCĐ" {
			t.Fatalf("%s %+v %v", in.State, in.Facts, err)
		}
		if _, err := docs.Register(o.ctx, document.Registration{Intake: in.ID, Facts: in.Facts}); err != nil {
			t.Error(err)
		}
		small, err := docs.Receive(o.ctx, document.Arrival{Source: document.Paste, Text: notice(t)})
		if err != nil || small.State != document.Ready {
			t.Errorf("a pasted text waits: %+v %v", small.State, err)
		}
	})
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db)
		cause := fault.Field("file", "Tệp có mật khẩu.")
		docs, q := o.withQueue(func(func(done, total int)) (document.Extraction, error) { return document.Extraction{}, cause })
		receive := func() string {
			t.Helper()
			in, err := docs.Receive(o.ctx, scan())
			if err != nil {
				t.Fatal(err)
			}
			return in.ID
		}
		wants := func(id string, state document.IntakeState, words string) {
			t.Helper()
			in, err := docs.Intake(o.ctx, id)
			if err != nil || in.State != state || !strings.Contains(in.Failure, words) {
				t.Errorf("%s %q %v, want %s", in.State, in.Failure, err, state)
			}
		}
		drain := func() {
			t.Helper()
			if _, err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		locked := receive()
		drain()
		wants(locked, document.Failed, "Tệp có mật khẩu.")
		if err := docs.CancelIntake(o.ctx, locked); err != nil {
			t.Error(err)
		}
		wants(locked, document.Cancelled, "")

		cause = errors.New("the disk is on fire")
		ours := receive()
		drain()
		wants(ours, document.Waiting, "")
		for range 3 {
			c.Set(c.Now().Add(time.Hour))
			drain()
		}
		wants(ours, document.Failed, "chưa đọc được tệp này sau nhiều lần thử")

		cause = nil
		unwanted := receive()
		if err := docs.CancelIntake(o.ctx, unwanted); err != nil {
			t.Error(err)
		}
		drain()
		wants(unwanted, document.Cancelled, "")
		if err := docs.CancelIntake(secretary(t.Context(), "khac", "Người khác"), ours); !errors.Is(err, fault.NotFound) {
			t.Errorf("another person's file: %v", err)
		}
	})
}

func TestAFileIsReadAfterACrash(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, schemas(), func(t *testing.T, db *storage.DB, c *clock.Manual) {
		o := newOffice(t, db)
		at, never := make(chan struct{}), make(chan struct{})
		var runs atomic.Int32
		read := func(func(done, total int)) (document.Extraction, error) {
			if runs.Add(1) == 1 { // this runner hangs: its machine is gone
				close(at)
				<-never
			}
			return document.Extraction{Text: notice(t)}, nil
		}
		docs, q := o.withQueue(read)
		in, err := docs.Receive(o.ctx, scan())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := q.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		})
		<-at
		c.Set(c.Now().Add(3 * time.Minute)) // past the lease
		_, again := o.withQueue(read)
		if n, err := again.Drain(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d jobs after the crash, %v", n, err)
		}
		close(never)
		wg.Wait()
		in, err = docs.Intake(o.ctx, in.ID)
		if err != nil || in.State != document.Ready || runs.Load() != 2 {
			t.Errorf("%s after %d runs, %v", in.State, runs.Load(), err)
		}
	})
}
