#!/usr/bin/env python3
"""verify dump-restore: does live_db_restored hold exactly what the dump held, and is production untouched? By SQL and S3 only.

Exit 0: all is as it was. 1: something is not. 2: could not look.
"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database
from restored import bucket
from truth import Truth, of
from verdict import conclude

RESTORED = "live_db_restored"


def everything(owner, table):
    return True


def judge(verdict):
    incident.notes("dump-restore")
    before, after, now = Truth.load("before"), Truth.load("after"), Truth.now()
    print("The restored database")
    verdict.same("databases", dict.fromkeys([*before.databases, RESTORED]), dict.fromkeys(now.databases))
    if RESTORED in now.databases:
        rows = {}
        for line in Database().file("rows.sql", RESTORED):
            owner, table, key, digest = line.split("\t")
            rows.setdefault((owner, table), {})[key] = digest
        verdict.same("its rows", of(before.rows, everything), of(rows, everything))
        shape = Database().file("shape.sql", RESTORED)
        verdict.same("its columns, constraints, indexes, triggers", dict.fromkeys(before.shape), dict.fromkeys(shape))
        behind = Database().file("sequences.sql", RESTORED)
        verdict.say(not behind, "its sequences are ahead of their tables", ", ".join(behind) or "all")
    print("Production")
    verdict.same("rows", of(after.rows, everything), of(now.rows, everything))
    verdict.same("admin_db", dict.fromkeys(after.admin), dict.fromkeys(now.admin))
    bucket(verdict, after, now)


conclude(judge)
