"""Verdicts of the scenarios around the application: each line says what was looked at and what was found."""

from lab import read_json
from verdict import Verdict, judge


class Checks(Verdict):
    def equal(self, what, expected, found):
        self.say(expected == found, what, found if expected == found else f"{found}, expected {expected}")

    def none(self, what, wrong, good="none"):
        """Good when the list is empty; else the first of it is named."""
        wrong = sorted(map(str, wrong))
        self.say(not wrong, what, f"{len(wrong)} (first: {wrong[0]})" if wrong else good)


def notes(scenario):
    """What the damage wrote down for this verdict."""
    if read_json("incident.json")["scenario"] != scenario:
        raise SystemExit(f"Something else is broken here. To break this: lab reset; lab break {scenario}")
    return read_json("truth/notes.json")


def conclude(look):
    """Runs `look(verdict)` and ends the program: 0 green, 1 red, 2 could not look."""
    verdict = Checks()

    def main():
        look(verdict)
        return verdict.end()

    judge(main)
