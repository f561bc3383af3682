"""The lab's two clusters and pgBackRest, as a scenario breaks them and a verdict looks at them."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request

from lab import Database, read_json


def member(home):
    estate = read_json("estate.json")
    return estate["postgres"] if home == "postgres" else estate["dr"]


def signalled(identifier, number):
    """Whether there was a process to send the signal to."""
    try:
        os.kill(identifier, number)
    except ProcessLookupError:
        return False
    return True


class Server:
    """A cluster: `postgres` in region A, or `dr`."""

    def __init__(self, home="postgres"):
        estate, self.home = read_json("estate.json"), home
        self.place = {**estate["postgres"], **member(home)}
        self.data = pathlib.Path(self.place["dataDirectory"])
        self.database = Database({**estate, "postgres": self.place})

    def processes(self):
        """The server and its children, also when the data directory is gone; the server first."""
        found = {}
        for each in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (each / "cmdline").read_bytes().split(b"\0")
                parent = int((each / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
            found[int(each.name)] = (parent, f"config_file={self.place['configuration']}".encode() in words)
        server = [identifier for identifier, (_, mine) in found.items() if mine]
        return server + [identifier for identifier, (parent, _) in found.items() if parent in server]

    def kill(self):
        """As when the machine dies: nothing is archived, nothing is written, the lock file stays."""
        killed = self.processes()
        for identifier in killed:
            signalled(identifier, signal.SIGKILL)
        # Until its parent has waited for it, a dead process keeps its id, and PostgreSQL takes the socket's lock file with that id
        # for a running server's.
        for _ in range(1500):
            if not self.processes() and not any(signalled(identifier, 0) for identifier in killed):
                return
            time.sleep(0.02)
        raise SystemExit("the server could not be killed")

    def archive(self, seconds=60):
        """Ends the current segment of the log and waits until it is in the archive; answers its name."""
        # A segment without a record is not switched.
        segment = self.database.sql(
            "SELECT pg_logical_emit_message(false, 'lab', 'archive') \\g /dev/null\nSELECT pg_walfile_name(pg_switch_wal())", "postgres")[0]
        last = "SELECT coalesce(last_archived_wal >= :'segment', false), last_failed_wal FROM pg_stat_archiver"
        for _ in range(seconds * 10):
            done, failed = self.database.sql(last, "postgres", segment=segment)[0].split("\t")
            if done == "t":
                return segment
            time.sleep(0.1)
        raise SystemExit(f"{segment} did not get into the archive" + (f"; {failed} failed" if failed else ""))

    def timeline(self):
        return int(self.database.sql("SELECT timeline_id FROM pg_control_checkpoint()", "postgres")[0])

    def damage(self):
        """What a dying disk leaves: no control file, and every second file of the databases is noise or not there."""
        (self.data / "global" / "pg_control").unlink()
        for number, path in enumerate(sorted(path for path in (self.data / "base").rglob("*") if path.is_file())):
            if number % 4 == 1:
                path.unlink()
            elif number % 4 == 3:
                path.write_bytes(os.urandom(min(8192, path.stat().st_size)))

    def lose(self):
        """The disk is new and empty."""
        for path in self.data.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


class Backups:
    """pgBackRest with the configuration of one host."""

    def __init__(self, home="postgres"):
        estate = read_json("estate.json")
        self.tool = estate["pgbackrest"] if home == "postgres" else estate["dr"]["pgbackrest"]
        self.owner = estate["postgres"]["asOwner"]

    def run(self, *words):
        command = [*self.owner, "pgbackrest", f"--config={self.tool['configuration']}", f"--stanza={self.tool['stanza']}", *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/", stdin=subprocess.DEVNULL)
        if done.returncode:
            raise SystemExit(f"pgbackrest answered {done.returncode}: {(done.stderr + done.stdout).decode(errors='replace').strip()}")
        return done.stdout.decode(errors="replace")

    def list(self, repository=None):
        words = [f"--repo={repository}"] if repository else []
        return json.loads(self.run(*words, "--output=json", "info"))[0]["backup"]


def door(name, /, **words):
    """One of the object store's own doors."""
    endpoint = read_json("estate.json")["s3"]["endpoint"]
    with urllib.request.urlopen(f"{endpoint}/_lab/{name}?{urllib.parse.urlencode(words)}") as answer:
        return json.load(answer)
