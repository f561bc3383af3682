"""What must hold after the whole cluster was restored, whichever way."""

import pathlib

import incident
from lab import read_json
from servers import Backups, Server
from truth import Truth, fingerprint, of
from web import ask


def judge(scenario):
    """The verdict on a scenario in which the whole cluster was restored where it was, and nothing was done to the files."""
    def judge(verdict):
        notes, before = incident.notes(scenario), Truth.load("before")
        print("The databases")
        now = cluster(verdict, before, notes)
        print("The server")
        ready(verdict, notes)
        print("The bucket")
        bucket(verdict, before, now)
    return judge


def cluster(verdict, before, notes, home="postgres", besides=lambda truth: truth):
    """Every row of every table as at the moment that was to come back, and a server that is fit for the next incident.

    `besides` leaves out of a picture what had to change since.
    """
    server = Server(home)
    before, now = besides(before), besides(Truth.now(server.database, notes.get("away", False)))
    tables = sorted({table for _, table in before.rows | now.rows})
    for table in tables:
        def mine(_, name):
            return name == table
        expected = of(before.rows, mine)
        verdict.same(f"{table}, {fingerprint(expected)}", expected, of(now.rows, mine))
    verdict.same("admin_db", dict.fromkeys(before.admin), dict.fromkeys(now.admin))
    verdict.same("databases", dict.fromkeys(before.databases), dict.fromkeys(now.databases))
    verdict.same("columns, constraints, indexes, triggers", dict.fromkeys(before.shape), dict.fromkeys(now.shape))
    behind = server.database.file("sequences.sql")
    verdict.say(not behind, "sequences are ahead of their tables", ", ".join(behind) or "all")
    for key, why in notes.get("gone", {}).items():
        there = server.database.sql("SELECT count(*) FROM products WHERE sku = :'sku'", sku=key) != ["0"]
        verdict.say(not there, f"gone: {key}", "it came back" if there else why)
    for key, why in notes.get("kept", {}).items():
        there = server.database.sql("SELECT count(*) FROM products WHERE sku = :'sku'", sku=key) != ["0"]
        verdict.say(there, f"kept: {key}", why if there else "it is missing")
    return now


def ready(verdict, notes, home="postgres"):
    """Promoted, on a new timeline, with a full backup of it, archiving, and open to customers."""
    server, backups = Server(home), Backups(home)
    state = server.database.sql("SELECT pg_is_in_recovery(), timeline_id FROM pg_control_checkpoint()", "postgres")[0].split("\t")
    verdict.say(state[0] == "f", "the server takes writes", "in recovery" if state[0] == "t" else "yes")
    verdict.say(int(state[1]) > notes["timeline"], "it is on a new timeline", f"{notes['timeline']}, now {state[1]}")
    fresh = [
        backup["label"] for backup in backups.list()
        if backup["type"] == "full" and backup["timestamp"]["start"] >= notes["at"] and not backup["error"]
        and int(backup["archive"]["start"][:8], 16) == int(state[1])]
    verdict.say(bool(fresh), "a full backup of that timeline", fresh[-1] if fresh else "none")
    verdict.say(*archived(server))
    estate = read_json("estate.json")
    app = (estate if home == "postgres" else estate["dr"])["app"]
    for host in (app, *([app["second"]] if "second" in app else [])):
        verdict.say(*served(host["url"]))
        down = pathlib.Path(host["directory"]) / "storage" / "framework" / "down"
        verdict.say(not down.exists(), "maintenance mode is lifted", "it is still on" if down.exists() else "yes")


def archived(server):
    """Pushes a segment through the archive."""
    try:
        return True, "the archive takes the log", server.archive(20)
    except SystemExit as problem:
        return False, "the archive takes the log", str(problem)


def served(url):
    status, page = ask(url + "/")
    return status == 200, "the storefront", page.decode().strip() if status == 200 else f"answers {status}"


def bucket(verdict, before, now):
    """A restore of the cluster does nothing to the files."""
    verdict.same("files (etag, size)", before.current(), now.current())
    kept, has = before.kept(), now.kept()
    changed = [key for key in kept.keys() & has.keys() if kept[key] != has[key]]
    verdict.say(
        not kept.keys() - has.keys() and not changed, "versions in the bucket",
        f"{len(kept.keys() - has.keys())} destroyed, {len(changed)} changed" if kept.keys() - has.keys() or changed else f"all {len(kept)} are kept")
