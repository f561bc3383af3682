# lab up, down, reset, status, env.

psql_lab() { as_client "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }

# as_client COMMAND...: a client of the lab's cluster, with the password from the lab's own file
as_client() {
  PGPASSFILE=$LAB/pgpass PGHOST=127.0.0.1 PGPORT=$(cat "$LAB/postgres.port") PGUSER=postgres "$@"
}

up() {
  install_missing
  load_python
  find_cluster
  [ -x "$PG_BIN/initdb" ] || die "there is no initdb in $PG_BIN"
  if [ -f "$LAB/estate.json" ] && store_alive; then
    say "the lab in $LAB is up already"
    return 0
  fi
  local began ports password
  began=$(seconds)
  clear_away
  set_runs_aside
  # Whatever fails from here on leaves no server behind.
  trap 'cat "$LAB"/logs/*.log >&2 2>/dev/null || true; clear_away' EXIT
  mkdir -p "$LAB/backups" "$LAB/logs"
  chmod 750 "$LAB/backups"
  # Below the kernel's range for outgoing connections, or a client may sit on a port for a moment.
  read -r -a ports < <("$PYTHON" "$LAB_HOME/tools/ports.py" 7)
  password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  echo "${ports[0]}" >"$LAB/postgres.port"
  (umask 077 && printf '127.0.0.1:%s:*:postgres:%s\n' "${ports[0]}" "$password" "${ports[5]}" "$password" >"$LAB/pgpass")
  : >"$LAB/aws.config"

  store_start "${ports[1]}" "${ports[3]}" "${ports[2]}" "${ports[4]}"
  tool seed "$LAB/seed"
  dr_host_up
  write_estate "${ports[@]}" >"$LAB/estate.new"
  { store_wait && tool prepare --estate estate.new; } >"$LAB/logs/store-filled.log" 2>&1 9>&- &
  local filling=$!
  cluster_create "${ports[0]}" "$password" >"$LAB/logs/initdb.log" 2>&1
  stand_in_create "${ports[5]}"
  backups_configure "${ports[0]}" "${ports[5]}" "${ports[3]}" "${ports[4]}"
  # What the seed writes is in the first backup; archiving it as well would only take time.
  cluster_start -o "-c archive_mode=off"
  psql_lab -d postgres -c 'CREATE DATABASE live_db' -c 'CREATE DATABASE admin_db'
  psql_lab -d live_db -f "$LAB/seed/live_db.sql"
  psql_lab -d admin_db -f "$LAB/seed/admin_db.sql"
  local dump=$LAB/backups/live_db-$(date -u +%Y%m%dT%H%M%SZ).dump
  (umask 027 && as_client "$PG_BIN/pg_dump" -Fc -Z6 -f "$dump" live_db)
  printf '{"dump": "%s"}\n' "$dump" >"$LAB/lab.json"
  cluster_stop
  wait "$filling"
  tool prepare --estate estate.new --dump "$dump"
  cluster_start
  backups_take >"$LAB/logs/backups.log" 2>&1
  cold_copy
  application_up "${ports[0]}" "${ports[1]}" "${ports[2]}"
  drill_ground_up "${ports[1]}"
  mv "$LAB/estate.new" "$LAB/estate.json"
  [ ! -f "$LAB/trust/roster.json" ] || put_sign_off 1
  trap - EXIT
  say "the lab is up after $(took "$began"): PostgreSQL on port ${ports[0]}, S3 on ${ports[1]} and ${ports[2]}, in $LAB"
}

# The words before a command that must run as the servers' owner, as JSON.
as_owner() {
  if [ "$(id -u)" = 0 ]; then echo '["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]'; else echo '[]'; fi
}

write_estate() {   # write_estate POSTGRES STORE STORE STORE-TLS STORE-TLS DR DR-APPLICATION
  cat <<JSON
{
  "postgres": {
    "host": "127.0.0.1",
    "port": $1,
    "user": "postgres",
    "binaries": "$PG_BIN",
    "dataDirectory": "$CLUSTER/data",
    "configuration": "$CLUSTER/etc/postgresql.conf",
    "log": "$CLUSTER/postgres.log",
    "asOwner": $(as_owner),
    "serviceManager": "pg_ctl"
  },
  "pgbackrest": {"stanza": "printflow", "configuration": "$CLUSTER/pgbackrest/pgbackrest.conf"},
  "dr": {
    "host": "127.0.0.1",
    "port": $6,
    "dataDirectory": "$DR/data",
    "configuration": "$DR/etc/postgresql.conf",
    "log": "$DR/postgres.log",
    $(dr_host_reach)
    "pgbackrest": {"stanza": "printflow", "configuration": "$DR/pgbackrest/pgbackrest.conf"},
    "app": {"url": "http://127.0.0.1:$7", "port": $7, "directory": "$LAB/www-dr", "deploy": "$LAB_HOME/lab"}
  },
  "s3": {
    "endpoint": "http://127.0.0.1:$2",
    "region": "us-east-1",
    "bucket": "printflow360",
    "replica": {"endpoint": "http://127.0.0.1:$3", "region": "eu-west-1", "bucket": "printflow360-replica"},
    "databaseBackups": {"endpoint": "http://127.0.0.1:$3", "region": "eu-west-1", "bucket": "printflow360-db-backups"}
  },
  "aws": "$AWS",
  "backups": "$LAB/backups",
  "environment": {
    "PGPASSFILE": "$LAB/pgpass",
    "AWS_ACCESS_KEY_ID": "lab",
    "AWS_SECRET_ACCESS_KEY": "lab-secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:$2",
    "AWS_CONFIG_FILE": "$LAB/aws.config",
    "AWS_SHARED_CREDENTIALS_FILE": "$LAB/aws.config",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
    "AWS_PAGER": "",
    "NO_PROXY": "127.0.0.1",
    "LC_ALL": "C.UTF-8"
  }
}
JSON
}

# Stops what runs and removes what the servers left; the runs' records in state/ stay.
clear_away() {
  ! mountpoint -q "$CLUSTER/data" || { server_kill "$CLUSTER" && umount "$CLUSTER/data"; }
  drill_ground_clear
  application_down
  dr_host_down
  server_kill "$DR"
  server_kill "$CLUSTER"
  store_stop || true
  rm -rf -- "$CLUSTER" "$DR" "$(socket_directory "$CLUSTER")" "$(socket_directory "$DR")" \
    "${LAB:?}"/{postgres,postgres-dr,backups,seed,truth,logs,run,store,www,www-2,www-3,www-dr,www-drill,dr-host,drills,drills.html,drills-answers.jsonl,redis,redis-dr,secrets,pgpass,postgres.port,aws.config,store.log} \
    "${LAB:?}"/{estate.json,estate.new,lab.json,incident.json}
}

# Runs on an estate that is no more are out of the way, and kept.
set_runs_aside() {
  [ -d "$LAB/state" ] || return 0
  mkdir -p "$LAB/state.old"
  mv "$LAB/state" "$LAB/state.old/$(date -u +%Y%m%dT%H%M%S.%NZ)"
}

down() {
  find_cluster
  clear_away
  if [ "${1:-}" = --all ]; then
    rm -rf -- "${LAB:?}"
    say "the lab is down; $LAB is gone"
  else
    say "the lab is down; the records of runs stay in $LAB/state"
  fi
}

nobody_archives() { ! pgrep -f -- "--config=$LAB/postgres[^ ]*/pgbackrest.conf" >/dev/null; }

# Back to what "up" made: the clusters and the repositories from the cold copy, the objects with their versions.
reset() {
  local began
  began=$(seconds)
  # Whoever could still write stops first, or it lands behind the refilling: servers with what they archive, and the worker.
  service_stop worker
  server_kill "$DR"
  server_kill "$CLUSTER"
  until_true nobody_archives || die "pgBackRest still works on this lab's repositories"
  tool prepare --again >"$LAB/logs/store-filled.log" 2>&1 9>&- &
  local filling=$!
  cold_restore
  cluster_start
  rm -rf -- "${LAB:?}"/{truth,incident.json}
  application_reset
  drill_ground_reset
  set_runs_aside
  wait "$filling" || { cat "$LAB/logs/store-filled.log" >&2; die "the object store could not be filled"; }
  say "the lab is as new after $(took "$began")"
}

status() {
  load_python
  find_cluster
  echo "lab         $LAB"
  if ! { [ -f "$LAB/estate.json" ] && store_alive; }; then
    echo "state       down"
    return 0
  fi
  echo "DR host     127.0.0.1:$(field "$LAB/estate.json" dr port), $(server_id "$DR" >/dev/null && echo "running" || echo "stopped"), sshd $(service_id dr-host || echo "none: its steps run here"), app $(service_id app-dr || echo none), Redis $(service_id redis-dr || echo none)"
  echo "PostgreSQL  127.0.0.1:$(cat "$LAB/postgres.port"), live_db and admin_db, process $(head -1 "$CLUSTER/data/postmaster.pid")"
  echo "S3          $(field "$LAB/estate.json" s3 endpoint), bucket printflow360, process $(store_id)"
  echo "app         $(field "$LAB/estate.json" app url) and $(field "$LAB/estate.json" app second url), worker $(service_id worker || echo stopped), Redis $(service_id redis || echo stopped)"
  echo "outside     $(field "$LAB/estate.json" endpoints url)/_log: what heartbeat, status page and chat were told"
  echo "dump        $(field "$LAB/lab.json" dump)"
  echo "tenants     $(psql_lab -At -F ' ' -d live_db -c 'SELECT name, id FROM tenants ORDER BY name' | sed '2,$s/^/            /')"
  if [ -f "$LAB/incident.json" ]; then
    echo "state       broken: $("$PYTHON" -c 'import json, sys
print(*(f"{key} {value}" for key, value in json.load(open(sys.argv[1])).items()), sep=", ")' "$LAB/incident.json")"
  else
    echo "state       whole"
  fi
}

environment() {
  "$PYTHON" - "$LAB/estate.json" <<'PY'
import json, shlex, sys
estate = json.load(open(sys.argv[1]))
server = estate["postgres"]
more = {"PGHOST": server["host"], "PGPORT": server["port"], "PGUSER": server["user"]}
for name, value in {**estate["environment"], **more}.items():
    print(f"export {name}={shlex.quote(str(value))}")
PY
  printf 'export REDISCLI_AUTH=%q\n' "$(cat "$LAB/secrets/redis")"
  printf 'export RUNBOOK_LAB=%q RUNBOOK_STATE=%q\nexport PATH=%q:%q:"$PATH"\n' "$LAB" "$LAB/state" "$PG_BIN" "$(dirname "$AWS")"
}
