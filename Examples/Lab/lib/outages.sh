# lab outages: what a restore stands on fails in the middle of it. Each time the run pauses where it is, goes on when the cause
# is gone, and comes to the right end, by the verdict from outside; and a chat that is out of order stops nothing.

. "$LAB_HOME/lib/checks.sh"

quietly() { "$@" >>"$LAB/logs/outages.log" 2>&1; }

outside_fault() {   # outside_fault PATH STATUS COUNT
  curl --fail --silent --max-time 10 --output /dev/null --data "{\"path\": \"$1\", \"status\": $2, \"count\": $3}" \
    "$(field "$LAB/estate.json" endpoints url)/_fault"
}

# play SCENARIO LOG WORDS...: runbook exec with the scenario's answers and further words; its exit code in CODE
play() {
  local name=$1 log=$2
  shift 2
  CODE=0
  "$RUNBOOK" "$@" --answers "$ANSWERS" >"$LAB/logs/outages-$log.log" 2>&1 9>&- || CODE=$?
  cat "$LAB/logs/outages-$log.log" >>"$LAB/logs/outages.log"
}

journal() { cat "$RUNBOOK_STATE"/runs/*-"$1"-*/audit.log; }

fresh() {   # fresh SCENARIO [OPTION...]
  "$LAB_HOME/lab" reset
  rm -rf -- "${RUNBOOK_STATE:?}"
  (umask 077 && mkdir -p "$RUNBOOK_STATE")
  ANSWERS=$(answers_file "$@")
  quietly "$LAB_HOME/lab" break "$@"
  local red=0
  quietly "$LAB_HOME/lab" verify "$1" || red=$?
  check "broken, the verdict is red (exit $red)" [ $red = 1 ]
  mapfile -d '' -t WORDS < <(exec_words "$1")
}

# The object store goes away while the bucket is copied back; the chat is out of order all the time.
store_fails() {
  local copied
  say "S3 down in the middle of bucket-restore, the chat out of order"
  fresh bucket-restore
  outside_fault /services/ 503 -1
  store_door region 'name=us-east-1&is=down&at=PUT%20/printflow360/&after=200' >/dev/null
  play bucket-restore store "${WORDS[@]}"
  copied=$(store_door state | "$PYTHON" -c 'import json, sys; print(json.load(sys.stdin)["buckets"]["printflow360"]["keys"])')
  check "the run pauses at the copy (exit $CODE, $copied objects are there)" [ $CODE = 1 ]
  check "some objects are back, others are not" [ "$copied" -ge 100 -a "$copied" -lt 1600 ]
  check "nothing is told as recovered" [ "$(journal bucket-restore | grep -c '"type":"sealed"')" = 0 ]
  store_door region 'name=us-east-1&is=up' >/dev/null
  play bucket-restore store-again exec bucket-restore --resume sync
  check "resumed, it ends (exit $CODE)" [ $CODE = 0 ]
  check "the message that nobody got is in the log" grep -q 'a message never stops a run; it was not delivered' <(journal bucket-restore)
  check "every object is back, by S3 and HTTP" quietly "$LAB_HOME/lab" verify bucket-restore
}

# Redis goes away while the application is down for maintenance: going down and coming up must not need it.
redis_fails() {
  say "Redis gone while the application is down, in the middle of print-file-loss"
  fresh print-file-loss --gone
  quietly artisan down
  service_stop redis KILL
  quietly artisan up
  check "maintenance mode is lifted without Redis" [ ! -e "$LAB/www/storage/framework/down" ]
  quietly artisan down
  check "and set without Redis" [ -e "$LAB/www/storage/framework/down" ]
  play print-file-loss redis "${WORDS[@]}"
  check "the run pauses where the file is to be made again (exit $CODE)" [ $CODE = 1 ]
  check "the customer is told to wait, not shown a broken download" \
    [ "$(psql_lab -At -d live_db -c "SELECT count(*) FROM orders WHERE file_status = 'recovering'")" = 1 ]
  redis_start
  quietly artisan up
  play print-file-loss redis-again exec print-file-loss --resume version/no/regenerate
  check "resumed, it ends (exit $CODE)" [ $CODE = 0 ]
  check "the file was made once, and the download opens" quietly "$LAB_HOME/lab" verify print-file-loss
}

outages() {
  local began
  began=$(seconds)
  find_runbook
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  REDISCLI_AUTH=$(cat "$LAB/secrets/redis")
  RUNBOOK_STATE=$LAB/outages-state
  export REDISCLI_AUTH RUNBOOK_STATE
  : >"$LAB/logs/outages.log"
  store_fails
  redis_fails
  if [ $RED != 0 ]; then
    tail -n 60 "$LAB/logs/outages.log" >&2
    say_red
    die "$RED failures did not end as they should"
  fi
  say "each failure paused its run, and each run came to its end ($(took "$began"))"
}
