#!/usr/bin/env python3
"""verify reconcile: what can be back is back, nobody meets a broken download, the staff knows. By SQL, S3 and HTTP."""

import json
import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import incident
from lab import ROOT, Database
from objects import body, digest, kept, picture
from truth import Truth
from verdict import conclude
from web import messages, outside, shop


def judge(verdict):
    notes, now, database = incident.notes("reconcile"), picture(), Database()
    print("The bucket")
    verdict.same("files that a version could bring back", notes["good"], {key: digest(body(key)) for key in notes["good"]})
    verdict.none("lost for good, and made up", [key for key in notes["lost"] if key in now["current"]], f"none of {len(notes['lost'])}")
    kept(verdict, notes["bucket"], now)
    others = {key: etag for key, etag in notes["bucket"]["current"].items() if key not in notes["good"]}
    verdict.same("other objects, orphans among them", others, {key: etag for key, etag in now["current"].items() if key not in notes["good"]})

    print("Customers")
    found = dict(line.split("\t", 1) for line in database.sql(
        "SELECT id, file_status || E'\\t' || coalesce(recovery_action, '') FROM orders WHERE file_status <> 'ready' UNION ALL"
        " SELECT id, file_status || E'\\t' || coalesce(recovery_action, '') FROM designer_documents WHERE file_status <> 'ready'"))
    verdict.equal("orders and designs that are recovering", notes["waiting"], sorted(found))
    verdict.none("without a sentence for the customer", [key for key, value in found.items() if len(value.split("\t")[1]) < 20])
    answers = {order: shop(f"/orders/{order}/print-file") for order in notes["sold"]}
    verdict.none("paid orders that meet a broken download", [order for order, (status, _) in answers.items() if status != 409])
    verdict.none("paid orders that are not told what happens", [
        order for order, (status, answer) in answers.items() if status != 409 or "made again" not in json.loads(answer)["action"]])
    paid = database.sql("SELECT id FROM orders WHERE design_print_ready_file IS NOT NULL AND file_status = 'ready' ORDER BY md5(id::text) LIMIT 30")
    broken = [order for order in paid if shop(f"/orders/{order}/print-file")[0] != 200]
    verdict.none("downloads of others that do not open", broken, f"{len(paid)} tried")

    print("People")
    told = messages()
    verdict.none("paid orders that the staff was not told of", [order for order in notes["sold"] if not any(order in each for each in told)])
    report = [each for each in told if each.startswith("Reconciliation:")]
    verdict.say(len(report) == 1 and f"{len(notes['lost'])} missing" in report[0] and f"{len(notes['good'])} restored" in report[0],
                "the report in the alert channel", report[0] if report else "none")
    log = (ROOT / "www" / "storage" / "logs" / "laravel.log").read_text()
    verdict.say("storage:reconcile" in log and all(order in log for order in notes["sold"]), "the application's log", "has counts and orders")
    verdict.none("calls to anybody else", [each["path"] for each in outside("log") if not each["path"].startswith("/services/")])

    print("Rows")
    before, after = Truth.load("before"), Truth.now()
    changed = {(table, key) for (owner, table), rows in before.rows.items() for key, value in rows.items()
               if after.rows.get((owner, table), {}).get(key) != value}
    verdict.equal("rows that changed", notes["waiting"], sorted(key for _, key in changed))


conclude(judge)
