"""The lab's services, to be killed, frozen and woken by a scenario: by the ids that were written down for them."""

import os
import pathlib
import signal
import time

from lab import ROOT


def process(name):
    """The id of a service of this lab; nothing when it is not running."""
    try:
        identifier = int((ROOT / "run" / f"{name}.pid").read_text())
        line = pathlib.Path(f"/proc/{identifier}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (OSError, ValueError):
        return None
    return identifier if f"{ROOT}/" in line else None


def signal_to(name, number):
    identifier = process(name)
    if identifier is None:
        raise SystemExit(f"{name} is not running")
    os.kill(identifier, number)
    return identifier


def kill(name):
    """As a power cut: at once, with all of its workers, and waits until it is gone."""
    identifier = process(name)
    if identifier is None:
        raise SystemExit(f"{name} is not running")
    try:
        os.killpg(identifier, signal.SIGKILL)
    except ProcessLookupError:   # a server that left the session it was started in
        os.kill(identifier, signal.SIGKILL)
    while process(name) is not None:
        time.sleep(0.02)
