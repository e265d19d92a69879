package pdfium

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Error numbers as the module's C library has them.
const (
	badf   = 8
	noent  = 44
	nosys  = 52
	absent = uint32(1<<32 - noent) // -ENOENT
	refuse = uint32(1<<32 - nosys) // -ENOSYS
)

const (
	i32 = api.ValueTypeI32
	f64 = api.ValueTypeF64
)

var (
	errAborted = errors.New("pdfium gave up")
	errStopped = errors.New("stopped")
)

// instantiateHost gives what the module imports. The build splits 64-bit
// arguments in two, so that wazero's own WASI module does not fit; and a
// document needs none of it: there is nothing to open, and output is dropped.
func instantiateHost(ctx context.Context, rt wazero.Runtime, mod wazero.CompiledModule, memory int64) error {
	env := rt.NewHostModuleBuilder("env")
	exportInvokes(env, mod)
	answer := func(b wazero.HostModuleBuilder, name string, params int, value uint32) {
		b.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(_ context.Context, stack []uint64) {
			stack[0] = uint64(value)
		}), words(params), []api.ValueType{i32}).Export(name)
	}
	ignore := func(name string, params int) {
		env.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(context.Context, []uint64) {}), words(params), nil).Export(name)
	}
	abort := func(name string, params int) {
		env.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(context.Context, []uint64) {
			panic(errAborted) // wazero turns it into the call's error
		}), words(params), nil).Export(name)
	}
	for name, params := range map[string]int{
		"__syscall_openat": 4, "__syscall_stat64": 2, "__syscall_newfstatat": 4, "__syscall_lstat64": 2, "__syscall_unlinkat": 3, "__syscall_rmdir": 1,
	} {
		answer(env, name, params, absent)
	}
	for name, params := range map[string]int{
		"__syscall_fcntl64": 3, "__syscall_ioctl": 3, "__syscall_fstat64": 2, "__syscall_getdents64": 3, "__syscall_ftruncate64": 3,
	} {
		answer(env, name, params, refuse)
	}
	ignore("_tzset_js", 4)
	abort("_abort_js", 0)
	abort("__assert_fail", 4)
	calendar := func(name string) { // the same day for everyone: 1 January 1970
		env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
			m.Memory().Write(api.DecodeU32(stack[2]), []byte{12: 1, 20: 70, 40: 0})
		}), words(3), nil).Export(name)
	}
	calendar("_localtime_js")
	calendar("_gmtime_js")
	env.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(ctx context.Context, stack []uint64) {
		if ctx.Err() != nil { // see ticks.go
			panic(errStopped)
		}
		stack[0] = api.EncodeF64(0)
	}), nil, []api.ValueType{f64}).Export("emscripten_date_now")
	env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(copyWithin), words(3), nil).Export("_emscripten_memcpy_js")
	env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
		stack[0] = grow(m.Memory(), int64(api.DecodeU32(stack[0])), memory)
	}), words(1), []api.ValueType{i32}).Export("emscripten_resize_heap")
	if _, err := env.Instantiate(ctx); err != nil {
		return fmt.Errorf("imports of pdfium: %w", err)
	}

	wasi := rt.NewHostModuleBuilder("wasi_snapshot_preview1")
	for name, params := range map[string]int{"fd_close": 1, "fd_read": 4, "fd_write": 4, "fd_sync": 1, "fd_seek": 5} {
		answer(wasi, name, params, badf)
	}
	wasi.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, m api.Module, stack []uint64) {
		m.Memory().WriteUint32Le(api.DecodeU32(stack[0]), 0)
		m.Memory().WriteUint32Le(api.DecodeU32(stack[1]), 0)
		stack[0] = 0
	}), words(2), []api.ValueType{i32}).Export("environ_sizes_get")
	answer(wasi, "environ_get", 2, 0)
	if _, err := wasi.Instantiate(ctx); err != nil {
		return fmt.Errorf("imports of pdfium: %w", err)
	}
	return nil
}

func words(n int) []api.ValueType {
	out := make([]api.ValueType, n)
	for i := range out {
		out[i] = i32
	}
	return out
}

func copyWithin(_ context.Context, m api.Module, stack []uint64) {
	to, from, n := api.DecodeU32(stack[0]), api.DecodeU32(stack[1]), api.DecodeU32(stack[2])
	src, ok := m.Memory().Read(from, n)
	if !ok {
		panic(errAborted)
	}
	if dst, ok := m.Memory().Read(to, n); ok {
		copy(dst, src)
		return
	}
	panic(errAborted)
}

// grow adds a fifth more than is asked for, so that a growing document is not
// copied at each step, and never passes the limit.
func grow(m api.Memory, want, limit int64) uint64 {
	have := int64(m.Size())
	for _, size := range []int64{max(want, have+have/5), want} {
		size = (size + wasmPage - 1) / wasmPage
		if size*wasmPage > limit {
			continue
		}
		if _, ok := m.Grow(uint32(size - have/wasmPage)); ok { //nolint:gosec // within the limit
			return 1
		}
	}
	return 0
}
