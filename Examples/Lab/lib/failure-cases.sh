# The cases of lab failures: break, hinder, run into it, take the cause away, come to the end.

full_restore() { run_it "$1" exec full-restore --estate lab --start-from="$(the_word startFrom)"; }
recover() { run_it "$1" exec point-in-time --estate lab --recover-to="${2:-$(the_word target)}" --backup-set="$(the_word set)"; }

# change FILE SED: in place, as its owner
change() { as_postgres sed -i "$2" "$1"; }

case_wrong_stanza() {
  answers_are approve-restore=approve
  broken full-restore
  "$PYTHON" -c 'import json, sys
path = sys.argv[1]
estate = json.load(open(path))
estate["pgbackrest"]["stanza"] = "print_flow"
json.dump(estate, open(path, "w"), indent=2)' "$LAB/estate.json"
  full_restore 5
  told "the repository holds a backup"
  nothing_begun
  sed -i 's/print_flow/printflow/' "$LAB/estate.json"
  full_restore 0
  green full-restore
}

case_no_backup() {
  answers_are approve-restore=approve
  local kept=$LAB/failures/repositories.jsonl each
  rm -f "$kept"
  for each in printflow360-pgbackrest printflow360-pgbackrest-dr; do
    quietly store_door save "bucket=$each&file=$kept"
    quietly store_door empty "bucket=$each"
  done
  backrest "$CLUSTER" stanza-create >>"$CASE_LOG" 2>&1
  run_it 5 exec full-restore --estate lab
  nothing_begun
  for each in printflow360-pgbackrest printflow360-pgbackrest-dr; do quietly store_door empty "bucket=$each"; done
  quietly store_door load "file=$kept"
  broken full-restore
  full_restore 0
  green full-restore
}

case_wrong_cipher() {
  answers_are approve-restore=approve
  broken full-restore --gone
  change "$CLUSTER/pgbackrest/pgbackrest.conf" 's/^\(repo[12]-cipher-pass=\)/\1wrong-/'
  full_restore 5
  nothing_begun
  change "$CLUSTER/pgbackrest/pgbackrest.conf" 's/cipher-pass=wrong-/cipher-pass=/'
  full_restore 0
  green full-restore
}

case_truncated_dump() {
  answers_are hand-over=approve "grants=given" "tell=told"
  broken dump-restore
  local short=$LAB/backups/truncated.dump
  head -c 60000 "$(the_word dump)" >"$short"
  run_it 5 exec dump-restore --estate lab --dump="$short"
  told "the dump can be read to its end"
  nothing_begun
  rm -f "$short"
  run_it 0 exec dump-restore --estate lab --dump="$(the_word dump)"
  green dump-restore
}

case_target_before_the_first_backup() {
  answers_are approve-recovery=approve "bad-change-gone=orders and invoices"
  broken point-in-time
  recover 5 2020-01-01T00:00:00Z
  told "is whole and ended before it"
  nothing_begun
  recover 0
  green point-in-time
}

# hide_segments PATTERN: log segments of the current timeline whose last digits match are gone from both repositories
hide_segments() { "$PYTHON" "$LAB_HOME/tools/segments.py" hide "$1" >>"$CASE_LOG"; }
show_segments() { "$PYTHON" "$LAB_HOME/tools/segments.py" show >>"$CASE_LOG"; }

case_target_after_the_last_log() {
  answers_are approve-recovery=approve "bad-change-gone=orders and invoices"
  broken point-in-time --kind xid
  hide_segments newest
  recover 1
  check "it waits at the start of the server" eval 'audit | grep -q "\"reason\":\"failed-step\".*\"step\":\"start\",\"type\":\"paused\""'
  check "PostgreSQL says why" grep -q "recovery ended before configured recovery target was reached" "$CLUSTER/postgres.log"
  show_segments
  go_on point-in-time start
  green point-in-time
}

# A hole in the archive ends a recovery early, with exit code 0 and without a word.
case_missing_segment() {
  answers_are approve-restore=approve
  local segment
  segment=$(psql_lab -At -d postgres -c "SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
  psql_lab -d live_db -o /dev/null -c "INSERT INTO paper_stocks VALUES (7, 'Felt', 300)" -c "SELECT pg_switch_wal()"
  broken full-restore
  hide_segments "$segment"
  full_restore 1
  told "missed log"
  show_segments
  answers_are recovered-point=abort
  RESUMING=yes run_it 15 exec full-restore --resume
  # The early end made a timeline of its own, and the newest one would be followed.
  answers_are approve-restore=approve
  run_it 0 exec full-restore --estate lab --timeline=1
  green full-restore
}

case_postgres_still_running() {
  answers_are approve-recovery=approve "bad-change-gone=orders and invoices"
  broken point-in-time
  echo "\$ runbook exec point-in-time, and Ctrl-C while PostgreSQL stops" >>"$CASE_LOG"
  local code=0 first session backend
  # A session that stands still: PostgreSQL cannot stop before it goes on, however fast the machine is.
  as_client "$PG_BIN/psql" -X -q -At -d live_db -c "SELECT pg_backend_pid()" -c "SELECT pg_sleep(600)" >"$LAB/failures/session" 2>>"$CASE_LOG" 9>&- &
  session=$!
  until_true [ -s "$LAB/failures/session" ]
  backend=$(cat "$LAB/failures/session")
  kill -STOP "$backend"
  # Or it ignores Ctrl-C, as the shell lets whatever runs in the background.
  env --default-signal=INT "$RUNBOOK" exec point-in-time --estate lab --recover-to="$(the_word target)" --backup-set="$(the_word set)" --answers "$CASE_ANSWERS" \
    >>"$CASE_LOG" 2>&1 </dev/null 9>&- &
  first=$!
  until_true eval 'audit | grep -q "\"step\":\"stop\",\"type\":\"step-intended\""'
  kill -INT $first
  check "it says that it will pause" until_true grep -q "the run pauses when this step has ended" "$CASE_LOG"
  kill -CONT "$backend"
  wait $session 2>/dev/null || true
  wait $first || code=$?
  check "runbook exec, interrupted: exit $code" [ $code = 14 ]
  cluster_start
  answers_are approve-recovery=approve "bad-change-gone=orders and invoices"
  RESUMING=yes run_it 1 exec point-in-time --resume
  told "presence of"
  cluster_stop
  answers_are approve-recovery=approve "bad-change-gone=orders and invoices"
  go_on point-in-time restore
  green point-in-time
}

# What a restore asks the repository for once it has begun to write: only then the store fails, however fast the machine is.
RESTORING=/bundle/

store_is() { store_door state | grep -qF "\"us-east-1\": \"$1\""; }

case_store_down_in_mid_restore() {
  answers_are approve-restore=approve
  broken full-restore --gone
  change "$CLUSTER/pgbackrest/pgbackrest.conf" 's/^io-timeout=.*/io-timeout=1/'
  quietly store_door region "name=us-east-1,eu-west-1&is=down&at=$RESTORING"
  full_restore 1
  check "the store went down in mid-restore" store_is down
  check "it waits at the restore" eval 'audit | grep -q "\"reason\":\"failed-step\".*\"step\":\"restore\",\"type\":\"paused\""'
  quietly store_door region "name=us-east-1,eu-west-1&is=up"
  change "$CLUSTER/pgbackrest/pgbackrest.conf" 's/^io-timeout=.*/io-timeout=8/'
  answers_are approve-restore=approve
  go_on full-restore restore
  green full-restore
}

case_disk_full() {
  if [ "$(id -u)" != 0 ]; then
    echo "    skipped: a small disk is mounted, and only root can do that"
    return 0
  fi
  answers_are approve-restore=approve
  broken full-restore --gone
  mount -t tmpfs -o size=24m,mode=700,uid=postgres,gid=postgres tmpfs "$CLUSTER/data" 2>>"$CASE_LOG" || {
    echo "    skipped: this machine mounts nothing ($(tail -1 "$CASE_LOG"))"
    return 0
  }
  full_restore 5
  told "does not fit"
  nothing_begun
  mount -o remount,size=600m "$CLUSTER/data"
  # A file that did not fit would be tried again 15 s later: not on a disk that stays full.
  change "$CLUSTER/pgbackrest/pgbackrest.conf" 's/^io-timeout=.*/&\njob-retry=0/'
  local code=0 first
  quietly store_door region "name=us-east-1&is=stalled&at=$RESTORING"
  "$RUNBOOK" exec full-restore --estate lab --answers "$CASE_ANSWERS" >>"$CASE_LOG" 2>&1 </dev/null 9>&- &
  first=$!
  check "the restore had begun" until_true store_is stalled
  # Somebody else fills the disk, while the restore waits for its first file.
  mount -o remount,size=$(($(df --block-size=1K --output=used "$CLUSTER/data" | tail -1) + 1024))k "$CLUSTER/data"
  quietly store_door region "name=us-east-1&is=up"
  wait $first || code=$?
  check "runbook exec: exit $code" [ $code = 1 ]
  told "unable to write"   # and why only sometimes: when a part of the last piece still fits, pgBackRest has no errno to tell
  answers_are approve-restore=approve
  RESUMING=yes run_it 5 exec full-restore --resume restore
  mount -o remount,size=600m "$CLUSTER/data"
  change "$CLUSTER/pgbackrest/pgbackrest.conf" '/^job-retry=0$/d'
  answers_are approve-restore=approve
  go_on full-restore restore
  green full-restore
  server_kill "$CLUSTER"
  umount "$CLUSTER/data"
}

# Region A's object store is gone, and the disk of its database host; the other region's repository has everything.
case_one_repository_down() {
  answers_are approve-restore=approve
  broken full-restore --gone
  local configuration=$CLUSTER/pgbackrest/pgbackrest.conf
  change "$configuration" 's/^io-timeout=.*/io-timeout=1/'   # the lab need not wait as long for a dead region
  quietly store_door region "name=us-east-1&is=down"
  full_restore 5
  told "different across repos"
  told "take the repoN- lines of the one that does not answer"
  nothing_begun
  change "$configuration" 's/^repo1-/#&/'
  full_restore 1
  check "the database is back, with a fresh full backup; the files wait for their region" \
    eval 'audit | grep -q "\"reason\":\"failed-step\".*\"step\":\"reconcile/files\",\"type\":\"paused\""'
  quietly store_door region "name=us-east-1&is=up"
  change "$configuration" 's/^#repo1-/repo1-/; s/^io-timeout=.*/io-timeout=8/'
  go_on full-restore reconcile/files
  green full-restore
}

# Every set of the first repository is noise; the other one's is whole, and named.
case_repository_damaged() {
  answers_are approve-restore=approve
  broken full-restore --gone
  quietly "$PYTHON" -c 'import sys; sys.path.insert(0, sys.argv[1])
from disasters import spoil
from servers import Backups
for each in Backups().list(1):
    spoil(each["label"])' "$LAB_HOME/tools"
  run_it 0 exec full-restore --estate lab --repository=2
  green full-restore
}

# The second host serves another folder than the one in which maintenance mode is set: customers would go on writing.
case_one_host_stays_open() {
  answers_are approve-restore=approve
  broken full-restore
  local port
  port=$(field "$LAB/estate.json" app second port)
  service_stop app-2
  cp -a "$LAB/www-2" "$LAB/www-3"
  app_start app-2 "$LAB/www-3" 127.0.0.1 "$port"
  answers 15 curl --silent --max-time 2 --output /dev/null "http://127.0.0.1:$port/"
  full_restore 1
  check "it waits at the check of that host" \
    eval 'audit | grep -q "\"reason\":\"failed-step\".*\"step\":\"closed/host-2\",\"type\":\"paused\""'
  check "the server was not touched" eval '! audit | grep -q "\"step\":\"stop\",\"type\":\"step-intended\""'
  service_stop app-2
  rm -rf -- "${LAB:?}/www-3"
  app_start app-2 "$LAB/www-2" 127.0.0.1 "$port"
  answers_are approve-restore=approve
  go_on full-restore closed/host-2
  green full-restore
}

# A print job that ends between two looks of the application, the database's row and Redis' job, is no lost one.
case_job_ends_meanwhile() {
  check "nothing was lost, nothing is queued twice" quietly "$PYTHON" "$LAB_HOME/scenarios/redis-loss/overtake.py"
}

# A lost file is uploaded anew while the gate waits, and the replica has not got it yet: its old bytes must not be laid over the new ones.
case_replica_behind() {
  broken bucket-restore
  check "the copy waits for the replica" quietly "$PYTHON" "$LAB_HOME/scenarios/bucket-restore/overtake.py"
  green bucket-restore
}
