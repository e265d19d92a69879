#!/usr/bin/env bash
# Runs every Go test with the race detector, on SQLite and on a PostgreSQL that it starts if none is named.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${DONDOC_TEST_POSTGRES:-}" ]; then
  DONDOC_TEST_POSTGRES=$(./tools/postgres.sh)
  export DONDOC_TEST_POSTGRES
  trap './tools/postgres.sh stop' EXIT
fi
# Without the race detector run what it would only make slow or measure wrongly: fifty kills, whose children carry
# it too, the giving out that has a limit of seconds, and two hundred simulated years, of which two are lived through with it.
plain='TestRemindersThroughKills|TestThreeHundredTasksToFortyAgencies'
DONDOC_YEAR_SEEDS=2 go test -race -timeout 40m -skip "$plain" ./...
DONDOC_YEAR_SEEDS=200 go test -timeout 20m -run 'TestASimulatedYear' ./internal/sample
go test -timeout 15m -run "$plain" ./internal/app
