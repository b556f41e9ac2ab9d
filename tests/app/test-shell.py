#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the frame round the views does: first run, scope, search, routes, stores in trouble."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from atspi import BUTTON, Program, run, wait_for

PROGRAM = sys.argv[1]
STORE = "atlas.db"
NEWER = 9999    # a version of the store that no program of today has made


def first(nodes):
    return next(iter(nodes), None)


def shown(program, **what):
    """Something that has been given a size, so it is on the page or has been."""
    return first(node for node in program.find_all(**what) if node.extents()[2] > 0)


def test_the_first_run_asks_one_thing():
    with tempfile.TemporaryDirectory() as folder, \
            Program([PROGRAM, "--data", folder]) as program:
        explore = program.find(role=BUTTON, name="Explore a Demonstration County")
        wait_for(lambda: explore.extents()[2] > 0, "the welcome page")
        program.check()
        assert not list(Path(folder).iterdir()), "something was made before anybody asked"


def test_the_demonstration_is_made_in_the_folder_given():
    with tempfile.TemporaryDirectory() as folder:
        with Program([PROGRAM, "--data", folder, "--demo"]) as program:
            program.find(containing="Nothing here is real")
        assert (Path(folder) / STORE).exists()
        assert not (Path(folder) / ".making").exists()
        with Program([PROGRAM, "--data", folder]) as program:
            program.find(containing="Nothing here is real")


def test_a_county_is_started_in_the_folder_given():
    with tempfile.TemporaryDirectory() as folder:
        with Program([PROGRAM, "--data", folder]) as program:
            start = program.find(role=BUTTON, name="Start a New County on This Laptop…")
            wait_for(lambda: start.extents()[2] > 0, "the welcome page")
            start.press()
            program.click(wait_for(lambda: shown(program, role="list item", name="Hertfordshire"),
                                   "the county packs"))
            wait_for(lambda: first(node for node in program.find_all(role=BUTTON)
                                   if node.name.endswith("Start")), "the question").press()
            # GTK 4.8 ends when it is asked for the parts of a window that is just closing.
            wait_for((Path(folder) / STORE).exists, "the county's file")
            program.find(containing="until this laptop’s store is sealed")
        assert (Path(folder) / STORE).exists()


def test_help_is_searched_without_a_network():
    with tempfile.TemporaryDirectory() as folder, \
            Program([PROGRAM, "--data", folder]) as program:
        program.find(role=BUTTON, name="Explore a Demonstration County")
        program.keys("F1")
        wait_for(lambda: shown(program, name="SEMH"), "the help")
        program.find(role=("text", "entry"), name="Search the help").type("sixth school day")
        wait_for(lambda: not shown(program, name="SEMH"), "only what was looked for")
        assert shown(program, name="When education is owed")
        program.check()


def trouble(content, title):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / STORE
        content(path)
        before = path.read_bytes()
        with Program([PROGRAM, "--data", folder]) as program:
            program.find(role="label", name=title)
            wait_for(lambda: shown(program, role=BUTTON, name="Save a Copy…"), "a way out")
            program.check()
        assert path.read_bytes() == before, "a store in trouble was changed"


def test_a_damaged_store_is_left_alone():
    trouble(lambda path: path.write_bytes(b"not a database, " * 1000),
            "This County’s File Is Damaged")


def write_newer(path):
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE tomorrow (what TEXT)")
        store.execute(f"PRAGMA user_version = {NEWER}")
    store.close()


def test_a_newer_store_is_left_alone():
    trouble(write_newer, "This County Comes From a Newer Version")


def test_a_scope_is_chosen_with_the_keyboard():
    with Program([PROGRAM, "--demo"]) as program:
        program.find(role=BUTTON, containing="Showing All Hertfordshire")
        program.keys("ctrl+l")
        entry = wait_for(lambda: shown(program, name="Area or partnership"), "the list of scopes")
        entry.type("steven")
        wait_for(lambda: not list(program.find_all(role="list item", name="1 North Herts")),
                 "the list to be narrowed")
        program.keys("Return")
        program.find(role=BUTTON, containing="Showing 2 Stevenage")
        program.check()


def test_anything_is_found():
    with Program([PROGRAM, "--demo"]) as program:
        program.find(containing="Nothing here is real")
        program.keys("ctrl+k")
        entry = program.find(name="Find a reference, provision, school, area or page")
        entry.type("panels")
        found = program.find(role="list", name="Found")
        wait_for(lambda: [row.name for row in found.children()] == ["Panels"], "Panels to be found")
        program.check()


def test_a_second_start_opens_a_page_in_the_first_window():
    with Program([PROGRAM, "--demo", "atlas:today"]) as program:
        wait_for(lambda: selected_view(program) == "Today", "Today")
        subprocess.run([PROGRAM, "--demo", "atlas:reports"], check=True, timeout=20)
        wait_for(lambda: selected_view(program) == "Reports", "Reports")
        program.check()


def test_a_page_that_is_none_is_said():
    with Program([PROGRAM, "--demo", "atlas:nowhere/at-all"]) as program:
        program.find(containing="There is no such page")
        program.check()


def test_the_version_needs_no_display():
    said = subprocess.run([PROGRAM, "--version"], check=True, capture_output=True, text=True,
                          env={"LANG": "C.UTF-8"}).stdout
    assert said.startswith("provision-atlas "), said


def selected_view(program):
    for row in program.find(role="list", name="Views").children():
        if "selected" in row.states:
            return row.name.split(",")[0]
    return None


run([
    ("/app/shell/the-first-run-asks-one-thing", test_the_first_run_asks_one_thing),
    ("/app/shell/the-demonstration-is-made-in-the-folder-given",
     test_the_demonstration_is_made_in_the_folder_given),
    ("/app/shell/a-county-is-started-in-the-folder-given",
     test_a_county_is_started_in_the_folder_given),
    ("/app/shell/help-is-searched-without-a-network", test_help_is_searched_without_a_network),
    ("/app/shell/a-damaged-store-is-left-alone", test_a_damaged_store_is_left_alone),
    ("/app/shell/a-newer-store-is-left-alone", test_a_newer_store_is_left_alone),
    ("/app/shell/a-scope-is-chosen-with-the-keyboard", test_a_scope_is_chosen_with_the_keyboard),
    ("/app/shell/anything-is-found", test_anything_is_found),
    ("/app/shell/a-second-start-opens-a-page-in-the-first-window",
     test_a_second_start_opens_a_page_in_the_first_window),
    ("/app/shell/a-page-that-is-none-is-said", test_a_page_that_is_none_is_said),
    ("/app/shell/the-version-needs-no-display", test_the_version_needs_no_display),
])
