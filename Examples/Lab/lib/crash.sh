# lab crash: kill -9 of `runbook exec` in the middle of pg_restore; a second operator's --resume must find the restore running,
# not start it twice, take its outcome over, and bring the tenant back.
# The restore is held still (SIGSTOP) while the two meet, so that the dump's size and the machine's speed do not matter.

. "$LAB_HOME/lib/checks.sh"

# quietly NAME COMMAND...: what the command says goes to a file of its own
quietly() {
  local name=$1
  shift
  "$@" >"$LAB/logs/crash-$name.log" 2>&1
}

# field_of FILE KEY: the first value behind a key of a supervisor's file
field_of() { awk -v key="$2" '$1 == key { print $2; exit }' "$1" 2>/dev/null; }

# Asked by the shell alone, without a process: the restore takes no longer than a second or two.
restore_begun() {
  local each key value rest
  for each in "$RUNBOOK_STATE"/runs/*/output/*scratch.1.2/exit.pending; do
    [ -e "$each" ] || return 1
    while read -r key value rest; do
      [ "$key" != group ] || { kill -STOP -- "-$value" 2>/dev/null && PENDING=$each GROUP=$value && return 0; }
    done <"$each"
  done
  return 1
}

# A dump that takes its time: a million more rows of nobody's, in production and in the dump.
long_dump() {
  local dump=$LAB/backups/live_db-$(date -u +%Y%m%dT%H%M%SZ).dump
  psql_lab -d live_db -c "CREATE TABLE ballast AS SELECT number, md5(number::text) AS word FROM generate_series(1, 1000000) AS number"
  (umask 027 && as_client "$PG_BIN/pg_dump" -Fc -Z1 -f "$dump" live_db)
  cp "$LAB/lab.json" "$LAB/lab.json.short"
  printf '{"dump": "%s"}\n' "$dump" >"$LAB/lab.json"
}

short_dump() {
  rm -f -- "$(field "$LAB/lab.json" dump)"
  mv "$LAB/lab.json.short" "$LAB/lab.json"
}

# Process groups that restore into the scratch database now.
restoring() { pgrep -f -- "^[^ ]*pg_restore .*--port=$(cat "$LAB/postgres.port") .*--dbname=live_db_scratch" | xargs -r ps -o pgid= -p | tr -d ' ' | sort -u; }

crash() {
  local began words=() code=0 first second log answers=$LAB_HOME/scenarios/tenant-delete/answers.jsonl
  began=$(seconds)
  find_runbook
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  "$LAB_HOME/lab" reset
  long_dump
  "$LAB_HOME/lab" break tenant-delete
  mapfile -d '' -t words < <(exec_words tenant-delete)
  RUNBOOK_STATE=$LAB/crash-state
  export RUNBOOK_STATE
  rm -rf -- "$RUNBOOK_STATE"
  (umask 077 && mkdir -p "$RUNBOOK_STATE")

  "$RUNBOOK" "${words[@]}" --answers "$answers" >"$LAB/logs/crash-first.log" 2>&1 9>&- &
  first=$!
  # Whatever fails from here on leaves nothing frozen behind.
  trap '[ -z "${GROUP:-}" ] || kill -CONT -- "-$GROUP" 2>/dev/null || true' EXIT
  if ! until_true restore_begun; then
    cat "$LAB/logs/crash-first.log" >&2
    die "pg_restore was never seen: it was too quick, or the run went wrong"
  fi
  kill -9 $first
  wait $first 2>/dev/null || true
  check "the executor is dead" [ ! -d "/proc/$first" ]
  check "its supervisor lives" [ -d "/proc/$(field_of "$PENDING" supervisor)" ]
  check "pg_restore lives" [ -d "/proc/$GROUP" ]

  "$RUNBOOK" exec tenant-delete --resume --answers "$answers" >"$LAB/logs/crash-second.log" 2>&1 9>&- &
  second=$!
  check "the second operator is told that the step is still running" \
    until_true grep -q 'is still running from the earlier session; it is not started twice' "$LAB/logs/crash-second.log"
  "$RUNBOOK" exec tenant-delete --resume --answers "$answers" >"$LAB/logs/crash-third.log" 2>&1 9>&- || code=$?
  check "a third one finds the run busy (exit $code)" [ $code = 8 ]
  sleep 1
  check "one pg_restore is there, the first one" [ "$(restoring)" = "$GROUP" ]
  kill -CONT -- "-$GROUP"
  trap - EXIT
  code=0
  wait $second || code=$?
  # 15 is a finished run as well: what could not be brought back is written in its report.
  check "the second operator's run ends (exit $code)" [ $code = 0 -o $code = 15 ]
  log=$(ls "$RUNBOOK_STATE"/runs/*/audit.log)
  check "the restore was started once" [ "$(grep -c '"step":"scratch","type":"step-intended"' "$log")" = 1 ]
  check "its outcome was taken over" grep -q '"late":true,"outcome":{"kind":"succeeded"}.*"step":"scratch","type":"step-ended"' "$log"
  check "the log is whole" quietly proof "$RUNBOOK" verify "$(basename "$(dirname "$log")")"
  check "the tenant is back, by SQL and S3" quietly verdict "$LAB_HOME/lab" verify tenant-delete
  short_dump
  if [ $RED != 0 ]; then
    tail -n 20 "$LAB"/logs/crash-*.log >&2
    say_red
    die "the crash test found $RED things wrong"
  fi
  say "killed in the middle of pg_restore, and brought to the same end ($(took "$began"))"
}
