#!/usr/bin/env python3
"""break region-outage: region A is gone, its database, its application, its queue and its object store (runbook section 5.5).

What was archived is in the cross-region repository and has to come back there; what was not is lost.
"""

import argparse
import datetime
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import services
from disasters import business
from incident import begin, record
from lab import HOME
from servers import Server, door
from truth import Truth


def main():
    argparse.ArgumentParser(prog="lab break region-outage").parse_args()
    begin()
    server = Server()
    business(server.database, "SINCE-THE-BACKUP")
    while door("state")["replication"]["pending"]:
        time.sleep(0.05)
    Truth.now(away=True).save("before")
    server.archive()
    business(server.database, "NEVER-ARCHIVED")
    timeline, since = server.timeline(), datetime.datetime.now(datetime.timezone.utc)
    server.kill()
    for name in ("app", "app-2", "worker", "redis"):
        services.kill(name)
    door("region", name=HOME, **{"is": "down"})
    notes = {
        "timeline": timeline, "at": int(since.timestamp()), "away": True, "kept": {"SINCE-THE-BACKUP": "it was archived"},
        "gone": {"NEVER-ARCHIVED": "it was lost with the last, unarchived segment"}}
    record("region-outage", notes, since=since.strftime("%Y-%m-%dT%H:%M:%SZ"))
    print(f"Region {HOME} is gone since {since:%H:%M:%S}Z: database, application, queue and object store.")


if __name__ == "__main__":
    main()
