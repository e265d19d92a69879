package pdfium

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// instance is one running module. The first failure stays: whatever a hostile
// document did to the memory, nothing is read from it afterwards.
type instance struct {
	mod   api.Module
	ctx   context.Context //nolint:containedctx // of the page being read; set anew for each
	funcs map[string]api.Function
	stack [12]uint64
	err   error
	room  uint32 // a small place in its memory for results
}

func (e *Engine) instantiate(ctx context.Context) (*instance, error) {
	mod, err := e.rt.InstantiateModule(ctx, e.mod, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLimit, err)
	}
	in := &instance{mod: mod, ctx: ctx, funcs: map[string]api.Function{}}
	in.call("emscripten_stack_init")
	in.call("__wasm_call_ctors")
	in.call("FPDF_InitLibrary")
	in.room = in.malloc(256)
	if in.err != nil {
		return nil, errors.Join(in.err, mod.Close(context.WithoutCancel(ctx)))
	}
	return in, nil
}

// call gives 0 once something has failed.
func (in *instance) call(name string, args ...uint64) uint64 {
	if in.err != nil {
		return 0
	}
	f := in.funcs[name]
	if f == nil {
		if f = in.mod.ExportedFunction(name); f == nil {
			in.err = fmt.Errorf("pdfium has no function %s", name)
			return 0
		}
		in.funcs[name] = f
	}
	if in.ctx.Err() != nil { // many short calls take time too
		in.err = fmt.Errorf("%w: %s: %w", ErrLimit, name, context.Cause(in.ctx))
		return 0
	}
	in.stack[0] = 0
	copy(in.stack[:], args)
	if err := f.CallWithStack(in.ctx, in.stack[:]); err != nil {
		switch {
		case in.ctx.Err() != nil:
			in.err = fmt.Errorf("%w: %s: %w", ErrLimit, name, context.Cause(in.ctx))
		default:
			in.err = fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
		}
		return 0
	}
	return in.stack[0]
}

func (in *instance) call32(name string, args ...uint64) uint32 {
	return api.DecodeU32(in.call(name, args...))
}

func (in *instance) malloc(n int) uint32 {
	p := in.call32("malloc", uint64(n)) //nolint:gosec // never negative
	if p == 0 && in.err == nil {
		in.err = fmt.Errorf("%w: memory", ErrLimit)
	}
	return p
}

func (in *instance) free(p uint32) { in.call("free", uint64(p)) }

// bytes is a view of the instance's memory, good until the next call.
func (in *instance) bytes(at uint32, n int) []byte {
	if in.err == nil {
		if b, ok := in.mod.Memory().Read(at, uint32(n)); ok { //nolint:gosec // callers bound it
			return b
		}
		in.err = fmt.Errorf("%w: a place outside its memory", ErrDamaged)
	}
	return make([]byte, n)
}

func (in *instance) float32s(at uint32, n int) []float64 {
	b := in.bytes(at, 4*n)
	out := make([]float64, n)
	for i := range out {
		out[i] = finite(float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))))
	}
	return out
}

func (in *instance) float64s(at uint32, n int) []float64 {
	b := in.bytes(at, 8*n)
	out := make([]float64, n)
	for i := range out {
		out[i] = finite(math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:])))
	}
	return out
}

// finite keeps places that a page could have; sorting and arithmetic rely on it.
func finite(x float64) float64 {
	const far = 1e6
	if math.IsNaN(x) {
		return 0
	}
	return min(max(x, -far), far)
}

// within bounds what is done until the returned function is called.
func (in *instance) within(ctx context.Context, d time.Duration) context.CancelFunc { //nolint:contextcheck // the context is kept for the calls that follow
	old := in.ctx
	page, cancel := context.WithTimeoutCause(ctx, d, context.DeadlineExceeded)
	in.ctx = page
	return func() {
		cancel()
		in.ctx = old
	}
}
