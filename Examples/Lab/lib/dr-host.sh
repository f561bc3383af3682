# The DR host's sshd on loopback, with keys of its own; without openssh-server the DR host is this one.

dr_host_up() {
  local folder=$LAB/dr-host port
  [ -x /usr/sbin/sshd ] && command -v ssh >/dev/null && [[ $LAB =~ ^[A-Za-z0-9._/+-]+$ ]] || return 0
  read -r port < <("$PYTHON" "$LAB_HOME/tools/ports.py" 1)
  mkdir -p "$folder/state"
  chmod 700 "$folder"
  ssh-keygen -q -t ed25519 -N '' -C lab-host -f "$folder/host"
  ssh-keygen -q -t ed25519 -N '' -C lab-operator -f "$folder/operator"
  printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$folder/host.pub")" >"$folder/known_hosts"
  cat >"$folder/sshd_config" <<CONF
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host
PidFile none
AuthorizedKeysFile $folder/operator.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 100
CONF
  [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
  service_start dr-host /usr/sbin/sshd -D -e -f "$folder/sshd_config"
  echo "$port" >"$folder/port"
}

dr_host_down() { service_stop dr-host; }

# The way to it, as a member of estate.json.
dr_host_reach() {
  local folder=$LAB/dr-host
  [ -f "$folder/port" ] || return 0
  printf '"ssh": {"destination": "%s@127.0.0.1:%s", "knownHosts": "%s", "identity": "%s", "folder": "%s"},' \
    "$(id -un)" "$(cat "$folder/port")" "$folder/known_hosts" "$folder/operator" "$folder/state"
}
