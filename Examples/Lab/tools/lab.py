"""What every tool of the lab shares: where it lives, its database, its object store, names that never change."""

import json
import os
import pathlib
import subprocess
import uuid

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = pathlib.Path(os.environ.get("RUNBOOK_LAB") or ".lab").resolve()
BUCKET, REPLICA, BACKUPS = "printflow360", "printflow360-replica", "printflow360-db-backups"
REPOSITORIES = ("printflow360-pgbackrest", "printflow360-pgbackrest-dr")
HOME, AWAY = "us-east-1", "eu-west-1"
TENANTS = ("north-print", "harbor-press", "atlas-cards", "ember-labels")
# Who keeps print files in a bucket of its own, and what follows the prefix in its name: the column tenants.own_bucket.
OWN = {"north-print": "north-print"}
OWN_BUCKETS, OWN_REPLICAS = "printflow360-tenant-", "printflow360-replica-tenant-"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "print-flow-360/lab")


def name_id(name):
    """The UUID that a name has in every lab, always."""
    return str(uuid.uuid5(NAMESPACE, name))


def tenant_id(word):
    """A tenant by its name or its UUID."""
    if word in TENANTS:
        return name_id("tenant/" + word)
    return str(uuid.UUID(word))


def tenant_name(identifier):
    names = {name_id("tenant/" + name): name for name in (*TENANTS, "newcomer")}
    return names.get(identifier, "no tenant" if identifier == "shared" else identifier)


def place(address, away=False):
    """Bucket and key of an address: a key of the shared bucket, or `@` with a tenant's own bucket before the first slash."""
    own, _, key = address[1:].partition("/") if address.startswith("@") else ("", "", address)
    return print_bucket(own, away), key


def print_bucket(own, away=False):
    """The bucket of a tenant's print files: its own, when it has one, or that of everybody."""
    if own:
        return (OWN_REPLICAS if away else OWN_BUCKETS) + own
    return REPLICA if away else BUCKET


def read_json(name):
    # Before the lab is all up, its estate has another name.
    if name == "estate.json" and not (ROOT / name).exists():
        name = "estate.new"
    return json.loads((ROOT / name).read_text())


def write_json(name, value):
    target = ROOT / name
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(target.name + ".new")
    aside.write_text(json.dumps(value, indent=2) + "\n")
    aside.replace(target)


def lines(path):
    """The records of a file of one JSON value a line."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Database:
    """psql against the lab's cluster; SQL by standard input, values as psql variables."""

    def __init__(self, estate=None):
        estate = estate or read_json("estate.json")
        server = estate["postgres"]
        self.binaries = server["binaries"]
        self.environment = {
            **os.environ, **estate["environment"], "PGHOST": server["host"], "PGPORT": str(server["port"]),
            "PGUSER": server["user"], "PGTZ": "UTC", "PGOPTIONS": "", "PGCONNECT_TIMEOUT": "10",
        }

    def sql(self, text, database="live_db", **variables):
        """Runs SQL in one session, stops at the first error; lines of output, fields separated by a tab."""
        words = ["-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database]
        for name, value in variables.items():
            words += ["-v", f"{name}={value}"]
        return self.run("psql", *words, input=text).splitlines()

    def file(self, name, database="live_db"):
        return self.sql((HERE / "database" / name).read_text(), database)

    def addresses(self, paths):
        """Where the database's paths of print files lie: those below the designs of some tenants in buckets of their own."""
        own = dict(line.split("\t") for line in self.sql(
            "SELECT d.id, t.own_bucket FROM designs d JOIN tenants t ON t.id = d.tenant_id WHERE t.own_bucket IS NOT NULL"))
        parts = [(path, own.get((path.split("/") + [""])[1]) if path.startswith("designs/") else None) for path in paths]
        return [f"@{bucket}/{path}" if bucket else path for path, bucket in parts]

    def run(self, tool, *words, input=None):
        done = subprocess.run(
            [f"{self.binaries}/{tool}", *words], input=input, text=True, encoding="utf-8",
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode:
            raise SystemExit(f"{tool} answered {done.returncode}: {done.stderr.strip()}")
        return done.stdout


class Store:
    """The bucket, over the S3 API; boto3 is imported only where files are really looked at."""

    def __init__(self, estate=None, away=False):
        import boto3
        from botocore.config import Config

        self.estate = (estate or read_json("estate.json"))["s3"]
        if away:   # the other region's endpoint
            self.estate = self.estate["replica"]
        self.client = boto3.client(
            "s3", endpoint_url=self.estate["endpoint"], region_name=self.estate["region"], aws_access_key_id="lab",
            aws_secret_access_key="lab-secret", config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}))

    def versions(self, bucket=BUCKET, prefix=""):
        """Every version and delete marker: key, version id, etag (none for a marker), size, latest, time."""
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for entry in page.get("Versions", []):
                yield [entry["Key"], entry["VersionId"], entry["ETag"].strip('"'), entry["Size"], entry["IsLatest"],
                       entry["LastModified"].timestamp()]
            for entry in page.get("DeleteMarkers", []):
                yield [entry["Key"], entry["VersionId"], None, 0, entry["IsLatest"], entry["LastModified"].timestamp()]

    def files(self, away=False):
        """Every version and marker of the shared bucket and of the tenants' own, with addresses in place of keys."""
        yield from self.versions(REPLICA if away else BUCKET)
        for own in OWN.values():
            for entry in self.versions((OWN_REPLICAS if away else OWN_BUCKETS) + own):
                yield [f"@{own}/{entry[0]}", *entry[1:]]

    def hide(self, addresses):
        """Lays a delete marker on each file, wherever it lies."""
        parts = {}
        for bucket, key in map(place, addresses):
            parts.setdefault(bucket, []).append((key,))
        for bucket, keys in parts.items():
            self.delete(keys, bucket)

    def destroy(self, address):
        """Removes every version of a file for good, in both regions."""
        for bucket, key in (place(address), place(address, away=True)):
            self.delete(((name, version) for name, version, *_ in self.versions(bucket, key) if name == key), bucket)

    def delete(self, entries, bucket=BUCKET):
        """Deletes keys, or with a version id for good; a thousand in one request; answers what was made or removed."""
        entries, done = list(entries), []
        for start in range(0, len(entries), 1000):
            objects = [dict(zip(("Key", "VersionId"), entry)) for entry in entries[start:start + 1000]]
            answer = self.client.delete_objects(
                Bucket=bucket, Delete={"Objects": objects}, BypassGovernanceRetention=any(len(e) > 1 for e in entries))
            if answer.get("Errors"):
                raise SystemExit(f"the store refused to delete: {answer['Errors'][:3]}")
            done += answer.get("Deleted", [])
        return done
