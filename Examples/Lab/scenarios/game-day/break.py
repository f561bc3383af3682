#!/usr/bin/env python3
"""break game-day: business, a moment worth going back to, and business after it (runbook section 4.1)."""

import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import business
from drill import production
from incident import begin, record
from servers import Server
from truth import Truth


def main():
    begin()
    server = Server()
    business(server.database, "BEFORE-THE-MOMENT")
    # The moment lies between two commits, the second of which lets the recovery stop.
    time.sleep(1.1)
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(1.1)
    business(server.database, "AFTER-THE-MOMENT")
    server.archive()
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    Truth.now().save("before")
    record(
        "game-day", {"at": time.time(), "production": production(), "heartbeat": 2, "moment": moment}, recoverTo=moment, since=since)
    print(f"The region is said to be lost since {since}; the moment to recover to is {moment}.")


if __name__ == "__main__":
    main()
