#!/usr/bin/env python3
"""segments.py hide newest|NAME | show: log segments vanish from both repositories of pgBackRest, and come back.

A delete marker hides them, so that nothing is lost; newest is the last segment that region A's repository holds.
"""

import sys

from lab import REPOSITORIES, Store

store, (verb, *rest) = Store(), sys.argv[1:]
if verb not in ("hide", "show"):
    raise SystemExit(__doc__)


def segments(bucket):
    """Every version of every segment: its name, then what the store says."""
    for entry in store.versions(bucket, "repo/archive/printflow/"):
        name = entry[0].rpartition("/")[2].partition("-")[0]
        if len(name) == 24:
            yield name, entry


wanted = rest[0] if rest else None
if wanted == "newest":
    wanted = max(name for name, entry in segments(REPOSITORIES[0]) if entry[4] and entry[2])
for bucket in REPOSITORIES:
    if verb == "hide":
        chosen = [(entry[0],) for name, entry in segments(bucket) if name == wanted and entry[4] and entry[2]]
    else:
        chosen = [(entry[0], entry[1]) for _, entry in segments(bucket) if entry[4] and not entry[2]]
    store.delete(chosen, bucket)
    print(verb, bucket, *(entry[0] for entry in chosen))
