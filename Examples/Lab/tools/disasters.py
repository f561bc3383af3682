"""Damage to the whole cluster, which more than one scenario does.

Each answers what the operator is told, and the notes for the verdict.
"""

import os
import time

from lab import REPOSITORIES, Store
from servers import Backups, Server, door
from truth import Truth


def dead_server(gone=False, spoiled=False):
    """Business after the backup, archived and not archived; then the machine dies and its disk is damaged, or empty."""
    server, sets = Server(), [backup["label"] for backup in Backups().list(1)]
    business(server.database, "SINCE-THE-BACKUP")
    Truth.now().save("before")
    server.archive()
    business(server.database, "NEVER-ARCHIVED")
    timeline = server.timeline()
    if spoiled:
        spoil(sets[-1])
    server.kill()
    server.lose() if gone else server.damage()
    values = {"startFrom": sets[-2] if spoiled else "latest"}
    return values, {
        "timeline": timeline, "at": int(time.time()), "kept": {"SINCE-THE-BACKUP": "it was archived"},
        "gone": {"NEVER-ARCHIVED": "it was lost with the last, unarchived segment"}}


def spoil(label, bucket=REPOSITORIES[0]):
    """Damages the files of one backup set."""
    for key, _, etag, _, latest, _ in Store().versions(bucket, f"repo/backup/printflow/{label}/"):
        if latest and etag and "manifest" not in key:
            door("damage", bucket=bucket, key=key)


def rotten_pages():
    """The server runs, and pages of its tables are noise: whoever reads them is told “invalid page”."""
    server = Server()
    business(server.database, "SINCE-THE-BACKUP")
    Truth.now().save("before")
    timeline, at = server.timeline(), int(time.time())
    paths = server.database.sql("CHECKPOINT;\nSELECT pg_relation_filepath(each::regclass) FROM unnest('{orders,customers,uploads}'::text[]) AS each")
    for path in paths:
        with open(server.data / path, "r+b") as file:
            file.write(os.urandom(8192 * 2))
    return {"startFrom": "latest"}, {"timeline": timeline, "at": at, "kept": {"SINCE-THE-BACKUP": "the stopping server archived it"}}


def bad_event(kind="time"):
    """A destructive migration between two pieces of business; the point before it, named in one of four ways."""
    server, last = Server(), Backups().list(1)[-1]["label"]
    database, timeline = server.database, server.timeline()
    if kind == "immediate":
        Truth.now().save("before")
    business(database, "BEFORE-THE-EVENT")
    good = database.sql("SELECT 'xid:' || xmin FROM products WHERE sku = 'BEFORE-THE-EVENT'")[0]
    if kind != "immediate":
        Truth.now().save("before")
    time.sleep(0.2)
    moment = database.sql("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")[0]
    place = database.sql("SELECT 'lsn:' || pg_current_wal_insert_lsn()")[0]
    time.sleep(0.2)
    migration(database)
    business(database, "AFTER-THE-EVENT")
    # A quiet database cannot reach a moment: the commit above is what ends the recovery.
    server.archive()
    gone, kept = {"AFTER-THE-EVENT": "it was written after the event"}, {"BEFORE-THE-EVENT": "it was written before the event"}
    if kind == "immediate":
        gone, kept = {**gone, "BEFORE-THE-EVENT": "it was written after the backup"}, {}
    values = {"target": {"time": moment, "xid": good, "lsn": place, "immediate": "immediate"}[kind], "set": last, "moment": moment}
    return values, {"timeline": timeline, "at": int(time.time()), "gone": gone, "kept": kept}


def business(database, sku):
    """What a minute of business writes: a product that a verdict can look for, an order, a changed customer."""
    database.sql("""
        BEGIN;
        INSERT INTO products (tenant_id, sku, price) SELECT id, :'sku', 9.50 FROM tenants ORDER BY name LIMIT 1;
        INSERT INTO orders (id, tenant_id, number, customer_id, status, total)
          SELECT gen_random_uuid(), t.id, 700000 + (SELECT count(*) FROM orders), (SELECT min(id) FROM customers c WHERE c.tenant_id = t.id),
            'open', 1.00 FROM tenants t ORDER BY name LIMIT 1;
        UPDATE customers SET email = :'sku' || '-' || email WHERE id = (SELECT max(id) FROM customers);
        COMMIT;
        """, sku=sku)


def migration(database):
    """A destructive migration, as in the runbook's example of 14:07."""
    database.sql("""
        BEGIN;
        ALTER TABLE invoices DROP COLUMN amount;
        DELETE FROM order_items WHERE quantity > 250;
        UPDATE orders SET total = 0;
        COMMIT;
        """)
