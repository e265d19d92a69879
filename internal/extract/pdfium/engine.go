package pdfium

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
)

//go:embed wasm/pdfium.wasm.gz
var packed []byte

// What can be said of a file that gives no text.
var (
	ErrPassword = errors.New("the document asks for a password")
	ErrDamaged  = errors.New("the document can't be read")
	ErrLimit    = errors.New("the document takes more than it may")
)

// Options are the limits of an engine; zero values stand for the usual ones.
type Options struct {
	// CacheDir keeps the compiled module, so that the next process starts at
	// once. By default a folder of the user's cache, or of the temporary files.
	CacheDir string
	Memory   int64         // bytes an instance may take; 1 GiB
	PageTime time.Duration // for one page; 10 seconds
	Parallel int           // documents open at once; one per processor
}

const wasmPage = 64 << 10

func (o Options) filled() Options {
	if o.CacheDir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		o.CacheDir = filepath.Join(base, "dondoc", "pdfium")
	}
	if o.Memory <= 0 {
		o.Memory = 1 << 30
	}
	if o.PageTime <= 0 {
		o.PageTime = 10 * time.Second
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	return o
}

// Engine is the compiled module, from which documents get their instances.
type Engine struct {
	opt   Options
	slots chan struct{}
	start func() error
	rt    wazero.Runtime
	mod   wazero.CompiledModule
}

// New makes an engine. The module is compiled when the first document comes.
func New(o Options) *Engine {
	e := &Engine{opt: o.filled()}
	e.slots = make(chan struct{}, e.opt.Parallel)
	e.start = sync.OnceValue(e.compile)
	return e
}

// Close gives back what the compiled module takes. No document may be open.
func (e *Engine) Close(ctx context.Context) error {
	if e.rt == nil {
		return nil
	}
	return e.rt.Close(ctx)
}

// compile is not bound to the document that happened to come first.
func (e *Engine) compile() error {
	ctx := context.Background()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("unpack pdfium: %w", err)
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		return fmt.Errorf("unpack pdfium: %w", err)
	}
	if wasm, err = withTicks(wasm); err != nil {
		return err
	}
	cfg := wazero.NewRuntimeConfig().WithMemoryLimitPages(uint32(min(e.opt.Memory/wasmPage, 1<<16))) //nolint:gosec // bounded by min
	if c := e.cache(); c != nil {
		cfg = cfg.WithCompilationCache(c)
	}
	rt := wazero.NewRuntimeWithConfig(ctx, cfg)
	mod, err := rt.CompileModule(ctx, wasm)
	if err != nil {
		return errors.Join(fmt.Errorf("compile pdfium: %w", err), rt.Close(ctx))
	}
	if err := instantiateHost(ctx, rt, mod, e.opt.Memory); err != nil {
		return errors.Join(err, rt.Close(ctx))
	}
	e.rt, e.mod = rt, mod
	return nil
}

// cache is nil where nothing may be kept, as in a read-only container: then
// every process compiles anew, which takes two seconds. A folder of the
// temporary files is made for this user alone: machine code is run from it.
func (e *Engine) cache() wazero.CompilationCache {
	if err := os.MkdirAll(e.opt.CacheDir, 0o700); err != nil {
		return nil
	}
	info, err := os.Stat(e.opt.CacheDir)
	if err != nil || info.Mode().Perm()&0o022 != 0 || !ownedByUs(info) {
		return nil
	}
	c, err := wazero.NewCompilationCacheWithDir(e.opt.CacheDir)
	if err != nil {
		return nil
	}
	return c
}
