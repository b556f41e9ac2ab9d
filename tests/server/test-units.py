#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks the units over as systemd reads them: test-units.py PROGRAM UNIT... Speaks TAP."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

MOST_EXPOSED = '15'             # tenths; what uses the network cannot be far below
INSTALLED = '/bin/provision-atlas-server'


def analyse(*arguments):
    """What systemd-analyze says, with what it complains of."""
    result = subprocess.run(['systemd-analyze', *arguments], capture_output=True, text=True,
                            check=False)
    return result.returncode, result.stdout, result.stderr


def lines_are_understood(unit):
    """A key that is misspelt, or a value that does not do, is only a warning to systemd."""
    code, said, complaints = analyse('verify', '--man=no', unit)
    assert code == 0 and complaints == '', f'{said}{complaints}'


def little_is_exposed(unit):
    code, said, complaints = analyse('security', '--offline=true', f'--threshold={MOST_EXPOSED}',
                                     unit)
    assert code == 0 and complaints == '', f'{said.splitlines()[-1:]}{complaints}'


def with_program(unit, program, folder):
    """The unit in a folder, starting the program where it was built."""
    copy = pathlib.Path(folder) / unit.name
    lines = unit.read_text(encoding='utf-8').splitlines()
    for number, line in enumerate(lines):
        if line.startswith('ExecStart='):
            path = line.split('=', 1)[1].split()[0]
            assert path.endswith(INSTALLED), line
            lines[number] = line.replace(path, program)
    copy.write_text('\n'.join(lines) + '\n', encoding='utf-8')
    return copy


def main():
    program, *units = map(pathlib.Path, sys.argv[1:])
    if shutil.which('systemd-analyze') is None:
        print('1..0 # SKIP systemd-analyze is not here')
        return 0
    number = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for unit in units:
            copy = with_program(unit, str(program.resolve()), folder)
            for test in (lines_are_understood, little_is_exposed):
                number += 1
                name = f'/units/{unit.name}/{test.__name__.replace("_", "-")}'
                try:
                    test(copy)
                    print(f'ok {number} {name}')
                except AssertionError as fault:
                    failed += 1
                    print(f'not ok {number} {name}')
                    print(''.join(f'# {line}\n' for line in str(fault).splitlines()), end='')
    print(f'1..{number}')
    return 1 if failed else 0


sys.exit(main())
