#!/usr/bin/env python3
"""break print-file-loss [--gone]: after payment a print file is deleted (runbook section 5.3).

By default a good version lies below the delete marker. With --gone no version is left anywhere, in no region: the worker has to make
the file again. A file of another order whose key begins alike is there on purpose: a listing by prefix takes it for the lost one.
"""

import argparse
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import files
import incident
from lab import BUCKET, REPLICA, Database, Store
from objects import body, digest, picture
from web import print_file


def main():
    arguments = argparse.ArgumentParser(prog="lab break print-file-loss")
    arguments.add_argument("--gone", action="store_true", help="no version is left anywhere")
    arguments = arguments.parse_args()
    incident.begin()
    database, store = Database(), Store()
    order, key = database.sql(
        "SELECT id, design_print_ready_file->>'image' FROM orders WHERE status = 'paid' AND design_print_ready_file IS NOT NULL"
        " AND (SELECT count(*) FROM orders o WHERE o.design_print_ready_file = orders.design_print_ready_file) = 1 ORDER BY id LIMIT 1")[0].split("\t")
    good, version = body(key), next(entry[1] for entry in store.versions(BUCKET, key) if entry[0] == key and entry[4])
    store.client.put_object(Bucket=BUCKET, Key=key + ".bak.pdf", Body=files.pdf("another file"), ContentType="application/pdf")
    if arguments.gone:
        for bucket in (BUCKET, REPLICA):
            store.delete(((name, each) for name, each, *_ in store.versions(bucket, key) if name == key), bucket)
    else:
        store.delete([(key,)])
    answer = print_file(order)
    if answer[0] != 410:
        raise SystemExit(f"the download of {order} should be gone, and answers {answer}")
    choice = {} if arguments.gone else {"version": version}
    incident.record("print-file-loss", {"order": order, "key": key, "good": digest(good), "gone": arguments.gone, "bucket": picture()},
                    order=order, **choice)
    print(f"The print file of paid order {order} is lost: {key}")
    print("No version of it is left." if arguments.gone else f"A good version lies below the delete marker: {version}")


main()
