#!/usr/bin/env python3
"""verify object-restore: the object has its good bytes again, the bad version is kept, nothing else changed. By S3 and HTTP."""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from objects import body, digest, kept, picture
from verdict import conclude
from web import is_pdf, print_file


def judge(verdict):
    notes, now = incident.notes("object-restore"), picture()
    data = body(notes["key"])
    verdict.equal("the object's bytes", notes["good"], digest(data))
    verdict.say(data is not None and is_pdf(data), "it opens as a PDF", notes["key"])
    verdict.equal("the customer's download", (200, True), print_file(notes["order"]))
    kept(verdict, notes["bucket"], now)
    others = {key: etag for key, etag in notes["bucket"]["current"].items() if key != notes["key"]}
    verdict.same("other objects", others, {key: etag for key, etag in now["current"].items() if key != notes["key"]})


conclude(judge)
