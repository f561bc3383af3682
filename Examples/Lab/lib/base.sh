# Shared by every command of the lab: where things are, how to say things, who runs the servers.
# Needs: LAB_HOME (this folder's parent). Sets: LAB, PG_BIN, and after load_python: PYTHON, AWS.

say() { printf '%s\n' "$*" >&2; }
die() { say "lab: $*"; exit 1; }

LAB=$(realpath -m -- "${RUNBOOK_LAB:-.lab}")
export RUNBOOK_LAB=$LAB
CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/runbook-lab
REPOSITORY=$(cd "$LAB_HOME/../.." && pwd)

# The lab talks to itself only: no proxy, no stranger's libpq or AWS settings.
unset "${!PG@}" "${!AWS_@}" AWS_CA_BUNDLE 2>/dev/null || true
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost PYTHONDONTWRITEBYTECODE=1
PG_BIN=${RUNBOOK_LAB_POSTGRES:-/usr/lib/postgresql/15/bin}

seconds() { date +%s.%N; }
took() { awk -v a="$1" -v b="$(seconds)" 'BEGIN { printf "%.1f s", b - a }'; }

# field FILE KEY...: one value of a JSON file of the lab
field() {
  "$PYTHON" - "$@" <<'PY'
import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]:
    value = value[key]
print(value)
PY
}

# The Python that has moto and boto3: the one given, the system's, or the lab's own environment in the cache folder.
find_python() {
  local each
  for each in "${RUNBOOK_LAB_PYTHON:-}" python3 "$CACHE/python/bin/python3"; do
    [ -n "$each" ] && command -v "$each" >/dev/null || continue
    "$each" - <<'PY' 2>/dev/null && return 0
import importlib.metadata as metadata, importlib.util as util, os, sys
aws = os.path.join(os.path.dirname(sys.executable), "aws")
complete = all(util.find_spec(name) for name in ("moto", "boto3", "flask", "flask_cors", "py_partiql_parser", "yaml"))
if not complete or metadata.version("moto").split(".")[0] != "5" or not os.access(aws, os.X_OK):
    sys.exit(1)
print(sys.executable)
PY
  done
  return 1
}

load_python() {
  PYTHON=$(find_python) || die "Python with moto, boto3 and the aws command is missing. To get it: $LAB_HOME/lab install"
  AWS=$(dirname "$PYTHON")/aws
}

tool() { local name=$1; shift; "$PYTHON" "$LAB_HOME/tools/$name.py" "$@"; }

# as_postgres COMMAND...: PostgreSQL refuses to run as root; there the servers belong to the user postgres.
as_postgres() {
  local clean=(env -i "HOME=$CLUSTER" "PATH=$PG_BIN:/usr/local/bin:/usr/bin:/bin" LANG=C.UTF-8 TZ=UTC)
  if [ "$(id -u)" = 0 ]; then
    clean=(setpriv --reuid=postgres --regid=postgres --init-groups "${clean[@]}")
  fi
  (cd / && exec "${clean[@]}" "$@")
}

# One command at a time for each lab. The servers must not inherit the lock: they are started with 9>&-.
lock() {
  mkdir -p "$LAB"
  exec 9>"$LAB/lock"
  flock -n 9 || die "another command is at work in $LAB"
}

# until_true COMMAND...: asks up to a minute for the command to succeed
until_true() {
  local tries=6000
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.01
  done
}
