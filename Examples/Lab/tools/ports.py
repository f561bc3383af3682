#!/usr/bin/env python3
"""ports.py COUNT: free TCP ports of 127.0.0.1, below the range that outgoing connections take theirs from (32768)."""

import random
import socket
import sys

held = []
while len(held) < int(sys.argv[1]):
    candidate = socket.socket()
    try:
        candidate.bind(("127.0.0.1", random.randint(15000, 32000)))
    except OSError:
        candidate.close()
        continue
    held.append(candidate)
print(*(each.getsockname()[1] for each in held))
