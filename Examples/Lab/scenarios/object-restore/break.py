#!/usr/bin/env python3
"""break object-restore: a print-ready PDF is overwritten with half of itself; the good version lies below (runbook section 3.4)."""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import BUCKET, Database, Store
from objects import body, digest, picture
from web import print_file


def main():
    incident.begin()
    database, store = Database(), Store()
    order, key = database.sql(
        "SELECT id, design_print_ready_file->>'image' FROM orders WHERE design_print_ready_file IS NOT NULL ORDER BY id LIMIT 1")[0].split("\t")
    if print_file(order) != (200, True):
        raise SystemExit(f"the download of {order} does not open even before")
    good = body(key)
    version = next(entry[1] for entry in store.versions(BUCKET, key) if entry[0] == key and entry[4])
    store.client.put_object(Bucket=BUCKET, Key=key, Body=good[: len(good) // 2], ContentType="application/pdf")
    incident.record("object-restore", {"order": order, "key": key, "good": digest(good), "bucket": picture()}, order=order, key=key, version=version)
    print(f"The print file of order {order} was overwritten with half of itself: {key}")
    print(f"A good version lies below: {version}")


main()
