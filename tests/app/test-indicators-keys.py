#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses a set, a group and one of the termly indicators by keyboard alone, and reads them."""

import sys

from atspi import Program, run, wait_for

PROGRAM = sys.argv[1]
MOST_TABS = 40


def has_focus(node):
    return any("focused" in one.states for one in node.walk())


def tab_to(program, containing):
    """Goes on from widget to widget until the one of a name has the focus."""
    for _ in range(MOST_TABS):
        if has_focus(program.find(containing=containing)):
            return
        program.keys("Tab")
        try:
            wait_for(lambda: has_focus(program.find(containing=containing)), "the focus", 0.3)
        except AssertionError:
            continue
    raise AssertionError(f"the focus never came to {containing}")


# T093: the sets of 2016 and 2020, a group and one indicator, by keyboard alone.
def test_choices_by_keyboard():
    with Program([PROGRAM, "--demo", "atlas:report/indicators"]) as program:
        program.find(role="label", containing="Indicators of 2020: ")
        program.find(role="label", containing="1. Suspensions: numbers, and sessions missed")
        program.check()
        tab_to(program, "Set of indicators: Indicators of 2020")
        program.keys("space", "Up", "Return")
        program.find(role="label", containing="Indicators of 2016: ")
        program.find(role="label", containing="11. Restrictive physical interventions")

        tab_to(program, "Children: All children")
        program.keys("space", "Down", "Return")
        program.find(role="label", containing="Of these children only: Girls.")
        tab_to(program, "Indicator: All indicators")
        program.keys("space", "Down", "Down", "Return")
        program.find(role="label", containing="2. Permanent exclusions; not to be read alone")
        program.find(containing="Permanent exclusions, by home area")
        program.check()


run([
    ("/app/indicators/choices-by-keyboard", test_choices_by_keyboard),
])
