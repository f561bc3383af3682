#!/usr/bin/env python3
"""verify bucket-restore: every object is back with its bytes, nothing newer was overwritten, nothing deleted came back. By S3 and HTTP."""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database
from objects import kept, picture
from verdict import conclude
from web import messages, print_file


def judge(verdict):
    notes, now, replica = incident.notes("bucket-restore"), picture(), picture(away=True)
    verdict.same("objects, as before and since", notes["current"] | notes["after"]["current"], now["current"])
    kept(verdict, notes["after"], now, "versions written since the loss")
    kept(verdict, notes["replica"], replica, "versions in the replica")
    current = notes["after"]["current"]
    since, written = ([name for name in each if name.rsplit(" ", 1)[0] in current] for each in (notes["after"]["versions"], now["versions"]))
    verdict.equal("versions of what was written since", len(since), len(written))
    verdict.none("deleted on purpose, and back", set(notes["retired"]) & now["current"].keys(), f"{len(notes['retired'])} stay deleted")
    sold = [*notes["sold"], notes["order"]]
    verdict.none("downloads that do not open", [each for each in sold if print_file(each) != (200, True)], f"{len(sold)} open")
    waiting = Database().sql("SELECT id FROM orders WHERE file_status <> 'ready'")
    verdict.none("customers who are told to wait", waiting)


conclude(judge)
