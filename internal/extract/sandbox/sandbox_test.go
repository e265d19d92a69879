package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dondoc/internal/extract/sandbox"
)

// What a program may not do ends it, and is told apart.
func TestBounds(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	job := func(script string) sandbox.Job {
		return sandbox.Job{Tool: "sh", Args: []string{"-c", script}, Input: []byte("vào"), Time: 10 * time.Second, Memory: 256 << 20, Output: 1000}
	}
	if out, err := sandbox.Run(t.Context(), job("cat; pwd; echo $HOME")); err != nil || !strings.HasPrefix(string(out), "vào") || !strings.Contains(string(out), "dondoc-read-") {
		t.Errorf("%q %v", out, err)
	}
	slow := job("sleep 60")
	slow.Time = 200 * time.Millisecond
	missing := job("")
	missing.Tool = "khong-co-chuong-trinh-nay"
	for name, c := range map[string]struct {
		ctx  context.Context //nolint:containedctx // one of them is cancelled
		job  sandbox.Job
		want error
	}{
		"time": {t.Context(), slow, sandbox.ErrTime}, "output": {t.Context(), job("yes"), sandbox.ErrOutput},
		"missing": {t.Context(), missing, sandbox.ErrMissing}, "cancelled": {gone, job("cat"), context.Canceled},
	} {
		began := time.Now()
		if _, err := sandbox.Run(c.ctx, c.job); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	if _, err := sandbox.Run(t.Context(), job("echo hỏng >&2; exit 3")); err == nil || !strings.Contains(err.Error(), "hỏng") {
		t.Errorf("what the program said: %v", err)
	}
	if sandbox.Has("prlimit") {
		if out, err := sandbox.Run(t.Context(), job("ulimit -v; ulimit -c")); err != nil || strings.TrimSpace(string(out)) != "262144\n0" {
			t.Errorf("limits: %q %v", out, err)
		}
	}
}
