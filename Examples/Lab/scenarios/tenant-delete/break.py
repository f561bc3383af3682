#!/usr/bin/env python3
"""break tenant-delete [--tenant NAME] [--hard | --shared]: one tenant's rows and files are deleted by accident (runbook section 5.2).

What a repair has to get right is laid out on purpose:
- between dump and incident, other tenants change, add and delete rows: the dump is old news about them;
- files that were deleted on purpose before the incident (the seed has two for each tenant) stay deleted;
- after the incident business goes on: orders, a changed customer, a new tenant, a new file, a wanted deletion.
With --hard one paid print file of the tenant has no version left anywhere, in no region.
With --shared the same clean-up destroyed rows of every tenant: only a point-in-time recovery brings them back.
"""

import argparse
import datetime
import pathlib
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import files
from disasters import migration
from lab import BUCKET, ROOT, TENANTS, Database, Store, lines, name_id, read_json, tenant_id, tenant_name, write_json
from servers import Backups, Server
from truth import Truth, owners

BEFORE = """
UPDATE customers SET image = NULL WHERE id = (SELECT max(id) FROM customers WHERE tenant_id = :'other');
DELETE FROM invoices WHERE id = (SELECT min(id) FROM invoices WHERE tenant_id = :'other');
INSERT INTO products (tenant_id, sku, price) VALUES (:'other', 'SINCE-THE-DUMP', 9.50);
"""

AFTER = """
WITH c AS (INSERT INTO customers (tenant_id, email) VALUES (:'other', 'After-the-incident@example.com') RETURNING id, tenant_id)
INSERT INTO orders (id, tenant_id, number, customer_id, status, total, design_print_ready_file, paid_at)
  SELECT :'order', tenant_id, 900001, id, 'paid', 42.00, jsonb_build_object('image', :'file'), now() FROM c;
INSERT INTO order_items (order_id, product_id, quantity, unit_price)
  SELECT :'order', min(id), 42, 1.00 FROM products WHERE tenant_id = :'other';
UPDATE orders SET main_item_id = (SELECT max(id) FROM order_items WHERE order_id = :'order') WHERE id = :'order';
UPDATE customers SET email = 'Changed-' || email WHERE id = (SELECT min(id) FROM customers WHERE tenant_id = :'other');
INSERT INTO tenants (id, name) VALUES (:'newcomer', 'newcomer');
INSERT INTO products (tenant_id, sku, price) VALUES (:'newcomer', 'FIRST', 1.00);
"""


def designs_of(database, tenant):
    return database.sql("SELECT id FROM designs WHERE tenant_id = :'tenant'", tenant=tenant)


def destroy_one_print_file(database, store, tenant):
    """Removes every version of the file of a paid order, in both regions; answers its address."""
    path = database.sql(
        "SELECT design_print_ready_file->>'image' FROM orders WHERE tenant_id = :'tenant' AND paid_at IS NOT NULL ORDER BY number LIMIT 1",
        tenant=tenant)[0]
    address = database.addresses([path])[0]
    store.destroy(address)
    return address


def delete_files(database, store, tenant):
    """What an unlucky clean-up job does: a marker on everything under the tenant's prefix and its designs', and in its own bucket."""
    own = [f"@{own}/" for own in database.sql("SELECT own_bucket FROM tenants WHERE id = :'tenant' AND own_bucket IS NOT NULL", tenant=tenant)]
    prefixes = (f"{tenant}/", *(f"designs/{design}/" for design in designs_of(database, tenant)), *own)
    found = [address for address, _, etag, _, latest, _ in store.files() if latest and etag and address.startswith(prefixes)]
    store.hide(found)
    return len(found)


def main():
    # tenant-restore has the same damage, and no escalation.
    scenario = pathlib.Path(sys.argv[0]).parent.name
    arguments = argparse.ArgumentParser(prog=f"lab break {scenario}")
    arguments.add_argument("--tenant", default=TENANTS[0], help="name or UUID; default %(default)s")
    arguments.add_argument("--hard", action="store_true", help="one print file is lost for good")
    arguments.set_defaults(shared=False)
    if scenario == "tenant-delete":
        arguments.add_argument("--shared", action="store_true", help="shared data was destroyed too: escalate")
    arguments = arguments.parse_args()
    if (ROOT / "incident.json").exists():
        raise SystemExit("The lab is broken already. To start again: lab reset")
    tenant = tenant_id(arguments.tenant)
    other = next(each for each in map(tenant_id, TENANTS) if each != tenant)
    database, store = Database(), Store()

    database.sql(f"BEGIN;{BEFORE}COMMIT;", other=other)
    Truth.now().save("before")
    lost = [destroy_one_print_file(database, store, tenant)] if arguments.hard else []

    # S3 tells times in whole seconds: the incident begins with a fresh one, so that no marker seems older than it.
    time.sleep(1 - time.time() % 1)
    deleted_at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    target = database.sql("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")[0]
    timeline = Server().timeline()
    count = delete_files(database, store, tenant)
    database.sql("DELETE FROM tenants WHERE id = :'tenant'", tenant=tenant)

    order, path = name_id("order/after"), f"designs/{name_id('design/after')}/files/print-ready-1.pdf"
    store.client.put_object(Bucket=BUCKET, Key=path, Body=files.pdf("after the incident"))
    database.sql(f"BEGIN;{AFTER}COMMIT;", other=other, order=order, file=path, newcomer=name_id("tenant/newcomer"))
    unwanted = f"{other}/uploads/artwork/000001.png"
    store.client.delete_object(Bucket=BUCKET, Key=unwanted)
    database.sql("DELETE FROM uploads WHERE tenant_id = :'other' AND number = 1", other=other)
    Truth.now().save("after")

    escalation = {}
    if arguments.shared:
        migration(database)
        Server().archive()
        escalation = {"target": target, "set": Backups().list(1)[-1]["label"]}
    retired = [entry["address"] for entry in lines(ROOT / "seed" / "objects.jsonl") if entry.get("delete")]
    write_json("truth/notes.json", {
        "scenario": scenario, "tenant": tenant, "lost": lost, "staysDeleted": [*retired, unwanted],
        "laterRows": {"orders": order, "tenants": name_id("tenant/newcomer")}, "laterFile": path,
        "files": sorted(key for key, owner in owners().items() if owner == tenant),
        "shared": arguments.shared, "timeline": timeline, "at": int(time.time())})
    dump = read_json("lab.json")["dump"]
    write_json("incident.json", {"scenario": scenario, "tenant": tenant, "deletedAt": deleted_at, "dump": dump, **escalation})
    print(f"{tenant_name(tenant)} ({tenant}) lost its rows and {count} files at {deleted_at}.")
    if arguments.shared:
        print(f"Rows of every tenant were destroyed with them; the point before is {target}, the last backup set {escalation['set']}.")
    if lost:
        print(f"Of {lost[0]} no version is left anywhere.")


if __name__ == "__main__":
    main()
