#!/usr/bin/env python3
"""break db-corruption [--general]: one bad event at a known time, or pages of the tables are noise (runbook section 5.1)."""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import bad_event, rotten_pages
from incident import begin, record


def main():
    arguments = argparse.ArgumentParser(prog="lab break db-corruption")
    arguments.add_argument("--general", action="store_true", help="no single event: the tables' files are damaged")
    arguments = arguments.parse_args()
    begin()
    if arguments.general:
        values, notes = rotten_pages()
        print("Pages of orders, customers and uploads are noise; nobody knows since when.")
    else:
        values, notes = bad_event()
        print(f"A migration has destroyed data just after {values['moment']}; the last backup set before it is {values['set']}.")
    record("db-corruption", notes, **values)


if __name__ == "__main__":
    main()
