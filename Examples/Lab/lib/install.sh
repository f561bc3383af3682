# lab install [test]: what is missing on a Debian 12, and nothing else. Quiet when all is there.

missing_packages() {
  [ -x "$PG_BIN/initdb" ] || echo postgresql-15
  command -v pgbackrest >/dev/null || echo pgbackrest
  command -v python3 >/dev/null || echo python3
  if ! find_python >/dev/null; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  fi
  command -v flock >/dev/null || echo util-linux
  command -v curl >/dev/null || echo curl
  php_complete || echo php8.2-cli php8.2-pgsql php8.2-redis php8.2-curl php8.2-xml php-laravel-framework php-guzzlehttp-guzzle
  command -v redis-server >/dev/null || echo redis-server
  if [ "${1:-}" = test ]; then
    command -v strace >/dev/null || echo strace
    [ -x /usr/sbin/sshd ] || echo openssh-server
    command -v busybox >/dev/null || echo busybox
  fi
}

# PHP with all that the application asks for, Laravel's own folder included.
php_complete() {
  command -v php >/dev/null && php -r '
    foreach (["pgsql", "pdo_pgsql", "redis", "curl", "SimpleXML", "mbstring"] as $each) extension_loaded($each) || exit(1);
    exit((int) !(stream_resolve_include_path("Illuminate/autoload.php") && stream_resolve_include_path("GuzzleHttp/autoload.php")));'
}

install_packages() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || die "missing: $*
     This user may install nothing (neither root nor sudo without a password). As root:
       apt-get install --no-install-recommends $*"
    root=(sudo -n)
  fi
  say "installing $*"
  local log
  log=$(mktemp)
  # No server that a package brings is started, above all no sshd that listens to the world; where a policy stands already, it stands.
  if ! { "${root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq update &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c '
      policy=/usr/sbin/policy-rc.d
      if [ ! -e "$policy" ]; then
        trap "rm -f $policy" EXIT
        trap "exit 1" HUP INT TERM
        printf "#!/bin/sh\nexit 101\n" >"$policy" && chmod 755 "$policy"
      fi
      apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq install -y --no-install-recommends "$@"' install "$@"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    die "apt-get failed (the log is above)"
  fi
  rm -f "$log"
}

install_python() {
  find_python >/dev/null && return 0
  say "installing moto, boto3 and awscli into $CACHE/python"
  mkdir -p "$CACHE"
  (
    exec 8>"$CACHE/lock" && flock 8
    find_python >/dev/null && exit 0
    rm -rf "$CACHE/python"
    python3 -m venv "$CACHE/python"
    "$CACHE/python/bin/pip" install --quiet --disable-pip-version-check --no-input \
      'moto[s3]>=5.1,<6' flask flask-cors boto3 awscli </dev/null >&2
  ) || die "the Python packages could not be installed"
  find_python >/dev/null || die "the Python packages were installed, but are not complete"
}

install_missing() {
  local missing
  missing=$(missing_packages "${1:-}" | tr '\n' ' ')
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || install_packages $missing
  install_python
}
