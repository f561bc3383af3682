#!/usr/bin/env python3
"""break tenant-database-restore [--gone | --drop]: a tenant with a database of its own loses rows and files (runbook section 3.3, path B).

The lab's tenants share live_db, so one of them gets a database of its own first, made of its rows in live_db, and a dump of it.
Business goes on after the dump; then most of the rows and all files go. live_db still has the tenant's rows: nothing may touch them.
A client sits in the database and does not leave by itself. With --gone the whole database was dropped. With --drop the tenant agrees in
the end that the damaged copy is removed.
"""

import argparse
import datetime
import subprocess
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
from disasters import business
from incident import begin, record
from lab import ROOT, TENANTS, Database, Store, read_json, tenant_id, tenant_name, write_json
from truth import Truth, owners

OWN = "tenant_north_print"


def picture(database, name=OWN):
    """Every row of the tenant's own database, by SQL."""
    return sorted(database.file("rows.sql", name))


def make(database, tenant):
    database.run("createdb", "--template=template0", OWN)
    database.run("pg_restore", "--no-owner", "--exit-on-error", "-d", OWN, read_json("lab.json")["dump"])
    database.sql(
        "DELETE FROM tenants WHERE id <> :'tenant'; DELETE FROM audit_log WHERE tenant_id IS DISTINCT FROM :'tenant'::uuid;", OWN,
        tenant=tenant)
    dump = ROOT / "backups" / f"{OWN}-{datetime.datetime.now(datetime.timezone.utc):%Y%m%dT%H%M%SZ}.dump"
    database.run("pg_dump", "-Fc", "-Z6", "-f", str(dump), OWN)
    return str(dump)


def sit(database):
    """A session that only the server can end."""
    subprocess.Popen(
        [f"{database.binaries}/psql", "-Xq", "-d", OWN, "-c", "SELECT pg_sleep(600)"], env=database.environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while database.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = :'own'", "postgres", own=OWN) == ["0"]:
        time.sleep(0.1)


class Own:
    """disasters.business against the tenant's database."""

    def __init__(self, database):
        self.database = database

    def sql(self, text, **variables):
        return self.database.sql(text, OWN, **variables)


def main():
    arguments = argparse.ArgumentParser(prog="lab break tenant-database-restore")
    arguments.add_argument("--gone", action="store_true", help="the database is dropped")
    arguments.add_argument("--drop", action="store_true", help="the damaged copy may go in the end")
    arguments = arguments.parse_args()
    begin()
    tenant, database, store = tenant_id(TENANTS[0]), Database(), Store()
    dump = make(database, tenant)
    Truth.now().save("before")
    was = picture(database)
    shape = database.file("shape.sql", OWN)
    business(Own(database), "SINCE-THE-DUMP")

    # S3 tells times in whole seconds: the incident begins with a fresh one, so that no marker seems older than it.
    time.sleep(1 - time.time() % 1)
    deleted_at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    mine = {key for key, owner in owners().items() if owner == tenant}
    store.hide([key for key, _, etag, _, latest, _ in store.files() if latest and etag and key in mine])
    if arguments.gone:
        left = None
        database.run("dropdb", OWN)
    else:
        database.sql("DELETE FROM designs; DELETE FROM orders; UPDATE customers SET email = 'lost-' || id;", OWN)
        left = picture(database)
        sit(database)
    Truth.now().save("after")
    write_json("truth/own.json", {"was": was, "shape": shape, "left": left})
    record(
        "tenant-database-restore", {"tenant": tenant, "files": sorted(mine), "drop": arguments.drop}, database=OWN, tenant=tenant, dump=dump,
        deletedAt=deleted_at)
    print(f"{tenant_name(tenant)} ({tenant}) lost its files at {deleted_at}, and its database {OWN} {'is gone' if arguments.gone else 'is damaged'}.")
    print(f"The last dump of that database is {dump}.")


if __name__ == "__main__":
    main()
