// Package sandbox runs the installed programs that read documents for us
// (antiword, catdoc, tesseract), each as a process of its own: the file on
// standard input, an empty private folder, no network where the system allows
// to take it away, and bounds on time, memory and output.
package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

// The faults of a run. A program that fails by itself gives another error.
var (
	ErrMissing = errors.New("the program is not installed")
	ErrTime    = errors.New("the program took too long")
	ErrOutput  = errors.New("the program wrote too much")
)

// Job is one run of a program.
type Job struct {
	Tool   string
	Args   []string
	Input  []byte
	Time   time.Duration
	Memory int64 // bytes of address space
	Output int   // bytes of standard output
}

// Has reports an installed program.
func Has(tool string) bool {
	_, err := exec.LookPath(tool)
	return err == nil
}

// Run gives what the program wrote. It fails with ErrMissing, ErrTime,
// ErrOutput, the context's error, or what the program said.
func Run(ctx context.Context, j Job) (out []byte, err error) {
	tool, err := exec.LookPath(j.Tool)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", j.Tool, ErrMissing)
	}
	dir, err := os.MkdirTemp("", "dondoc-read-*")
	if err != nil {
		return nil, fmt.Errorf("a folder for %s: %w", j.Tool, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	limit, cancel := context.WithTimeout(ctx, j.Time)
	defer cancel()
	args := append(fences(j), tool)
	args = append(args, j.Args...)
	cmd := exec.CommandContext(limit, args[0], args[1:]...) //nolint:gosec // a fixed program with fixed arguments, the file on standard input
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C.UTF-8", "HOME=" + dir, "TMPDIR=" + dir, "OMP_THREAD_LIMIT=1"}
	cmd.WaitDelay = time.Second // a child of the child may hold the pipes
	cmd.Stdin = bytes.NewReader(j.Input)
	stdout, stderr := &bounded{left: j.Output}, &bounded{left: 64 << 10}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case stdout.full:
		return nil, fmt.Errorf("%s: %w", j.Tool, ErrOutput)
	case limit.Err() != nil:
		return nil, fmt.Errorf("%s: %w", j.Tool, ErrTime)
	case err != nil:
		said := stderr.kept.Bytes()
		return nil, fmt.Errorf("%s: %w: %s", j.Tool, err, bytes.TrimSpace(said[:min(len(said), 500)]))
	}
	return stdout.kept.Bytes(), nil
}

// fences are the programs of every Debian that hold another one in: each
// replaces itself by what it starts, so that ending the process ends all.
func fences(j Job) []string {
	var out []string
	if noNetwork() {
		out = append(out, "unshare", "-n", "--")
	}
	if Has("prlimit") {
		out = append(out, "prlimit", "--as="+strconv.FormatInt(j.Memory, 10), "--core=0", "--fsize="+strconv.FormatInt(j.Memory, 10), "--")
	}
	return out
}

// noNetwork asks once whether the system lets us take the network away: it
// takes rights that a service usually lacks, and then limits are what is left.
var noNetwork = sync.OnceValue(func() bool { //nolint:gochecknoglobals // a fact of the machine, asked once
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return exec.CommandContext(ctx, "unshare", "-n", "--", "true").Run() == nil
})

// bounded keeps what fits. The buffer is no embedded one: its ReadFrom would
// take everything.
type bounded struct {
	kept bytes.Buffer
	left int
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(p) > b.left {
		b.full = true
		return 0, ErrOutput
	}
	b.left -= len(p)
	return b.kept.Write(p)
}
