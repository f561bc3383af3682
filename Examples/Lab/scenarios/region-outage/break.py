#!/usr/bin/env python3
"""break region-outage: region A is gone, its database, its application, its queue and its object store (runbook section 5.5).

What was archived is in the cross-region repository and has to come back there; what was not is lost. Two customers have paid, and the
jobs of their print files are in the queue that is lost.
"""

import argparse
import datetime
import signal
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import services
from disasters import business
from incident import begin, record
from lab import HOME
from servers import Server, door
from truth import Truth
from web import shop

OPEN = """
SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id
 WHERE o.status = 'open' ORDER BY o.id DESC LIMIT 2
"""


def main():
    argparse.ArgumentParser(prog="lab break region-outage").parse_args()
    begin()
    server = Server()
    queued = server.database.sql(OPEN)
    services.signal_to("worker", signal.SIGSTOP)
    for order in queued:
        status, body = shop(f"/orders/{order}/pay", "POST")
        if status != 202:
            raise SystemExit(f"paying {order} was answered with {status}: {body[:200]!r}")
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
        "timeline": timeline, "at": int(since.timestamp()), "away": True, "queued": queued, "kept": {"SINCE-THE-BACKUP": "it was archived"},
        "gone": {"NEVER-ARCHIVED": "it was lost with the last, unarchived segment"}}
    record("region-outage", notes, since=since.strftime("%Y-%m-%dT%H:%M:%SZ"))
    print(f"Region {HOME} is gone since {since:%H:%M:%S}Z: database, application, queue and object store.")
    print(f"{len(queued)} customers paid before and wait for their print files.")


if __name__ == "__main__":
    main()
