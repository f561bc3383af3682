#!/usr/bin/env python3
"""The lab's object store: moto's S3 behind a keep-alive HTTP server, one process for one account with two regions.

    server.py --lab DIRECTORY --region us-east-1=PORT,TLS-PORT --region eu-west-1=PORT,TLS-PORT --certificate FILE

The second port of a region speaks TLS with the certificate and key of the file: pgBackRest speaks nothing else. Bucket names are global, as on AWS: a request for a bucket may go to either region's port. Everything is in memory.
The lab's own doors, on every port:

    GET /_lab/state                                 regions, buckets, replication as JSON
    GET /_lab/load?file=PATH                        puts the objects of a JSON-lines file in, with their dates
    GET /_lab/save?bucket=B&file=PATH               appends the bucket's current objects to such a file
    GET /_lab/empty?bucket=B                        forgets the bucket's objects, keeps its settings
    GET /_lab/region?name=R&is=up|down|stalled      now; or, with &at=WORDS[&after=N], in the middle of something: when a request
                                                    whose "METHOD /path" holds the words comes, after N others that do; R may be R,R
    GET /_lab/replication?is=on|paused|forgotten    forgotten: what waits for it never comes
    GET /_lab/damage?bucket=B&key=K                 spoils the bytes of the newest version
"""

import argparse
import base64
import datetime
import io
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ.setdefault("S3_IGNORE_SUBDOMAIN_BUCKETNAME", "true")
os.environ.setdefault("MOTO_S3_DEFAULT_KEY_BUFFER_SIZE", str(1 << 26))

import repairs  # noqa: E402 (moto reads the two settings above)
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from moto.s3.models import FakeKey  # noqa: E402
from replication import LOCK, REGIONS, Replication, backend, is_down, mark, put  # noqa: E402

REPLICATION = Replication()
ARMED = {}   # how regions change at a request that is still to come


def error(status, code, message):
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return status, [("Content-Type", "application/xml")], body.encode()


# ---- the lab's own doors -----------------------------------------------------------------------------------------------
def load(file):
    with open(file, encoding="utf-8") as entries:
        for entry in map(json.loads, entries):
            when = datetime.datetime.fromtimestamp(entry["at"], datetime.timezone.utc).replace(tzinfo=None)
            if entry.get("delete"):
                mark(entry["bucket"], entry["key"], when)
            else:
                put(entry["bucket"], entry["key"], base64.b64decode(entry["body"]), when)


def save(bucket, file):
    with open(file, "a", encoding="utf-8") as out:
        for name in list(backend().get_bucket(bucket).keys):
            entry = backend().get_object(bucket, name)
            if entry is not None:
                at = entry.last_modified.replace(tzinfo=datetime.timezone.utc).timestamp()
                out.write(json.dumps({"bucket": bucket, "key": name, "at": at, "body": base64.b64encode(entry.value).decode()}) + "\n")


def door(name, words):
    """Opens one of the doors, under the lock; answers the state after it."""
    if name == "load":
        load(words["file"])
    elif name == "save":
        save(words["bucket"], words["file"])
    elif name == "empty":
        backend().get_bucket(words["bucket"]).keys.clear()
        # moto remembers every object that ever was, for a reset that never comes here: 30 MB with each of ours.
        FakeKey.instances_tracked.clear()
    elif name == "region":
        ARMED.clear()
        if "at" in words:
            ARMED.update(words, after=int(words.get("after", 0)))
        else:
            REGIONS.update(dict.fromkeys(words["name"].split(","), words["is"]))
    elif name == "replication":
        REPLICATION.paused = words["is"] == "paused"
        if words["is"] == "forgotten":
            REPLICATION.forget()
    elif name == "damage":
        entry = backend().get_object(words["bucket"], words["key"])
        entry.value = b"damaged " + entry.value[8:]
    elif name != "state":
        return error("404 Not Found", "NoSuchDoor", name)
    buckets = {name: {"region": bucket.region_name, "keys": len(bucket.keys)} for name, bucket in backend().buckets.items()}
    state = {"regions": REGIONS, "buckets": buckets, "replication": REPLICATION.state()}
    return "200 OK", [("Content-Type", "application/json")], json.dumps(state).encode() + b"\n"


# ---- the server --------------------------------------------------------------------------------------------------------
class Handler(BaseHTTPRequestHandler):
    protocol_version, server_version, sys_version = "HTTP/1.1", "store", ""
    disable_nagle_algorithm, wbufsize, timeout = True, -1, 300

    def log_message(self, form, *words):
        pass

    def setup(self):
        if self.server.tls:   # in the connection's own thread, so that a client that says nothing keeps nobody waiting
            self.request.settimeout(30)
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        try:
            super().finish()
            if self.server.tls:   # OpenSSL takes a connection without this farewell for one that was cut
                self.request.unwrap()
        except (OSError, ValueError):
            pass

    def handle_expect_100(self):   # at once: the stream is buffered, and clients wait a second for this line
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def serve(self):
        url, data = urllib.parse.urlsplit(self.path), self.body()
        if url.path.startswith("/_lab/"):
            with LOCK:
                return self.reply(*door(url.path.removeprefix("/_lab/"), dict(urllib.parse.parse_qsl(url.query))))
        with LOCK:
            self.trip(f"{self.command} {url.path}")
        while REGIONS[self.server.region] == "stalled":
            time.sleep(0.1)
        if REGIONS[self.server.region] == "down":
            self.close_connection = True
            return None
        path = urllib.parse.unquote(url.path)
        source = urllib.parse.unquote(self.headers.get("x-amz-copy-source", ""))
        if any(is_down(each.lstrip("/").partition("/")[0]) for each in (path, source)):
            return self.reply(*error("503 Service Unavailable", "ServiceUnavailable", "the region of this bucket is down"))
        if source and not self.headers.get("Content-MD5"):
            self.headers["Content-MD5"] = "of a copy"   # moto asks a locked bucket's copies for it, S3 does not
        with LOCK:
            repairs.BYPASS.said = self.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"
            return self.reply(*self.answer(path, url, data))

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_OPTIONS = serve

    @staticmethod
    def trip(line):
        if ARMED and ARMED["at"] in line:
            ARMED["after"] -= 1
            if ARMED["after"] < 0:
                REGIONS.update(dict.fromkeys(ARMED["name"].split(","), ARMED["is"]))
                ARMED.clear()

    def body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self, path, url, data):
        """moto's answer, or ours where moto's is not S3's."""
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        if self.command == "GET" and "retention" in query:
            return self.retention(path, query)
        status, headers, body = self.moto(path, url, data)
        if self.command == "GET" and "replication" in query:
            body = repairs.replication_rules(backend().buckets.get(path.strip("/")), body)
        elif self.command == "POST" and "delete" in query and b"<Quiet>true</Quiet>" in data:
            body = repairs.quiet(body)
        return status, headers, body

    def moto(self, path, url, data):
        answer = {}

        def start(status, headers, exc_info=None):
            answer.update(status=status, headers=headers)

        chunks = self.server.application(self.environ(path, url, data), start)
        try:
            return answer.get("status"), answer.get("headers"), b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()

    def environ(self, path, url, data):
        environ = {
            "REQUEST_METHOD": self.command, "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": url.query,
            "REQUEST_URI": self.path, "RAW_URI": self.path, "SERVER_NAME": "localhost", "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "REMOTE_PORT": "0", "CONTENT_LENGTH": str(len(data)),
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(data), "wsgi.errors": sys.stderr,
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            name = name.upper().replace("-", "_")
            if name == "CONTENT_TYPE":
                environ[name] = value
            elif name not in ("CONTENT_LENGTH", "TRANSFER_ENCODING", "EXPECT"):
                environ["HTTP_" + name] = value
        return environ

    @staticmethod
    def retention(path, query):
        """moto answers GetObjectRetention with the object itself."""
        bucket, _, key = path.lstrip("/").partition("/")
        entry = backend().get_object(bucket, key, version_id=query.get("versionId")) if bucket in backend().buckets else None
        if entry is None:
            return error("404 Not Found", "NoSuchKey", "The specified key does not exist.")
        if not entry.lock_mode:
            return error("404 Not Found", "NoSuchObjectLockConfiguration", "The object has no retention.")
        body = f"<Retention><Mode>{entry.lock_mode}</Mode><RetainUntilDate>{entry.lock_until}</RetainUntilDate></Retention>"
        return "200 OK", [("Content-Type", "application/xml")], body.encode()

    def reply(self, status, headers, body):
        code, _, words = status.partition(" ")
        self.send_response(int(code), words)
        length = str(len(body))
        for name, value in headers:
            if name.lower() == "content-length":
                length = value if self.command == "HEAD" else length
            elif name.lower() not in ("connection", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        if code not in ("204", "304"):
            self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads, allow_reuse_address, request_queue_size = True, True, 128

    def __init__(self, region, port, application, tls=None):
        self.region, self.application, self.tls = region, application, tls
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError, ssl.SSLError)):
            super().handle_error(request, client_address)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lab", required=True, help="whose store this is; shown by ps, read by nobody")
    arguments.add_argument("--region", action="append", required=True, metavar="NAME=PORT,TLS-PORT")
    arguments.add_argument("--certificate", required=True, help="a PEM file with certificate and key")
    arguments = arguments.parse_args()
    repairs.install()
    REPLICATION.watch()
    REPLICATION.start()
    application = DomainDispatcherApplication(create_backend_app)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(arguments.certificate)
    for region, ports in (each.split("=") for each in arguments.region):
        REGIONS[region] = "up"
        for port, context in zip(map(int, ports.split(",")), (None, tls)):
            threading.Thread(target=Server(region, port, application, context).serve_forever, daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
