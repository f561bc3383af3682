# The lab's two servers: one PostgreSQL cluster and the object store. Both are stopped by what they themselves wrote down.

# Where the cluster lives: in the lab's folder, or beside /var/tmp when the user postgres cannot get into that folder
# (a checkout below a closed home directory); a link shows the way then.
find_cluster() {
  CLUSTER=$LAB/postgres
  [ "$(id -u)" = 0 ] || return 0
  id postgres >/dev/null 2>&1 || die "there is no user postgres. To make one: $LAB_HOME/lab install"
  mkdir -p "$LAB"
  if ! setpriv --reuid=postgres --regid=postgres --init-groups test -x "$LAB" 2>/dev/null; then
    CLUSTER=/var/tmp/runbook-lab-$(printf %s "$LAB" | cksum | cut -d' ' -f1)
  fi
}

# A path below 107 bytes, which is all that a socket may have.
socket_directory() {
  local here=$CLUSTER/run
  [ ${#here} -le 80 ] || here=/tmp/runbook-lab-$(printf %s "$LAB" | cksum | cut -d' ' -f1)
  echo "$here"
}

cluster_control() {
  as_postgres "$PG_BIN/pg_ctl" -D "$CLUSTER/data" -o "-c config_file=$CLUSTER/etc/postgresql.conf" -l "$CLUSTER/postgres.log" "$@" \
    </dev/null 9>&-
}

cluster_alive() { [ -s "$CLUSTER/data/postmaster.pid" ] && cluster_control status >/dev/null 2>&1; }

own() {   # own MODE DIRECTORY...
  local mode=$1 owner=()
  shift
  [ "$(id -u)" != 0 ] || owner=(-o postgres -g postgres)
  install -d -m "$mode" "${owner[@]}" "$@"
}

# cluster_create PORT PASSWORD: the configuration stands outside the data directory, so that no restore overwrites it.
cluster_create() {
  local sockets
  sockets=$(socket_directory)
  own 700 "$CLUSTER" "$CLUSTER/etc" "$sockets"
  [ "$CLUSTER" = "$LAB/postgres" ] || ln -sfn "$CLUSTER" "$LAB/postgres"
  printf '%s\n' "$2" | as_postgres sh -c "umask 077; cat >'$CLUSTER/password'"
  as_postgres "$PG_BIN/initdb" -D "$CLUSTER/data" -U postgres -A scram-sha-256 --pwfile="$CLUSTER/password" \
    -E UTF8 --locale=C.UTF-8 --data-checksums --no-sync </dev/null
  # Of initdb's own configuration one line stays: the kind of shared memory that it found to work on this machine.
  as_postgres sh -c "umask 077; grep '^dynamic_shared_memory_type' '$CLUSTER/data/postgresql.conf' >'$CLUSTER/etc/postgresql.conf'
    rm '$CLUSTER/password' '$CLUSTER'/data/*.conf; cat >>'$CLUSTER/etc/postgresql.conf'" <<CONF
data_directory = '$CLUSTER/data'
hba_file = '$CLUSTER/etc/pg_hba.conf'
ident_file = '$CLUSTER/etc/pg_ident.conf'
listen_addresses = '127.0.0.1'
port = $1
unix_socket_directories = '$sockets'
password_encryption = scram-sha-256
max_connections = 60
shared_buffers = 64MB
max_wal_size = 512MB
wal_level = replica
log_line_prefix = '%m [%p] %d '
log_timezone = UTC
timezone = UTC
# For speed, and in a lab only: the machine may lose the data when it loses its power.
fsync = off
full_page_writes = off
CONF
  as_postgres sh -c "umask 077; cat >'$CLUSTER/etc/pg_hba.conf'; : >'$CLUSTER/etc/pg_ident.conf'; : >'$CLUSTER/data/postgresql.auto.conf'" <<CONF
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
CONF
}

cluster_start() {
  cluster_control -w -t 60 -s start || { tail -20 "$CLUSTER/postgres.log" >&2; die "PostgreSQL did not start"; }
}

cluster_stop() {
  [ -s "$CLUSTER/data/postmaster.pid" ] || return 0
  cluster_control -w -t 60 -m fast -s stop 2>/dev/null || ! cluster_alive
}

# ---- the object store ----------------------------------------------------------------------------------------------------
# Its process id counts only while that process is this lab's store: ids are reused.
store_id() {
  local id
  id=$(cat "$LAB/store.pid" 2>/dev/null) || return 1
  tr '\0' '\n' <"/proc/$id/cmdline" 2>/dev/null | grep -qxF "$LAB" || return 1
  echo "$id"
}

store_alive() { store_id >/dev/null; }

store_start() {   # store_start PORT PORT
  setsid "$PYTHON" "$LAB_HOME/store/server.py" --lab "$LAB" --region "us-east-1=$1" --region "eu-west-1=$2" \
    </dev/null >"$LAB/store.log" 2>&1 9>&- &
  echo $! >"$LAB/store.pid"
}

store_wait() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    ! grep -qx ready "$LAB/store.log" || return 0
    kill -0 "$(cat "$LAB/store.pid")" 2>/dev/null || break
    sleep 0.05
  done
  cat "$LAB/store.log" >&2
  die "the object store did not start"
}

store_stop() {
  local id tries
  id=$(store_id) || { rm -f "$LAB/store.pid"; return 0; }
  kill "$id"
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$id" 2>/dev/null || break
    sleep 0.05
  done
  rm -f "$LAB/store.pid"
}
