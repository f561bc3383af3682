#!/bin/bash
# output-10-gib.sh [GIB [TAPE]]: a run whose two steps print GIB GiB each (10) of lines, one read by the executor and one under a
# supervisor; prints the peak memory of both processes, the time, and what was kept. TAPE is read instead of lines: /dev/zero is one endless
# line, /dev/urandom random bytes; every byte of them is spelled out, so that takes ten times as long.
# Builds a release in .build-bench (BENCH_BUILD: another folder). Nothing outside a temporary folder is written; it takes some 100 MB of it.
set -euo pipefail
gib=${1:-10} tape=${2:-}
cd "$(dirname "$0")/../.."
scratch=${BENCH_BUILD:-.build-bench}
work=$(mktemp -d "${BENCH_FOLDER:-${TMPDIR:-/tmp}}/runbook-output.XXXXXX")
printer=
trap 'kill $printer 2>/dev/null || true; rm -rf "$work"' EXIT
swift build -c release --scratch-path "$scratch" --product corner-shop >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
shop=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/corner-shop

what=$tape
if [ -z "$tape" ]; then
  tape=$work/tape what="lines"
  mkfifo "$tape"
  # Each step opens it anew, and takes as much as it wants.
  while :; do yes "2026-11-22 19:20:03 block 4711 of 9999 came back from the repository, its checksum is what it should be" >"$tape" 2>/dev/null || true; done &
  printer=$!
fi

began=$(date +%s.%N)
"$shop" exec read-the-tape --tape "$tape" --bytes $((gib << 30)) --state "$work/state" --plain </dev/null 2>/dev/null &
executor=$!

# The kernel keeps the highest that a process ever was; the last look before it ends is what counts.
peak() { awk '/^VmHWM/ { print $2 }' "/proc/$1/status" 2>/dev/null || true; }
high=0 supervisor=0
while kill -0 $executor 2>/dev/null; do
  now=$(peak $executor); [ "${now:-0}" -le $high ] || high=$now
  for child in $(cat "/proc/$executor/task/$executor/children" 2>/dev/null); do
    tr '\0' ' ' <"/proc/$child/cmdline" 2>/dev/null | grep -q "^[^ ]* __supervise" || continue
    now=$(peak "$child"); [ "${now:-0}" -le $supervisor ] || supervisor=$now
  done
  sleep 0.1
done
code=0; wait $executor || code=$?
took=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.0f", b - a }')
[ $code = 0 ] || { echo "ended with $code"; exit 1; }
run=$(echo "$work"/state/runs/*)
printf '%s GiB of %s twice, in %s s\n' "$gib" "$what" "$took"
printf '  peak memory: executor %.1f MB, supervisor %.1f MB\n' "$(awk -v k=$high 'BEGIN { print k / 1024 }')" "$(awk -v k=$supervisor 'BEGIN { print k / 1024 }')"
find "$run" -type f -size +0 -printf '  kept: %12s bytes  %P\n' | sort -k4
grep -h -E "^output-(bytes|dropped)" "$run"/output/*/exit | sed 's/^/  exit record: /'
"$shop" verify --state "$work/state" | sed 's/^/  verify: /'
