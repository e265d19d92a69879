#!/usr/bin/env bash
# Runs every Go test with the race detector, on SQLite and on a PostgreSQL that it starts if none is named.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${DONDOC_TEST_POSTGRES:-}" ]; then
  DONDOC_TEST_POSTGRES=$(./tools/postgres.sh)
  export DONDOC_TEST_POSTGRES
  trap './tools/postgres.sh stop' EXIT
fi
# The children of the kill test carry the race detector too, which makes fifty kills last minutes: it runs below
# without it, and so do two hundred simulated years, of which two are lived through with it.
DONDOC_YEAR_SEEDS=2 go test -race -timeout 40m -skip 'TestRemindersThroughKills' ./...
DONDOC_YEAR_SEEDS=200 go test -timeout 20m -run 'TestASimulatedYear' ./internal/sample
go test -timeout 15m -run 'TestRemindersThroughKills' ./internal/app
