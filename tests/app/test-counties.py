#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several counties on one laptop, switched in the window by keyboard."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from atspi import BUTTON, PROGRAM_ENVIRONMENT, Program, run, wait_for

PROGRAM, ATLASCTL, PACKS = sys.argv[1:4]
LIST = "Counties on this laptop"
STORE = "atlas.db"
FIRST, FIRST_AREA = "Hertfordshire", "Stevenage"
SECOND, SECOND_AREA = "Testshire", "Upper Testing"
REAL = "Real children must not be entered here"
TABS = 12       # more than there are stops on a page of the door


class Laptop:
    """A data folder and settings of its own, kept from one start of the program to the next."""

    def __init__(self, *counties):
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "share" / "provision-atlas"
        PROGRAM_ENVIRONMENT.update({
            "GSETTINGS_BACKEND": "keyfile",
            "XDG_CONFIG_HOME": f"{self.home.name}/config",
            "XDG_DATA_HOME": f"{self.home.name}/share",
            "G_RESOURCE_OVERLAYS": f"/org/provisionatlas/packs={PACKS}",
        })
        for pack, where in counties:
            subprocess.run([ATLASCTL, "init", "--pack", pack, "--data", self.folder / where],
                           check=True, capture_output=True)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.home.cleanup()


def two_counties():
    return Laptop(("hertfordshire", "county"), (f"{PACKS}/testshire", "counties/testshire"))


def first(nodes):
    return next(iter(nodes), None)


def shown(program, **what):
    return first(node for node in program.find_all(**what) if node.extents()[2] > 0)


def focused(program, role):
    for node in program.find_all(role=role):
        if "focused" in node.states:
            return node.name
    return ""


def open_list(program):
    program.keys("ctrl+o")
    wait_for(lambda: focused(program, "list item"), "a county of the list to have the focus")
    return program.find(role="list", name=LIST)


def choose(program, county):
    """Goes to a county with the arrow keys alone."""
    rows = [row.name for row in open_list(program).children()]
    at = rows.index(focused(program, "list item"))
    wanted = rows.index(county)
    for steps, key in ((at - wanted, "Up"), (wanted - at, "Down")):
        for _ in range(steps):
            program.keys(key)
    wait_for(lambda: focused(program, "list item") == county, f"the focus to be on {county}")
    program.keys("Return")


def scope_of(county):
    return f"Showing All {county}. "


def tab_to(program, name):
    for _ in range(TABS):
        if name in (focused(program, "list item"), focused(program, BUTTON)):
            return
        program.keys("Tab")
    raise AssertionError(f"Tab did not come to {name}")


def shown_pack(program, title):
    packs = program.find(role="list", name="County packs")
    return wait_for(lambda: shown(packs, name=title), f"the pack {title}")


def assert_nothing_of(program, *words):
    def left():
        return [node.name for node in program.walk() if any(word in node.name for word in words)]

    wait_for(lambda: not left(), f"nothing of {words} to be left, not {left()[:5]}")


def test_two_counties_are_switched_by_keyboard():
    with two_counties() as laptop:
        with Program([PROGRAM, "atlas:map"]) as program:
            program.find(role=BUTTON, containing=scope_of(FIRST))
            program.find(containing=FIRST_AREA)
            program.find(containing=REAL)
            choose(program, SECOND)
            program.find(role=BUTTON, containing=scope_of(SECOND))
            program.find(containing=REAL)
            program.keys("ctrl+2")
            program.find(containing=SECOND_AREA)
            assert_nothing_of(program, f"All {FIRST}", FIRST_AREA)
            choose(program, FIRST)
            program.find(role=BUTTON, containing=scope_of(FIRST))
            program.keys("ctrl+2")
            program.find(containing=FIRST_AREA)
            assert_nothing_of(program, f"All {SECOND}", SECOND_AREA)
            choose(program, SECOND)
            program.find(role=BUTTON, containing=scope_of(SECOND))
            program.check()
            os.kill(program.process.pid, signal.SIGKILL)
            program.process.wait()

        with Program([PROGRAM]) as program:
            program.find(role=BUTTON, containing=scope_of(SECOND))
            program.check()

        shutil.rmtree(laptop.folder / "counties" / "testshire")
        with Program([PROGRAM]) as program:
            program.find(containing="no longer on this laptop")
            rows = [row.name for row in program.find(role="list", name=LIST).children()]
            assert rows == [FIRST], rows
            program.check()


def test_each_county_keeps_its_own_scope():
    with two_counties(), Program([PROGRAM, "atlas:today"]) as program:
        program.find(role=BUTTON, containing=scope_of(FIRST))
        program.keys("ctrl+l")
        entry = wait_for(lambda: shown(program, name="Area or partnership"), "the list of scopes")
        entry.type("steven")
        wait_for(lambda: not list(program.find_all(role="list item", name="1 North Herts")),
                 "the list to be narrowed")
        program.keys("Return")
        program.find(role=BUTTON, containing="Showing 2 Stevenage")
        choose(program, SECOND)
        program.find(role=BUTTON, containing=scope_of(SECOND))
        choose(program, FIRST)
        program.find(role=BUTTON, containing="Showing 2 Stevenage")
        program.check()


def test_escape_leads_back_to_the_open_county():
    with two_counties(), Program([PROGRAM, "atlas:reports"]) as program:
        program.find(role=BUTTON, containing=scope_of(FIRST))
        open_list(program)
        program.keys("Escape")
        wait_for(lambda: shown(program, role=BUTTON, containing=scope_of(FIRST)),
                 "the county to be back")
        program.check()


def test_a_route_opens_in_the_county_that_is_open():
    with two_counties(), Program([PROGRAM]) as program:
        program.find(role=BUTTON, containing=scope_of(FIRST))
        choose(program, SECOND)
        program.find(role=BUTTON, containing=scope_of(SECOND))
        subprocess.run([PROGRAM, "atlas:area/upper"], check=True, timeout=20,
                       env=PROGRAM_ENVIRONMENT)
        program.find(containing=SECOND_AREA)
        program.check()


def test_what_cannot_be_read_is_listed_with_its_reason():
    with two_counties() as laptop:
        damaged = laptop.folder / "counties" / "broken"
        damaged.mkdir()
        content = b"not a database, " * 1000
        (damaged / STORE).write_bytes(content)
        with Program([PROGRAM]) as program:
            program.find(role=BUTTON, containing=scope_of(FIRST))
            choose(program, "broken")
            program.find(role="label", name="This County’s File Is Damaged")
            another = program.find(role=BUTTON, name="Open Another County")
            another.press_until(lambda: shown(program, role="list item", name=SECOND), "the list")
            program.check()
        assert (damaged / STORE).read_bytes() == content
        with Program([PROGRAM]) as program:
            program.find(role=BUTTON, containing=scope_of(FIRST))


def test_a_county_is_added_beside_the_other():
    with Laptop(("hertfordshire", "county")) as laptop, Program([PROGRAM]) as program:
        program.find(role=BUTTON, containing=scope_of(FIRST))
        open_list(program)
        tab_to(program, "Add a County…")
        program.keys("Return")
        wait_for(lambda: "Explore" in focused(program, BUTTON), "the choices")
        tab_to(program, "Start a New County on This Laptop…")
        program.keys("Return")
        program.click(shown_pack(program, SECOND))
        start = wait_for(lambda: first(node for node in program.find_all(role=BUTTON)
                                       if node.name.endswith("Start")), "the question")
        start.press()
        wait_for((laptop.folder / "counties" / "testshire" / STORE).exists, "the county's file")
        program.find(role=BUTTON, containing=scope_of(SECOND))
        program.find(containing=REAL)
        rows = [row.name for row in open_list(program).children()]
        assert rows == [FIRST, SECOND], rows
        program.check()


def test_a_refused_pack_makes_nothing():
    with Laptop(("hertfordshire", "county")) as laptop, \
            tempfile.TemporaryDirectory() as packs:
        broken = Path(packs) / "testshire"
        shutil.copytree(f"{PACKS}/testshire", broken)
        (broken / "town.csv").write_text("key,name,area\nnowhere,Nowhere,atlantis\n")
        PROGRAM_ENVIRONMENT["G_RESOURCE_OVERLAYS"] = f"/org/provisionatlas/packs={packs}"
        with Program([PROGRAM]) as program:
            program.find(role=BUTTON, containing=scope_of(FIRST))
            open_list(program)
            tab_to(program, "Add a County…")
            program.keys("Return")
            wait_for(lambda: "Explore" in focused(program, BUTTON), "the choices")
            program.keys("Return")
            program.click(shown_pack(program, SECOND))
            wait_for(lambda: shown(program, containing="Nothing was made"), "the refusal")
            assert shown(program, containing="town.csv, line 2")
            program.check()
            assert not (laptop.folder / "demonstration").exists()
            for _ in range(3):
                program.keys("Escape")
            wait_for(lambda: shown(program, role=BUTTON, containing=scope_of(FIRST)),
                     "the county to be back")
            program.check()


run([
    ("/app/counties/two-counties-are-switched-by-keyboard",
     test_two_counties_are_switched_by_keyboard),
    ("/app/counties/each-county-keeps-its-own-scope", test_each_county_keeps_its_own_scope),
    ("/app/counties/escape-leads-back-to-the-open-county",
     test_escape_leads_back_to_the_open_county),
    ("/app/counties/a-route-opens-in-the-county-that-is-open",
     test_a_route_opens_in_the_county_that_is_open),
    ("/app/counties/what-cannot-be-read-is-listed-with-its-reason",
     test_what_cannot_be_read_is_listed_with_its_reason),
    ("/app/counties/a-county-is-added-beside-the-other",
     test_a_county_is_added_beside_the_other),
    ("/app/counties/a-refused-pack-makes-nothing", test_a_refused_pack_makes_nothing),
])
