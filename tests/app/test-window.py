#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every view of the real program and looks at it as a screen reader does."""

import subprocess
import sys

from atspi import Program, run, wait_for

VIEWS = ["Today", "Map", "Provision", "Referrals", "Panels", "Reports"]
# Routes, and some words by which each is known to be there.
PAGES = [
    ("referral/D1-006?tab=plan", "Edit All Details"),
    ("referral/D1-006?tab=registration", "Add: Registration"),
    ("referral/D1-006?page=places", "Needs by"),
    ("provision/demo-wicketmere", "Edit Directory Entry"),
    ("referrals?show=board", "Board"),
    ("referral/D1-006?form=plan", "New: Plan"),
]
PROGRAM = sys.argv[1]


def nameless(node, path=""):
    """What can have the focus, and a screen reader would have no word for."""
    name = node.name
    here = f"{path} › {name}" if name.strip() else path
    if name == "GtkListView" and node.extents()[2] == 0:
        return      # the list of a choice that nobody has opened
    if not name.strip() or name.startswith("Gtk"):
        if {"focusable", "visible"} <= node.states and node.role not in ("filler", "scroll pane"):
            yield f"{node} in {path}"
    for child in node.children():
        yield from nameless(child, here)


def test_everything_has_a_name():
    with Program([PROGRAM, "--demo"]) as program:
        views = the_views(program)
        for number, view in enumerate(VIEWS, 1):
            program.keys(f"ctrl+{number}")
            wait_for(lambda: selected(views) == view, f"the view {view}")
            program.check()
        # Views keep what they have shown, so one walk sees all of them.
        found = list(nameless(program))
        program.check()
        assert not found, f"without a name: {'; '.join(found)}"


def test_pages_and_forms_have_names():
    """Those that no key of a view leads to: a record in its sections, its form, a provision."""
    with Program([PROGRAM, "--demo"]) as program:
        program.find(role="list", name="Views")
        for route, shows in PAGES:
            subprocess.run([PROGRAM, "--demo", f"atlas:{route}"], check=True, timeout=60)
            program.find(containing=shows)
        found = list(nameless(program))
        program.check()
        assert not found, f"without a name: {'; '.join(found)}"


def the_views(program):
    """The list of views; found while little else is there to be searched."""
    return program.find(role="list", name="Views")


def selected(views):
    for row in views.children():
        if "selected" in row.states:
            return row.name.split(",")[0]
    return None


def test_the_demonstration_says_so():
    with Program([PROGRAM, "--demo"]) as program:
        program.find(containing="Nothing here is real")


def test_back_and_forward_follow_the_trail():
    with Program([PROGRAM, "--demo", "atlas:today"]) as program:
        views = the_views(program)
        wait_for(lambda: selected(views) == "Today", "Today")
        program.keys("ctrl+5")
        wait_for(lambda: selected(views) == "Panels", "Panels")
        program.keys("alt+Left")
        wait_for(lambda: selected(views) == "Today", "Today again")
        program.keys("alt+Right")
        wait_for(lambda: selected(views) == "Panels", "Panels again")


run([
    ("/app/window/everything-focusable-has-a-name", test_everything_has_a_name),
    ("/app/window/pages-and-forms-have-names", test_pages_and_forms_have_names),
    ("/app/window/the-demonstration-says-so", test_the_demonstration_says_so),
    ("/app/window/back-and-forward-follow-the-trail", test_back_and_forward_follow_the_trail),
])
