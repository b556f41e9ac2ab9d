#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window says when a county may not be opened, or its server is not the one it was."""

import sqlite3
import sys
import tempfile
from pathlib import Path

from atspi import BUTTON, Program, picture, run, wait_for
from county import County, first, join_from_paper

PROGRAM, SERVER = sys.argv[1:3]


def sync_row(program, words):
    return lambda: first(program.find_all(role=BUTTON, containing=words))


def shown(program, words):
    return lambda: first(node for node in program.find_all(containing=words)
                         if node.extents()[2] > 0)


def note(folder, key, value):
    with sqlite3.connect(f"{folder}/atlas.db") as store:
        store.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def joined(folder, county):
    with Program([PROGRAM, "--data", folder]) as program:
        join_from_paper(program, county).press_until(
            sync_row(program, "Up to date"), "the county to arrive")


def test_past_the_lease_only_signing_in_opens_it():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        laptop = f"{folder}/laptop"
        joined(laptop, county)
        note(laptop, "lease_until", "2026-01-02T00:00:00.000Z")
        with Program([PROGRAM, "--data", laptop]) as program:
            wait_for(shown(program, "Sign In to Open This County"), "the reason")
            picture("lease-ended")
            assert not shown(program, "Nothing here is real")(), "the county is shown"
            sign_in = program.find(role=BUTTON, name="Sign In…")
            sign_in.press_until(lambda: first(program.find_all(name="Sign In Again")),
                                "the page for the code")
            program.find(role="text", name="Code").type(county.new_code())
            program.find(role=BUTTON, name="Sign In").press_until(
                sync_row(program, "Up to date"), "the county to open")
            program.click(sync_row(program, "Up to date")())
            wait_for(shown(program, "It may be used without contact until"), "until when")
            picture("account")
            program.check()


def test_a_county_that_was_removed_is_not_opened():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        laptop = f"{folder}/laptop"
        joined(laptop, county)
        county.stop()
        Path(laptop, "wipe.json").write_text(
            f'{{"server":"https://{county.address}","wipe_token":"t"}}', encoding="utf-8")
        with Program([PROGRAM, "--data", laptop]) as program:
            wait_for(shown(program, "This County Was Removed"), "the reason")
            picture("removed")
            wait_for(lambda: not Path(laptop, "atlas.db").exists(), "the records to go")
            assert not Path(laptop, "secrets.json").exists(), "the keys are still there"
            assert not shown(program, "Save a Copy…")(), "a copy is offered"
            program.check()


def test_an_altered_past_is_shown():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        laptop = f"{folder}/laptop"
        joined(laptop, county)
        note(laptop, "audit_alarm", '{"why":"altered","at":"2026-01-02T00:00:00.000Z"}')
        with Program([PROGRAM, "--data", laptop]) as program:
            wait_for(shown(program, "record of its past is not the one"), "the alarm")
            wait_for(sync_row(program, "Up to date"), "sync to go on")
            picture("altered-past")
            program.check()


def test_a_restored_server_is_told_of_for_as_long_as_it_is_so():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        laptop = f"{folder}/laptop"
        joined(laptop, county)
        county.stop()
        note(laptop, "server_restored", "true")
        with Program([PROGRAM, "--data", laptop]) as program:
            row = wait_for(sync_row(program, "The server was restored"), "word of it")
            program.click(row)
            wait_for(shown(program, "Nothing on this laptop is lost"), "what is safe")
            picture("restored")
            county.start()
            program.find(role=BUTTON, name="Try Now").press_until(
                sync_row(program, "Up to date"), "sync to go on")
            wait_for(lambda: not shown(program, "Nothing on this laptop is lost")(),
                     "the words to go")
            assert not sync_row(program, "was restored")(), "it is still said"
            program.check()


run([
    ("/app/access/past-the-lease-only-signing-in-opens-it",
     test_past_the_lease_only_signing_in_opens_it),
    ("/app/access/a-county-that-was-removed-is-not-opened",
     test_a_county_that_was_removed_is_not_opened),
    ("/app/access/an-altered-past-is-shown", test_an_altered_past_is_shown),
    ("/app/access/a-restored-server-is-told-of-for-as-long-as-it-is-so",
     test_a_restored_server_is_told_of_for_as_long_as_it_is_so),
])
