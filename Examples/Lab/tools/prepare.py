#!/usr/bin/env python3
"""prepare.py: makes the lab's buckets (once) and fills them with the seed's objects; also what `lab reset` uses.

Versions, default locks, encryption and replication are set through the S3 API, as the runbook's section 2.3 says;
the objects go in by the store's own door, because only so do they get dates in the past.
"""

import argparse
import json
import pathlib
import time
import urllib.parse
import urllib.request

from lab import AWAY, BACKUPS, BUCKET, HOME, OWN, OWN_BUCKETS, OWN_REPLICAS, REPLICA, REPOSITORIES, ROOT, Store, read_json


KEPT = ROOT / "seed" / "repositories.jsonl"


def door(store, name, /, **words):
    with urllib.request.urlopen(f"{store.estate['endpoint']}/_lab/{name}?{urllib.parse.urlencode(words)}") as answer:
        return json.load(answer)


def make(store, name, region, lock):
    s3 = store.client
    place = {} if region == HOME else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **place)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": lock, "Days": 35}}})


# Each bucket with files and its copy in the other region: the shared one, and the tenants' own.
PAIRS = {BUCKET: REPLICA} | {OWN_BUCKETS + own: OWN_REPLICAS + own for own in OWN.values()}


def buckets(store):
    for bucket, replica in PAIRS.items():
        make(store, bucket, HOME, "GOVERNANCE")
        make(store, replica, AWAY, "GOVERNANCE")
    make(store, BACKUPS, AWAY, "COMPLIANCE")
    for repository, region in zip(REPOSITORIES, (HOME, AWAY)):
        make(store, repository, region, "COMPLIANCE")
    for bucket, replica in PAIRS.items():
        store.client.put_bucket_replication(Bucket=bucket, ReplicationConfiguration={
            "Role": "arn:aws:iam::123456789012:role/replication",
            "Rules": [{"ID": "everything", "Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""},
                       "DeleteMarkerReplication": {"Status": "Enabled"}, "Destination": {"Bucket": f"arn:aws:s3:::{replica}"}}]})


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--estate", default="estate.json", help="a file of the lab folder")
    arguments.add_argument("--again", action="store_true", help="the buckets are there: forget what is in them")
    arguments.add_argument("--dump", type=pathlib.Path, help="a dump to put into the backups' bucket, and nothing else")
    arguments.add_argument("--keep", action="store_true", help="write pgBackRest's repositories down for later resets, and nothing else")
    arguments = arguments.parse_args()
    store = Store(read_json(arguments.estate))
    if arguments.dump:
        store.client.put_object(Bucket=BACKUPS, Key=f"daily/{arguments.dump.name}", Body=arguments.dump.read_bytes())
        return
    if arguments.keep:
        KEPT.unlink(missing_ok=True)
        for bucket in REPOSITORIES:
            door(store, "save", bucket=bucket, file=KEPT)
        return
    if arguments.again:
        door(store, "replication", **{"is": "forgotten"})
        door(store, "region", name=f"{HOME},{AWAY}", **{"is": "up"})
        for bucket in (*PAIRS, *PAIRS.values(), *REPOSITORIES):
            door(store, "empty", bucket=bucket)
        door(store, "load", file=KEPT)
    else:
        buckets(store)
    door(store, "load", file=ROOT / "seed" / "objects.jsonl")
    while door(store, "state")["replication"]["pending"]:
        time.sleep(0.05)


if __name__ == "__main__":
    main()
