#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same replication by PouchDB to its own server on this machine, as the peer.

Installs what package.json names into a scratch folder with npm, and takes it away again; a folder
named by ATLAS_PEERS is kept and used again. Says so and ends when npm or the network is not there.
Our side is bench-first-load, whose path is the one argument; both take turns.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDS = int(os.environ.get('ATLAS_SPEED_RECORDS', '10000'))
PUSHED = 1000
RUNS = 2
INSTALL_S = 300
SKIPPED = 77


def skip(why):
    print(f'not compared with PouchDB: {why}')
    sys.exit(SKIPPED)


def install(folder):
    if shutil.which('node') is None or shutil.which('npm') is None:
        skip('node and npm are not here')
    if os.path.isdir(os.path.join(folder, 'node_modules', 'express-pouchdb')):
        return
    shutil.copy(os.path.join(HERE, 'package.json'), folder)
    try:
        subprocess.run(['npm', 'install', '--no-audit', '--no-fund'], cwd=folder, check=True,
                       timeout=INSTALL_S, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        skip('npm could not get it')


def run_node(folder, *arguments):
    result = subprocess.run(['node', 'pouchdb.js', *arguments], cwd=folder, check=True,
                            stdout=subprocess.PIPE, text=True)
    return float(result.stdout.strip().splitlines()[-1])


def measure_peer(folder):
    """First pull and push, in documents a second."""
    with tempfile.TemporaryDirectory() as data:
        served, laptop = os.path.join(data, 'server'), os.path.join(data, 'laptop')
        os.makedirs(served)
        os.makedirs(laptop)
        server = subprocess.Popen(['node', 'pouchdb.js', 'serve', served, str(RECORDS)], cwd=folder,
                                  stdout=subprocess.PIPE, text=True)
        try:
            url = server.stdout.readline().strip()
            pull = run_node(folder, 'pull', laptop, url)
            push = run_node(folder, 'push', laptop, url, str(PUSHED))
        finally:
            server.terminate()
            server.wait()
    return pull, push


def measure_ours(program):
    output = subprocess.run([program], env=dict(os.environ, ATLAS_SPEED_RECORDS=str(RECORDS)),
                            check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.findall(r'^first load of \d+ records: ([0-9.e+]+) records/s', output, re.MULTILINE)
    return max(float(rate) for rate in found)


def main():
    kept = os.environ.get('ATLAS_PEERS')
    folder = kept or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    try:
        install(folder)
        shutil.copy(os.path.join(HERE, 'pouchdb.js'), folder)
        peers, ours = [], []
        for _ in range(RUNS):
            peers.append(measure_peer(folder))
            ours.append(measure_ours(sys.argv[1]))
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)

    pull, push = max(peer[0] for peer in peers), max(peer[1] for peer in peers)
    print(f'PouchDB, first pull of {RECORDS} documents: {pull:.0f} documents/s')
    print(f'PouchDB, push of {PUSHED} documents: {push:.0f} documents/s')
    print(f'first load of {RECORDS} records here: {max(ours):.0f} records/s')
    print(f'first load against PouchDB, a record: {max(ours) / pull:.1f} times as fast'
          ' (target: at least 10)')


if __name__ == '__main__':
    main()
