#!/usr/bin/env python3
"""verify redis-loss: every paid order has exactly one print file that opens, and nothing was made twice. By SQL, S3, HTTP and Redis."""

import collections
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from bull import Redis
from lab import ROOT, Database, Store
from verdict import conclude
from web import messages, print_file, shop


def judge(verdict):
    notes, database = incident.notes("redis-loss"), Database()
    orders = [*notes["done"], *notes["waiting"], *notes["during"], notes["held"]]
    rows = dict(line.split("\t", 1) for line in database.sql(
        "SELECT id, coalesce(design_print_ready_file->>'image', '') || E'\\t' || file_status FROM orders WHERE paid_at IS NOT NULL"))
    print("Orders")
    verdict.none("paid orders are all still there", {*notes["before"], *orders} - rows.keys(), f"{len(rows)} of them")
    verdict.none("nobody else's order became paid", rows.keys() - {*notes["before"], *orders})
    verdict.none("paid during or before the incident, without a file", [each for each in orders if rows[each].startswith("\t")])
    verdict.none("the customer is still told to wait", [each for each in orders if not rows[each].endswith("\tready")])
    verdict.none("downloads that do not open", [each for each in orders if print_file(each) != (200, True)], f"{len(orders)} open")

    print("The bucket")
    versions = [entry for entry in Store().files()]
    keys = set(database.addresses({rows[each].split("\t")[0] for each in orders} - {""}))
    count = collections.Counter(entry[0] for entry in versions if entry[0] in keys)
    verdict.none("print files that were made twice", [key for key in keys if count[key] != 1], f"{len(keys)} made once each")
    now = {f"{entry[0]} {entry[1]}" for entry in versions}
    verdict.none("older versions are gone", set(notes["made"]) - now, f"{len(notes['made'])} kept")
    verdict.none("other files were written", [each for each in now - set(notes["made"]) if each.rsplit(" ", 1)[0] not in keys])

    print("Redis")
    redis = Redis()
    verdict.equal("jobs that wait", 0, len(redis.waiting()))
    verdict.equal("jobs at work", 0, len(redis.active()))
    verdict.equal("jobs that failed", 0, len(redis.failed()))
    verdict.equal("eviction", ["maxmemory-policy", "noeviction"], redis("CONFIG", "GET", "maxmemory-policy"))
    verdict.equal("append-only file", ["appendonly", "yes"], redis("CONFIG", "GET", "appendonly"))
    damaged = ROOT / "redis" / "appendonlydir.damaged"
    verdict.equal("the damaged file is kept", not notes["data"], damaged.exists())
    if damaged.exists():
        verdict.say(any(each.stat().st_size for each in damaged.glob("*.base.rdb")), "with its base", str(damaged))
    completed = {each.removeprefix("order-") for each in redis.completed()}
    survived = completed & set(notes["done"])
    expected = set() if notes["data"] or notes["base"] else set(notes["done"])
    verdict.equal("jobs done before, which the file remembers", len(expected), len(survived))
    verdict.none("lost jobs that were not done", set(notes["during"]) - completed)

    print("People")
    told = [each for each in messages() if "queued again" in each]
    verdict.equal("messages to the staff", 1, len(told))
    if notes["rewritten"]:   # nothing was lost but the requests that died
        words = f"{len(notes['during'])} lost print jobs were queued again"
        verdict.say(any(words in each for each in told), "how many were lost, as the staff was told", len(notes["during"]))
    verdict.equal("the shop is open", 200, shop("/up")[0])


conclude(judge)
