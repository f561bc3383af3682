#!/usr/bin/env python3
"""The replica falls behind while the gate waits: `lab break bucket-restore`, then this, then `lab verify bucket-restore`.

A file that was lost is uploaded anew, longer than it was, and replication is paused, so that the replica has the old one. The copy
must wait until it has the new one. RUNBOOK_BIN names the program; without it, it is what was built last here. Ends with 1 if the old bytes were laid over the new ones.
"""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import BUCKET, HERE, ROOT, Store, read_json, write_json
from objects import body, picture
from prepare import door


def program():
    return os.environ.get("RUNBOOK_BIN") or max(HERE.parents[1].glob(".build/*/runbook"), key=lambda each: each.stat().st_mtime)


def start(answers, *words):
    place = ROOT / "overtake.jsonl"
    place.write_text("".join(json.dumps({"step": step, "answer": answer}) + "\n" for step, answer in answers))
    return subprocess.Popen([program(), "exec", "bucket-restore", *words, "--answers", place], stdin=subprocess.DEVNULL)


def main():
    notes, store = incident.notes("bucket-restore"), Store()
    code = start([], "--estate", "lab").wait()
    if code != 6:
        raise SystemExit(f"the run should wait at its gate, and ended with {code}")
    lost = next(name for name in sorted(notes["current"]) if name.endswith(".png") and name not in notes["after"]["current"])
    newer = body_of_replica(store, lost) + b"and more"
    door(store, "replication", **{"is": "paused"})
    store.client.put_object(Bucket=BUCKET, Key=lost, Body=newer)
    now = picture()
    notes["after"]["current"][lost] = now["current"][lost]
    notes["after"]["versions"] |= {name: etag for name, etag in now["versions"].items() if name.rsplit(" ", 1)[0] == lost}
    write_json("truth/notes.json", notes)
    # What the gate showed, a replica that is behind, changes while the copy waits: it is asked again.
    run = start([("approve", "approve")] * 2, "--resume")
    time.sleep(5)
    early = picture()["current"].keys() - notes["after"]["current"].keys()
    door(store, "replication", **{"is": "on"})
    code = run.wait()
    print("copied while the replica was behind:", len(early - {lost}))
    print("the file that was uploaded meanwhile:", "as uploaded" if body(lost) == newer else "OVERWRITTEN by the replica's")
    sys.exit(1 if code or early - {lost} or body(lost) != newer else 0)


def body_of_replica(store, key):
    return store.client.get_object(Bucket=read_json("estate.json")["s3"]["replica"]["bucket"], Key=key)["Body"].read()


main()
