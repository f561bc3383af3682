#!/usr/bin/env python3
"""What a lab does to its drills from outside, and how it judges them: by SQL, S3, HTTP, git and /proc alone.

    drill.py forget              removes the drill's bucket, whoever made it
    drill.py foreign             makes a bucket of the drill's name that no drill has marked
"""

import json
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

from lab import REPOSITORIES, Database, Store, place, read_json
from servers import Backups, Server
from truth import Truth

HEARTBEAT = "5f3f8f4c-0000-4000-8000-00000000000"
CHECKS = {"drill": 15, "game-day": 16}   # a game day also asks whether the backups' lock can be lifted


def ground():
    return read_json("estate.json")["drill"]


def buckets(store):
    return [each["Name"] for each in store.client.list_buckets()["Buckets"]]


def harm():
    """Takes one print file that a customer paid for out of the replica; answers its address."""
    database = Database()
    address = database.addresses(database.sql(
        "SELECT design_print_ready_file->>'image' FROM orders WHERE paid_at IS NOT NULL ORDER BY id LIMIT 1"))[0]
    bucket, key = place(address, away=True)
    Store().delete([[key]], bucket)
    return address


# ---- production ----------------------------------------------------------------------------------------------------------
def production():
    """What no drill may change: the server and its history, the repositories' timelines, maintenance mode, the replica."""
    server, store = Server(), Store()
    facts = server.database.sql(
        "SELECT system_identifier, timeline_id, pg_postmaster_start_time(), pg_is_in_recovery() FROM pg_control_system(), pg_control_checkpoint()",
        "postgres")[0]
    history = sorted(
        entry[0] for bucket in REPOSITORIES for entry in store.versions(bucket, "repo/archive/") if ".history" in entry[0])
    app = pathlib.Path(read_json("estate.json")["app"]["directory"])
    replica = sorted([key, etag] for key, _, etag, _, latest, _ in store.files(away=True) if latest and etag)
    return {
        "server": facts, "history": history, "sets": sorted({backup["label"] for backup in Backups().list()}),
        "down": (app / "storage/framework/down").exists(), "replica": replica}


def untouched(verdict, before, notes):
    now, facts = Truth.now(), production()

    def flat(truth):
        return {(*where, key): digest for where, keys in truth.rows.items() for key, digest in keys.items()}
    verdict.same("every row of live_db", flat(before), flat(now))
    verdict.same("admin_db", dict.fromkeys(before.admin), dict.fromkeys(now.admin))
    verdict.same("databases", dict.fromkeys(before.databases), dict.fromkeys(now.databases))
    verdict.same("columns, constraints, indexes, triggers", dict.fromkeys(before.shape), dict.fromkeys(now.shape))
    verdict.same("files of the bucket (etag, size)", before.current(), now.current())
    verdict.same("files of the replica", dict(notes["replica"]), dict(facts["replica"]))
    verdict.say(facts["server"] == notes["server"], "the server: same data, timeline and process", facts["server"].replace("\t", " "))
    verdict.say(facts["history"] == notes["history"], "no new timeline in the repositories", f"{len(facts['history'])} histories")
    verdict.same("backup sets", dict.fromkeys(notes["sets"]), dict.fromkeys(facts["sets"]))
    verdict.say(facts["down"] == notes["down"], "maintenance mode as it was", "on" if facts["down"] else "off")


# ---- the drill -----------------------------------------------------------------------------------------------------------
def listens(port):
    """Whether anything listens on a port of this machine."""
    wanted = f"{int(port):04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[1].rsplit(":", 1)[1] == wanted:
                return True
    return False


def gone(verdict):
    place = ground()
    folder = pathlib.Path(place["folder"])
    verdict.say(not folder.exists() and not folder.is_symlink(), "the scratch folder is gone", folder)
    verdict.say(not listens(place["port"]), "nothing listens on the scratch port", place["port"])
    web = place["website"].rsplit(":", 1)[1]
    verdict.say(not listens(web), "nothing listens on the scratch application's port", web)
    verdict.say(place["bucket"] not in buckets(Store()), "the scratch bucket is gone", place["bucket"])
    words = str(folder).encode()
    mine = [each.name for each in pathlib.Path("/proc").glob("[0-9]*") if words in (read(each / "cmdline"))]
    verdict.say(not mine, "no process works on it", ", ".join(mine) or "none")


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def git(*words):
    done = subprocess.run(["git", "-C", ground()["log"], *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else f"git answered {done.returncode}: {done.stderr.strip()}"


def reported(verdict, notes):
    """The newest entry of the log against what is known here; the heartbeat against what the monitor was told."""
    verdict.say(git("status", "--porcelain") == "", "the log is committed", git("log", "-1", "--format=%h %s"))
    files = [name for name in git("show", "--name-only", "--format=", "HEAD").splitlines() if name.endswith(".json")]
    entry = json.loads((pathlib.Path(ground()["log"]) / files[0]).read_text()) if len(files) == 1 else {}
    verdict.say(entry.get("outcome") == "passed", "it passed", entry.get("outcome"))
    checks = entry.get("checks", [])
    verdict.say(
        len(checks) == CHECKS[notes["scenario"]] and all(each["passed"] and each["value"] for each in checks), "every check with its value",
        f"{sum(each['passed'] for each in checks)} of {len(checks)} passed")
    limit = f"WHERE created_at <= '{notes['moment']}'" if "moment" in notes else ""
    newest = Database().sql(
        f"SELECT to_char(max(created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM orders {limit}")[0]
    verdict.say(entry.get("recoveredTo") == newest, "the point that it recovered to", f"{entry.get('recoveredTo')}, newest {newest}")
    rto, rpo = entry.get("rtoSeconds"), entry.get("rpoSeconds")
    verdict.say(isinstance(rto, int) and 0 < rto < 600, "time to recover", f"{rto} s")
    verdict.say(rpo == 0, "data loss", f"{rpo} s")
    home = "dr" if "moment" in notes else "postgres"
    sets = [backup["label"] for backup in Backups(home).list()]
    verdict.say(entry.get("backupSet") in sets, "the backup set is one of the repository's", entry.get("backupSet"))
    with urllib.request.urlopen(read_json("estate.json")["endpoints"]["url"] + "/_checks", timeout=10) as answer:
        known = json.load(answer)
    told = known.values() if isinstance(known, dict) else known
    pings = [each["pings"] for each in told if each["uuid"] == f"{HEARTBEAT}{notes['heartbeat']}"]
    last = pings[0][-1] if pings else {}
    verdict.say(
        last.get("kind") == "success" and last.get("at", 0) >= notes["at"], "the heartbeat monitor was told of a success", last.get("kind"))


def main():
    store, command = Store(), sys.argv[1]
    bucket = ground()["bucket"]
    if command == "forget" and bucket in buckets(store):
        store.delete([[entry[0], entry[1]] for entry in store.versions(bucket)], bucket)
        store.client.delete_bucket(Bucket=bucket)
    elif command == "foreign":
        store.client.create_bucket(Bucket=bucket)
        # Unlike S3, the lab's store keeps the tags of a bucket that is gone for the next one of its name.
        store.client.delete_bucket_tagging(Bucket=bucket)
        store.client.put_object(Bucket=bucket, Key="somebody/elses.txt", Body=b"not a drill's\n")


if __name__ == "__main__":
    main()
