"""How a scenario's verdict is said: one line for each thing that was looked at, RED or ok, and an exit code."""

import sys


class Verdict:
    def __init__(self):
        self.red = 0

    def say(self, good, what, found):
        self.red += not good
        print(f"  {'ok ' if good else 'RED'}  {what:<58} {found}")

    def equal(self, what, expected, found):
        self.say(expected == found, what, found if expected == found else f"{found}, expected {expected}")

    def none(self, what, wrong, good="none"):
        """Good when the list is empty; else the first of it is named."""
        wrong = sorted(map(str, wrong))
        self.say(not wrong, what, f"{len(wrong)} (first: {wrong[0]})" if wrong else good)

    def same(self, what, expected, found):
        """Compares two mappings and names the first differences."""
        missing, extra = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
        differs = sorted(key for key in expected.keys() & found.keys() if expected[key] != found[key])
        parts = [f"{len(keys)} {word} (first: {keys[0]})" for word, keys in
                 (("missing", missing), ("too many", extra), ("different", differs)) if keys]
        self.say(not parts, what, ", ".join(parts) if parts else f"{len(expected)} as before")


def conclude(judge):
    """Runs `judge(verdict)` and ends the process: 0 green, 1 red, 2 could not look."""
    verdict = Verdict()
    try:
        judge(verdict)
    except SystemExit as end:
        print(end.code, file=sys.stderr)
        sys.exit(2)
    except Exception as problem:
        print(f"could not look: {problem!r}", file=sys.stderr)
        sys.exit(2)
    print(f"\nVerdict: {f'RED, {verdict.red} of the checks above failed' if verdict.red else 'green'}")
    sys.exit(1 if verdict.red else 0)
