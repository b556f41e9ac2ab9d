#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sees that each rule of check-source.py bites. Speaks TAP: one line a rule.

Each rule has a folder under examples/ that looks like the project, with a file named expected: the
places, as path:line, where the rule must find fault. Anywhere else it must not.
"""
import importlib.util
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent


def load_checker():
    """Loads check-source.py, whose name no import can spell."""
    spec = importlib.util.spec_from_file_location('check_source', HERE.parent / 'check-source.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_rule(checker, rule):
    """Returns, in words, where a rule did not do what its examples say."""
    root = HERE / 'examples' / checker.rule_name(rule)
    expected = set((root / 'expected').read_text(encoding='utf-8').split())
    if not expected:
        return ['no example breaks it']
    checker.layout.root = checker.links.root = root
    found = {f'{finding.path}:{finding.line}' for finding in rule(checker.read_sources(root))}
    return ([f'{place} should have been found' for place in sorted(expected - found)]
            + [f'{place} should have passed' for place in sorted(found - expected)])


def check_bans(checker):
    """Returns the banned calls that no example makes."""
    root = HERE / 'examples' / 'banned-calls'
    text = '\n'.join(path.read_text(encoding='utf-8') for path in root.rglob('*.[cu]*'))
    return [f'no example of {ban.pattern}' for ban in checker.BANS
            if re.search(rf'\b(?:{ban.pattern})\b', text) is None]


def main():
    """Tries every rule on its examples."""
    checker = load_checker()
    results = [(f'{checker.rule_name(rule)}-bites', check_rule(checker, rule))
               for rule in checker.RULES]
    results.append(('each-banned-call-has-an-example', check_bans(checker)))

    print(f'1..{len(results)}')
    for number, (name, faults) in enumerate(results, 1):
        print(f"{'not ok' if faults else 'ok'} {number} /checker/{name}")
        for fault in faults:
            print(f'# {fault}')
    return 1 if any(faults for _, faults in results) else 0


if __name__ == '__main__':
    sys.exit(main())
