# lab rescue SCENARIO [--unattended] [--hard …]: up, break, runbook exec, verify.
