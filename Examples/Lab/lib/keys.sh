# lab keys: sign-off by SSH keys instead of typed names. Ben works under your login; Ada and Cleo may sign as Incident Commander.

keys() {   # keys [--quorum N | --off]
  local quorum=1
  case ${1:-} in
    --off)
      rm -rf -- "${LAB:?}"/{trust,keys,sign-off}
      put_sign_off none
      say "the lab's gates are signed off by typing again"
      return 0
      ;;
    --quorum) quorum=${2:?how many people must sign: 1 or 2} ;;
    "") ;;
    *) die "usage: lab keys [--quorum N | --off]" ;;
  esac
  mkdir -p "$LAB/keys" "$LAB/trust" "$LAB/sign-off"
  chmod 700 "$LAB/keys"
  chmod 755 "$LAB/trust"
  local name
  : >"$LAB/trust/allowed_signers"
  for name in ada ben cleo; do
    [ -f "$LAB/keys/$name" ] || ssh-keygen -q -t ed25519 -N '' -C "$name@lab" -f "$LAB/keys/$name"
    printf '%s@lab namespaces="approval@runbook" %s\n' "$name" "$(cut -d' ' -f1,2 "$LAB/keys/$name.pub")" >>"$LAB/trust/allowed_signers"
  done
  : >"$LAB/trust/revoked_keys"
  cat >"$LAB/trust/roster.json" <<JSON
{"people": [
  {"person": "ada", "name": "Ada", "roles": ["incident-commander"], "principals": ["ada@lab"]},
  {"person": "ben", "name": "Ben", "roles": ["restore-operator", "incident-commander"], "principals": ["ben@lab"], "logins": ["$(id -un)"]},
  {"person": "cleo", "name": "Cleo", "roles": ["incident-commander", "comms-lead", "scribe"], "principals": ["cleo@lab"]}
]}
JSON
  chmod 644 "$LAB"/trust/*
  put_sign_off "$quorum"
  say "the lab's gates are signed with keys: $quorum of ada, cleo; you run as ben. To sign: runbook approve --request $LAB/sign-off --key $LAB/keys/ada"
}

# put_sign_off QUORUM|none: writes it into the lab's description, or takes it out
put_sign_off() {
  "$PYTHON" - "$LAB" "$1" <<'PY'
import json, os, sys
lab, quorum = sys.argv[1:]
path = lab + "/estate.json"
estate = json.load(open(path))
estate.pop("signOff", None)
if quorum != "none":
    estate["signOff"] = {"trust": lab + "/trust", "exchange": lab + "/sign-off", "quorum": int(quorum)}
with open(path + ".new", "w") as file:
    json.dump(estate, file, indent=2)
os.replace(path + ".new", path)
PY
}
