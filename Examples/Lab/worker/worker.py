#!/usr/bin/env python3
"""The pdf-service: takes jobs from the queue and makes print files. `worker.py [--away] --lab DIRECTORY`; DIRECTORY is also in
RUNBOOK_LAB. Away it works in the DR region: with that region's database, queue and buckets.

Whatever happens to it or to Redis in the middle of a job, doing the job again has the same end: the key is decided by the order,
a file that is there and whole is not made again, and the row is written only when it says something else.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)) + "/../tools")
import files
from bull import QUEUE, Redis, RedisError
from lab import Store, print_bucket
from servers import Server

LOCK = 5   # seconds until a job whose worker died is taken for stalled
ATTEMPTS = 3

ORDER = """
SELECT o.design_print_ready_file->>'image', d.design_id, o.number, t.name, coalesce(o.paid_at IS NOT NULL, false), t.own_bucket
  FROM orders o JOIN tenants t ON t.id = o.tenant_id
  LEFT JOIN order_items i ON i.id = o.main_item_id LEFT JOIN designer_documents d ON d.id = i.document_id
 WHERE o.id = :'order';
"""

LINK = """
BEGIN;
UPDATE orders SET design_print_ready_file = jsonb_build_object('image', :'key'), file_status = 'ready', recovery_action = NULL
 WHERE id = :'order' AND (design_print_ready_file->>'image' IS DISTINCT FROM :'key' OR file_status <> 'ready');
UPDATE designer_documents SET print_ready_file = jsonb_build_object('image', :'key', 'pages', 1), file_status = 'ready', recovery_action = NULL
 WHERE design_id = :'design' AND print_ready_file IS NULL;
COMMIT;
"""


class Worker:
    def __init__(self, away):
        self.database, self.store, self.away = Server("dr" if away else "postgres").database, Store(away=away), away
        self.redis, self.checked = None, 0.0

    def run(self):
        print("ready", flush=True)
        while True:
            try:
                self.redis = self.redis or Redis(away=self.away)
                self.recover_stalled()
                self.once()
            except (OSError, RedisError) as problem:   # gone, or still loading: its jobs are in its log, or in the database
                print(f"Redis: {problem!r}", flush=True)
                self.redis = None
                time.sleep(0.5)

    def once(self):
        identifier = self.redis("BLMOVE", QUEUE + ":wait", QUEUE + ":active", "RIGHT", "LEFT", 1)
        if identifier is None:
            return
        self.redis("SET", f"{QUEUE}:{identifier}:lock", os.getpid(), "EX", LOCK)
        job = self.redis.job(identifier)
        self.redis("HSET", f"{QUEUE}:{identifier}", "processedOn", int(time.time() * 1000))
        attempt = self.redis("HINCRBY", f"{QUEUE}:{identifier}", "atm", 1)
        try:
            made = self.make(json.loads(job["data"])["order"])
        except (OSError, RedisError):
            raise
        except (Exception, SystemExit) as problem:
            print(f"{identifier}: attempt {attempt}: {problem!r}", flush=True)
            self.end(identifier, attempt, "failedReason", str(problem))
        else:
            print(f"{identifier}: {made}", flush=True)
            self.end(identifier, 0, "returnvalue", json.dumps(made))

    def end(self, identifier, attempt, field, text):
        again = 0 < attempt < ATTEMPTS
        place = "wait" if again else "failed" if attempt else "completed"
        if again:
            time.sleep(0.5 * attempt)
        now = int(time.time() * 1000)
        self.redis("MULTI")
        self.redis("HSET", f"{QUEUE}:{identifier}", field, text, "finishedOn", now)
        self.redis("LREM", QUEUE + ":active", 1, identifier)
        if again:
            self.redis("LPUSH", QUEUE + ":wait", identifier)
        else:
            self.redis("ZADD", f"{QUEUE}:{place}", now, identifier)
        self.redis("DEL", f"{QUEUE}:{identifier}:lock")
        self.redis("EXEC")

    def recover_stalled(self):
        """Jobs that are active and locked by nobody: their worker died, or Redis did. They are done again."""
        if time.monotonic() - self.checked < 1:
            return
        self.checked = time.monotonic()
        for identifier in self.redis.active():
            if not self.redis("EXISTS", f"{QUEUE}:{identifier}:lock"):
                print(f"{identifier}: stalled, taken up again", flush=True)
                self.redis("MULTI")
                self.redis("LREM", QUEUE + ":active", 1, identifier)
                self.redis("RPUSH", QUEUE + ":wait", identifier)
                self.redis("EXEC")

    def make(self, order):
        """Makes the order's print file unless it is there, and links it."""
        rows = self.database.sql(ORDER, order=order)
        if not rows:
            return "no such order"
        path, design, number, tenant, paid, own = rows[0].split("\t")
        if paid != "t":
            return "not paid"
        key = path or f"designs/{design}/files/print-ready-{order}.pdf"
        bucket = print_bucket(own, self.away)
        made = not self.is_whole(bucket, key)
        if made:
            self.store.client.put_object(
                Bucket=bucket, Key=key, Body=files.pdf(f"order {number} of {tenant}"), ContentType="application/pdf")
        self.database.sql(LINK, order=order, design=design, key=key)
        return f"{key} {'made' if made else 'was there'}"

    def is_whole(self, bucket, key):
        try:
            body = self.store.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        except self.store.client.exceptions.NoSuchKey:
            return False
        return body.startswith(b"%PDF-") and body.rstrip().endswith(b"%%EOF")


if __name__ == "__main__":
    Worker("--away" in sys.argv).run()
