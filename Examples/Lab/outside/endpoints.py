#!/usr/bin/env python3
"""The services outside: a heartbeat monitor, a status page and a chat, on one port, recording what they are told.

    endpoints.py --lab DIRECTORY --port PORT

    ANY  /ping/UUID[/start|/fail|/log|/N][?rid=UUID]    Healthchecks.io's pinging API; an unknown check is made
    POST /v1/pages/PAGE/incidents · PATCH …/ID · GET … · GET …/unresolved    Statuspage, with Authorization: OAuth KEY
    POST /services/T/B/X                                Slack's incoming webhook

The lab's own doors: GET /_log, GET /_checks, GET /_incidents, POST /_fault {path, status, count, delay}, POST /_reset.
A fault answers requests whose path matches with a status; 0 cuts the connection; count -1 lasts until /_reset.
"""

import argparse
import json
import re
import threading
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCK = threading.RLock()
STATUSES = ("investigating", "identified", "monitoring", "resolved")
STATE = {}


def reset():
    STATE.update(log=[], checks={}, faults=[], incidents={})


def ping(identifier, rest, run, body):
    """One ping; answers status and text as the real service does."""
    kind = rest[0] if rest else "0"
    if len(rest) > 1 or not (kind in ("start", "fail", "log") or kind.isdigit()):
        return 404, "not found"
    if kind.isdigit() and int(kind) > 255:
        return 400, "invalid url format"
    check = STATE["checks"].setdefault(identifier, {"uuid": identifier, "status": "new", "pings": []})
    word = kind if not kind.isdigit() else "success" if int(kind) == 0 else "fail"
    check["pings"].append({"kind": word, "run": run, "at": time.time(), "body": body[:10000]})
    if word in ("success", "fail"):
        check["status"] = "up" if word == "success" else "down"
    return 200, "OK"


def incident(method, page, rest, authorization, body):
    """Statuspage's incidents; answers status and JSON."""
    if not authorization.startswith("OAuth "):
        return 401, {"error": "Could not authenticate"}
    if method == "GET":
        return 200, [each for each in STATE["incidents"].values() if rest != ["unresolved"] or each["status"] != "resolved"]
    try:
        told = json.loads(body)["incident"]
        status = told.get("status", "investigating")
    except (ValueError, KeyError, TypeError, AttributeError):
        return 400, {"error": "incident is required"}
    if status not in STATUSES:
        return 422, {"error": [f"status must be one of {', '.join(STATUSES)}"]}
    if method == "POST" and not rest:
        if not told.get("name"):
            return 422, {"error": ["name can't be blank"]}
        entry = {"id": uuid.uuid4().hex[:12], "page_id": page, "name": told["name"], "incident_updates": []}
        STATE["incidents"][entry["id"]] = entry
    elif method in ("PATCH", "PUT") and len(rest) == 1 and rest[0] in STATE["incidents"]:
        entry = STATE["incidents"][rest[0]]
    else:
        return 404, {"error": "not found"}
    entry["status"] = status
    entry["incident_updates"].insert(0, {"status": status, "body": told.get("body", ""), "created_at": time.time()})
    return 201 if method == "POST" else 200, entry


def message(body):
    try:
        told = json.loads(body)
    except ValueError:
        return 400, "invalid_payload"
    return (200, "ok") if isinstance(told, dict) and (told.get("text") or told.get("blocks")) else (400, "no_text")


class Handler(BaseHTTPRequestHandler):
    protocol_version, server_version, sys_version = "HTTP/1.1", "outside", ""

    def log_message(self, form, *words):
        pass

    def serve(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        if url.path.startswith("/_"):
            return self.reply(*self.door(url.path[2:], body))
        with LOCK:
            STATE["log"].append({"at": time.time(), "method": self.command, "path": self.path, "body": body})
            fault = next((each for each in STATE["faults"] if each["count"] and re.search(each["path"], url.path)), None)
            if fault:
                fault["count"] -= 1
        if fault:
            time.sleep(fault["delay"])
            if fault["status"] == 0:
                self.close_connection = True
                return None
            return self.reply(fault["status"], "out of order")
        with LOCK:
            return self.reply(*self.answer(url, body))

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = serve

    def answer(self, url, body):
        words = [each for each in url.path.split("/") if each]
        if words[:1] == ["ping"] and len(words) >= 2:
            run = dict(urllib.parse.parse_qsl(url.query)).get("rid")
            return ping(words[1], words[2:], run, body)
        if words[:2] == ["v1", "pages"] and words[3:4] == ["incidents"]:
            return incident(self.command, words[2], words[4:], self.headers.get("Authorization", ""), body)
        if words[:1] == ["services"] and len(words) == 4 and self.command == "POST":
            return message(body)
        return 404, "not found"

    @staticmethod
    def door(name, body):
        with LOCK:
            if name == "log":
                return 200, STATE["log"]
            if name == "checks":
                return 200, list(STATE["checks"].values())
            if name == "incidents":
                return 200, list(STATE["incidents"].values())
            if name == "fault":
                STATE["faults"].append({"status": 503, "count": 1, "delay": 0, **json.loads(body)})
                return 200, "ok"
            if name == "reset":
                reset()
                return 200, "ok"
        return 404, "no such door"

    def reply(self, status, body):
        is_text = isinstance(body, str)
        data = (body if is_text else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8" if is_text else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class Server(ThreadingHTTPServer):
    daemon_threads, allow_reuse_address = True, True


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lab", required=True, help="whose services these are; shown by ps, read by nobody")
    arguments.add_argument("--port", type=int, required=True)
    arguments = arguments.parse_args()
    reset()
    server = Server(("127.0.0.1", arguments.port), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
