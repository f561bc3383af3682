#!/usr/bin/env python3
"""break redis-loss [--data | --base | --rewritten]: Redis dies in the middle of making print files (runbook section 5.4).

Forty customers pay. The worker is held, so that their jobs wait; a few more are done before and must not be done again.
One more has paid long ago: its print file was destroyed, it is on hold, and the job that makes the file again is the last in the queue.
Then Redis is killed. By default the end of its append-only file is damaged, and jobs behind the damage are lost although the
file is there; with --data its whole folder is gone. With --base the file was rewritten before, and its base is damaged, which no tool
repairs; with --rewritten nothing is damaged, and every job is in the base: the file behind it is empty. While Redis is away two more customers pay, whose request dies on it.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import services
from bull import Redis
from lab import ROOT, Database, Store, read_json, write_json
from web import shop

DONE, WAITING, DURING = 5, 40, 2


def pay(orders, expected):
    for order in orders:
        status, body = shop(f"/orders/{order}/pay", "POST")
        if status != expected:
            raise SystemExit(f"paying {order} was answered with {status}: {body[:200]!r}")


def lose(database, store):
    """The print file of a paid order is gone in every region, and the customer is told to wait; answers the order."""
    order, key = database.sql(
        "SELECT id, design_print_ready_file->>'image' FROM orders WHERE status = 'paid' AND design_print_ready_file IS NOT NULL"
        " AND (SELECT count(*) FROM orders o WHERE o.design_print_ready_file = orders.design_print_ready_file) = 1 ORDER BY id LIMIT 1")[0].split("\t")
    store.destroy(database.addresses([key])[0])
    artisan("print-files:hold", order)
    return order


def artisan(*words):
    subprocess.run(["php", "artisan", *words], cwd=ROOT / "www", stdout=subprocess.DEVNULL, check=True)


def wait(what, done):
    for _ in range(600):
        if done():
            return
        time.sleep(0.05)
    raise SystemExit(f"waited for nothing: {what}")


def damage_file():
    """The last quarter of the newest file is overwritten, as a disk does that dies."""
    folder = ROOT / "redis" / "appendonlydir"
    path = max(folder.glob("*.incr.aof"), key=lambda each: each.stat().st_mtime)
    size = path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(size - size // 4)
        file.write(b"\x00" * (size // 8))


def rewrite_file(redis):
    """All jobs are in the base from now on."""
    redis("BGREWRITEAOF")
    folder = ROOT / "redis" / "appendonlydir"
    wait("rewritten file", lambda: "aof_rewrite_in_progress:0" in redis("INFO", "persistence") and [
        each.stat().st_size for each in folder.glob("*.incr.aof")] == [0])


def damage_base():
    """The middle of the base is overwritten."""
    path = next((ROOT / "redis" / "appendonlydir").glob("*.base.rdb"))
    size = path.stat().st_size
    with open(path, "r+b") as file:
        file.seek(size // 4)
        file.write(b"\x00" * (size // 2))


def main():
    arguments = argparse.ArgumentParser(prog="lab break redis-loss")
    kind = arguments.add_mutually_exclusive_group()
    kind.add_argument("--data", action="store_true", help="Redis' folder is gone, not only damaged")
    kind.add_argument("--base", action="store_true", help="the base of the rewritten file is damaged")
    kind.add_argument("--rewritten", action="store_true", help="the file was rewritten and is whole")
    arguments = arguments.parse_args()
    if (ROOT / "incident.json").exists():
        raise SystemExit("The lab is broken already. To start again: lab reset")
    database, redis = Database(), Redis()
    paid = {line for line in database.sql("SELECT id FROM orders WHERE paid_at IS NOT NULL")}
    versions = sorted(f"{entry[0]} {entry[1]}" for entry in Store().files())
    orders = database.sql(
        "SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id"
        " WHERE o.status = 'open' ORDER BY o.id LIMIT :count", count=DONE + WAITING + DURING)
    done, waiting, during = orders[:DONE], orders[DONE:DONE + WAITING], orders[DONE + WAITING:]

    held = lose(database, Store())
    pay(done, 202)
    wait("print files", lambda: len(redis.completed()) == DONE)
    made = sorted(f"{entry[0]} {entry[1]}" for entry in Store().files())
    services.signal_to("worker", signal.SIGSTOP)
    pay(waiting, 202)
    artisan("print-files:requeue", "--order=" + held)
    time.sleep(1.2)   # appendfsync everysec
    if arguments.base or arguments.rewritten:
        rewrite_file(redis)
    services.kill("redis")
    if arguments.data:
        shutil.rmtree(ROOT / "redis" / "appendonlydir")
    elif arguments.base:
        damage_base()
    elif not arguments.rewritten:
        damage_file()
    services.signal_to("worker", signal.SIGCONT)
    pay(during, 500)
    write_json("truth/notes.json", {
        "scenario": "redis-loss", "before": sorted(paid), "done": done, "waiting": waiting, "during": during, "held": held, "versions": versions,
        "made": made, "data": arguments.data, "base": arguments.base, "rewritten": arguments.rewritten})
    write_json("incident.json", {"scenario": "redis-loss"})
    state = ("its folder is gone" if arguments.data else "the base of its append-only file is damaged" if arguments.base
             else "its append-only file is whole" if arguments.rewritten else "its append-only file is damaged")
    print(f"Redis died with {WAITING} jobs in flight, and {state}.")
    print("With them went the job that makes a destroyed print file again." if not arguments.rewritten else
          "One of them makes a destroyed print file again.")
    print(f"{DURING} more customers paid since then and got an error page.")


if __name__ == "__main__":
    main()
