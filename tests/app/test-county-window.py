#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the second county in the window, as its pack alone makes it, and reads its views."""

import subprocess
import sys
import tempfile

from atspi import Program, run

PROGRAM, ATLASCTL = sys.argv[1:3]
PACK = "bath-and-north-east-somerset"


def make(folder):
    subprocess.run([ATLASCTL, "init", "--pack", PACK, "--data", folder], check=True,
                   stdout=subprocess.DEVNULL)


def opened(folder, route):
    return Program([PROGRAM, "--data", folder, f"atlas:{route}"])


# T026: three panel areas in the map's list and on their pages, without a partnership
def test_areas_are_shown():
    with tempfile.TemporaryDirectory(prefix="atlas-county-") as folder:
        make(folder)
        with opened(folder, "map") as program:
            for name in ("1 Bath", "2 Keynsham and Chew Valley", "3 Norton Radstock"):
                program.find(containing=name)
            program.check()
        with opened(folder, "area/banes-nr") as program:
            program.find(containing="Midsomer Norton")
            program.find(containing="Norton Radstock Behaviour and Attendance Panel")
            program.find(containing="Nobody waits for a place")
            said = [node.name for node in program.find_all(containing="artnership")
                    if not node.name.startswith("Showing ")]
            assert not said, said
            program.check()


# T096, T097, T098, T099: the source's tables, what is computed, and that totals agree
def test_figures_are_shown():
    with tempfile.TemporaryDirectory(prefix="atlas-county-") as folder:
        make(folder)
        with opened(folder, "report/figures") as program:
            program.find(containing="Permanent exclusions: from 5 in 2009/10 to 24 in 2014/15")
            program.find(containing="+68.5% (computed)")
            program.find(containing="16 totals and bands were held against their parts")
            program.find(containing="Days for each pupil (computed)")
            program.find(containing="1.79")
            program.check()


# T126, T133, T171: actions by recommendation and letter, each of which opens its form
def test_actions_are_shown():
    with tempfile.TemporaryDirectory(prefix="atlas-county-") as folder:
        make(folder)
        with opened(folder, "report/actions") as program:
            program.find(containing="Recommendation 1: Prevention and early intervention")
            program.find(containing="7c: Show how data set priorities")
            program.find(containing="51 actions")
            program.check()


# T025: terms that no source gives are said to be missing
def test_missing_terms_are_said():
    with tempfile.TemporaryDirectory(prefix="atlas-county-") as folder:
        make(folder)
        with opened(folder, "calendar/county") as program:
            program.find(containing="No terms are entered for this school year")
            program.check()


run([
    ("/app/second-county/areas-are-shown", test_areas_are_shown),
    ("/app/second-county/figures-are-shown", test_figures_are_shown),
    ("/app/second-county/actions-are-shown", test_actions_are_shown),
    ("/app/second-county/missing-terms-are-said", test_missing_terms_are_said),
])
