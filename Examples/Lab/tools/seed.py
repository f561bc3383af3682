#!/usr/bin/env python3
"""seed.py DIRECTORY: writes live_db.sql, admin_db.sql and objects.jsonl for a fresh lab.

The same names have the same UUIDs in every lab. Sizes: RUNBOOK_LAB_ORDERS (for each tenant, 120),
RUNBOOK_LAB_FILES (uploads of the first tenant, 1100: more than one page of a listing; the others have 60).
"""

import base64
import datetime
import json
import os
import pathlib
import random
import sys

import files
from lab import HERE, OWN, TENANTS, name_id, place

DAY = 86400
ORDERS = int(os.environ.get("RUNBOOK_LAB_ORDERS") or 120)
TABLES = ("paper_stocks", "tenants", "BrandingAssets", "customers", "products", "uploads", "designs", "designer_documents", "orders", "order_items", "invoices")
UPLOADS = int(os.environ.get("RUNBOOK_LAB_FILES") or 1100)


class Seed:
    def __init__(self, now):
        self.start = now - now % 3600 - 40 * DAY
        self.tables, self.objects = {}, []
        self.last = {"customers": 0, "products": 0, "order_items": 0, "invoices": 0}

    def add(self, table, **columns):
        self.tables.setdefault(table, []).append(columns)

    def next(self, table):
        self.last[table] += 1
        return self.last[table]

    def at(self, seconds):
        return datetime.datetime.fromtimestamp(self.start + seconds, datetime.timezone.utc).isoformat()

    def put(self, owner, address, body, seconds):
        """One version of an object, uploaded so many seconds after the start."""
        self.entry(owner, address, seconds, body=base64.b64encode(body).decode())

    def remove(self, owner, address, seconds):
        """A deletion that somebody wanted: its marker must survive every repair."""
        self.entry(owner, address, seconds, delete=True)

    def entry(self, owner, address, seconds, **what):
        bucket, key = place(address)
        self.objects.append({"bucket": bucket, "key": key, "address": address, "owner": owner, "at": self.start + seconds, **what})

    # ---- one tenant ------------------------------------------------------------------------------------------------
    def tenant(self, name, uploads):
        tenant, chance = name_id("tenant/" + name), random.Random(name)
        style = f"{tenant}/branding/brand.css"
        self.add("tenants", id=tenant, name=name, branding_css=style, own_bucket=OWN.get(name), created_at=self.at(0))
        self.put(tenant, style, files.css("first " + name), 60)
        self.put(tenant, style, files.css("today's " + name), 9 * DAY)
        for kind in ("logo", "favicon", "Größe"):
            path = f"{tenant}/branding/{kind}.png"
            self.add("BrandingAssets", id=name_id(f"branding/{name}/{kind}"), tenant_id=tenant, kind=kind, logoPath=path)
            self.put(tenant, path, files.png(f"{name} {kind}".encode("ascii", "ignore").decode()), 120)
        customers = [self.customer(tenant, name, n, chance) for n in range(1, 41)]
        products = [self.product(tenant, name, n, chance) for n in range(1, 21)]
        documents = [self.design(tenant, name, n, customers, chance) for n in range(1, 61)]
        for number in range(1, uploads + 1):
            path = f"{tenant}/uploads/artwork/{number:06d}.png"
            self.add("uploads", tenant_id=tenant, number=number, customer_id=chance.choice(customers), image=path, uploaded_at=self.at(number))
            self.put(tenant, path, files.png(f"{name} artwork {number}"), number)
        for number in range(1, ORDERS + 1):
            self.order(tenant, name, number, customers, products, documents, chance)
        self.leftovers(tenant, name)

    def customer(self, tenant, name, n, chance):
        identifier, path = self.next("customers"), None
        if n % 4 == 0:
            path = f"{tenant}/uploads/customers/{n}.png"
            self.put(tenant, path, files.png(f"{name} customer {n}"), n * 900)
        referrer = identifier - chance.randint(1, n - 1) if n % 3 == 0 else None
        self.add("customers", id=identifier, tenant_id=tenant, email=f"Customer-{n}@{name}.example", image=path, referred_by=referrer,
                 created_at=self.at(n * 900), updated_at=self.at(n * 900))
        return identifier

    def product(self, tenant, name, n, chance):
        identifier, path = self.next("products"), f"{tenant}/uploads/products/{n}.png"
        self.put(tenant, path, files.png(f"{name} product {n}"), n * 600)
        # Number 20 is number 19 again, archived: allowed by the partial index alone.
        self.add("products", id=identifier, tenant_id=tenant, sku=f"SKU-{min(n, 19):03d}", archived="t" if n == 20 else "f",
                 price=f"{chance.randint(200, 9000) / 100:.2f}", paper_stock_id=chance.randint(1, 6), image=path)
        return identifier

    def design(self, tenant, name, n, customers, chance):
        design, document, seconds = name_id(f"design/{name}/{n}"), name_id(f"document/{name}/{n}"), n * 7200
        self.add("designs", id=design, tenant_id=tenant, customer_id=chance.choice(customers), title=f"{name} design {n}\ttab and \\ and 'quote'",
                 created_at=self.at(seconds))
        paths, home = [], f"@{OWN[name]}/" if name in OWN else ""
        if n % 10:   # every tenth has no print file yet
            for moment in (seconds, seconds + 2 * DAY) if n % 5 == 0 else (seconds,):
                paths.append(f"designs/{design}/files/print-ready-{self.start + moment}.pdf")
                self.put(tenant, home + paths[-1], files.pdf(f"{name} design {n} of {moment}"), moment)
            if n % 7 == 0:   # regenerated under the same name: an older version lies below
                self.put(tenant, home + paths[-1], files.pdf(f"{name} design {n}, corrected"), seconds + 3 * DAY)
        self.add("designer_documents", id=document, tenant_id=tenant, design_id=design,
                 print_ready_file=json.dumps({"image": paths[-1], "pages": 1}) if paths else None, updated_at=self.at(seconds))
        return document, paths

    def order(self, tenant, name, number, customers, products, documents, chance):
        order, seconds = name_id(f"order/{name}/{number}"), 30 * DAY * number // (ORDERS + 1)
        status = ("paid", "printing", "shipped", "shipped", "open", "cancelled")[number % 6]
        document, paths = chance.choice(documents)
        paid = paths and status not in ("open", "cancelled")
        if not paths:
            status = "open"
        items, total = [], 0
        for _ in range(2):
            item, quantity, cents = self.next("order_items"), chance.randint(1, 500), chance.randint(5, 900)
            total += quantity * cents
            items.append(item)
            self.add("order_items", id=item, order_id=order, product_id=chance.choice(products), document_id=document, quantity=quantity,
                     unit_price=f"{cents / 100:.2f}")
        # The snapshot of the file that was paid for: for some orders an older one than the document's.
        self.add("orders", id=order, tenant_id=tenant, number=number, customer_id=chance.choice(customers), status=status,
                 total=f"{total / 100:.2f}", design_print_ready_file=json.dumps({"image": paths[0]}) if paid else None, main_item_id=items[0],
                 paid_at=self.at(seconds + 300) if paid else None, created_at=self.at(seconds), updated_at=self.at(seconds + 300))
        if paid:
            self.add("invoices", id=self.next("invoices"), tenant_id=tenant, order_id=order, amount=f"{total / 100:.2f}", issued_at=self.at(seconds + 400))

    def leftovers(self, tenant, name):
        """Files that no row names, and files that were deleted on purpose before any incident."""
        self.put(tenant, f"{tenant}/uploads/unfinished & über.png", files.png(name + " unfinished"), 5 * DAY)
        for n, ago in ((1, 3 * DAY), (2, 600)):
            key = f"{tenant}/uploads/retired-{n}.png"
            self.put(tenant, key, files.png(f"{name} retired {n}"), 2 * DAY)
            self.remove(tenant, key, 40 * DAY - ago)
        if name in OWN:
            key = f"@{OWN[name]}/proofs/retired.pdf"
            self.put(tenant, key, files.pdf(name + " retired proof"), 2 * DAY)
            self.remove(tenant, key, 40 * DAY - 600)
            self.put(tenant, f"@{OWN[name]}/proofs/unfinished.pdf", files.pdf(name + " unfinished proof"), 5 * DAY)

    # ---- files -----------------------------------------------------------------------------------------------------
    def write(self, directory):
        with open(directory / "live_db.sql", "w", encoding="utf-8") as out:
            out.write((HERE / "database" / "schema.sql").read_text())
            out.write("BEGIN;\nSET CONSTRAINTS ALL DEFERRED;\n")
            for table in TABLES:
                copy(out, table, self.tables[table])
            for table, last in self.last.items():
                out.write(f"SELECT setval('{table}_id_seq', {last}) \\g /dev/null\n")
            out.write("COMMIT;\nANALYZE;\n")
        with open(directory / "admin_db.sql", "w", encoding="utf-8") as out:
            out.write((HERE / "database" / "admin.sql").read_text())
            copy(out, "plans", [
                {"tenant_id": t["id"], "tenant_name": t["name"], "plan": "pro", "since": t["created_at"][:10]} for t in self.tables["tenants"]])
        with open(directory / "objects.jsonl", "w", encoding="utf-8") as out:
            for entry in sorted(self.objects, key=lambda entry: entry["at"]):
                out.write(json.dumps(entry) + "\n")


def copy(out, table, rows):
    def field(value):
        if value is None:
            return "\\N"
        return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")

    names = ", ".join(f'"{column}"' for column in rows[0])
    out.write(f'COPY "{table}" ({names}) FROM stdin;\n')
    for row in rows:
        out.write("\t".join(map(field, row.values())) + "\n")
    out.write("\\.\n")


def main():
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    seed = Seed(int(datetime.datetime.now().timestamp()))
    for number, stock in enumerate(("Matt", "Gloss", "Silk", "Recycled", "Linen", "Kraft"), 1):
        seed.add("paper_stocks", id=number, name=stock, grams=70 + 40 * number)
    for index, name in enumerate(TENANTS):
        seed.tenant(name, UPLOADS if index == 0 else 60)
    seed.write(directory)


if __name__ == "__main__":
    main()
