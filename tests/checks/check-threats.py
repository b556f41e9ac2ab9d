#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sees that the tests which docs/threat-model.md names are there. Speaks TAP."""
import pathlib
import re
import sys

NAMED = re.compile(r'`(/[a-z0-9-]+(?:/[a-z0-9-]+)+)`')


def paths_of_tests(top):
    """Every string of the tests that can be a test's path, or the end of one that a macro makes."""
    found = set()
    for source in (top / 'tests').rglob('*.c'):
        text = source.read_text(encoding='utf-8')
        found.update(re.findall(r'"(/?[a-z0-9-]+(?:/[a-z0-9-]+)*)"', text))
    return found


def is_there(path, found):
    """Whether a test is called so, or ends so: some programs put the first parts before all."""
    return path in found or path.rsplit('/', 1)[1] in found


def main(top):
    text = (top / 'docs' / 'threat-model.md').read_text(encoding='utf-8')
    named = sorted(set(NAMED.findall(text)))
    found = paths_of_tests(top)
    missing = [path for path in named if not is_there(path, found)]
    print('1..2')
    print('ok 1 /threats/tests-are-named' if named else 'not ok 1 /threats/tests-are-named')
    print(f"{'not ok' if missing else 'ok'} 2 /threats/every-test-that-is-named-is-there")
    for path in missing:
        print(f'# there is no test {path}')
    return 1 if missing or not named else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(__file__).resolve().parent.parent.parent))
