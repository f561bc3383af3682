#!/usr/bin/env python3
"""verify tenant-database-restore: does the tenant's database hold exactly what its dump held, are its files back, and did nothing else change?

By SQL and S3 only. Exit 0: all is as it was. 1: something is not. 2: could not look.
"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database, read_json
from truth import Truth, of
from verdict import conclude

OWN = "tenant_north_print"


def everything(owner, table):
    return True


def rows(name):
    return dict.fromkeys(Database().file("rows.sql", name))


def judge(verdict):
    notes = incident.notes("tenant-database-restore")
    own, before, after, now = read_json("truth/own.json"), Truth.load("before"), Truth.load("after"), Truth.now()
    kept = own["left"] is not None and not notes["drop"]
    print("The tenant's database")
    expected = {*after.databases, OWN, *([OWN + "_damaged"] if kept else [])}
    verdict.same("databases", dict.fromkeys(expected), dict.fromkeys(now.databases))
    if OWN in now.databases:
        verdict.same("its rows", dict.fromkeys(own["was"]), rows(OWN))
        verdict.same("its columns, constraints, indexes, triggers", dict.fromkeys(own["shape"]), dict.fromkeys(Database().file("shape.sql", OWN)))
        behind = Database().file("sequences.sql", OWN)
        verdict.say(not behind, "its sequences are ahead of their tables", ", ".join(behind) or "all")
    if kept and OWN + "_damaged" in now.databases:
        verdict.same("the damaged copy is as the incident left it", dict.fromkeys(own["left"]), rows(OWN + "_damaged"))
    print("Every other database")
    verdict.same("rows of live_db", of(after.rows, everything), of(now.rows, everything))
    verdict.same("columns, constraints, indexes, triggers", dict.fromkeys(after.shape), dict.fromkeys(now.shape))
    verdict.same("admin_db", dict.fromkeys(after.admin), dict.fromkeys(now.admin))
    print("The bucket")
    mine = set(notes["files"])
    was, lives, rest = before.current(), now.current(), after.current()
    verdict.same(
        "files of the tenant (etag, size)", {key: value for key, value in was.items() if key in mine},
        {key: value for key, value in lives.items() if key in mine})
    verdict.same(
        "files of everybody else", {key: value for key, value in rest.items() if key not in mine},
        {key: value for key, value in lives.items() if key not in mine})
    held, has = after.kept(), now.kept()
    lost = held.keys() - has.keys()
    verdict.say(not lost, "versions in the bucket", f"{len(lost)} destroyed" if lost else f"all {len(held)} are kept")


conclude(judge)
