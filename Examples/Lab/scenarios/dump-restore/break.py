#!/usr/bin/env python3
"""break dump-restore: a price list was overwritten, and somebody needs yesterday's beside production (runbook section 3.1).

Nothing in production may change: what the dump holds comes back into a database of its own.
"""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import business
from incident import begin, record
from lab import Database, read_json
from truth import Truth


def main():
    argparse.ArgumentParser(prog="lab break dump-restore").parse_args()
    begin()
    database = Database()
    Truth.now().save("before")
    business(database, "SINCE-THE-DUMP")
    database.sql("UPDATE products SET price = price * 100 WHERE sku < 'SKU-010'")
    Truth.now().save("after")
    dump = read_json("lab.json")["dump"]
    record("dump-restore", {}, dump=dump)
    print(f"Prices were overwritten; the last dump from before is {dump}.")


if __name__ == "__main__":
    main()
