package pdfium

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// spin is a module whose only function turns for ever:
// (import "env" "emscripten_date_now" (func (result f64)))
// (global (mut i32) (i32.const 0)) (func (export "spin") (loop (br 0)))
func spin() []byte {
	section := func(id byte, body string) string { return string(rune(id)) + string(rune(len(body))) + body }
	return []byte("\x00asm\x01\x00\x00\x00" +
		section(1, "\x02\x60\x00\x01\x7c\x60\x00\x00") +
		section(2, "\x01\x03env\x13emscripten_date_now\x00\x00") +
		section(3, "\x01\x01") +
		section(6, "\x01\x7f\x01\x41\x00\x0b") +
		section(7, "\x01\x04spin\x00\x01") +
		section(10, "\x01\x07\x00\x03\x40\x0c\x00\x0b\x0b"))
}

func TestEndlessLoopIsStopped(t *testing.T) {
	t.Parallel()
	wasm, err := withTicks(spin())
	if err != nil {
		t.Fatal(err)
	}
	rt := wazero.NewRuntime(t.Context())
	t.Cleanup(func() { _ = rt.Close(context.WithoutCancel(t.Context())) })
	looked := 0
	_, err = rt.NewHostModuleBuilder("env").NewFunctionBuilder().WithGoFunction(api.GoFunc(func(ctx context.Context, _ []uint64) {
		if looked++; ctx.Err() != nil {
			panic(errStopped)
		}
	}), nil, []api.ValueType{api.ValueTypeF64}).Export("emscripten_date_now").Instantiate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mod, err := rt.Instantiate(t.Context(), wasm)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := mod.ExportedFunction("spin").Call(ctx); !errors.Is(err, errStopped) || looked < 2 {
		t.Errorf("%v after %d looks", err, looked)
	}
}

func TestUnknownModuleIsRefused(t *testing.T) {
	t.Parallel()
	whole := spin()
	vector := append([]byte{}, whole...)
	vector[len(vector)-4] = 0xfd
	for name, wasm := range map[string][]byte{"cut": whole[:len(whole)-3], "vector": vector, "no clock": []byte("\x00asm\x01\x00\x00\x00\x0a\x01\x00")} {
		if _, err := withTicks(wasm); !errors.Is(err, errWasm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Machine code is run from the cache: a folder that others may write to is not used.
func TestFolderOfOthersIsNoCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{dir, "/dev/null/x"} {
		if c := New(Options{CacheDir: bad}).cache(); c != nil {
			t.Errorf("%s is used", bad)
		}
	}
}
