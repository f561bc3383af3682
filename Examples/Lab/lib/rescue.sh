# lab rescue SCENARIO [--unattended] [options of break]: up, break, runbook exec, verify.
. "$LAB_HOME/lib/checks.sh"

# The program: the one given, else what was built last here.
built_runbook() {
  local found
  found=${RUNBOOK_BIN:-$(ls -t "$REPOSITORY"/.build/{release,debug}/runbook 2>/dev/null | head -1 || true)}
  [ -x "$found" ] && echo "$found"
}

find_runbook() {
  RUNBOOK=$(built_runbook) || die "the program is not built. To build it: swift build -c release"
}

# The words of "runbook exec" for a scenario, one for each line of its exec.words, with the incident's values filled in;
# a line whose value this incident does not have is left out.
exec_words() {
  "$PYTHON" - "$LAB_HOME/scenarios/$1/exec.words" "$LAB/incident.json" <<'PY'
import json, sys
values = json.load(open(sys.argv[2]))
for line in open(sys.argv[1]):
    try:
        sys.stdout.write(line.rstrip("\n").format(**values) + "\0")
    except KeyError:
        continue
PY
}

# What a newcomer types next.
what_to_type() {
  local words
  mapfile -d '' -t words < <(exec_words "$1")
  printf '\nTo repair it, and to have it judged from outside:\n\n  eval "$(%q env)"\n  %q' "$LAB_HOME/lab" "$(built_runbook || echo runbook)"
  printf ' %q' "${words[@]}"
  printf '\n  %q verify %s\n' "$LAB_HOME/lab" "$1"
}

# The answers of a scenario: those of the option that it was broken with, where it has some.
answers_file() {   # answers_file SCENARIO [OPTION...]
  local name=$1 each
  shift
  for each; do
    [ ! -f "$LAB_HOME/scenarios/$name/answers$each.jsonl" ] || { echo "$LAB_HOME/scenarios/$name/answers$each.jsonl"; return 0; }
  done
  echo "$LAB_HOME/scenarios/$name/answers.jsonl"
}

# One scenario's plan is no cure for another one's damage.
own_damage() {
  [ -f "$LAB/incident.json" ] || return 0
  load_python
  local other
  other=$(field "$LAB/incident.json" scenario)
  [ "$other" != "$1" ] || return 0
  say "lab: this lab was broken by $other. To repair that: $LAB_HOME/lab rescue $other; to start again: $LAB_HOME/lab reset"
  exit 2
}

rescue() {
  local name=$1 unattended= options=() words=() code=0
  shift
  for option; do
    if [ "$option" = --unattended ]; then unattended=yes; else options+=("$option"); fi
  done
  own_damage "$name"
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  find_runbook
  if [ ! -f "$LAB/incident.json" ]; then
    RESCUING=yes "$LAB_HOME/lab" break "$name" "${options[@]}"
  elif "$LAB_HOME/lab" verify "$name" >/dev/null 2>&1; then
    say "lab: $name is repaired already. To play it again: $LAB_HOME/lab reset"
    exit 2
  fi
  mapfile -d '' -t words < <(exec_words "$name")
  [ -z "$unattended" ] || words+=(--answers "$(answers_file "$name" "${options[@]}")")
  export RUNBOOK_STATE=${RUNBOOK_STATE:-$LAB/state}
  (umask 077 && mkdir -p "$RUNBOOK_STATE")
  # What the run asks for and no command line may show.
  REDISCLI_AUTH=$(cat "$LAB/secrets/redis")
  export REDISCLI_AUTH
  printf '\n$ runbook'
  printf ' %q' "${words[@]}"
  printf '\n\n'
  "$RUNBOOK" "${words[@]}" || code=$?
  # 15 is a finished run as well: what is still owed, or could not be brought back, is written in its report.
  if [ $code != 0 ] && [ $code != 15 ]; then
    say
    say "runbook ended with $code; the lab is up, as the run left it. To go on:"
    say "  eval \"\$($LAB_HOME/lab env)\"; $RUNBOOK exec $name --resume; $LAB_HOME/lab verify $name"
    if [ -n "$unattended" ]; then
      tail -n 15 "$(ls -td "$RUNBOOK_STATE"/runs/*/ | head -1)audit.log" >&2 || true
      tail -n 5 "$CLUSTER/postgres.log" >&2 || true
    fi
    return $code
  fi
  printf '\nThe independent verdict, from outside:\n\n'
  "$LAB_HOME/lab" verify "$name" || return
  return $code
}

# lab rescue-all [WORD]: every line of scenarios/all (those that begin with the word), each from a fresh lab; one line for each.
rescue_all() {
  local line began words log code red=() all
  all=$(seconds)
  "$LAB_HOME/lab" up
  mkdir -p "$LAB/rescues"
  while read -r -u 3 line; do
    [[ $line == "${1:-}"* ]] || continue
    read -r -a words <<<"$line"
    began=$(seconds) code=0 log=$LAB/rescues/${line//[^a-z]/-}.log
    { "$LAB_HOME/lab" reset && "$LAB_HOME/lab" rescue "${words[@]}" --unattended; } >"$log" 2>&1 </dev/null 3<&- || code=$?
    if [ $code = 0 ] || [ $code = 15 ]; then
      printf '  ok   %-48s %s\n' "$line" "$(took "$began")"
    else
      red+=("$log")
      printf '  RED  %-48s exit %s, %s\n' "$line" "$code" "$log"
      tail -n 40 "$log" | cut -c1-300 | sed 's/^/       /'
    fi
  done 3<"$LAB_HOME/scenarios/all"
  # Who reads only the end has to see what failed, and with which words.
  for log in "${red[@]}"; do
    RED_CHECKS=("${log##*/}")
    say_red "$log"
  done
  [ ${#red[@]} = 0 ] || die "${#red[@]} of the scenarios were not brought to a green verdict"
  say "every scenario was repaired ($(took "$all"))"
}
