#!/usr/bin/env python3
"""verify db-corruption: is every row back that has to be, and is the cluster fit for the next incident? By SQL, S3 and HTTP only.

Exit 0: all is as it was. 1: something is not. 2: could not look.
"""

import sys

sys.path.insert(0, sys.path[0] + "/../../tools")
import restored
from verdict import conclude

conclude(restored.judge("db-corruption"))
