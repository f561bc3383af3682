#!/usr/bin/env python3
"""verify drill: was it reported, is nothing left of it, and is production as it was? By SQL, S3, HTTP, git and /proc alone.

Exit 0: yes. 1: something is not. 2: could not look.
"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from drill import gone, reported, untouched
from truth import Truth
from verdict import conclude


def judge(verdict):
    notes = incident.notes("drill")
    print("Production")
    untouched(verdict, Truth.load("before"), notes["production"])
    print("What the drill made")
    gone(verdict)
    print("Its report")
    reported(verdict, notes)


conclude(judge)
