#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks after invariants.json, the table of the fourteen invariants of the protocol, section 14,
and of what signing in and trust rest on.

Each has tests that are there, and at least one mutant whose place in the source is there once.
build-aux/mutants does the work; this keeps it from falling behind the source.
"""

import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
N_INVARIANTS = 14


def find_faults(entry):
    for test in entry["tests"] + [mutant["test"] for mutant in entry["mutants"]]:
        if not os.path.exists(os.path.join(ROOT, "tests", test + ".c")):
            yield f"there is no test {test}"
    if not entry["tests"] or not entry["mutants"]:
        yield "it has no test or no mutant"
    for mutant in entry["mutants"]:
        with open(os.path.join(ROOT, mutant["file"]), encoding="utf-8") as source:
            n = source.read().count(mutant["before"])
        if n != 1 or mutant["before"] == mutant["after"]:
            yield f"“{mutant['takes_out']}” has {n} places in {mutant['file']}"


def main():
    with open(os.path.join(ROOT, "tests/faults/invariants.json"), encoding="utf-8") as table:
        entries = json.load(table)
    numbers = [entry["invariant"] for entry in entries]
    failed = len(numbers) < N_INVARIANTS or numbers != list(range(1, len(numbers) + 1))
    print(f"1..{len(entries)}")
    for entry in entries:
        faults = list(find_faults(entry))
        failed = failed or bool(faults)
        number = entry["invariant"]
        print(f"{'not ok' if faults else 'ok'} {number} /invariants/{number}")
        for fault in faults:
            print("# " + fault)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
