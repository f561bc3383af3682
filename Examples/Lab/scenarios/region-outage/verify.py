#!/usr/bin/env python3
"""verify region-outage: does the DR region serve every archived row and file, can customers pay there, is the old primary still off?

The last look pays an order, once, after everything else was green; a later verdict judges against what was there after that.
"""

import hashlib
import sys
import time
import urllib.parse

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
import zone
from bull import Redis
from lab import ROOT, read_json, write_json
from restored import bucket, cluster, ready
from servers import Server
from truth import Truth
from verdict import conclude
from web import ask, is_pdf, outside

# A few paid orders of tenants with and without a bucket of their own.
FILES = """
SELECT id, path, own FROM (
  SELECT o.id, o.design_print_ready_file->>'image' AS path, t.own_bucket IS NOT NULL AS own,
    row_number() OVER (PARTITION BY t.own_bucket IS NOT NULL ORDER BY o.id) AS place
  FROM orders o JOIN tenants t ON t.id = o.tenant_id WHERE o.file_status = 'ready' AND o.design_print_ready_file IS NOT NULL) AS each
WHERE place <= 3 ORDER BY own, id
"""

OPEN = """
SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id
 WHERE o.status = 'open' ORDER BY o.id LIMIT 1
"""


# What belongs to orders whose print files were made after the failover.
BELONGS = """
SELECT 'orders', unnest(:'orders'::uuid[])::text, ''
UNION ALL SELECT 'designer_documents', d.id::text, o.design_print_ready_file->>'image'
  FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id
 WHERE o.id = ANY (:'orders'::uuid[])
UNION ALL SELECT 'audit_log', id::text, '' FROM audit_log WHERE row_id::text = ANY (:'orders'::text[])
"""


def judge(verdict):
    notes, before = incident.notes("region-outage"), Truth.load("paid" if (ROOT / "truth" / "paid.json").exists() else "before")
    print("The databases in the DR region")
    besides = made_since(notes["queued"])
    now = cluster(verdict, before, notes, "dr", besides)
    print("The server in the DR region")
    ready(verdict, notes, "dr")
    verdict.say(not Server().processes(), "the old primary is off", "yes" if not Server().processes() else "it runs")
    print("Customers")
    addresses, port = zone.addresses(), urllib.parse.urlsplit(read_json("estate.json")["dr"]["app"]["url"]).port
    shop = f"http://{(addresses or ['-'])[0]}:{port}"
    verdict.equal("the shop's name points at the DR region", [read_json("estate.json")["dns"]["away"]], addresses)
    for path in ("/", "/up", "/admin/login"):
        verdict.equal(f"who follows the name to {path}", 200, ask(shop + path)[0])
    told = [each for each in outside("incidents") if each["name"] == "Region outage"]
    verdict.equal("incidents on the status page", 1, len(told))
    updates = [update["status"] for update in reversed(told[0]["incident_updates"])] if told else []
    verdict.equal("what customers were told", ["identified", "monitoring"], updates)
    verdict.say(any("4 hours" in update["body"] for each in told for update in each["incident_updates"]), "the ETA", "was told")
    print("The replica's bucket")
    bucket(verdict, before, now)
    print("Print files, as the application in the DR region gives them out")
    downloads(verdict, shop, before)
    print("The queue in the DR region")
    queue(verdict, shop, notes["queued"], Truth.now(Server("dr").database, away=True))
    paying(verdict, shop)


def made_since(orders):
    """Leaves out of a picture of everything what making the print files of these orders changes."""
    database = Server("dr").database
    belongs = [line.split("\t") for line in database.sql(BELONGS, orders="{" + ",".join(orders) + "}")]
    rows, files = {(table, key) for table, key, _ in belongs}, set(database.addresses([path for *_, path in belongs if path]))

    def besides(truth):
        truth.rows = {
            (owner, table): {key: digest for key, digest in keys.items() if (table, key) not in rows}
            for (owner, table), keys in truth.rows.items()}
        truth.versions = [entry for entry in truth.versions if entry[0] not in files]
        return truth

    return besides


def downloads(verdict, shop, before):
    """The bytes that the replica's truth knows, by way of the application's own settings."""
    database, known = Server("dr").database, before.current()
    for own, words in (("f", "from the bucket of everybody"), ("t", "from a tenant's own bucket")):
        rows = [row.split("\t") for row in database.sql(FILES)]
        rows = [(order, path) for order, path, kind in rows if kind == own]
        wrong = []
        for (order, path), address in zip(rows, database.addresses([path for _, path in rows])):
            status, body = ask(f"{shop}/orders/{order}/print-file")
            if status != 200 or hashlib.md5(body).hexdigest() != known.get(address, ("",))[0]:
                wrong.append(f"{address}: {status}, {len(body)} bytes")
        verdict.say(bool(rows) and not wrong, words, f"{wrong[0]}" if wrong else f"{len(rows)} with the bytes that are known")


def queue(verdict, shop, orders, now):
    """A queue that keeps its jobs and has none left over; those that were lost with the other region's are done, each once."""
    paths = Server("dr").database.sql(
        "SELECT design_print_ready_file->>'image' FROM orders WHERE id = ANY (:'orders'::uuid[]) AND file_status = 'ready'",
        orders="{" + ",".join(orders) + "}")
    files = Server("dr").database.addresses(paths)
    made = [sum(entry[0] == each for entry in now.versions) for each in files]
    verdict.equal("print files of jobs that were lost with the queue, made once each", [1] * len(orders), made)
    closed = [order for order in orders if not is_pdf(ask(f"{shop}/orders/{order}/print-file")[1])]
    verdict.none("of them, downloads that do not open", closed)
    try:
        redis = Redis(away=True)
    except OSError as problem:
        return verdict.say(False, "Redis", f"{problem}")
    verdict.equal("eviction", ["maxmemory-policy", "noeviction"], redis("CONFIG", "GET", "maxmemory-policy"))
    verdict.equal("append-only file", ["appendonly", "yes"], redis("CONFIG", "GET", "appendonly"))
    verdict.equal("jobs that wait, are at work, have failed", [0, 0, 0], [len(redis.waiting()), len(redis.active()), len(redis.failed())])


def paying(verdict, shop):
    """A customer pays and gets a print file."""
    database, place = Server("dr").database, ROOT / "truth" / "paid.json"
    if place.exists():
        order = read_json("truth/paid.json")["order"]
    elif verdict.red:
        return
    else:
        order = database.sql(OPEN)[0]
        status, body = ask(f"{shop}/orders/{order}/pay", "POST")
        verdict.equal("a customer pays", 202, status)
    for _ in range(100):
        status, body = ask(f"{shop}/orders/{order}/print-file")
        if status == 200:
            break
        time.sleep(0.1)
    verdict.equal("the print file of who paid after the failover", (200, True), (status, status == 200 and is_pdf(body)))
    if not verdict.red and not place.exists():
        Truth.now(database, away=True).save("paid")
        write_json("truth/paid.json", {"order": order})


conclude(judge)
