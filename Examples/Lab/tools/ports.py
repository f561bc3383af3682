#!/usr/bin/env python3
"""ports.py COUNT: free TCP ports of 127.0.0.1, below the range that outgoing connections take theirs from (32768).

A port of a server that does not run yet (the DR host's, a drill's) looks free to everybody: each port is written down as the lab's,
and stays so as long as the lab's folder is there.
"""

import contextlib
import os
import random
import socket
import sys
from pathlib import Path

LAB = os.environ.get("RUNBOOK_LAB", "")
KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "runbook-lab" / "ports"


def take(port):
    """Whether the port is now this lab's, and no other lab has it."""
    try:
        with open(KEPT / str(port), "x") as file:
            file.write(LAB)
        return True
    except FileExistsError:
        return False


KEPT.mkdir(parents=True, exist_ok=True)
for place in KEPT.iterdir():
    # What a lab left that is gone. (One that is being written is still empty, and stays.)
    with contextlib.suppress(FileNotFoundError):   # another lab has just removed it
        if not Path(place.read_text()).is_dir():
            place.unlink()
held = []
while len(held) < int(sys.argv[1]):
    candidate = socket.socket()
    try:
        candidate.bind(("127.0.0.1", random.randint(15000, 32000)))
    except OSError:
        candidate.close()
        continue
    if not LAB or take(candidate.getsockname()[1]):
        held.append(candidate)
    else:
        candidate.close()
print(*(each.getsockname()[1] for each in held))
