#!/usr/bin/env python3
"""verify region-outage: does the DR region serve every archived row, from the replica, and is the old primary still off?"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from restored import bucket, cluster, ready
from servers import Server
from truth import Truth
from verdict import conclude


def judge(verdict):
    notes, before = incident.notes("region-outage"), Truth.load("before")
    print("The databases in the DR region")
    now = cluster(verdict, before, notes, "dr")
    print("The server in the DR region")
    ready(verdict, notes, "dr")
    verdict.say(not Server().processes(), "the old primary is off", "yes" if not Server().processes() else "it runs")
    print("The replica's bucket")
    bucket(verdict, before, now)


conclude(judge)
