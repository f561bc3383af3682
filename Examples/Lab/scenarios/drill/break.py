#!/usr/bin/env python3
"""break drill [--lost-file]: a day of business, as it is before a drill (runbook section 4).

With --lost-file the replica has lost a print file that a customer paid for: the drill must say so, and fail.
"""

import argparse
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import business
from drill import harm, production
from incident import begin, record
from servers import Server
from truth import Truth


def main():
    arguments = argparse.ArgumentParser(prog="lab break drill")
    arguments.add_argument("--lost-file", action="store_true", help="the replica has lost a print file")
    arguments = arguments.parse_args()
    begin()
    server = Server()
    business(server.database, "BEFORE-THE-FAILURE" if arguments.lost_file else "BEFORE-THE-DRILL")
    server.archive()
    lost = harm() if arguments.lost_file else None
    Truth.now().save("before")
    record("drill", {"at": time.time(), "production": production(), "heartbeat": 1}, lost=lost)
    print("A day has passed, and a week since the last drill." + (f" The replica has lost {lost}." if lost else ""))


if __name__ == "__main__":
    main()
