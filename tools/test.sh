#!/usr/bin/env bash
# Runs every Go test with the race detector, on SQLite and on a PostgreSQL that it starts if none is named.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${DONDOC_TEST_POSTGRES:-}" ]; then
  DONDOC_TEST_POSTGRES=$(./tools/postgres.sh)
  export DONDOC_TEST_POSTGRES
  trap './tools/postgres.sh stop' EXIT
fi
go test -race -timeout 25m ./...
