#!/usr/bin/env python3
"""verify print-file-loss: the customer's download opens, the staff knows, nothing else changed. By SQL, S3 and HTTP."""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import Database
from objects import body, digest, kept, picture
from verdict import conclude
from web import is_pdf, messages, print_file


def judge(verdict):
    notes, now, database = incident.notes("print-file-loss"), picture(), Database()
    order, key, address, data = notes["order"], notes["key"], notes["address"], body(notes["address"])
    path, status, action = database.sql(
        "SELECT design_print_ready_file->>'image', file_status, coalesce(recovery_action, '') FROM orders WHERE id = :'order'", order=order)[0].split("\t")
    verdict.equal("the order's path", key, path)
    verdict.equal("what the customer is told", ("ready", ""), (status, action))
    verdict.equal("the customer's download", (200, True), print_file(order))
    verdict.say(data is not None and is_pdf(data), "the object is a whole PDF", address)
    if notes["gone"]:
        made = [name for name in now["versions"] if name.startswith(address + " ")]
        verdict.equal("it was made once", 1, len(made))
    else:
        verdict.equal("the object's bytes", notes["good"], digest(data))
    kept(verdict, notes["bucket"], now)
    verdict.same("other objects", notes["bucket"]["current"], {name: etag for name, etag in now["current"].items() if name != address})
    waiting = database.sql("SELECT id FROM orders WHERE file_status <> 'ready'")
    verdict.none("customers who are still told to wait", waiting)
    verdict.equal("messages to the print shop", 1, len([each for each in messages() if order in each and "whole again" in each]))


conclude(judge)
