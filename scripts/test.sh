#!/usr/bin/env bash
# Runs the whole suite on SQLite, then the part that touches the database on a scratch PostgreSQL.
set -euo pipefail
python=.venv/bin/python
$python -m pytest -q -n "${WORKERS:-2}" --dist loadscope "$@"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ]; then
  [ "${CI:-}" != true ] || { echo "PostgreSQL is needed when CI=true"; exit 1; }
  echo "PostgreSQL is not installed: that half of the suite is skipped"
  exit 0
fi
scratch=$(mktemp -d)
port=$($python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
run=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || useradd --system postgres
  chown postgres "$scratch"
  run=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
stop() { "${run[@]}" "$bin/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$scratch"; }
trap stop EXIT
"${run[@]}" "$bin/initdb" -D "$scratch/data" -U sauro --auth=trust -E UTF8 --locale=C >/dev/null
"${run[@]}" "$bin/pg_ctl" -D "$scratch/data" -w -o "-p $port -k $scratch -c listen_addresses=127.0.0.1 -c fsync=off" -l "$scratch/log" start >/dev/null
SAURO_DATABASE_TESTS=1 DATABASE_URL="postgresql://sauro@127.0.0.1:$port/postgres" $python -m pytest -q -n "${WORKERS:-2}" --dist loadscope -m "not browser" "$@"
