#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the Debian packages, looks into them, and runs what is in them. Speaks TAP."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
NAMES = ['provision-atlas', 'provision-atlas-common', 'provision-atlas-server']
WHEN = '1790000000'             # both times the same, whatever was committed between
UNITS = ['provision-atlas-server.service', 'provision-atlas-server@.service']


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, f'{command}: {result.stdout}{result.stderr}'
    return result.stdout


def build(out):
    run(TOP / 'build-aux' / 'deb', out, cwd=TOP, env={**os.environ, 'SOURCE_DATE_EPOCH': WHEN})
    return {name: next(out.glob(f'{name}_*.deb')) for name in NAMES}


def digests(packages):
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in packages.items()}


class Packages:
    """The packages, and what is in them unpacked into one folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.root = self.folder / 'root'
        self.files = build(self.folder / 'out')
        for path in self.files.values():
            run('dpkg-deb', '-x', path, self.root)

    def list(self, name):
        return run('dpkg-deb', '-c', self.files[name])

    def control(self, name, member='control'):
        return run('dpkg-deb', '-I', self.files[name], member)

    def script(self, name):
        return run('dpkg-deb', '-I', self.files['provision-atlas-server'], name)


def each_has_what_it_is_for(packages):
    assert './usr/bin/atlasctl' in packages.list('provision-atlas')
    assert './usr/share/glib-2.0/schemas/' in packages.list('provision-atlas')
    assert './usr/share/applications/' in packages.list('provision-atlas')
    assert './usr/bin/provision-atlas-server' in packages.list('provision-atlas-server')
    for unit in UNITS:
        assert f'./lib/systemd/system/{unit}' in packages.list('provision-atlas-server')
    for name in NAMES:
        listing = packages.list(name)
        assert f'./usr/share/doc/{name}/copyright' in listing
        assert 'gschemas.compiled' not in listing and 'icon-theme.cache' not in listing
        assert 'provision-atlas-server' in name or '/etc/' not in listing


def all_of_it_is_roots(packages):
    for name in NAMES:
        for line in packages.list(name).splitlines():
            assert line.split()[1] == 'root/root', line
            assert 'w' not in line[5] + line[8], line


def each_says_what_it_needs(packages):
    for name in NAMES:
        control = packages.control(name)
        assert '@' not in re.sub(r'<.*>', '', control), control
        assert re.search(r'^Version: [0-9.]+$', control, re.M)
    for name in ('provision-atlas', 'provision-atlas-server'):
        control = packages.control(name)
        assert 'glib-networking' in control and 'libsoup-3.0-0' in control
        assert 'provision-atlas-common (= ' in control
    assert 'libgtk-4-1' in packages.control('provision-atlas')
    assert 'libgtk' not in packages.control('provision-atlas-server')


def an_operators_changes_stay(packages):
    conffiles = packages.control('provision-atlas-server', 'conffiles').split()
    assert conffiles == ['/etc/provision-atlas/server.conf']


def no_script_deletes_anything(packages):
    for name in ('postinst', 'prerm', 'postrm'):
        script = packages.script(name)
        run('sh', '-n', input=script)
        for word in ('rm ', 'rmdir', 'unlink', '-delete', 'deluser', 'userdel'):
            assert word not in script, f'{name} has {word}'


def the_programs_run(packages):
    server = packages.root / 'usr/bin/provision-atlas-server'
    told = run(server, 'init', packages.folder / 'county', '--county', 'hertfordshire')
    assert 'ca.pem' in told
    run(server, 'check', packages.folder / 'county')
    assert run(packages.root / 'usr/bin/atlasctl', '--version').strip()
    needed = run('ldd', packages.root / 'usr/bin/provision-atlas')
    assert 'not found' not in needed, needed


def the_units_are_sound(packages):
    if shutil.which('systemd-analyze') is None:
        return 'systemd-analyze is not here'
    units = packages.root / 'lib/systemd/system'
    for unit in UNITS:
        score = run('systemd-analyze', 'security', '--offline=true', '--threshold=15', units / unit)
        assert 'OK' in score
    text = (units / UNITS[0]).read_text(encoding='utf-8')
    assert 'ExecStart=/usr/bin/provision-atlas-server serve' in text
    return None


def built_again_it_is_the_same(packages):
    assert digests(build(packages.folder / 'again')) == digests(packages.files)


TESTS = [each_has_what_it_is_for, all_of_it_is_roots, each_says_what_it_needs,
         an_operators_changes_stay, no_script_deletes_anything, the_programs_run,
         the_units_are_sound, built_again_it_is_the_same]


def main():
    failed = False
    print(f'1..{len(TESTS)}')
    with tempfile.TemporaryDirectory() as folder:
        packages = Packages(folder)
        for number, test in enumerate(TESTS, 1):
            path = f"/deb/{test.__name__.replace('_', '-')}"
            try:
                skipped = test(packages)
                print(f'ok {number} {path}' + (f' # SKIP {skipped}' if skipped else ''), flush=True)
            except AssertionError as error:
                failed = True
                print(f'not ok {number} {path}')
                print('\n'.join(f'# {line}' for line in str(error).splitlines()[:20]), flush=True)
    return failed


if __name__ == '__main__':
    sys.exit(main())
