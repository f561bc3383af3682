# What the lab's own tests share: a check that is said and counted, waiting for something, the object store's own doors.

RED=0
RED_CHECKS=()

# check WHAT COMMAND...: says whether the command succeeds
check() {
  local what=$1
  shift
  if "$@"; then
    printf '%sok   %s\n' "${CHECK_INDENT:-  }" "$what"
  else
    RED=$((RED + 1))
    RED_CHECKS+=("${CHECK_OF:+$CHECK_OF: }$what")
    printf '%sRED  %s\n' "${CHECK_INDENT:-  }" "$what"
  fi
}

# say_red [LOG...]: what was red, once more, and what a log has of errors: who reads only the end has to see it.
say_red() {
  local each
  for each in "${RED_CHECKS[@]}"; do say "RED: $each"; done
  for each; do { grep -hE 'RED  |ERROR|FATAL|error|failed' "$each" || tail -n 8 "$each"; } | tail -n 8 | cut -c1-300 | sed 's/^/     /' >&2; done
}

# store_door NAME [QUERY]: one of the object store's own doors, and what it answers
store_door() { curl --fail --silent --show-error --max-time 10 "$(field "$LAB/estate.json" s3 endpoint)/_lab/$1${2:+?$2}"; }
