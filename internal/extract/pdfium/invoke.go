package pdfium

import (
	"context"
	"errors"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental/table"
)

// errLongjmp travels from a C longjmp to the indirect call it jumps back to.
var errLongjmp = errors.New("longjmp")

// exportInvokes gives the module its indirect calls "invoke_…", through which C
// code that calls setjmp runs. Wazero has them too (imports/emscripten), but
// there each function writes the name of its type down at its first call, with
// no lock, so that two documents read at once race.
func exportInvokes(env wazero.HostModuleBuilder, mod wazero.CompiledModule) {
	for _, f := range mod.ImportedFunctions() {
		from, name, _ := f.Import()
		switch {
		case from != "env":
		case name == "_emscripten_throw_longjmp":
			env.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(context.Context, []uint64) {
				panic(errLongjmp)
			}), nil, nil).Export(name)
		case strings.HasPrefix(name, "invoke_"):
			env.NewFunctionBuilder().
				WithGoModuleFunction(invoke{params: f.ParamTypes()[1:], results: f.ResultTypes()}, f.ParamTypes(), f.ResultTypes()).
				Export(name)
		}
	}
}

// invoke calls the function whose place in the table is the first argument.
type invoke struct{ params, results []api.ValueType }

// Call does what Emscripten's glue does: keep the stack's place, call; after a
// longjmp put it back and tell the caller, who then looks where to go on.
func (v invoke) Call(ctx context.Context, mod api.Module, stack []uint64) {
	at := api.DecodeU32(stack[0])
	copy(stack, stack[1:])
	var place [2]uint64
	must(ctx, mod, "emscripten_stack_get_current", place[:])
	err := table.LookupFunction(mod, 0, at, v.params, v.results).CallWithStack(ctx, stack)
	if err == nil {
		return
	}
	must(ctx, mod, "_emscripten_stack_restore", place[:])
	if !errors.Is(err, errLongjmp) {
		panic(err)
	}
	place = [2]uint64{1, 0}
	must(ctx, mod, "setThrew", place[:])
}

func must(ctx context.Context, mod api.Module, name string, stack []uint64) {
	f := mod.ExportedFunction(name)
	if f == nil {
		panic(errAborted)
	}
	if err := f.CallWithStack(ctx, stack); err != nil {
		panic(err)
	}
}
