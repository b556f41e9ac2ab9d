#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what desktops and packagers read: launcher, metainfo, schema, icons, flatpak manifest.

Speaks TAP.

  check-data.py SOURCE-DIR BUILD-DIR
"""
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

APP_ID = 'org.provisionatlas.ProvisionAtlas'
SVG = '{http://www.w3.org/2000/svg}svg'
# Enough for a window that syncs, and nothing that reaches the person's files.
PERMISSIONS = {
    '--device=dri', '--share=ipc', '--share=network', '--socket=fallback-x11', '--socket=wayland',
}


class Failed(Exception):
    """What was found wrong, in words."""


def run(*command):
    """Runs a validator; what it says is the failure."""
    if shutil.which(command[0]) is None:
        raise Failed(f'{command[0]} is not installed: build-aux/setup installs it')
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise Failed(f'{result.stdout}{result.stderr}')


def require(condition, words):
    """Fails with words unless the condition holds."""
    if not condition:
        raise Failed(words)


def check_launcher(_source, build):
    """launcher-is-valid"""
    run('desktop-file-validate', str(build / 'data' / f'{APP_ID}.desktop'))


def check_metainfo(_source, build):
    """metainfo-is-valid"""
    metainfo = str(build / 'data' / f'{APP_ID}.metainfo.xml')
    result = subprocess.run(['appstreamcli', 'validate', '--no-net', '--explain', metainfo],
                            capture_output=True, text=True, check=False)
    faults = [line for line in result.stdout.splitlines() if re.match('[EW]: ', line)]
    # The project has no site to name. Only newer validators want one.
    faults = [line for line in faults if not line.endswith('url-homepage-missing')]
    require(not faults and 'alidation' in result.stdout, '\n'.join(faults) or result.stderr)


def check_metainfo_version(source, build):
    """metainfo-tells-this-version"""
    text = (source / 'meson.build').read_text(encoding='utf-8')
    project = re.search(r"version: '([^']+)'", text).group(1)
    metainfo = ElementTree.parse(build / 'data' / f'{APP_ID}.metainfo.xml')
    release = metainfo.find('releases/release').get('version')
    require(release == project, f'the newest release is {release}, the project is {project}')


def check_schema(source, _build):
    """schema-is-valid"""
    run('glib-compile-schemas', '--strict', '--dry-run', str(source / 'data'))


def check_schema_refuses(source, _build):
    """schema-with-a-bad-default-is-refused"""
    schema = (source / 'data' / f'{APP_ID}.gschema.xml').read_text(encoding='utf-8')
    with tempfile.TemporaryDirectory() as folder:
        bad = schema.replace('<default>"system"</default>', '<default>"blue"</default>')
        require(bad != schema, 'the schema has no color-scheme')
        pathlib.Path(folder, 'bad.gschema.xml').write_text(bad, encoding='utf-8')
        try:
            run('glib-compile-schemas', '--strict', '--dry-run', folder)
        except Failed:
            return
    raise Failed('glib-compile-schemas took a default that is not a choice')


def check_icons(source, _build):
    """icons-are-square-and-of-their-size"""
    icons = (('scalable', APP_ID, '128'), ('symbolic', f'{APP_ID}-symbolic', '16'))
    for folder, name, size in icons:
        path = source / 'data' / 'icons' / 'hicolor' / folder / 'apps' / f'{name}.svg'
        root = ElementTree.parse(path).getroot()
        require(root.tag == SVG, f'{path} is no SVG')
        require((root.get('width'), root.get('height')) == (size, size),
                f'{path} is not {size} by {size}')
        require('<image' not in path.read_text(encoding='utf-8'), f'{path} has a picture in it')


def check_manifest(source, _build):
    """flatpak-manifest-names-this-program"""
    manifest = json.loads((source / 'flatpak' / f'{APP_ID}.json').read_text(encoding='utf-8'))
    require(manifest['id'] == APP_ID, 'another id')
    require(manifest['command'] == 'provision-atlas', 'another command')
    require(manifest['runtime'] == 'org.gnome.Platform', 'another runtime')
    require(manifest['modules'][-1]['name'] == 'provision-atlas', 'the program is not its last')
    for module in manifest['modules']:
        for entry in module['sources']:
            require(entry['type'] == 'dir' or re.fullmatch(r'[0-9a-f]{64}', entry['sha256']),
                    f"{module['name']} has no sha256")


def check_permissions(source, _build):
    """flatpak-manifest-asks-for-no-more-than-it-needs"""
    manifest = json.loads((source / 'flatpak' / f'{APP_ID}.json').read_text(encoding='utf-8'))
    require(set(manifest['finish-args']) == PERMISSIONS, f"asks for {manifest['finish-args']}")


def check_roles_may_pass(source, _build):
    """whoever-may-pass-a-finding-may-write-that"""
    rows = [line.split(',') for line in (source / 'data/roles.csv').read_text().splitlines()[1:]]
    may = {role for role, kind, _read, write, _mask in rows if kind == 'passed' and write == 'yes'}
    table = (source / 'src/rules/atlas-check-table.c').read_text()
    named = {role for roles in re.findall(r'\.passed_by = "([^"]*)"', table)
             for role in roles.split()}
    require(named, 'no check says who may pass it')
    require(named <= may, 'data/roles.csv lets ' + ', '.join(sorted(named - may)) +
            ' write no “passed”')


def proper_names(pack):
    """The names and keys of a pack's bodies that could stand for nothing else."""
    for table in ('county', 'area', 'partnership', 'town', 'establishment', 'provision', 'panel'):
        path = pack / f'{table}.csv'
        if path.exists():
            with open(path, encoding='utf-8', newline='') as file:
                for row in csv.DictReader(file):
                    yield from (row[column] for column in ('key', 'name', 'short_name')
                                if re.search('[A-Z -]', row.get(column) or ''))


def words_of(path):
    """What a file says to the compiler or to people: no comments, includes or cited sources."""
    text = path.read_text(encoding='utf-8')
    text = re.sub(r'/\*.*?\*/|<!--.*?-->|\.source = (?:\s*"[^"]*")+|[A-Z][A-Za-z ]*.s strategy', '',
                  text, flags=re.S)
    return [line for line in text.splitlines() if not line.startswith('#include')]


def check_counties(source, _build):
    """a-county-is-data-and-the-program-has-no-word-of-it

    The default pack's name is in the program, and rules cite strategies. Of every other county
    there is nothing.
    """
    header = (source / 'src/exchange/atlas-pack.h').read_text(encoding='utf-8')
    default = re.search(r'ATLAS_PACK_DEFAULT "([^"]+)"', header).group(1)
    packs = [path.parent for path in (source / 'data/packs').glob('*/manifest.json')]
    require(any(pack.name == default for pack in packs), f'there is no pack {default}')
    files = [*source.glob('src/**/*.[ch]'), *source.glob('ui/**/*.ui')]
    for pack in packs:
        names = '|'.join(re.escape(name) for name in sorted(proper_names(pack), key=len,
                                                            reverse=True))
        require(names, f'{pack.name} names nothing')
        pattern = re.compile(rf'(?<![\w-])({names})(?![\w-])')
        found = [f'{path.relative_to(source)} says {match.group()}, which is of {pack.name}'
                 for path in files for line in words_of(path)
                 for match in pattern.finditer(line) if pack.name != default]
        require(not found, '\n'.join(found))


CHECKS = [
    check_launcher,
    check_metainfo,
    check_metainfo_version,
    check_schema,
    check_schema_refuses,
    check_icons,
    check_manifest,
    check_permissions,
    check_roles_may_pass,
    check_counties,
]


def main(source, build):
    """Runs every check."""
    failed = 0
    print(f'1..{len(CHECKS)}')
    for number, check in enumerate(CHECKS, 1):
        try:
            check(source, build)
            print(f'ok {number} /data/{check.__doc__.splitlines()[0]}')
        except (Failed, OSError, LookupError, ValueError, AttributeError, SyntaxError) as error:
            failed += 1
            print(f'not ok {number} /data/{check.__doc__.splitlines()[0]}')
            for line in f'{type(error).__name__}: {error}'.splitlines():
                print(f'# {line}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
