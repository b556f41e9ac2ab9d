#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries the scripts of build-aux/ that decide what is installed and what has failed. Speaks TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BUILD_AUX = pathlib.Path(__file__).resolve().parent.parent.parent / 'build-aux'
PASSED = '1..2\nok 1 /a/b\nok 2 /a/c\n'
FAILED = '1..2\nok 1 /a/b\nnot ok 2 /a/c\n'
SKIPPED = '1..2\nok 1 /a/b\nok 2 /a/c # SKIP no network\n'

# Stand-ins for the tools that setup asks. INSTALLED is what dpkg-query knows.
TOOLS = {
    'dpkg-query': '#!/bin/sh\nfor name in $INSTALLED; do echo "installed $name"; done\n',
    'apt-get': '#!/bin/sh\necho "$@" >>"$CALLS"\nexit ${APT_STATUS:-0}\n',
    'apt-cache': '#!/bin/sh\nfor name; do :; done\ncase $name in new-*) ;; *) echo ok;; esac\n',
    'id': '#!/bin/sh\necho ${FAKE_UID}\n',
}


def count(*runs, arguments=()):
    """Runs count-tests.py on a log of programs; returns its status and its lines."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder, 'log.json')
        log.write_text(''.join(json.dumps(run) + '\n' for run in runs), encoding='utf-8')
        result = subprocess.run([BUILD_AUX / 'count-tests.py', *arguments, log],
                                capture_output=True, text=True, check=False)
        return result.returncode, result.stdout.splitlines()


def setup(packages, **environment):
    """Runs a copy of setup with a list and stand-ins; returns status, output and apt's calls."""
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        script = top / 'setup'
        script.write_text((BUILD_AUX / 'setup').read_text(encoding='utf-8'), encoding='utf-8')
        (top / 'packages.txt').write_text(packages, encoding='utf-8')
        (top / 'bin').mkdir()
        for name, text in TOOLS.items():
            (top / 'bin' / name).write_text(text, encoding='utf-8')
            (top / 'bin' / name).chmod(0o755)
        result = subprocess.run(
            ['sh', script, 'build'], capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, 'PATH': f"{top / 'bin'}:/usr/bin:/bin", 'CALLS': f'{top}/calls',
                 'FAKE_UID': '0', **environment})
        calls = top / 'calls'
        asked = calls.read_text(encoding='utf-8').splitlines() if calls.exists() else []
        return result.returncode, result.stdout + result.stderr, asked


def each_line_of_a_program_counts():
    status, lines = count({'name': 'a', 'result': 'OK', 'stdout': PASSED},
                          {'name': 'b', 'result': 'OK', 'stdout': PASSED})
    return status == 0 and lines == ['4 passed, 0 failed']


def a_failure_is_named():
    status, lines = count({'name': 'a', 'result': 'FAIL', 'stdout': FAILED})
    return status == 1 and lines == ['failed: a: /a/c', '1 passed, 1 failed']


def a_crash_is_a_failure():
    status, lines = count({'name': 'a', 'result': 'ERROR', 'stdout': '1..2\nok 1 /a/b\n'})
    return status == 1 and lines[-1] == '1 passed, 1 failed'


def a_time_out_is_a_failure():
    status, lines = count({'name': 'a', 'result': 'TIMEOUT', 'stdout': PASSED})
    return status == 1 and lines[-1] == '2 passed, 1 failed'


def a_program_without_lines_counts_as_one():
    status, lines = count({'name': 'a', 'result': 'OK'}, {'name': 'b', 'result': 'FAIL'})
    return status == 1 and lines[-1] == '1 passed, 1 failed'


def what_is_skipped_is_not_passed():
    status, lines = count({'name': 'a', 'result': 'OK', 'stdout': SKIPPED})
    return status == 0 and lines == ['skipped: 1', '1 passed, 0 failed']


def no_log_is_a_failure():
    status, lines = count({'name': 'a', 'result': 'OK', 'stdout': PASSED},
                          arguments=['no-such.json'])
    return status == 1 and lines[-1] == '2 passed, 1 failed'


def no_test_is_a_failure():
    status, lines = count()
    return status == 1 and lines == ['0 passed, 0 failed']


def nothing_missing_installs_nothing():
    return setup('[build]\na # why\nb|c\n[test]\nd\n', INSTALLED='a c') == (0, '', [])


def what_is_missing_is_installed_alone():
    status, said, calls = setup('[build]\na\nb\n', INSTALLED='a')
    return (status == 1 and 'still missing' in said and len(calls) == 2
            and calls[0].endswith('update') and calls[1].endswith('--no-install-recommends b'))


def the_first_known_name_is_chosen():
    _, _, calls = setup('[build]\nnew-name|old-name\n', INSTALLED='')
    return calls[-1].endswith(' old-name')


def without_root_it_says_what_to_type():
    status, said, calls = setup('[build]\na\n', INSTALLED='', FAKE_UID='1000')
    return status == 1 and "su -c '" in said and "/setup build'" in said and not calls


def a_failed_installation_is_told():
    status, said, _ = setup('[build]\na\n', INSTALLED='', APT_STATUS='100')
    return status == 1 and 'installing failed' in said


CHECKS = [
    ('count', each_line_of_a_program_counts),
    ('count', a_failure_is_named),
    ('count', a_crash_is_a_failure),
    ('count', a_time_out_is_a_failure),
    ('count', a_program_without_lines_counts_as_one),
    ('count', what_is_skipped_is_not_passed),
    ('count', no_log_is_a_failure),
    ('count', no_test_is_a_failure),
    ('setup', nothing_missing_installs_nothing),
    ('setup', what_is_missing_is_installed_alone),
    ('setup', the_first_known_name_is_chosen),
    ('setup', without_root_it_says_what_to_type),
    ('setup', a_failed_installation_is_told),
]


def main():
    """Runs every check; each answers whether what its name says holds."""
    failed = 0
    print(f'1..{len(CHECKS)}')
    for number, (script, check) in enumerate(CHECKS, 1):
        holds = check()
        failed += not holds
        name = check.__name__.replace('_', '-')
        print(f"{'ok' if holds else 'not ok'} {number} /{script}/{name}")
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
