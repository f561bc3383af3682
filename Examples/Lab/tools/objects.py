"""What a scenario writes down about the bucket, and how a verdict compares it."""

import hashlib

from lab import Store, place


def picture(away=False):
    """Of the shared bucket and the tenants' own, or of their replicas: every version as `key version` to its etag (nothing for a marker), and what a client sees as key to etag."""
    versions, current = {}, {}
    for key, version, etag, _, latest, _ in Store().files(away):
        versions[f"{key} {version}"] = etag
        if latest and etag:
            current[key] = etag
    return {"versions": versions, "current": current}


def kept(verdict, before, now, what="versions in the bucket"):
    """Nothing that had bytes was destroyed or changed."""
    had = {name: etag for name, etag in before["versions"].items() if etag}
    verdict.none(f"{what} that are gone or changed", [name for name, etag in had.items() if now["versions"].get(name) != etag],
                 f"all {len(had)} are kept")


def body(address):
    """The bytes that a client gets; nothing when there is no object."""
    store = Store()
    bucket, key = place(address)
    try:
        return store.client.get_object(Bucket=bucket, Key=key)["Body"].read()
    except store.client.exceptions.NoSuchKey:
        return None


def digest(data):
    return hashlib.sha256(data).hexdigest() if data is not None else "nothing"
