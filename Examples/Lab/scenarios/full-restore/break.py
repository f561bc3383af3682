#!/usr/bin/env python3
"""break full-restore [--gone] [--set]: the server dies and its data directory is damaged (runbook section 3.1).

Business went on after the last backup; what was archived has to come back, and what was not (the last minutes) is lost.
With --gone the data directory is empty. With --set the newest backup set is damaged too, so that an older one is needed.
"""

import argparse
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
from incident import begin, business, record
from lab import REPOSITORIES, Store
from servers import Backups, Server, door
from truth import Truth


def spoil(label):
    """Damages the files of one set in region A's repository."""
    bucket = REPOSITORIES[0]
    for key, _, etag, _, latest, _ in Store().versions(bucket, f"repo/backup/printflow/{label}/"):
        if latest and etag and "manifest" not in key:
            door("damage", bucket=bucket, key=key)


def main():
    arguments = argparse.ArgumentParser(prog="lab break full-restore")
    arguments.add_argument("--gone", action="store_true", help="the data directory is empty")
    arguments.add_argument("--set", action="store_true", help="the newest backup set is damaged as well")
    arguments = arguments.parse_args()
    begin()
    server, sets = Server(), [backup["label"] for backup in Backups().list(1)]
    business(server.database, "SINCE-THE-BACKUP")
    Truth.now().save("before")
    server.archive()
    business(server.database, "NEVER-ARCHIVED")
    timeline, at = server.timeline(), int(time.time())
    if arguments.set:
        spoil(sets[-1])
    server.kill()
    server.lose() if arguments.gone else server.damage()
    record(
        "full-restore", {"startFrom": sets[-2] if arguments.set else "latest"},
        {"timeline": timeline, "at": at, "kept": {"SINCE-THE-BACKUP": "it was archived"},
         "gone": {"NEVER-ARCHIVED": "it was lost with the last, unarchived segment"}})
    print(f"The server is dead and its data directory is {'empty' if arguments.gone else 'damaged'}.")
    if arguments.set:
        print(f"The newest backup set, {sets[-1]}, is damaged; {sets[-2]} is not.")


if __name__ == "__main__":
    main()
