#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in meson's logs and says which failed.

  count-tests.py TESTLOG.json... [--tap FILE...]

A TAP test counts for each of its lines, any other for one. A program that ended badly without a
failing line of its own (it crashed, or its time ran out) counts as one more that failed. The last
line is "N passed, N failed".
"""
import json
import re
import sys

RESULT = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*([^#]*)(?:#\s*(SKIP)\b)?', re.IGNORECASE)
PLAN = re.compile(r'^1\.\.\d+', re.MULTILINE)
ENDED_WELL = {'OK', 'EXPECTEDFAIL', 'SKIP'}


def count_tap(text):
    """Returns how many passed and were skipped, and the names of those that failed."""
    passed, skipped, failed = 0, 0, []
    for line in text.splitlines():
        match = RESULT.match(line)
        if match is None:
            continue
        bad, name, directive = match.groups()
        if directive:
            skipped += 1
        elif bad:
            failed.append(name.strip())
        else:
            passed += 1
    return passed, skipped, failed


def count_program(run):
    """Counts one program's run: one line of meson's log."""
    output = run.get('stdout') or ''
    ended_well = run['result'] in ENDED_WELL

    if not PLAN.search(output) and RESULT.match(output) is None:
        if run['result'] == 'SKIP':
            return 0, 1, []
        return (1, 0, []) if ended_well else (0, 0, [f"({run['result'].lower()})"])

    passed, skipped, failed = count_tap(output)
    if not ended_well and not failed:
        failed.append(f"({run['result'].lower()}, after {passed} that passed)")
    return passed, skipped, failed


def read_runs(path, is_tap):
    """Returns the programs' runs that a log tells of. A plain TAP file is one run."""
    with open(path, encoding='utf-8') as log:
        if is_tap:
            return [{'name': path, 'result': 'OK', 'stdout': log.read()}]
        return [json.loads(line) for line in log]


def main(arguments):
    """Adds up all the logs."""
    passed, skipped, failed = 0, 0, []
    is_tap = False
    for argument in arguments:
        if argument == '--tap':
            is_tap = True
            continue
        try:
            runs = read_runs(argument, is_tap)
        except (OSError, ValueError) as error:
            print(f'count-tests: {error}', file=sys.stderr)
            failed.append(f'{argument}: (no log)')
            continue
        for run in runs:
            more, left, bad = count_program(run)
            passed += more
            skipped += left
            failed += [f"{run['name']}: {name}" for name in bad]

    for name in failed:
        print(f'failed: {name}')
    if skipped:
        print(f'skipped: {skipped}')
    print(f'{passed} passed, {len(failed)} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
