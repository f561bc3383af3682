#!/usr/bin/env python3
"""break point-in-time [--kind time|xid|lsn|immediate]: a migration destroys data, and business goes on (runbook section 3.2).

The incident names the point just before it in one of four ways: the moment, the last good transaction, the place in the log,
or, with immediate, the end of the last backup, as if everything since then were bad.
"""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import bad_event
from incident import begin, record


def main():
    arguments = argparse.ArgumentParser(prog="lab break point-in-time")
    arguments.add_argument("--kind", choices=("time", "xid", "lsn", "immediate"), default="time")
    arguments = arguments.parse_args()
    begin()
    values, notes = bad_event(arguments.kind)
    record("point-in-time", notes, **values)
    print(f"A migration has destroyed data just after {values['moment']}.")
    print(f"The point to recover to is {values['target']}, from backup set {values['set']}.")


if __name__ == "__main__":
    main()
