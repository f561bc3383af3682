#!/usr/bin/env python3
"""break bucket-restore [--own]: the primary bucket is emptied, versions and all; the replica in the other region has everything (runbook section 3.4).

With --own it is the bucket that a tenant has of its own.
Files that were deleted on purpose before are deleted in the replica, too, and must not come back. After the loss business goes on:
a customer pays, whose print file is made at once, and another file is uploaded. Both are newer than anything that the copy brings.
"""

import argparse
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import files
import incident
from bull import Redis
from lab import OWN, TENANTS, Database, Store, lines, place, ROOT, tenant_id
from objects import picture
from prepare import door
from web import print_file, shop


def main():
    arguments = argparse.ArgumentParser(prog="lab break bucket-restore")
    arguments.add_argument("--own", action="store_true", help="the bucket that a tenant has of its own")
    arguments = arguments.parse_args()
    incident.begin()
    tenant = next(name for name in TENANTS if (name in OWN) == arguments.own)
    home = f"@{OWN[tenant]}/" if arguments.own else ""
    bucket, _ = place(home)
    database, store = Database(), Store()
    before, replica = picture(), picture(away=True)
    retired = [entry["address"] for entry in lines(ROOT / "seed" / "objects.jsonl") if entry.get("delete")]
    sold = database.sql("SELECT id FROM orders WHERE status = 'paid' AND design_print_ready_file IS NOT NULL ORDER BY id LIMIT 20")
    door(store, "empty", bucket=bucket)

    order = database.sql(
        "SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id"
        " WHERE o.status = 'open' AND d.print_ready_file IS NULL AND o.tenant_id = :'tenant' ORDER BY o.id LIMIT 1", tenant=tenant_id(tenant))[0]
    shop(f"/orders/{order}/pay", "POST")
    later = f"{tenant_id(tenant)}/uploads/after-the-loss.png"
    store.client.put_object(Bucket=bucket, Key=later, Body=files.png("after the loss"))
    for _ in range(200):
        if len(Redis().completed()) == 1 and not door(store, "state")["replication"]["pending"]:
            break
        time.sleep(0.05)
    if print_file(order) != (200, True):
        raise SystemExit(f"the print file of {order} was not made")
    after = picture()
    incident.record("bucket-restore", {
        "current": before["current"], "replica": replica, "after": after, "retired": retired, "sold": sold, "order": order},
        **({"own": OWN[tenant]} if arguments.own else {}))
    lost = before["current"].keys() - after["current"].keys()
    print(f"The bucket {bucket} is empty: {len(lost)} objects are gone, with all their versions.")
    print(f"{len(after['current'].keys() - before['current'].keys())} objects were written since.")


main()
