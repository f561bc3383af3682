# lab rescue SCENARIO [--unattended] [options of break]: up, break, runbook exec, verify.

# The program: the one given, else what was built last here.
find_runbook() {
  RUNBOOK=${RUNBOOK_BIN:-$(ls -t "$REPOSITORY"/.build/{release,debug}/runbook 2>/dev/null | head -1)}
  [ -x "$RUNBOOK" ] || die "the program is not built. To build it: swift build -c release"
}

# The words of "runbook exec" for a scenario, one for each line of its exec.words, with the incident's values filled in.
exec_words() {
  "$PYTHON" - "$LAB_HOME/scenarios/$1/exec.words" "$LAB/incident.json" <<'PY'
import json, sys
values = json.load(open(sys.argv[2]))
for line in open(sys.argv[1]):
    sys.stdout.write(line.rstrip("\n").format(**values) + "\0")
PY
}

rescue() {
  local name=$1 unattended= options=() words=() code=0
  shift
  for option; do
    if [ "$option" = --unattended ]; then unattended=yes; else options+=("$option"); fi
  done
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  find_runbook
  if [ ! -f "$LAB/incident.json" ]; then
    "$LAB_HOME/lab" break "$name" "${options[@]}"
  fi
  mapfile -d '' -t words < <(exec_words "$name")
  [ -z "$unattended" ] || words+=(--answers "$LAB_HOME/scenarios/$name/answers.jsonl")
  export RUNBOOK_STATE=${RUNBOOK_STATE:-$LAB/state}
  (umask 077 && mkdir -p "$RUNBOOK_STATE")
  printf '\n$ runbook'
  printf ' %q' "${words[@]}"
  printf '\n\n'
  "$RUNBOOK" "${words[@]}" || code=$?
  if [ $code != 0 ]; then
    say
    say "runbook ended with $code. The lab is up and as the run left it; after \"runbook exec $name --resume\": lab verify $name"
    [ -z "$unattended" ] || ls -l "$RUNBOOK_STATE"/runs >&2 || true
    return $code
  fi
  printf '\nThe independent verdict, by SQL and S3 alone:\n\n'
  "$LAB_HOME/lab" verify "$name"
}
