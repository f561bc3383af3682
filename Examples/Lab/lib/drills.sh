# lab drills: a drill that is pointed at production, one that goes well, one that must fail, what it leaves, and a game day.

. "$LAB_HOME/lib/checks.sh"

# ends CODE NAME WORD...: runbook with these words ends with this code; what it says goes to a file of its own
ends() {
  local wanted=$1 name=$2 code=0
  shift 2
  "$RUNBOOK" "$@" >"$LAB/logs/drills-$name.log" 2>&1 9>&- || code=$?
  [ $code = "$wanted" ] || { echo "ended with $code:" && tail -20 "$LAB/logs/drills-$name.log"; return 1; }
}

says() { grep -qF -- "$2" "$LAB/logs/drills-$1.log" || { tail -20 "$LAB/logs/drills-$1.log"; return 1; }; }
bucket_there() { "$AWS" --endpoint-url "$(field "$LAB/estate.json" s3 endpoint)" s3api head-object --bucket printflow360-drill --key "$1" >/dev/null 2>&1; }
runs() { find "$RUNBOOK_STATE/runs" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l; }

drills() {
  local began answers=$LAB/drills-answers.jsonl data entries
  began=$(seconds)
  find_runbook
  "$LAB_HOME/lab" up
  load_python
  find_cluster
  find_drill_ground
  "$LAB_HOME/lab" reset
  export RUNBOOK_STATE=$LAB/state AWS_ACCESS_KEY_ID=lab AWS_SECRET_ACCESS_KEY=lab-secret AWS_DEFAULT_REGION=us-east-1
  (umask 077 && mkdir -p "$RUNBOOK_STATE")

  echo "A drill that is pointed at production by a symbolic link"
  data=$CLUSTER/data
  entries=$(as_postgres ls -A "$data" | sort | cksum)
  rmdir "$DRILL"
  ln -s "$data" "$DRILL"
  check "it is refused with 12" ends 12 link exec drill --estate lab
  check "it says where the link leads" says link "lies in production's $data"
  check "no run was begun" [ "$(runs)" = 0 ]
  check "production's directory is as it was" [ "$(as_postgres ls -A "$data" | sort | cksum)" = "$entries" ]
  rm "$DRILL"
  own 700 "$DRILL"

  echo "A drill that goes well"
  "$LAB_HOME/lab" break drill >/dev/null
  check "it ends with 0" ends 0 good exec drill --estate lab
  "$LAB_HOME/lab" verify drill || RED=$((RED + 1))
  check "the trend has it" ends 0 trend drills --estate lab
  check "as passed" says trend "passed"

  echo "A game day"
  rm -rf -- "${LAB:?}"/{truth,incident.json}
  "$LAB_HOME/lab" rescue game-day --unattended >"$LAB/logs/drills-game-day.log" 2>&1 || RED=$((RED + 1))
  sed -n '/independent verdict/,$p' "$LAB/logs/drills-game-day.log"
  check "the independent verdict is green" says game-day "Verdict: green"
  check "both are current" ends 0 current drills --estate lab --due

  echo "A drill that must fail: the replica has lost a print file"
  rm -rf -- "${LAB:?}"/{truth,incident.json}
  "$LAB_HOME/lab" break drill --lost-file >/dev/null
  check "it ends with 1" ends 1 bad exec drill --estate lab
  # Mostly the last one; by chance the order that is picked is the one whose file is lost.
  check "at a check that looks for objects" \
    eval 'says bad "Every stored path has its object" || says bad "The order'"'"'s print file opens"'
  check "drills --due ends with 1" ends 1 due drills --estate lab --due
  check "it counts as failed, because it has not reported" says due "did not report"

  echo "What it leaves is taken down by what it is, not by its name"
  printf '{"step":"%s","answer":"remove"}\n' folder bucket >"$answers"
  check "drill-teardown ends with 0" ends 0 teardown exec drill-teardown --estate lab --answers "$answers"
  check "nothing is left" "$PYTHON" -c 'import sys; sys.path.insert(0, sys.argv[1])
from drill import gone
from verdict import conclude
conclude(gone)' "$LAB_HOME/tools"
  tool drill foreign
  check "a bucket that no drill has marked is refused with 12" ends 12 foreign exec drill-teardown --estate lab --answers "$answers"
  check "a drill does not use it either: 5" ends 5 taken exec drill --estate lab
  check "it is as it was" bucket_there somebody/elses.txt
  check "the trend is a page of its own" ends 0 page report --drills --estate lab --out "$LAB/drills.html"

  if [ $RED != 0 ]; then
    say_red
    say "$RED of the checks above failed; what was said is in $LAB/logs/drills-*.log"
    exit 1
  fi
  say "the drills did what they must, after $(took "$began")"
}
