#!/usr/bin/env python3
"""break reconcile: files of every kind of path are missing, as after a restore to another moment (runbook section 3.5).

Of each kind one has a version below a delete marker, and one has no version left anywhere. One style sheet is there without a byte.
Some of each lie in the bucket that a tenant has of its own. Among what is lost for good are the print files of two paid orders, one of them an older snapshot that only its order names.
"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database, Store, place
from objects import body, digest, picture
from truth import Truth

# Each kind: where the path stands, and how many to hide and how many to destroy.
KINDS = {
    "print files of paid orders": ("SELECT design_print_ready_file->>'image' FROM orders WHERE status = 'paid' AND EXISTS (SELECT FROM"
                                   " designer_documents d WHERE d.print_ready_file->>'image' = design_print_ready_file->>'image')", 2, 1),
    "snapshots that only orders name": ("SELECT design_print_ready_file->>'image' FROM orders WHERE paid_at IS NOT NULL AND NOT EXISTS (SELECT FROM"
                                        " designer_documents d WHERE d.print_ready_file->>'image' = design_print_ready_file->>'image')", 1, 1),
    "designs nobody ordered": ("SELECT print_ready_file->>'image' FROM designer_documents d WHERE print_ready_file IS NOT NULL AND NOT EXISTS"
                               " (SELECT FROM orders o WHERE o.design_print_ready_file->>'image' = d.print_ready_file->>'image')", 1, 1),
    "customers' pictures": ("SELECT image FROM customers WHERE image IS NOT NULL", 1, 1),
    "products' pictures": ("SELECT image FROM products WHERE image IS NOT NULL", 1, 1),
    "uploads": ("SELECT image FROM uploads", 3, 1),
    "style sheets": ("SELECT branding_css FROM tenants WHERE branding_css IS NOT NULL", 1, 1),
    "logos": ("SELECT \"logoPath\" FROM \"BrandingAssets\"", 1, 1),
}


def main():
    incident.begin()
    database, store = Database(), Store()
    hidden, lost = [], []
    for query, hide, destroy in KINDS.values():
        paths = database.addresses(sorted(set(database.sql(query))))
        # Of print files, every other one from a tenant's own bucket.
        own = [path for path in paths if path.startswith("@")]
        rest = [path for path in paths if not path.startswith("@")]
        mixed = [path for pair in zip(own, rest) for path in pair] if own else rest
        paths = mixed[: hide + destroy]
        if len(paths) < hide + destroy:
            raise SystemExit(f"the seed has too few of these: {query}")
        hidden += paths[:hide]
        lost += paths[hide:]
    empty = sorted(set(database.sql(KINDS["style sheets"][0])))[2]
    good = {path: digest(body(path)) for path in (*hidden, empty)}
    Truth.now().save("before")
    store.hide(hidden)
    for address in lost:
        store.destroy(address)
    bucket, key = place(empty)
    store.client.put_object(Bucket=bucket, Key=key, Body=b"")
    paths = {place(address)[1] for address in lost}
    rows = database.sql(
        "SELECT id, design_print_ready_file->>'image' FROM orders WHERE design_print_ready_file IS NOT NULL UNION ALL"
        " SELECT id, print_ready_file->>'image' FROM designer_documents WHERE print_ready_file IS NOT NULL")
    waiting = sorted(line.split("\t")[0] for line in rows if line.split("\t")[1] in paths)
    sold = sorted({line.split("\t")[0] for line in database.sql(
        "SELECT id, design_print_ready_file->>'image' FROM orders WHERE paid_at IS NOT NULL AND design_print_ready_file IS NOT NULL")
        if line.split("\t")[1] in paths})
    incident.record("reconcile", {"good": good, "lost": lost, "waiting": waiting, "sold": sold, "bucket": picture()})
    own = [address for address in (*hidden, *lost) if address.startswith("@")]
    print(f"{len(hidden)} files are hidden by delete markers, one is empty, {len(lost)} have no version left anywhere.")
    print(f"{len(own)} of them lie in the bucket that a tenant has of its own.")
    print(f"{len(sold)} paid orders among them would be broken downloads.")


main()
