"""Replication from bucket to bucket, which moto only stores the rules of."""

import queue
import sys
import threading
import time

from moto.s3 import models

LOCK = threading.RLock()   # one change at a time inside moto: it loses versions under parallel writes
REGIONS = {}               # name: up, down or stalled


def backend():
    return models.s3_backends["123456789012"]["aws"]


def is_down(bucket):
    found = backend().buckets.get(bucket)
    return found is not None and REGIONS.get(found.region_name, "up") != "up"


def put(bucket, name, body, when, version=None, metadata=None):
    """A version with a date of its own, locked as the bucket's default says."""
    home = backend().get_bucket(bucket)
    lock = (home.default_lock_mode, home.default_retention()) if home.has_default_lock else (None, None)
    entry = backend().put_object(bucket, name, body, lock_mode=lock[0], lock_until=lock[1], disable_notification=True)
    entry.last_modified = when
    if version:
        entry._version_id = version
    if metadata:
        entry.set_metadata(metadata)


def mark(bucket, name, when, version=None):
    """A delete marker with a date of its own."""
    entry = backend()._set_delete_marker(bucket, name)
    entry.last_modified = when
    if version:
        entry._version_id = version


class Replication(threading.Thread):
    """Carries new versions and delete markers over, as the bucket's rules say; never a removal. Ids and dates stay the same."""

    def __init__(self):
        super().__init__(daemon=True)
        self.waiting, self.paused, self.pending, self.done, self.failed = queue.Queue(), False, 0, 0, 0
        self.age = 0   # what was put in before the last forgetting is not carried

    def watch(self):
        """From now on moto tells of every version and marker that it makes, however it came about."""
        for method in ("put_object", "_set_delete_marker"):
            setattr(models.S3Backend, method, self.telling(getattr(models.S3Backend, method)))

    def telling(self, original):
        def method(store, bucket_name, *words, **named):
            entry = original(store, bucket_name, *words, **named)
            for target in self.targets(store.get_bucket(bucket_name), entry):
                self.pending += 1
                self.waiting.put((target, entry, self.age))
            return entry
        return method

    @staticmethod
    def targets(bucket, entry):
        for rule in (getattr(bucket, "replication", None) or {}).get("Rule", []):
            prefix = rule.get("Prefix") or (rule.get("Filter") or {}).get("Prefix") or ""
            marker = isinstance(entry, models.FakeDeleteMarker)
            wanted = not marker or (rule.get("DeleteMarkerReplication") or {}).get("Status") == "Enabled"
            if rule.get("Status") == "Enabled" and wanted and entry.name.startswith(prefix):
                yield rule["Destination"]["Bucket"].split(":::")[-1]

    def run(self):
        while True:
            target, entry, age = self.waiting.get()
            while age == self.age and (self.paused or is_down(target)):
                time.sleep(0.05)
            try:
                with LOCK:
                    if age == self.age:
                        self.carry(target, entry)
                        self.done += 1
            except Exception as problem:   # the target is gone, say: counted, told, and the next one is tried
                self.failed += 1
                print(f"replication of {entry.name} failed: {problem!r}", file=sys.stderr, flush=True)
            self.pending -= 1

    def forget(self):
        self.age += 1

    @staticmethod
    def carry(target, entry):
        if not isinstance(entry, models.FakeDeleteMarker):
            put(target, entry.name, entry.value, entry.last_modified, entry.version_id, entry.metadata)
        elif entry.name in backend().get_bucket(target).keys:
            mark(target, entry.name, entry.last_modified, entry.version_id)

    def state(self):
        return {"paused": self.paused, "pending": self.pending, "done": self.done, "failed": self.failed}
