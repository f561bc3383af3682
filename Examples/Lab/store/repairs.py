"""What moto's S3 backend does unlike S3, put right where a backup lab would trip over it.

Each repair replaces one method; moto stays as it is on disk. Checked against moto 5.1 and 5.2.
"""

import re
import threading

from moto.s3 import models
from moto.s3.exceptions import AccessDeniedByLock

BYPASS = threading.local()


def install():
    models.S3Backend.list_object_versions = list_object_versions
    models.S3Backend.delete_object = delete_object
    models.S3Backend.put_object_retention = put_object_retention


def newest_first(versions):
    """A key's versions as S3 orders them; moto keeps them oldest first."""
    return list(reversed(versions))


def list_object_versions(self, bucket_name, delimiter=None, key_marker=None, max_keys=1000, prefix="", version_id_marker=None):
    """moto copies every byte of every version for each page, and loses its place when the marker's version is gone."""
    bucket = self.get_bucket(bucket_name)
    found, folders, markers, last = [], set(), [], None
    for name in sorted(name for name in bucket.keys if name.startswith(prefix) and (key_marker is None or name >= key_marker)):
        folder = name[: name.index(delimiter, len(prefix)) + len(delimiter)] if delimiter and delimiter in name[len(prefix):] else None
        if folder:
            if folder in folders or (key_marker and folder <= key_marker):
                continue
            if len(found) + len(markers) + len(folders) >= max_keys:
                return found, sorted(folders), markers, *last
            folders.add(folder)
            last = (folder, None)
            continue
        versions = newest_first(bucket.keys.getlist(name))
        for position, version in enumerate(versions):
            version.is_latest = position == 0
        if name == key_marker:
            if version_id_marker is None:
                continue
            ids = [version.version_id for version in versions]
            versions = versions[ids.index(version_id_marker) + 1:] if version_id_marker in ids else []
        for version in versions:
            if len(found) + len(markers) + len(folders) >= max_keys:
                return found, sorted(folders), markers, *(last or (name, None))
            (markers if isinstance(version, models.FakeDeleteMarker) else found).append(version)
            last = (name, version.version_id)
    return found, sorted(folders), markers, None, None


original_delete = models.S3Backend.delete_object


def delete_object(self, bucket_name, key_name, version_id=None, bypass=False):
    """moto takes any bypass header for yes, also "false"; and it stumbles over the deletion of what was never there."""
    bucket = self.get_bucket(bucket_name)
    if version_id is None and bucket.is_versioned and key_name not in bucket.keys:
        return True, {}
    return original_delete(self, bucket_name, key_name, version_id=version_id, bypass=str(bypass).lower() == "true")


def put_object_retention(self, bucket_name, key_name, version_id, retention):
    """A lock may be made longer by anybody; shorter only in GOVERNANCE and with the bypass said out loud."""
    key = self.get_object(bucket_name, key_name, version_id=version_id)
    mode, until = retention
    shorter = until is None or str(until) < str(key.lock_until or "")
    softer = key.lock_mode == "COMPLIANCE" and mode != "COMPLIANCE"
    if key.is_locked() and (shorter or softer) and not (key.lock_mode == "GOVERNANCE" and getattr(BYPASS, "said", False)):
        raise AccessDeniedByLock
    key.lock_mode, key.lock_until = retention


def replication_rules(bucket, body):
    """moto says of every rule that delete markers are not replicated."""
    answer = body.decode()
    for rule in (getattr(bucket, "replication", None) or {}).get("Rule", []):
        if (rule.get("DeleteMarkerReplication") or {}).get("Status") == "Enabled":
            mute = f"<ID>{re.escape(rule['ID'])}</ID>.*?<DeleteMarkerReplication><Status>(Disabled)</Status>"
            if found := re.search(mute, answer, re.DOTALL):
                answer = answer[: found.start(1)] + "Enabled" + answer[found.end(1):]
    return answer.encode()


def quiet(body):
    """A quiet deletion of many answers with the errors alone."""
    return re.sub(rb"<Deleted>.*?</Deleted>", b"", body, flags=re.DOTALL)
