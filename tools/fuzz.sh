#!/usr/bin/env bash
# Fuzzes every target for a while; `make test` runs the seeds alone.
set -euo pipefail
cd "$(dirname "$0")/.."
for pkg in civil viet citation reading reading/limit extract extract/pdfium extract/ocr; do
  for target in $(grep -ho 'func Fuzz[A-Za-z]*' "internal/$pkg"/*_test.go | cut -d' ' -f2); do
    go test "./internal/$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}"
  done
done
