"""The queue of print files as BullMQ keeps it in Redis: a list of waiting ids, one of active ids, a hash for each job."""

import json
import socket
import time

from lab import read_json

QUEUE = "bull:print-files"


class RedisError(Exception):
    """What Redis answered with a minus in front."""


class Redis:
    """A connection to the lab's Redis; commands as words, answers as they come."""

    def __init__(self, timeout=10, away=False):
        estate = read_json("estate.json")
        place = (estate["dr"] if away else estate)["redis"]
        with open(place["passwordFile"]) as file:
            password = file.read().strip()
        self.socket = socket.create_connection((place["host"], place["port"]), timeout=timeout)
        self.socket.settimeout(timeout)
        self.file = self.socket.makefile("rb")
        self("AUTH", password)

    def __call__(self, *words):
        self.send(*words)
        return self.answer()

    def send(self, *words):
        out = b"*%d\r\n" % len(words)
        for word in words:
            word = word if isinstance(word, bytes) else str(word).encode()
            out += b"$%d\r\n%s\r\n" % (len(word), word)
        self.socket.sendall(out)

    def answer(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis is gone")
        kind, rest = line[:1], line[1:-2].decode()
        if kind == b"-":
            raise RedisError(rest)
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == "-1" else self.file.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return None if rest == "-1" else [self.answer() for _ in range(int(rest))]
        return rest

    # ---- the queue ---------------------------------------------------------------------------------------------------
    def waiting(self):
        return self("LRANGE", QUEUE + ":wait", 0, -1)

    def active(self):
        return self("LRANGE", QUEUE + ":active", 0, -1)

    def completed(self):
        return self("ZRANGE", QUEUE + ":completed", 0, -1)

    def failed(self):
        return self("ZRANGE", QUEUE + ":failed", 0, -1)

    def job(self, identifier):
        fields = self("HGETALL", f"{QUEUE}:{identifier}")
        return dict(zip(fields[::2], fields[1::2]))

    def add(self, order, design):
        """What the application does when an order is paid."""
        identifier = "order-" + order
        self("HSET", f"{QUEUE}:{identifier}", "name", "print-file", "data", json.dumps({"order": order, "design": design}),
             "opts", '{"attempts":3}', "timestamp", int(time.time() * 1000), "delay", 0, "priority", 0, "atm", 0)
        self("LPUSH", QUEUE + ":wait", identifier)
