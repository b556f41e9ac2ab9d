#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that a field is added in one place.

Copies the source, adds one line to the description of a provision, builds the engine and
add-field-probe.c from the copy, and runs the probe, whose results are this test's.
"""

import os
import shutil
import subprocess
import sys
import tempfile

FIELD = 'FIELD (TEXT,    motto,       N_("Motto"),             SCALAR, 1)\n'
DESCRIPTION = "src/records/fields/provision.fields"
BEFORE = "FIELD (TEXT,    note,"
PROBE = "executable('add-field-probe', 'add-field-probe.c', dependencies: engine_dep)\n"
OPTIONS = ["-Dapp=false", "-Dserver=false", "-Dtests=false", "-Dbuildtype=plain"]


def copy_source(source, copy):
    os.mkdir(copy)
    for name in ("data", "po", "src"):
        shutil.copytree(os.path.join(source, name), os.path.join(copy, name))
    for name in ("meson.build", "meson_options.txt", "tests/exchange/add-field-probe.c"):
        shutil.copy(os.path.join(source, name), copy)
    with open(os.path.join(copy, "meson.build"), "a", encoding="utf-8") as build:
        build.write(PROBE)


def add_field(copy):
    path = os.path.join(copy, DESCRIPTION)
    with open(path, encoding="utf-8") as description:
        text = description.read()
    assert "motto" not in text and text.count(BEFORE) == 1
    with open(path, "w", encoding="utf-8") as description:
        description.write(text.replace(BEFORE, FIELD + BEFORE))


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode != 0:
        print("\n".join("# " + line for line in done.stdout.splitlines()[-40:]))
        print("Bail out! " + " ".join(command[:2]) + " failed")
        sys.exit(1)


def main():
    source = os.environ["ATLAS_SOURCE_DIR"]
    with tempfile.TemporaryDirectory(prefix="atlas-field-") as folder:
        copy = os.path.join(folder, "source")
        build = os.path.join(folder, "build")
        copy_source(source, copy)
        add_field(copy)
        run("meson", "setup", build, copy, *OPTIONS)
        run("ninja", "-C", build, "add-field-probe")
        probe = [os.path.join(build, "add-field-probe"), "--tap"]
        return subprocess.run(probe, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
