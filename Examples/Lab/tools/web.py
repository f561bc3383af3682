"""The lab's web addresses: the application as a customer sees it, and what the services outside were told."""

import json
import urllib.error
import urllib.request

from lab import read_json


def ask(url, method="GET", body=None):
    """Status and bytes of an answer; 0 when nobody answers."""
    request = urllib.request.Request(url, method=method, data=body, headers={"Content-Type": "application/json"} if body else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read()
    except OSError:
        return 0, b""


def shop(path, method="GET"):
    return ask(read_json("estate.json")["app"]["url"] + path, method)


def print_file(order):
    """What the customer's download of an order answers: status and whether it is a whole PDF."""
    status, body = shop(f"/orders/{order}/print-file")
    return status, status == 200 and is_pdf(body)


def is_pdf(body):
    """A PDF by its bytes: begins and ends as one, and its cross-reference table is where it says."""
    if not (body.startswith(b"%PDF-") and body.rstrip().endswith(b"%%EOF")):
        return False
    place = body.rpartition(b"startxref\n")[2].split(b"\n")[0]
    return place.isdigit() and body[int(place):].startswith(b"xref")


def outside(door, **words):
    url = read_json("estate.json")["endpoints"]["url"] + "/_" + door
    status, body = ask(url, "POST" if words else "GET", json.dumps(words).encode() if words else None)
    if status != 200:
        raise SystemExit(f"{url} answers {status}")
    return json.loads(body) if body.startswith((b"[", b"{")) else body.decode()


def messages():
    """The texts that reached the chat."""
    return [json.loads(each["body"])["text"] for each in outside("log") if each["path"].startswith("/services/")]
