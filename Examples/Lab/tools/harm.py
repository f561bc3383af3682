#!/usr/bin/env python3
"""harm.py hide|overwrite|uncover|destroy ADDRESS: what the self-test does to one file of the bucket.

hide: a delete marker; overwrite: a new version with other bytes; uncover: removes the newest version or marker for good;
destroy: removes the oldest version for good, in spite of its lock.
"""

import sys

from lab import Store, place

verb, (bucket, key) = sys.argv[1], place(sys.argv[2])
store = Store()
versions = [entry for entry in store.versions(bucket, key) if entry[0] == key]
if verb == "hide":
    store.delete([(key,)], bucket)
elif verb == "overwrite":
    store.client.put_object(Bucket=bucket, Key=key, Body=b"other bytes")
elif verb == "uncover":
    store.delete([(key, next(entry[1] for entry in versions if entry[4]))], bucket)
elif verb == "destroy":
    store.delete([(key, min((entry for entry in versions if entry[2]), key=lambda entry: entry[5])[1])], bucket)
else:
    raise SystemExit(__doc__)
