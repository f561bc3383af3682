# lab failures [CASE...]: the database's restores meet what goes wrong at night. Each leaves a blocked plan (exit 5, nothing
# changed) or a paused run, and comes to the right end when the cause is gone. The verdict is the scenario's own.
. "$LAB_HOME/lib/checks.sh"
. "$LAB_HOME/lib/failure-cases.sh"

CHECK_INDENT="    "
ALL_CASES="wrong-stanza no-backup wrong-cipher truncated-dump target-before-the-first-backup target-after-the-last-log
  missing-segment postgres-still-running store-down-in-mid-restore disk-full one-repository-down
  repository-damaged one-host-stays-open job-ends-meanwhile replica-behind"

# broken SCENARIO [OPTION...]: a fresh lab, then the damage
broken() {
  "$LAB_HOME/lab" break "$@" >>"$CASE_LOG" 2>&1
}

# run_it CODE WORD...: runs the program with answers from $CASE_ANSWERS; its exit code must be this one
run_it() {
  local wanted=$1 code=0
  shift
  echo "\$ runbook $*" >>"$CASE_LOG"
  "$RUNBOOK" "$@" --answers "$CASE_ANSWERS" >>"$CASE_LOG" 2>&1 </dev/null 9>&- || code=$?
  check "runbook ${*:1:2}${RESUMING:+ --resume}: exit $code" [ $code = "$wanted" ]
}

# answers STEP=ANSWER...: what the people will say
answers_are() {
  local each
  : >"$CASE_ANSWERS"
  for each; do printf '{"step":"%s","answer":"%s"}\n' "${each%%=*}" "${each#*=}" >>"$CASE_ANSWERS"; done
}

# go_on RUNBOOK STEP: resumes at a step
go_on() { RESUMING=yes run_it 0 exec "$1" --resume "$2"; }

told() { check "it says: $1" grep -qF -- "$1" "$CASE_LOG"; }
nothing_begun() { check "nothing was started" [ -z "$(ls "$RUNBOOK_STATE"/runs 2>/dev/null)" ]; }
quietly() { "$@" >>"$CASE_LOG" 2>&1; }
green() { check "the verdict is green" quietly "$LAB_HOME/lab" verify "$1"; }

# the_word NAME: what the incident says
the_word() { field "$LAB/incident.json" "$1"; }

audit() { cat "$RUNBOOK_STATE"/runs/*/audit.log 2>/dev/null; }

failures() {
  local began each before red=()
  began=$(seconds)
  find_runbook
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  mkdir -p "$LAB/failures"
  CASE_ANSWERS=$LAB/failures/answers.jsonl
  RUNBOOK_STATE=$LAB/failures/state
  REDISCLI_AUTH=$(cat "$LAB/secrets/redis")
  export RUNBOOK_STATE REDISCLI_AUTH
  for each in ${*:-$ALL_CASES}; do
    [ "$(type -t "case_${each//-/_}")" = function ] || die "no such case: $each. There are: $ALL_CASES"
    echo "  $each"
    before=$RED
    CHECK_OF=$each
    CASE_LOG=$LAB/failures/$each.log
    "$LAB_HOME/lab" reset >"$CASE_LOG" 2>&1
    rm -rf -- "$RUNBOOK_STATE" "$LAB/failures/red"
    (umask 077 && mkdir -p "$RUNBOOK_STATE")
    # In a shell of its own: whatever dies in one case ends that one alone.
    (
      trap '[ ${#RED_CHECKS[@]} = 0 ] || printf "%s\n" "${RED_CHECKS[@]}" >"$LAB/failures/red"' EXIT
      RED_CHECKS=()
      "case_${each//-/_}"
    ) || echo "$each: the case was played to its end" >>"$LAB/failures/red"
    if [ -s "$LAB/failures/red" ]; then
      mapfile -t -O ${#RED_CHECKS[@]} RED_CHECKS <"$LAB/failures/red"
      RED=${#RED_CHECKS[@]}
    fi
    if [ $RED != "$before" ]; then
      red+=("$CASE_LOG")
      tail -n 40 "$CASE_LOG" | cut -c1-300 >&2
    fi
  done
  "$LAB_HOME/lab" reset >/dev/null 2>&1
  say_red "${red[@]}"
  [ $RED = 0 ] || die "$RED things went another way than they must"
  say "each failure left a run or a plan that came to the right end ($(took "$began"))"
}
