# The lab's servers: the cluster of region A, the host of the DR region (empty until somebody restores on it), the object store.
# All are stopped by what they themselves wrote down.

# Where the clusters live: in the lab's folder, or beside /var/tmp when the user postgres cannot get into that folder
# (a checkout below a closed home directory); links show the way then.
find_cluster() {
  CLUSTER=$LAB/postgres DR=$LAB/postgres-dr
  [ "$(id -u)" = 0 ] || return 0
  id postgres >/dev/null 2>&1 || die "there is no user postgres. To make one: $LAB_HOME/lab install"
  mkdir -p "$LAB"
  if ! setpriv --reuid=postgres --regid=postgres --init-groups test -x "$LAB" 2>/dev/null; then
    CLUSTER=/var/tmp/runbook-lab-$(printf %s "$LAB" | cksum | cut -d' ' -f1)
    DR=$CLUSTER-dr
  fi
}

# socket_directory HOME: a path below 107 bytes, which is all that a socket may have.
socket_directory() {
  local here=$1/run
  [ ${#here} -le 80 ] || here=/tmp/runbook-lab-$(printf %s "$1" | cksum | cut -d' ' -f1)
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

# cluster_configure HOME PORT: the configuration stands outside the data directory, so that no restore overwrites it.
cluster_configure() {
  local home=$1 sockets
  sockets=$(socket_directory "$home")
  own 700 "$home" "$home/etc" "$home/data" "$sockets"
  as_postgres sh -c "umask 077; cat >'$home/etc/postgresql.conf'" <<CONF
data_directory = '$home/data'
hba_file = '$home/etc/pg_hba.conf'
ident_file = '$home/etc/pg_ident.conf'
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$sockets'
password_encryption = scram-sha-256
max_connections = 60
shared_buffers = 64MB
max_wal_size = 512MB
wal_level = replica
archive_mode = on
archive_command = 'pgbackrest --config=$home/pgbackrest/pgbackrest.conf --stanza=printflow archive-push %p'
archive_timeout = 300
log_line_prefix = '%m [%p] %d '
log_timezone = UTC
timezone = UTC
# For speed, and in a lab only: the machine may lose the data when it loses its power.
fsync = off
full_page_writes = off
CONF
  # pgBackRest comes by the socket as the servers' owner; everybody else, and over TCP, shows the password.
  as_postgres sh -c "umask 077; cat >'$home/etc/pg_hba.conf'; echo 'owner $(owner) postgres' >'$home/etc/pg_ident.conf'" <<CONF
local all postgres peer map=owner
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
CONF
}

owner() { if [ "$(id -u)" = 0 ]; then echo postgres; else id -un; fi; }

# cluster_create PORT PASSWORD: region A's cluster.
cluster_create() {
  own 700 "$CLUSTER"
  printf '%s\n' "$2" | as_postgres sh -c "umask 077; cat >'$CLUSTER/password'"
  as_postgres "$PG_BIN/initdb" -D "$CLUSTER/data" -U postgres -A scram-sha-256 --pwfile="$CLUSTER/password" \
    -E UTF8 --locale=C.UTF-8 --data-checksums --no-sync </dev/null
  cluster_configure "$CLUSTER" "$1"
  # Of initdb's own configuration one line stays: the kind of shared memory that it found to work on this machine.
  as_postgres sh -c "grep '^dynamic_shared_memory_type' '$CLUSTER/data/postgresql.conf' >>'$CLUSTER/etc/postgresql.conf'
    rm '$CLUSTER/password' '$CLUSTER'/data/*.conf; umask 077; : >'$CLUSTER/data/postgresql.auto.conf'"
  [ "$CLUSTER" = "$LAB/postgres" ] || ln -sfn "$CLUSTER" "$LAB/postgres"
}

# stand_in_create PORT: the DR region's host, with a configuration and without data.
stand_in_create() {
  cluster_configure "$DR" "$1"
  as_postgres sh -c "grep '^dynamic_shared_memory_type' '$CLUSTER/etc/postgresql.conf' >>'$DR/etc/postgresql.conf'"
  [ "$DR" = "$LAB/postgres-dr" ] || ln -sfn "$DR" "$LAB/postgres-dr"
}

cluster_start() {   # cluster_start [OPTION...]
  cluster_control -w -t 60 -s "$@" start || { tail -20 "$CLUSTER/postgres.log" >&2; die "PostgreSQL did not start"; }
}

cluster_stop() {
  [ -s "$CLUSTER/data/postmaster.pid" ] || return 0
  cluster_control -w -t 60 -m "${1:-fast}" -s stop 2>/dev/null || ! cluster_alive
}

# server_id HOME: the process of a home's server, also when its data directory is gone or its lock file is stale.
server_id() {
  local each parent found=" "
  # grep finds itself as well; the server's children have titles of their own, but for the moment after their birth.
  for each in $(grep -lzxF "config_file=$1/etc/postgresql.conf" /proc/[0-9]*/cmdline 2>/dev/null); do
    each=${each%/cmdline}
    [ "$(readlink "$each/exe")" = "$PG_BIN/postgres" ] || continue
    found+="${each#/proc/} "
  done
  for each in $found; do
    parent=$(awk '$1 == "PPid:" { print $2 }' "/proc/$each/status" 2>/dev/null) || continue
    [[ $found == *" $parent "* ]] || { echo "$each" && return 0; }
  done
  return 1
}

# server_kill HOME: at once, whatever state it is in.
server_kill() {
  local id tries
  id=$(server_id "$1") || return 0
  kill -QUIT "$id" 2>/dev/null || return 0
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$id" 2>/dev/null || return 0
    sleep 0.05
  done
  kill -KILL "$id" 2>/dev/null || true
}

# ---- the object store ----------------------------------------------------------------------------------------------------
# Its process id counts only while that process is this lab's store: ids are reused.
store_id() {
  local id
  id=$(cat "$LAB/store.pid" 2>/dev/null) || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$id/cmdline" | grep -qxF "$LAB" || return 1
  echo "$id"
}

store_alive() { store_id >/dev/null; }

store_start() {   # store_start PORT TLS-PORT PORT TLS-PORT
  (umask 077 && mkdir -p "$LAB/store")
  tool certificate "$LAB/store"
  setsid "$PYTHON" "$LAB_HOME/store/server.py" --lab "$LAB" --region "us-east-1=$1,$2" --region "eu-west-1=$3,$4" \
    --certificate "$LAB/store/store.pem" </dev/null >"$LAB/store.log" 2>&1 9>&- &
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
