# pgBackRest: one stanza, two repositories over S3, and the cold copy that `lab reset` goes back to.

# backrest HOME WORD...: pgBackRest as the servers' owner, with the configuration of one host.
backrest() {
  local home=$1
  shift
  as_postgres pgbackrest --config="$home/pgbackrest/pgbackrest.conf" --stanza=printflow "$@" </dev/null 9>&-
}

repository() {   # repository NUMBER BUCKET REGION TLS-PORT PASS
  cat <<CONF
repo$1-type=s3
repo$1-path=/repo
repo$1-s3-bucket=$2
repo$1-s3-region=$3
repo$1-s3-endpoint=s3.$3.amazonaws.com
repo$1-s3-uri-style=path
repo$1-s3-key=lab
repo$1-s3-key-secret=lab-secret
repo$1-storage-host=localhost
repo$1-storage-port=$4
repo$1-storage-ca-file=$CLUSTER/pgbackrest/ca.crt
repo$1-retention-full=4
repo$1-cipher-type=aes-256-cbc
repo$1-cipher-pass=$5
repo$1-bundle=y
CONF
}

# backrest_configure HOME PORT: the rest comes by standard input, which is where the pass phrases come from too.
backrest_configure() {
  local home=$1
  own 700 "$home/pgbackrest" "$home/pgbackrest"/{log,lock,spool}
  {
    cat <<CONF
[printflow]
pg1-path=$home/data
pg1-port=$2
pg1-socket-path=$(socket_directory "$home")
pg1-user=postgres

[global]
log-path=$home/pgbackrest/log
lock-path=$home/pgbackrest/lock
spool-path=$home/pgbackrest/spool
log-level-console=warn
log-level-file=detail
start-fast=y
compress-type=lz4
process-max=2
io-timeout=${RUNBOOK_LAB_IO_TIMEOUT:-8}
archive-timeout=60
CONF
    cat
  } | as_postgres sh -c "umask 077; cat >'$home/pgbackrest/pgbackrest.conf'"
}

# backups_configure PORT DR-PORT TLS-A TLS-B
backups_configure() {
  local here there
  here=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  there=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  own 700 "$CLUSTER/pgbackrest" "$DR/pgbackrest"
  as_postgres sh -c "cat >'$CLUSTER/pgbackrest/ca.crt'" <"$LAB/store/ca.crt"
  {
    repository 1 printflow360-pgbackrest us-east-1 "$3" "$here"
    repository 2 printflow360-pgbackrest-dr eu-west-1 "$4" "$there"
  } | backrest_configure "$CLUSTER" "$1"
  # The DR host knows its own region's repository alone: each call waits for every repository that it knows.
  as_postgres sh -c "cat >'$DR/pgbackrest/ca.crt'" <"$LAB/store/ca.crt"
  (CLUSTER=$DR && repository 2 printflow360-pgbackrest-dr eu-west-1 "$4" "$there") | backrest_configure "$DR" "$2"
}

# The stanza, a full backup in each repository and an incremental one, as a week of cron would leave them.
backups_take() {
  backrest "$CLUSTER" stanza-create
  backrest "$CLUSTER" --type=full backup
  backrest "$CLUSTER" --type=full --repo=2 backup
  backrest "$CLUSTER" --type=incr backup
}

# The cluster, stopped, and the repositories as they are now.
cold_copy() {
  cluster_stop
  as_postgres cp -a --reflink=auto "$CLUSTER/data" "$CLUSTER/cold"
  tool prepare --estate estate.new --keep
  cluster_start
}

# Back to the cold copy; the repositories are filled by prepare.py.
cold_restore() {
  server_kill "$DR"
  server_kill "$CLUSTER"
  ! mountpoint -q "$CLUSTER/data" || umount "$CLUSTER/data"
  as_postgres sh -c "cd '$CLUSTER' && rm -rf data && cp -a --reflink=auto cold data && rm -rf '$DR/data' && mkdir -m 700 '$DR/data'
    sed -i 's/^io-timeout=.*/io-timeout=${RUNBOOK_LAB_IO_TIMEOUT:-8}/; s/cipher-pass=wrong-/cipher-pass=/' '$CLUSTER'/pgbackrest/pgbackrest.conf
    rm -f '$CLUSTER'/pgbackrest/lock/* '$DR'/pgbackrest/lock/*"
}
