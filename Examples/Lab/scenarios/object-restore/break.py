#!/usr/bin/env python3
"""break object-restore: a print-ready PDF is overwritten with half of itself; the good version lies below (runbook section 3.4)."""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database, Store, place
from objects import body, digest, picture
from web import print_file


def main():
    arguments = argparse.ArgumentParser(prog="lab break object-restore")
    arguments.add_argument("--own", action="store_true", help="a file in the bucket that a tenant has of its own")
    arguments = arguments.parse_args()
    incident.begin()
    database, store = Database(), Store()
    order, key = database.sql(
        "SELECT o.id, design_print_ready_file->>'image' FROM orders o JOIN tenants t ON t.id = o.tenant_id"
        f" WHERE design_print_ready_file IS NOT NULL AND t.own_bucket IS {'NOT ' if arguments.own else ''}NULL ORDER BY o.id LIMIT 1")[0].split("\t")
    address = database.addresses([key])[0]
    bucket, _ = place(address)
    if print_file(order) != (200, True):
        raise SystemExit(f"the download of {order} does not open even before")
    good = body(address)
    version = next(entry[1] for entry in store.versions(bucket, key) if entry[0] == key and entry[4])
    store.client.put_object(Bucket=bucket, Key=key, Body=good[: len(good) // 2], ContentType="application/pdf")
    incident.record("object-restore", {"order": order, "key": address, "good": digest(good), "bucket": picture()}, order=order, key=key, version=version, bucket=bucket)
    print(f"The print file of order {order} was overwritten with half of itself: {key} in {bucket}")
    print(f"A good version lies below: {version}")


main()
