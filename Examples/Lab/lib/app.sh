# The application: Laravel from Debian's packages in $LAB/www, served by PHP itself on 127.0.0.1.

# app_create FOLDER BUCKET S3-ENDPOINT REGION POSTGRES-PORT TENANT-BUCKETS: the code, its own storage, and .env with the secrets
app_create() {
  local folder=$1
  mkdir -p "$folder"
  cp -a "$LAB_HOME/app/." "$folder/"
  mkdir -p "$folder"/bootstrap/cache "$folder"/storage/{app,logs,framework/{views,cache/data,sessions}}
  (umask 077 && cat >"$folder/.env") <<ENV
APP_ENV=production
APP_KEY=base64:$(head -c 32 /dev/urandom | base64)
APP_URL=http://www.print-flow.lab
DB_HOST=127.0.0.1
DB_PORT=$5
DB_DATABASE=live_db
ADMIN_DB_DATABASE=admin_db
DB_USERNAME=postgres
DB_PASSWORD=$(head -1 "$LAB/pgpass" | cut -d: -f5)
FILESYSTEM_DISK=s3
AWS_BUCKET=$2
AWS_TENANT_BUCKETS=$6
AWS_ENDPOINT_URL=$3
AWS_DEFAULT_REGION=$4
AWS_ACCESS_KEY_ID=lab
AWS_SECRET_ACCESS_KEY=lab-secret
ENV
}

# app_start NAME FOLDER ADDRESS PORT: one worker would let a slow request hold up /up
app_start() {
  PHP_CLI_SERVER_WORKERS=3 service_start "$1" php -d variables_order=EGPCS -S "$3:$4" -t "$2/public" "$2/server.php"
}

app_wait() { answers 15 curl --fail --silent --max-time 2 "$1/up" || { cat "$LAB/logs/app.log" >&2; die "the application does not answer"; }; }

artisan() { (cd "$LAB/www" && php artisan "$@"); }

# ---- all of it -----------------------------------------------------------------------------------------------------------
# application_up POSTGRES STORE STORE: starts it and adds its keys to estate.new
application_up() {
  local ports
  read -r -a ports < <("$PYTHON" "$LAB_HOME/tools/ports.py" 5)
  redis_create redis "${ports[1]}"
  redis_create redis-dr "${ports[4]}"
  redis_start
  service_start endpoints "$PYTHON" "$LAB_HOME/outside/endpoints.py" --lab "$LAB/" --port "${ports[2]}"
  outside_secrets "${ports[2]}"
  app_create "$LAB/www" printflow360 "http://127.0.0.1:$2" us-east-1 "$1" printflow360-tenant-
  cat >>"$LAB/www/.env" <<ENV
REDIS_HOST=127.0.0.1
REDIS_PORT=${ports[1]}
REDIS_PASSWORD=$(cat "$LAB/secrets/redis")
CHAT_WEBHOOK=$(sed -n 's/^url = "\(.*\)"$/\1/p' "$LAB/secrets/chat.curl")
ENV
  # A second host of the application, behind the same name: what is typed on one does not hold on the other.
  cp -a "$LAB/www" "$LAB/www-2"
  app_start app "$LAB/www" 127.0.0.1 "${ports[0]}"
  app_start app-2 "$LAB/www-2" 127.0.0.1 "${ports[3]}"
  # The same port at another address, so that the shop's name alone decides which region a customer reaches.
  merge_estate <<JSON
{
  "dr": {
    "app": {"url": "http://127.0.0.2:${ports[0]}", "port": ${ports[0]}},
    "redis": {
      "host": "127.0.0.1", "port": ${ports[4]}, "directory": "$LAB/redis-dr", "configuration": "$LAB/redis-dr/redis.conf",
      "pidFile": "$LAB/run/redis-dr.pid", "passwordFile": "$LAB/secrets/redis", "queue": "bull:print-files"
    }
  },
  "dns": {"zone": "$(tool zone make)", "name": "www.print-flow.lab.", "home": "127.0.0.1", "away": "127.0.0.2"},
  "app": {"url": "http://127.0.0.1:${ports[0]}", "port": ${ports[0]}, "directory": "$LAB/www",
    "second": {"url": "http://127.0.0.1:${ports[3]}", "port": ${ports[3]}, "directory": "$LAB/www-2"}},
  "redis": {
    "host": "127.0.0.1", "port": ${ports[1]}, "directory": "$LAB/redis", "configuration": "$LAB/redis/redis.conf",
    "pidFile": "$LAB/run/redis.pid", "passwordFile": "$LAB/secrets/redis", "queue": "bull:print-files"
  },
  "endpoints": {
    "url": "http://127.0.0.1:${ports[2]}",
    "heartbeat": "http://127.0.0.1:${ports[2]}/ping/$(cat "$LAB/secrets/heartbeat")",
    "statusPage": "http://127.0.0.1:${ports[2]}/v1/pages/printflow360",
    "statusPageConfiguration": "$LAB/secrets/status-page.curl",
    "chatConfiguration": "$LAB/secrets/chat.curl"
  }
}
JSON
  service_start worker "$PYTHON" "$LAB_HOME/worker/worker.py" --lab "$LAB/"
  app_wait "http://127.0.0.1:${ports[0]}"
  app_wait "http://127.0.0.1:${ports[3]}"
}

# What curl reads with --config: addresses and keys that no command line may show.
outside_secrets() {   # outside_secrets PORT
  local key
  key=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  (
    umask 077
    printf 'url = "http://127.0.0.1:%s/services/T0/B0/%s"\n' "$1" "$key" >"$LAB/secrets/chat.curl"
    printf 'header = "Authorization: OAuth %s"\n' "$key" >"$LAB/secrets/status-page.curl"
    cat /proc/sys/kernel/random/uuid >"$LAB/secrets/heartbeat"
  )
}

# lab deploy: the application and its worker in the DR region, as its infrastructure code would set them up: the replica's buckets,
# that region's database and queue.
application_deploy() {
  local estate=$LAB/estate.json
  service_stop worker-dr
  service_stop app-dr
  rm -rf -- "${LAB:?}/www-dr"
  app_create "$LAB/www-dr" "$(field "$estate" s3 replica bucket)" "$(field "$estate" s3 replica endpoint)" \
    "$(field "$estate" s3 replica region)" "$(field "$estate" dr port)" printflow360-replica-tenant-
  grep -E '^(REDIS|CHAT)_' "$LAB/www/.env" | sed "s/^REDIS_PORT=.*/REDIS_PORT=$(field "$estate" dr redis port)/" >>"$LAB/www-dr/.env"
  app_start app-dr "$LAB/www-dr" "$(field "$estate" dns away)" "$(field "$estate" dr app port)"
  service_start worker-dr "$PYTHON" "$LAB_HOME/worker/worker.py" --away --lab "$LAB/"
  app_wait "$(field "$estate" dr app url)"
}

application_down() {
  service_stop worker-dr
  service_stop app-dr
  service_stop redis-dr
  service_stop worker
  service_stop app
  service_stop app-2
  service_stop endpoints
  service_stop redis
}

# Out of maintenance, an empty queue, nothing told to anybody: as after "up".
application_reset() {
  rm -f "$LAB"/www{,-2}/storage/framework/{down,maintenance.php} "$LAB"/www{,-2}/storage/logs/laravel.log
  service_stop worker-dr
  service_stop app-dr
  service_stop redis-dr
  rm -rf -- "${LAB:?}/www-dr"
  service_alive app || app_start app "$LAB/www" 127.0.0.1 "$(field "$LAB/estate.json" app port)"
  service_alive app-2 || app_start app-2 "$LAB/www-2" 127.0.0.1 "$(field "$LAB/estate.json" app second port)"
  service_stop worker
  service_stop redis
  rm -rf -- "${LAB:?}"/redis{,-dr}/{appendonlydir,dump.rdb}*
  redis_start
  tool zone back
  curl --fail --silent --show-error --max-time 5 --output /dev/null --request POST "$(field "$LAB/estate.json" endpoints url)/_reset"
  service_start worker "$PYTHON" "$LAB_HOME/worker/worker.py" --lab "$LAB/"
}

# merge_estate: adds the members of the JSON object on standard input to estate.new, deep down too
merge_estate() {
  "$PYTHON" -c 'import json, sys
def merged(old, new):
    both = isinstance(old, dict) and isinstance(new, dict)
    return old | {key: merged(old.get(key), value) for key, value in new.items()} if both else new
path = sys.argv[1]
estate = merged(json.load(open(path)), json.load(sys.stdin))
open(path, "w").write(json.dumps(estate, indent=2) + "\n")' "$LAB/estate.new"
}
