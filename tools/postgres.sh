#!/usr/bin/env bash
# Starts a throw-away PostgreSQL for the tests and prints its address; "stop DIR" ends it.
# The server runs as an ordinary user, listens on loopback only, and forgets durability: its data is worthless.
set -euo pipefail
port=${DONDOC_TEST_POSTGRES_PORT:-54329}
dir=${DONDOC_TEST_POSTGRES_DIR:-/tmp/dondoc-postgres-$(id -u)}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v pg_ctl)")
as() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid="$user" --regid="$user" --clear-groups "$@"); else "$@"; fi; }
user=nobody
if [ "$(id -u)" = 0 ] && id postgres >/dev/null 2>&1; then user=postgres; fi
if [ "${1:-start}" = stop ]; then
  if [ -d "$dir" ]; then as "$bin/pg_ctl" -D "$dir" -m immediate stop >/dev/null 2>&1 || true; fi
  exit 0
fi
url="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
if ! as "$bin/pg_ctl" -D "$dir" status >/dev/null 2>&1; then
  rm -rf "$dir"
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ]; then chown "$user" "$dir"; fi
  as "$bin/initdb" -D "$dir" -U postgres -A trust -E UTF8 --locale=C >/dev/null
  as "$bin/pg_ctl" -D "$dir" -w -l "$dir/log" -o "-p $port -c listen_addresses=127.0.0.1 -k $dir -c fsync=off -c full_page_writes=off -c max_connections=200" start >/dev/null
fi
echo "$url"
