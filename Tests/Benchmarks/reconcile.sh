#!/bin/bash
# reconcile.sh [KEYS] [RUNS]: the merge of RunbookReconcile beside a C program that does the least possible, in turn, over the same files.
# Prints medians, the ratio (to be at most 1.5) and the peak memory (to be under 64 MB). Needs cc and GNU time; 10 million keys take 1.6 GB.
set -euo pipefail
keys=${1:-10000000} runs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/reconcile-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$here/../.."
swift build -c release -Xswiftc -static-stdlib --product runbook-bench >/dev/null
bench=$(swift build -c release --show-bin-path)/runbook-bench
cc -O3 -o "$folder/floor" "$here/reconcile-floor.c"
echo "making $keys keys a side"
truth=$("$bench" reconcile-keys "$keys" "$folder")
cat "$folder"/*.keys >/dev/null   # both start from a warm page cache

measure() { # NAME COMMAND...: appends "wall cpu kilobytes" to NAME's list and compares the answer with the truth
  local name=$1; shift
  /usr/bin/time -q -f '%e %U %S %M' -o "$folder/time" "$@" >"$folder/answer"
  awk '{ print $1, $2 + $3, $4 }' "$folder/time" >>"$folder/$name.times"
  cat "$folder/missing" "$folder/orphans" | cksum >>"$folder/sums"
}
for _ in $(seq "$runs"); do
  measure floor "$folder/floor" "$folder/database.keys" "$folder/objects.keys" "$folder/missing" "$folder/orphans"
  [ "$(cat "$folder/answer")" = "$truth" ] || { echo "the floor is wrong"; exit 1; }
  measure swift "$bench" reconcile-files --database "$folder/database.keys" --objects "$folder/objects.keys" \
    --database-form keys --objects-form keys --missing "$folder/missing" --orphans "$folder/orphans" --work "$folder"
done
[ "$(sort -u "$folder/sums" | wc -l)" = 1 ] || { echo "the lists differ"; exit 1; }

median() { cut -d' ' -f"$2" "$folder/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
printf '%-8s %8s %8s %10s\n' '' 'wall s' 'cpu s' 'peak KB'
for name in floor swift; do printf '%-8s %8s %8s %10s\n' $name "$(median $name 1)" "$(median $name 2)" "$(median $name 3)"; done
awk -v s="$(median swift 1)" -v f="$(median floor 1)" -v t="$(median swift 2)" -v g="$(median floor 2)" -v n="$keys" \
  'BEGIN { printf "ratio: wall %.2f, cpu %.2f; %.0f ns a key pair; lists agree\n", s / f, t / g, s / n * 1e9 }'
