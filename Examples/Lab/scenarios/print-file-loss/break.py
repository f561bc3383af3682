#!/usr/bin/env python3
"""break print-file-loss [--gone] [--own]: after payment a print file is deleted (runbook section 5.3).

By default a good version lies below the delete marker. With --gone no version is left anywhere, in no region: the worker has to make
the file again. With --own it lies in the bucket that its tenant has of its own. A file of another order whose key begins alike is there on purpose: a listing by prefix takes it for the lost one.
"""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import files
import incident
from lab import Database, Store, place
from objects import body, digest, picture
from web import print_file


def main():
    arguments = argparse.ArgumentParser(prog="lab break print-file-loss")
    arguments.add_argument("--gone", action="store_true", help="no version is left anywhere")
    arguments.add_argument("--own", action="store_true", help="the file of a tenant that has a bucket of its own")
    arguments = arguments.parse_args()
    incident.begin()
    database, store = Database(), Store()
    order, key = database.sql(
        "SELECT orders.id, design_print_ready_file->>'image' FROM orders JOIN tenants t ON t.id = tenant_id WHERE status = 'paid'"
        f" AND design_print_ready_file IS NOT NULL AND own_bucket IS {'NOT ' if arguments.own else ''}NULL"
        " AND (SELECT count(*) FROM orders o WHERE o.design_print_ready_file = orders.design_print_ready_file) = 1 ORDER BY orders.id LIMIT 1")[0].split("\t")
    address = database.addresses([key])[0]
    bucket, _ = place(address)
    good, version = body(address), next(entry[1] for entry in store.versions(bucket, key) if entry[0] == key and entry[4])
    store.client.put_object(Bucket=bucket, Key=key + ".bak.pdf", Body=files.pdf("another file"), ContentType="application/pdf")
    if arguments.gone:
        store.destroy(address)
    else:
        store.hide([address])
    answer = print_file(order)
    if answer[0] != 410:
        raise SystemExit(f"the download of {order} should be gone, and answers {answer}")
    choice = {} if arguments.gone else {"version": version}
    incident.record("print-file-loss", {"order": order, "key": key, "address": address, "good": digest(good), "gone": arguments.gone, "bucket": picture()},
                    order=order, **choice)
    print(f"The print file of paid order {order} is lost: {key} in {bucket}")
    print("No version of it is left." if arguments.gone else f"A good version lies below the delete marker: {version}")


main()
