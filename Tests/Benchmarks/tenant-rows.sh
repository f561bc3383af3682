#!/bin/bash
# tenant-rows.sh [ROWS [ROUNDS]]: restores one tenant of ROWS rows (1000000) by the engine and by `pg_dump --data-only | psql`,
# side by side ROUNDS times (3) in turn, and prints times and ratios.
# Starts a PostgreSQL of its own under a temporary directory and removes it; needs the server binaries (PG_BIN) and a release build.
set -euo pipefail
rows=${1:-1000000} rounds=${2:-3} bin=${PG_BIN:-/usr/lib/postgresql/15/bin} here=$(cd "$(dirname "$0")" && pwd) root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d /tmp/rbbXXXXXX) port=15700
as() { if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --init-groups env -i PATH="$bin:/usr/bin:/bin" LANG=C.UTF-8 TZ=UTC HOME="$dir" "$@"; else exec "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$dir"; chmod 755 "$dir"; cd "$dir"
finish() { (as "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop) || true; rm -rf "$dir"; }
trap finish EXIT
(as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$dir/initdb.log")
(as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -s -o "-c listen_addresses= -c unix_socket_directories=$dir -c port=$port -c fsync=off \
  -c shared_buffers=512MB -c max_wal_size=8GB -c unix_socket_permissions=0777 -c autovacuum=off" start)
export PGHOST=$dir PGPORT=$port PGUSER=postgres
sql() { "$bin/psql" -X -q -At -v ON_ERROR_STOP=1 "$@"; }
sql -d postgres -c "CREATE DATABASE empty"
sql -d empty <<'SQL'
CREATE TABLE tenants (id uuid PRIMARY KEY, name text);
CREATE TABLE customers (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, email text NOT NULL, UNIQUE (tenant_id, email));
CREATE TABLE orders (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE, total numeric(12,2) NOT NULL, note text, data jsonb, created_at timestamptz NOT NULL);
CREATE INDEX ON orders (tenant_id);
INSERT INTO tenants SELECT ('00000000-0000-4000-8000-' || lpad(g::text, 12, '0'))::uuid, 'tenant ' || g FROM generate_series(2, 3) g;
INSERT INTO customers (id, tenant_id, email) SELECT -g, '00000000-0000-4000-8000-000000000002', g FROM generate_series(1, 1000) g;
INSERT INTO orders SELECT -g, '00000000-0000-4000-8000-000000000002', -1 - g % 1000, g, 'n', '{}', now() FROM generate_series(1, 100000) g;
SQL
tenant=00000000-0000-4000-8000-000000000001
sql -d postgres -c "CREATE DATABASE scratch TEMPLATE empty"
sql -d scratch <<SQL
TRUNCATE tenants, customers, orders;
INSERT INTO tenants VALUES ('$tenant', 'big');
INSERT INTO customers SELECT g, '$tenant', 'c' || g || '@example.test' FROM generate_series(1, greatest($rows / 20, 1)) g;
INSERT INTO orders SELECT g, '$tenant', 1 + g % greatest($rows / 20, 1), g % 1000 + 0.5, 'order number ' || g, jsonb_build_object('n', g, 'state', 'paid'), now() FROM generate_series(1, $rows) g;
VACUUM ANALYZE;
SQL
(cd "$root" && swift build -c release --target RunbookTenant 2>&1 | tail -1)
objects=$(ls "$root"/.build/release/Runbook{Base,System,Tenant}.build/*.o)
# shellcheck disable=SC2086
swiftc -O -swift-version 6 -I "$root/.build/release/Modules" "$here/tenant-rows-driver.swift" $objects -o "$dir/driver"
now() { date +%s.%N; }
fresh() { sql -d postgres -c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1 TEMPLATE empty" -c CHECKPOINT; sql -d "$1" -c "VACUUM ANALYZE"; }
# CPU seconds of all server processes that have ended so far.
cpu() { sleep 0.3; awk -v hz="$(getconf CLK_TCK)" '{ print ($16 + $17) / hz }' "/proc/$(head -1 "$dir/data/postmaster.pid")/stat"; }
by_dump() {
  fresh by_dump
  local start before; before=$(cpu) start=$(now)
  "$bin/pg_dump" --data-only --table tenants --table customers --table orders -d scratch | sql --single-transaction -o /dev/null -d by_dump
  dump=$(echo "$(now) - $start" | bc) dump_cpu=$(echo "$(cpu) - $before" | bc)
}
by_engine() {
  fresh by_engine
  local before; before=$(cpu)
  "$dir/driver" "$dir" $port scratch by_engine $tenant "$bin/psql" >"$dir/out" &
  local pid=$! p kb
  while kill -0 $pid 2>/dev/null; do
    for p in $pid $(pgrep -P $pid || true); do
      kb=$(awk '/VmHWM/ { print $2 }' "/proc/$p/status" 2>/dev/null || echo 0)
      if [ "${kb:-0}" -gt $peak ]; then peak=$kb; fi
    done
    sleep 0.5
  done
  wait $pid
  engine_cpu=$(echo "$(cpu) - $before" | bc)
  apply=$(awk '/^apply/ { print $2 }' "$dir/out") diff=$(awk '/^diff/ { print $2 }' "$dir/out")
}
same() { sql -d "$1" -c "SELECT count(*), sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric) FROM orders t"; }
peak=0
echo "rows: $rows; seconds"
for round in $(seq 1 "$rounds"); do
  if [ $((round % 2)) = 1 ]; then by_dump; by_engine; else by_engine; by_dump; fi
  echo "pg_dump | psql $dump, engine apply $apply (diff before it $diff), ratio $(echo "scale=3; $apply / $dump" | bc);" \
    "server CPU $dump_cpu, engine with diff $engine_cpu"
done
echo "peak memory of the engine or a psql of its: $((peak / 1024)) MB"
[ "$(same by_engine)" = "$(same by_dump)" ] && echo "both results are equal"
