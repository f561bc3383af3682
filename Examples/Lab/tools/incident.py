"""Beginning and reading an incident: what every scenario does the same way."""

from lab import ROOT, read_json, write_json


def begin():
    if (ROOT / "incident.json").exists():
        raise SystemExit("The lab is broken already. To start again: lab reset")


def record(scenario, notes, **incident):
    """Writes what the verdict will need, and what the operator is told."""
    write_json("truth/notes.json", {"scenario": scenario, **notes})
    write_json("incident.json", {"scenario": scenario, **incident})


def notes(scenario):
    if not (ROOT / "incident.json").exists():
        raise SystemExit(f"Nothing is broken here. To break it: lab break {scenario}")
    other = read_json("incident.json")["scenario"]
    if other != scenario:
        raise SystemExit(f"This lab was broken by {other}: lab verify {other}, or lab reset")
    return read_json("truth/notes.json")
