#!/usr/bin/env python3
"""verify region-outage: does the DR region serve every archived row, from the replica, and is the old primary still off?"""

import sys
import urllib.parse

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
import zone
from lab import read_json
from restored import bucket, cluster, ready
from servers import Server
from truth import Truth
from verdict import conclude
from web import ask, outside


def judge(verdict):
    notes, before = incident.notes("region-outage"), Truth.load("before")
    print("The databases in the DR region")
    now = cluster(verdict, before, notes, "dr")
    print("The server in the DR region")
    ready(verdict, notes, "dr")
    verdict.say(not Server().processes(), "the old primary is off", "yes" if not Server().processes() else "it runs")
    print("Customers")
    addresses, port = zone.addresses(), urllib.parse.urlsplit(read_json("estate.json")["dr"]["app"]["url"]).port
    verdict.equal("the shop's name points at the DR region", [read_json("estate.json")["dns"]["away"]], addresses)
    for path in ("/", "/up", "/admin/login"):
        verdict.equal(f"who follows the name to {path}", 200, ask(f"http://{(addresses or ['-'])[0]}:{port}{path}")[0])
    told = [each for each in outside("incidents") if each["name"] == "Region outage"]
    verdict.equal("incidents on the status page", 1, len(told))
    updates = [update["status"] for update in reversed(told[0]["incident_updates"])] if told else []
    verdict.equal("what customers were told", ["identified", "monitoring"], updates)
    verdict.say(any("4 hours" in update["body"] for each in told for update in each["incident_updates"]), "the ETA", "was told")
    print("The replica's bucket")
    bucket(verdict, before, now)


conclude(judge)
