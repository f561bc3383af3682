"""What the lab knows on its own: every row and every object at a moment, kept under truth/."""

import hashlib

from lab import ROOT, Database, Store, lines


class Truth:
    """A picture of live_db, admin_db and the buckets, taken by SQL and S3 alone."""

    def __init__(self, rows, versions, admin, databases, shape):
        self.rows, self.versions, self.admin, self.databases, self.shape = rows, versions, admin, databases, shape

    @classmethod
    def now(cls, database=None, away=False):
        database = database or Database()
        rows = {}
        for line in database.file("rows.sql"):
            owner, table, key, digest = line.split("\t")
            rows.setdefault((owner, table), {})[key] = digest
        return cls(
            rows, list(Store(away=away).files(away)),
            database.sql("SELECT to_jsonb(p) FROM plans p ORDER BY tenant_id", "admin_db"),
            database.sql("SELECT datname FROM pg_database ORDER BY 1", "postgres"), database.file("shape.sql"))

    # ---- on disk ---------------------------------------------------------------------------------------------------
    def save(self, moment):
        """Tab-separated, sorted, to be read by a person as well."""
        folder = ROOT / "truth" / moment
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "rows.tsv", (
            (*where, key, digest) for where, keys in sorted(self.rows.items()) for key, digest in sorted(keys.items())))
        write(folder / "fingerprints.tsv", ((*where, len(keys), fingerprint(keys)) for where, keys in sorted(self.rows.items())))
        write(folder / "objects.tsv", ((v[1], v[2] or "marker", v[3], int(v[4]), v[5], v[0]) for v in self.versions))
        for name, content in (("admin", self.admin), ("databases", self.databases), ("shape", self.shape)):
            write(folder / f"{name}.txt", ((line,) for line in content))

    @classmethod
    def load(cls, moment):
        folder, rows = ROOT / "truth" / moment, {}
        for owner, table, key, digest in read(folder / "rows.tsv"):
            rows.setdefault((owner, table), {})[key] = digest
        versions = [
            [key, version, None if etag == "marker" else etag, int(size), latest == "1", float(when)]
            for version, etag, size, latest, when, key in read(folder / "objects.tsv")]
        texts = [[line[0] for line in read(folder / f"{name}.txt", whole=True)] for name in ("admin", "databases", "shape")]
        return cls(rows, versions, *texts)

    # ---- questions -------------------------------------------------------------------------------------------------
    def current(self):
        """Key to etag and size of what a client sees."""
        return {key: (etag, size) for key, _, etag, size, latest, _ in self.versions if latest and etag}

    def kept(self):
        """Every version that holds bytes."""
        return {(key, version): etag for key, version, etag, *_ in self.versions if etag}


def owners():
    """Which tenant an object belongs to, as the seed knows it."""
    return {entry["address"]: entry["owner"] for entry in lines(ROOT / "seed" / "objects.jsonl")}


def of(rows, wanted):
    """The rows of some owners and tables as one mapping."""
    return {(*where, key): digest for where, keys in rows.items() if wanted(*where) for key, digest in keys.items()}


def fingerprint(keys):
    """Order-free: the sum of the rows' digests."""
    return f"{sum(int(hashlib.sha256(f'{key} {digest}'.encode()).hexdigest()[:16], 16) for key, digest in keys.items()) % 2**64:016x}"


def write(path, records):
    with open(path, "w", encoding="utf-8") as out:
        for record in records:
            out.write("\t".join(map(str, record)) + "\n")


def read(path, whole=False):
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            yield [line] if whole else line.split("\t")
