# Redis for the queue alone: every job in the append-only file, nothing ever evicted (seed §5.4).

# redis_create PORT
redis_create() {
  local password
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  mkdir -p "$LAB/redis" "$LAB/secrets" "$LAB/run" "$LAB/logs"
  chmod 700 "$LAB/redis" "$LAB/secrets"
  (umask 077 && printf '%s\n' "$password" >"$LAB/secrets/redis" && cat >"$LAB/redis/redis.conf") <<CONF
bind 127.0.0.1
port $1
requirepass $password
dir "$LAB/redis"
daemonize yes
pidfile "$LAB/run/redis.pid"
logfile "$LAB/logs/redis.log"
proc-title-template "{title} {config-file}"
appendonly yes
appendfsync everysec
aof-load-truncated yes
save ""
maxmemory 64mb
maxmemory-policy noeviction
CONF
}

redis_start() { redis-server "$LAB/redis/redis.conf" </dev/null >>"$LAB/logs/redis.log" 2>&1 9>&-; }

redis_command() { REDISCLI_AUTH=$(cat "$LAB/secrets/redis") redis-cli -h 127.0.0.1 -p "$(field "$LAB/estate.json" redis port)" "$@"; }
