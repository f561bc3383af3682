#!/usr/bin/env python3
"""verify tenant-delete: is the damage repaired, and nothing else harmed? By SQL and S3 only, against the lab's own records.

Exit 0: all is as it was. 1: something is not. 2: could not look.
"""

import hashlib
import pathlib
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
import restored
from lab import Database, Store, place, tenant_name
from truth import Truth, fingerprint, of
from verdict import conclude


def told_to_wait(verdict, notes):
    """Rows whose file is lost for good may differ in one way: their customers are told so."""
    if not notes["lost"]:
        return set()
    found = Database().sql(
        "SELECT id, file_status, coalesce(recovery_action, '') FROM orders WHERE design_print_ready_file->>'image' = :'key' UNION ALL"
        " SELECT id, file_status, coalesce(recovery_action, '') FROM designer_documents WHERE print_ready_file->>'image' = :'key'",
        key=place(notes["lost"][0])[1])
    wrong = [line for line in found if "\trecovering\t" not in line or line.endswith("\t")]
    verdict.say(bool(found) and not wrong, "customers of the lost file are told so", ", ".join(wrong) or f"{len(found)} rows")
    return {line.split("\t")[0] for line in found}


def rows(verdict, before, after, now, tenant, notes):
    tables = sorted({table for owner, table in before.rows if owner == tenant} - {"audit_log"})
    waiting = told_to_wait(verdict, notes)
    for table in tables:
        expected, found = ({key: digest for key, digest in rows.items() if key not in waiting}
                           for rows in (before.rows[tenant, table], now.rows.get((tenant, table), {})))
        verdict.same(f"{table}, {fingerprint(expected)}", expected, found)
    strange = sorted({table for owner, table in now.rows if owner == tenant} - {*tables, "audit_log"})
    verdict.say(not strange, "no other table has rows of the tenant", ", ".join(strange) or "none")
    history = after.rows.get((tenant, "audit_log"), {})
    kept = {key: digest for key, digest in now.rows.get((tenant, "audit_log"), {}).items() if key in history}
    verdict.same("audit_log: what was written stays", history, kept)

    for other in sorted({owner for owner, _ in after.rows | now.rows} - {tenant}):
        def theirs(owner, _):
            return owner == other
        verdict.same(f"rows of {tenant_name(other)}", of(after.rows, theirs), of(now.rows, theirs))
    for table, key in notes["laterRows"].items():
        there = any(key in keys for (_, name), keys in now.rows.items() if name == table)
        verdict.say(there, f"written after the incident: {table}", key if there else f"{key} is gone")


def database(verdict, before, now):
    verdict.same("admin_db", dict.fromkeys(before.admin), dict.fromkeys(now.admin))
    verdict.same("databases (a scratch database is dropped)", dict.fromkeys(before.databases), dict.fromkeys(now.databases))
    verdict.same("columns, constraints, indexes, triggers", dict.fromkeys(before.shape), dict.fromkeys(now.shape))
    behind = Database().file("sequences.sql")
    verdict.say(not behind, "sequences are ahead of their tables", ", ".join(behind) or "all")


def files(verdict, before, after, now, notes):
    mine = set(notes["files"])
    was, lives, rest = before.current(), now.current(), after.current()
    expected = {key: was[key] for key in mine & was.keys() if key not in notes["lost"]}
    verdict.same("files of the tenant (etag, size)", expected, {key: value for key, value in lives.items() if key in mine})
    verdict.same("files of everybody else", {key: value for key, value in rest.items() if key not in mine},
                 {key: value for key, value in lives.items() if key not in mine})
    back = [key for key in notes["staysDeleted"] if key in lives]
    verdict.say(not back, "files deleted on purpose stay deleted", f"{len(back)} came back (first: {back[0]})" if back else len(notes["staysDeleted"]))
    verdict.say(notes["laterFile"] in lives, "written after the incident: a file", notes["laterFile"].rsplit("/", 1)[1])
    kept, has = after.kept(), now.kept()
    gone = sorted(kept.keys() - has.keys())
    changed = sorted(key for key in kept.keys() & has.keys() if kept[key] != has[key])
    found = f"{len(gone)} destroyed, {len(changed)} changed (first: {(gone + changed)[0][0]})" if gone or changed else f"all {len(kept)} are kept"
    verdict.say(not gone and not changed, "versions in the bucket", found)
    for key in notes["lost"]:
        verdict.say(key not in lives, "lost for good, and not made up", key)
    opened(verdict, {key: value[0] for key, value in expected.items() if key.endswith(".pdf") and key in lives})


def opened(verdict, prints):
    """Downloads some print files and looks at their bytes."""
    client, bad = Store().client, []
    some = sorted(prints)[:: max(1, len(prints) // 5)]
    own = [key for key in some if key.startswith("@")]
    for key in some:
        bucket, name = place(key)
        body = client.get_object(Bucket=bucket, Key=name)["Body"].read()
        if not (body.startswith(b"%PDF-") and body.endswith(b"%%EOF\n") and hashlib.md5(body).hexdigest() == prints[key]):
            bad.append(key)
    verdict.say(bool(some) and not bad, "print files that open", f"{len(some) - len(bad)} of {len(some)} tried, {len(own)} in the tenant's own bucket" if some else "none is there to try")


def recovered(verdict, notes):
    """After the escalation: the whole cluster is as before the deletion, and every file that it names is there."""
    before = Truth.load("before")
    print("The databases")
    now = restored.cluster(verdict, before, notes)
    print("The server")
    restored.ready(verdict, notes)
    print("The bucket")
    named = set(Database().sql(
        "SELECT print_ready_file->>'image' FROM designer_documents UNION SELECT design_print_ready_file->>'image' FROM orders"
        " UNION SELECT image FROM customers UNION SELECT image FROM products UNION SELECT image FROM uploads"
        " UNION SELECT branding_css FROM tenants UNION SELECT \"logoPath\" FROM \"BrandingAssets\""))
    named = set(Database().addresses(named))
    was, lives = before.current(), now.current()
    verdict.same("files that a row names", {key: was[key] for key in named & was.keys()}, {key: lives[key] for key in named & lives.keys()})
    gone = before.kept().keys() - now.kept().keys()
    verdict.say(not gone, "versions in the bucket", f"{len(gone)} destroyed" if gone else "all are kept")


def judge(verdict):
    notes = incident.notes(pathlib.Path(sys.argv[0]).parent.name)
    if notes["shared"]:
        return recovered(verdict, notes)
    before, after, now = Truth.load("before"), Truth.load("after"), Truth.now()
    print(f"Rows of {tenant_name(notes['tenant'])}, and of the others")
    rows(verdict, before, after, now, notes["tenant"], notes)
    print("The databases")
    database(verdict, before, now)
    print("The bucket")
    files(verdict, before, after, now, notes)


conclude(judge)
