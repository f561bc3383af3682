#!/usr/bin/env python3
"""break full-restore [--gone] [--set]: the server dies and its data directory is damaged (runbook section 3.1).

Business went on after the last backup; what was archived has to come back, and what was not (the last minutes) is lost.
With --gone the data directory is empty. With --set the newest backup set is damaged too, so that an older one is needed.
"""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import dead_server
from incident import begin, record


def main():
    arguments = argparse.ArgumentParser(prog="lab break full-restore")
    arguments.add_argument("--gone", action="store_true", help="the data directory is empty")
    arguments.add_argument("--set", action="store_true", help="the newest backup set is damaged as well")
    arguments = arguments.parse_args()
    begin()
    values, notes = dead_server(arguments.gone, arguments.set)
    record("full-restore", notes, **values)
    print(f"The server is dead and its data directory is {'empty' if arguments.gone else 'damaged'}.")
    if arguments.set:
        print(f"The newest backup set is damaged; {values['startFrom']} is not.")


if __name__ == "__main__":
    main()
