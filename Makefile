# Two commands matter: `make demo` runs the main job, `make test` passes all tests and installs what is missing.
SHELL := /bin/bash
TOOL := go tool -modfile=tools/go.mod

.PHONY: demo build test check lint unit fuzz generate deps clean

demo:
	go run ./cmd/dondoc demo

build:
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/dondoc ./cmd/dondoc

deps:
	./tools/deps.sh

generate:
	$(TOOL) templ generate -path internal

# all tests: formatting, linters, map of the house, units with -race on both engines, browser journey, fuzz seeds
test: deps lint unit

lint:
	go mod verify
	@out=$$($(TOOL) gofumpt -modpath dondoc -extra -l $$(git ls-files '*.go' | grep -v _templ.go)); if [ -n "$$out" ]; then echo "gofumpt would change:"; echo "$$out"; exit 1; fi
	$(TOOL) templ generate -path internal >/dev/null && git diff --exit-code --stat -- '*_templ.go'
	$(TOOL) golangci-lint config verify
	$(TOOL) golangci-lint run ./...

unit:
	./tools/test.sh

fuzz:
	./tools/fuzz.sh

clean:
	./tools/postgres.sh stop
	rm -rf bin
