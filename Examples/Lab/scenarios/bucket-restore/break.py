#!/usr/bin/env python3
"""break bucket-restore: the primary bucket is emptied, versions and all; the replica in the other region has everything (runbook section 3.4).

Files that were deleted on purpose before are deleted in the replica, too, and must not come back. After the loss business goes on:
a customer pays, whose print file is made at once, and another file is uploaded. Both are newer than anything that the copy brings.
"""

import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import files
import incident
from bull import Redis
from lab import BUCKET, Database, Store, lines, ROOT
from objects import picture
from prepare import door
from web import print_file, shop


def main():
    incident.begin()
    database, store = Database(), Store()
    before, replica = picture(), picture(away=True)
    retired = [entry["address"] for entry in lines(ROOT / "seed" / "objects.jsonl") if entry.get("delete")]
    sold = database.sql("SELECT id FROM orders WHERE status = 'paid' AND design_print_ready_file IS NOT NULL ORDER BY id LIMIT 20")
    door(store, "empty", bucket=BUCKET)

    order = database.sql(
        "SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id"
        " WHERE o.status = 'open' AND d.print_ready_file IS NULL ORDER BY o.id LIMIT 1")[0]
    shop(f"/orders/{order}/pay", "POST")
    later = f"{database.sql('SELECT min(id::text) FROM tenants')[0]}/uploads/after-the-loss.png"
    store.client.put_object(Bucket=BUCKET, Key=later, Body=files.png("after the loss"))
    for _ in range(200):
        if len(Redis().completed()) == 1 and not door(store, "state")["replication"]["pending"]:
            break
        time.sleep(0.05)
    if print_file(order) != (200, True):
        raise SystemExit(f"the print file of {order} was not made")
    after = picture()
    incident.record("bucket-restore", {
        "current": before["current"], "replica": replica, "after": after, "retired": retired, "sold": sold, "order": order})
    print(f"The bucket is empty: {len(before['current'])} objects are gone, with all their versions.")
    print(f"{len(after['current'])} objects were written since.")


main()
