# Redis for the queue alone: every job in the append-only file, nothing ever evicted (seed §5.4).

# redis_create NAME PORT: `redis` in region A, `redis-dr` in the DR region; both have one password, as from one secrets manager
redis_create() {
  mkdir -p "$LAB/$1" "$LAB/secrets" "$LAB/run" "$LAB/logs"
  chmod 700 "$LAB/$1" "$LAB/secrets"
  [ -s "$LAB/secrets/redis" ] || (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' ' >"$LAB/secrets/redis")
  (umask 077 && cat >"$LAB/$1/redis.conf") <<CONF
bind 127.0.0.1
port $2
requirepass $(cat "$LAB/secrets/redis")
dir "$LAB/$1"
daemonize yes
pidfile "$LAB/run/$1.pid"
logfile "$LAB/logs/$1.log"
proc-title-template "{title} {config-file}"
appendonly yes
appendfsync everysec
aof-load-truncated yes
save ""
maxmemory 64mb
maxmemory-policy noeviction
CONF
}

# Region A's; the DR region's is started by who moves there.
redis_start() { redis-server "$LAB/redis/redis.conf" </dev/null >>"$LAB/logs/redis.log" 2>&1 9>&-; }

redis_command() { REDISCLI_AUTH=$(cat "$LAB/secrets/redis") redis-cli -h 127.0.0.1 -p "$(field "$LAB/estate.json" redis port)" "$@"; }
