#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person sees their own laptops in the window, and locks one that is lost."""

import subprocess
import sys
import tempfile
from contextlib import contextmanager

from atspi import BUTTON, Program, picture, run, wait_for
from county import County, Laptop, first

PROGRAM, SERVER, ATLASCTL = sys.argv[1:4]


def sync_row(program, words):
    return lambda: first(program.find_all(role=BUTTON, containing=words))


def shown(program, words):
    return lambda: first(node for node in program.find_all(containing=words)
                         if node.extents()[2] > 0)


def join(folder, county, code, name):
    laptop = Laptop(ATLASCTL, folder)
    laptop.ask("join", f"https://{county.address}", "--code", code, "--ca", county.ca,
               "--name", name)
    return laptop


def prefix_of(laptop, name):
    return next(device["prefix"] for device in laptop.ask("devices")["devices"]
                if device["name"] == name)


@contextmanager
def two_laptops():
    """One that its person has at hand, another that they have not, and somebody else's."""
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        county.new_laptop(ATLASCTL, f"{folder}/somebody-elses", "Sam", "area_lead", "area/dspl3")
        kept = join(f"{folder}/kept", county, county.code, "kept-laptop")
        lost = join(f"{folder}/lost", county, county.new_code(), "lost-laptop")
        yield county, kept, lost


def open_list(program):
    row = wait_for(sync_row(program, "Up to date"), "sync to be done")
    program.click(row)
    program.find(role=BUTTON, name="Your Laptops…").press_until(
        shown(program, "Laptops with which you have signed in"), "the list")


def answer(program, word):
    """A button of the question; libadwaita names those twice over."""
    return wait_for(lambda: first(node for node in program.find_all(role=BUTTON, containing=word)
                                  if node.extents()[2] > 0 and "Lost" not in node.name),
                    f"the answer {word}")


def rows(program):
    listed = program.find(name="Laptops with which you have signed in")
    return [node.name for node in listed.walk() if node.role == "list item"]


def test_a_lost_laptop_is_locked():
    with two_laptops() as (_county, kept, lost):
        prefix = prefix_of(kept, "lost-laptop")
        title = f"{prefix} · lost-laptop"
        with Program([PROGRAM, "--data", kept.folder]) as program:
            open_list(program)
            button = program.find(role=BUTTON, name=f"Lost: {title}")
            wait_for(lambda: len(rows(program)) == 2, "two laptops and no more")
            wait_for(lambda: len(list(program.find_all(role=BUTTON, containing="Lost:"))) == 1,
                     "only the other one to be one that can be locked")
            picture("devices")
            button.press_until(shown(program, f"Lock {title}?"), "the question")
            wait_for(shown(program, "Only your administrator can unlock it"), "what happens")
            picture("devices-lost")
            answer(program, "Lock").press_until(shown(program, f"{prefix} is locked"),
                                                "word that it is locked")
            wait_for(shown(program, "Locked: it gets and sends nothing"), "its state")
            picture("devices-locked")
            program.check()
        done = subprocess.run([ATLASCTL, "sync", "--data", lost.folder], capture_output=True,
                              text=True)
        assert done.returncode == 3 and "locked" in done.stderr, done.stderr


def test_who_thinks_better_of_it_locks_nothing():
    with two_laptops() as (_county, kept, lost):
        title = f"{prefix_of(kept, 'lost-laptop')} · lost-laptop"
        with Program([PROGRAM, "--data", kept.folder]) as program:
            open_list(program)
            program.find(role=BUTTON, name=f"Lost: {title}").press_until(
                shown(program, f"Lock {title}?"), "the question")
            answer(program, "Cancel").press_until(
                lambda: not shown(program, f"Lock {title}?")(), "the question to go")
            assert not shown(program, "is locked")(), "it was locked"
            program.check()
        lost.sync()


def test_without_contact_the_last_list_is_shown():
    with two_laptops() as (county, kept, _lost):
        title = f"{prefix_of(kept, 'lost-laptop')} · lost-laptop"
        with Program([PROGRAM, "--data", kept.folder]) as program:
            wait_for(sync_row(program, "Up to date"), "sync to be done")
            county.stop()
            program.keys("F5")
            program.click(wait_for(sync_row(program, "Cannot reach"), "word of it"))
            program.find(role=BUTTON, name="Your Laptops…").press_until(
                shown(program, "As the county server said on"), "of when the list is")
            wait_for(shown(program, "telephone your administrator"), "what to do")
            assert shown(program, title)(), "the laptop is not listed"
            picture("devices-offline")
            program.check()


run([
    ("/app/devices/a-lost-laptop-is-locked", test_a_lost_laptop_is_locked),
    ("/app/devices/who-thinks-better-of-it-locks-nothing",
     test_who_thinks_better_of_it_locks_nothing),
    ("/app/devices/without-contact-the-last-list-is-shown",
     test_without_contact_the_last_list_is_shown),
])
