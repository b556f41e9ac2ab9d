#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what docs/new-county.md says, block by block: writes its files, runs its commands.

A block whose first line names a file is written into the pack's folder. The lines of a block of
`sh` are run; each line of the block of `text` after it has to be in what they said. Speaks TAP.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ATLASCTL = pathlib.Path(os.environ['ATLASCTL'])
PAGE = pathlib.Path(os.environ['ATLAS_SOURCE_DIR']) / 'docs' / 'new-county.md'
PACK = 'testshire'
BLOCK = re.compile(r'^```(\w*) ?([\w.-]*)\n(.*?)^```$', re.M | re.S)
FINDINGS, USAGE, FAILURE = 1, 2, 3


def run(folder, line):
    """Runs a line as a shell would."""
    path = f"{ATLASCTL.parent}:{os.environ['PATH']}"
    return subprocess.run(line, cwd=folder, env={**os.environ, 'PATH': path}, capture_output=True,
                          shell=True, text=True, check=False)


class Reader:
    """Goes through the page."""

    def __init__(self, folder):
        self.folder = folder
        self.said = ''
        self.codes = []
        (folder / PACK).mkdir()

    def write(self, name, text):
        (self.folder / PACK / name).write_text(text, encoding='utf-8')

    def do(self, lines):
        self.said = ''
        for line in lines.splitlines():
            done = run(self.folder, line)
            self.said += done.stdout + done.stderr
            self.codes.append((line, done.returncode))

    def expect(self, lines):
        for line in lines.splitlines():
            assert line in self.said, f'“{line}” is not in: {self.said}'

    def read(self):
        for kind, name, text in BLOCK.findall(PAGE.read_text(encoding='utf-8')):
            if name:
                self.write(name, text)
            elif kind == 'sh':
                self.do(text)
            elif kind == 'text':
                self.expect(text)


def test_the_page_can_be_followed(folder):
    reader = Reader(folder)
    reader.read()
    checks = [code for line, code in reader.codes if 'pack check' in line]
    assert checks == [FINDINGS, 0], checks
    assert all(code == 0 for line, code in reader.codes if 'pack check' not in line), reader.codes


def test_the_folder_is_not_needed_any_more(folder):
    (folder / PACK).rename(folder / 'away')
    done = run(folder, 'atlasctl export geojson --data try')
    assert done.returncode == 0 and '"west"' in done.stdout and 'Polygon' in done.stdout


def test_exit_codes_tell_what_happened(folder):
    (folder / 'empty').mkdir()
    assert run(folder, 'atlasctl pack check empty').returncode == FINDINGS
    assert 'manifest.json' in run(folder, 'atlasctl pack check empty --format csv').stdout
    assert run(folder, 'atlasctl pack check nowhere').returncode == FAILURE
    assert run(folder, 'atlasctl pack check').returncode == USAGE
    assert run(folder, 'atlasctl pack mend away').returncode == USAGE
    (folder / 'empty' / 'manifest.json').write_text('{"schema": 999}', encoding='utf-8')
    assert 'newer release' in run(folder, 'atlasctl pack check empty').stdout


TESTS = [(function, f"/new-county/{name.removeprefix('test_').replace('_', '-')}")
         for name, function in list(globals().items()) if name.startswith('test_')]


def main():
    """Runs the tests in their order, in one folder."""
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='atlas-new-county-') as folder:
        for number, (function, name) in enumerate(TESTS, 1):
            try:
                function(pathlib.Path(folder))
                print(f'ok {number} {name}', flush=True)
            except (AssertionError, OSError) as error:
                failed += 1
                print(f'not ok {number} {name}')
                print('\n'.join(f'# {line}' for line in str(error).splitlines()), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
