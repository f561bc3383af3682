# Where drills happen: a folder that the servers' owner may write to, a port, an application with its own checkout, a log in git.

# find_drill_ground: beside the clusters, wherever those are.
find_drill_ground() { DRILL=$CLUSTER-drill; }

# drill_ground_up STORE: adds its keys to estate.new
drill_ground_up() {
  local ports
  find_drill_ground
  read -r -a ports < <("$PYTHON" "$LAB_HOME/tools/ports.py" 2)
  own 700 "$DRILL"
  printf '127.0.0.1:%s:*:postgres:%s\n' "${ports[0]}" "$(head -1 "$LAB/pgpass" | cut -d: -f5)" >>"$LAB/pgpass"
  app_create "$LAB/www-drill" printflow360-drill "http://127.0.0.1:$1" us-east-1 "${ports[0]}" printflow360-replica-tenant-
  sed -i 's/^APP_ENV=.*/APP_ENV=drill/' "$LAB/www-drill/.env"
  drill_log_create
  merge_estate <<JSON
{
  "drill": {
    "folder": "$DRILL/scratch", "port": ${ports[0]}, "bucket": "printflow360-drill", "website": "http://127.0.0.1:${ports[1]}",
    "application": ["$LAB_HOME/drill-app", "$LAB", "${ports[1]}"], "log": "$LAB/drills",
    "heartbeats": "$(field "$LAB/estate.new" endpoints url)/ping"
  }
}
JSON
}

drill_log_create() {
  rm -rf -- "${LAB:?}/drills"
  git init --quiet "$LAB/drills"
}

# Whatever a drill has left, whoever has to remove it.
drill_ground_clear() {
  local id
  find_drill_ground
  service_stop drill-app
  id=$(as_postgres head -1 "$DRILL/scratch/data/postmaster.pid" 2>/dev/null) || id=
  [ -z "$id" ] || as_postgres kill -QUIT "$id" 2>/dev/null || true
  rm -rf -- "$DRILL"
}

drill_ground_reset() {
  drill_ground_clear
  own 700 "$DRILL"
  rm -f "$LAB"/www-drill/storage/framework/{down,maintenance.php}
  drill_log_create
  "$PYTHON" "$LAB_HOME/tools/drill.py" forget
}
