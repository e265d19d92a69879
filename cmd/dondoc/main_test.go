package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dondoc": func() { os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr)) },
	})
}

func TestCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

func TestWrongUsageIsTwo(t *testing.T) {
	t.Parallel()
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"khong-co"}, nil, &out, &errOut); code != usage || !strings.Contains(errOut.String(), "--help") {
		t.Errorf("%d %q", code, errOut.String())
	}
	if code := run(t.Context(), []string{"check"}, []string{"DONDOC_LISTN=:1"}, &out, &errOut); code != failed || !strings.Contains(errOut.String(), "DONDOC_LISTN") {
		t.Errorf("%d %q", code, errOut.String())
	}
}
