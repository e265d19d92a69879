#!/usr/bin/env bash
# Fuzzes every target for a while; `make test` runs the seeds alone.
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rlE '^func Fuzz' internal --include='*_test.go' | xargs -n1 dirname | sort -u | while read -r pkg; do
  for target in $(grep -ho '^func Fuzz[A-Za-z]*' "$pkg"/*_test.go | cut -d' ' -f2); do
    go test "./$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}"
  done
done
