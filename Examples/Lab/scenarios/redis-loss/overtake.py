#!/usr/bin/env python3
"""A job ends while the application counts the lost ones: after it read the order's row, before it asks Redis for the job.

Says what the application counted, with and without `--dry-run`; nothing was lost, so it ends
with 1 if anything was counted or queued again.
"""

import json
import signal
import subprocess
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import services
from bull import QUEUE, Redis
from lab import ROOT, Database
from web import shop

# The application read the order's row and its design, and gave the statement back: next it asks Redis.
ASKED = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle' AND query LIKE 'DEALLOCATE pdo_stmt%'"


def count(order, *options):
    """What is counted when the order's job ends at the worst moment."""
    database, redis, job = Database(), Redis(), "order-" + order
    database.sql("UPDATE orders SET design_print_ready_file = NULL, file_status = 'generating' WHERE id = :'order'", order=order)
    redis("ZREM", QUEUE + ":completed", job)
    redis("LPUSH", QUEUE + ":active", job)
    redis("SET", f"{QUEUE}:{job}:lock", 1)
    services.signal_to("redis", signal.SIGSTOP)
    try:
        counting = subprocess.Popen(
            ["php", "artisan", "print-files:requeue", "--json", *options], cwd=ROOT / "www", stdout=subprocess.PIPE)
        while database.sql(ASKED) == ["0"]:
            if counting.poll() is not None:
                raise SystemExit("the application asked nothing")
            time.sleep(0.05)
        database.sql("UPDATE orders SET design_print_ready_file = '{\"image\":\"made\"}', file_status = 'ready' WHERE id = :'order'", order=order)
        # Redis reads what waits on a connection that it has before it answers a new one.
        redis.send("LREM", QUEUE + ":active", 1, job)
        redis.send("ZADD", QUEUE + ":completed", 1, job)
    finally:
        services.signal_to("redis", signal.SIGCONT)
    for _ in range(2):
        redis.answer()
    said = counting.communicate()[0]
    if counting.returncode != 0:   # it asked Redis longer than it waits for an answer: nothing was counted
        return None
    counts = json.loads(said)
    return [counts["lost"], counts["added"], len(redis.waiting())]


def counted(order, *options):
    for _ in range(5):
        counts = count(order, *options)
        if counts is not None:
            return counts
    raise SystemExit("the application gave up on Redis five times")


def main():
    order = Database().sql(
        "SELECT o.id FROM orders o JOIN order_items i ON i.id = o.main_item_id JOIN designer_documents d ON d.id = i.document_id"
        " WHERE o.status = 'open' ORDER BY o.id LIMIT 1")[0]
    services.signal_to("worker", signal.SIGSTOP)
    if shop(f"/orders/{order}/pay", "POST")[0] != 202:
        raise SystemExit(f"{order} could not be paid")
    Redis()("DEL", QUEUE + ":wait")
    counts = [each for options in (["--dry-run"], []) for each in counted(order, *options)]
    services.signal_to("worker", signal.SIGCONT)
    print("lost, added, waiting; with --dry-run, then without:", *counts)
    sys.exit(1 if any(counts) else 0)


if __name__ == "__main__":
    main()
