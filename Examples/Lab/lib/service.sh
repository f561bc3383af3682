# The lab's small services: each is started in a session of its own and stopped by the id that was written down for it.

# service_id NAME: its process, while that is still this lab's (ids are reused)
service_id() {
  local id
  id=$(cat "$LAB/run/$1.pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$id/cmdline" | grep -qF -- "$LAB/" || return 1
  echo "$id"
}

service_alive() { service_id "$1" >/dev/null; }

# service_start NAME COMMAND...: the command's line must name a file of the lab's folder
service_start() {
  local name=$1
  shift
  mkdir -p "$LAB/run" "$LAB/logs"
  setsid "$@" </dev/null >>"$LAB/logs/$name.log" 2>&1 9>&- &
  echo $! >"$LAB/run/$name.pid"
}

# service_stop NAME [SIGNAL]: the whole group, and waits until it is gone
service_stop() {
  local id tries
  id=$(service_id "$1") || { rm -f "$LAB/run/$1.pid"; return 0; }
  kill -"${2:-TERM}" -- "-$id" 2>/dev/null || kill -"${2:-TERM}" "$id" 2>/dev/null || true
  for ((tries = 0; tries < 200; tries++)); do
    service_alive "$1" || break
    sleep 0.05
  done
  ! service_alive "$1" || kill -KILL -- "-$id" 2>/dev/null || true
  rm -f "$LAB/run/$1.pid"
}

# answers SECONDS COMMAND...: asks until the command succeeds
answers() {
  local tries=$(($1 * 20))
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.05
  done
}
