#!/usr/bin/env python3
"""break point-in-time [--kind time|xid|lsn|immediate]: a migration destroys data, and business goes on (runbook section 3.2).

The incident names the point just before it in one of four ways: the moment, the last good transaction, the place in the log,
or, with immediate, the end of the last backup, as if everything since then were bad.
"""

import argparse
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
from incident import begin, business, migration, record
from servers import Backups, Server
from truth import Truth


def main():
    arguments = argparse.ArgumentParser(prog="lab break point-in-time")
    arguments.add_argument("--kind", choices=("time", "xid", "lsn", "immediate"), default="time")
    kind = arguments.parse_args().kind
    begin()
    server, last = Server(), Backups().list(1)[-1]["label"]
    database, timeline = server.database, server.timeline()
    if kind == "immediate":
        Truth.now().save("before")
    business(database, "BEFORE-THE-EVENT")
    good = database.sql("SELECT 'xid:' || xmin FROM products WHERE sku = 'BEFORE-THE-EVENT'")[0]
    if kind != "immediate":
        Truth.now().save("before")
    time.sleep(0.2)
    moment = database.sql("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")[0]
    place = database.sql("SELECT 'lsn:' || pg_current_wal_insert_lsn()")[0]
    time.sleep(0.2)
    migration(database)
    business(database, "AFTER-THE-EVENT")
    # A quiet database cannot reach a moment: the commit above is what ends the recovery.
    server.archive()
    target = {"time": moment, "xid": good, "lsn": place, "immediate": "immediate"}[kind]
    marks = {"AFTER-THE-EVENT": "it was written after the event"}
    kept = {"BEFORE-THE-EVENT": "it was written before the event"}
    if kind == "immediate":
        marks, kept = {**marks, "BEFORE-THE-EVENT": "it was written after the backup"}, {}
    record("point-in-time", {"target": target, "set": last}, {"timeline": timeline, "at": int(time.time()), "gone": marks, "kept": kept})
    print(f"A migration has destroyed data just after {moment}; the point to recover to is {target}, from backup set {last}.")


if __name__ == "__main__":
    main()
