#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the list of children not in full-time education with the keyboard alone, and reads it."""

import re
import sys

from atspi import Program, run, wait_for

PROGRAM = sys.argv[1]
REPORT = "Children not in full-time education"
COUNT = re.compile(r"(\d+) children are not in full-time education")
MOST_TABS = 40


def focused(node):
    """What has the focus below a node."""
    return next((one for one in node.walk() if "focused" in one.states), None)


def tab_to(program, node):
    """Goes on from widget to widget, as somebody without a mouse does, until one below has it."""
    for _ in range(MOST_TABS):
        if focused(node) is not None:
            return
        program.keys("Tab")
        program.check()
        try:
            wait_for(lambda: focused(node), "the focus", 0.3)
        except AssertionError:
            continue
    raise AssertionError(f"the focus never came to {node}")


def open_list(program):
    program.keys("ctrl+6")
    reports = program.find(role="list", name="Reports")
    tab_to(program, reports)
    program.keys("Down", "Down")
    return program.find(role="label", containing="are not in full-time education")


# T116: one count, dated, and the child behind each row, by keyboard alone.
def test_the_list_opens_by_keyboard():
    with Program([PROGRAM, "--demo", "atlas:today"]) as program:
        count = open_list(program)
        number = int(COUNT.search(count.name).group(1))
        assert number > 0, count.name
        program.find(role="label", containing="As at ")
        rows = program.find(role="list", name=REPORT)
        first = rows.find(role="list item", containing="Year")
        assert "since" in first.name or "on" in first.name, first.name
        assert "GtkListItem" not in first.name, first.name

        tab_to(program, rows)
        program.keys("Down", "Return")
        program.find(role="label", name="Date of birth")
        program.keys("alt+Left")
        program.find(role="label", containing="are not in full-time education")
        program.check()


# T054: the groups are a filter, and each says how many there are.
def test_the_groups_are_chosen_by_keyboard():
    with Program([PROGRAM, "--demo", "atlas:report/not-in-full-time"]) as program:
        program.find(role="label", containing="are not in full-time education")
        choice = program.find(containing="Reason: Every reason")
        tab_to(program, choice)
        program.keys("space", "Down", "Return")
        found = program.find(role="label", containing=": Excluded")
        shown, of_all = map(int, re.findall(r"\d+", found.name)[:2])
        assert 0 < shown < of_all, found.name
        program.check()


run([
    ("/app/out-list/it-opens-by-keyboard-and-opens-the-child", test_the_list_opens_by_keyboard),
    ("/app/out-list/the-groups-are-chosen-by-keyboard", test_the_groups_are_chosen_by_keyboard),
])
