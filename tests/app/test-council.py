#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs in at the council's own identity provider from the window, and from a terminal."""

import os
import subprocess
import sys
import tempfile

from atspi import BUTTON, PROGRAM_ENVIRONMENT, Program, run, wait_for
from council import Browser, Council
from county import County

PROGRAM, SERVER, ATLASCTL, ISSUER = sys.argv[1:5]
SIGN_IN = "Sign In with the Council’s Account"


def first(nodes):
    return next(iter(nodes), None)


def is_shown(node):
    return node is not None and node.extents()[2] > 0


def look_at(program, address):
    program.find(role=BUTTON, containing="Join My Council").press()
    look = program.find(role=BUTTON, name="Look at the Server")
    wait_for(lambda: is_shown(look), "the page to be shown")
    program.find(role="text", name="Address of the Server").type(address)
    check = look.press_until(
        lambda: first(node for node in program.find_all(role="check box",
                                                        name="The fingerprint is the same")
                      if is_shown(node)), "the fingerprint")
    button = program.find(role=BUTTON, name=SIGN_IN)
    assert "sensitive" not in button.states, "signing in before the fingerprint was compared"
    program.click(check)
    wait_for(lambda: "sensitive" in button.states, "the fingerprint to be confirmed")
    return button


def sync_row(program, words):
    return lambda: first(program.find_all(role=BUTTON, containing=words))


def says(program, words):
    return lambda: first(program.find_all(containing=words))


def test_a_person_joins_with_the_councils_account():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Council(ISSUER, county, folder) as council:
        council.knows("administrator", "subject-1")
        browser = Browser(folder).install(PROGRAM_ENVIRONMENT, folder)
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            look_at(program, county.address).press_until(sync_row(program, "Up to date"),
                                                         "the county to arrive")
            assert "You have signed in" in browser.shown.read_text()
            county.revoke_laptops()
            program.keys("F5")
            wait_for(sync_row(program, "Signed out"), "word that the laptop is signed out")
            program.click(sync_row(program, "Signed out")())
            program.find(role=BUTTON, name="Sign In…").press_until(
                lambda: first(program.find_all(name="Sign In Again")), "the page to sign in again")
            again = wait_for(lambda: first(node for node in program.find_all(role=BUTTON,
                                                                             name=SIGN_IN)
                                           if is_shown(node)), "the council's sign-in")
            again.press_until(sync_row(program, "Up to date"), "sync to go on")
            program.check()


def test_somebody_who_was_not_let_in_is_told():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Council(ISSUER, county, folder) as council:
        Browser(folder).install(PROGRAM_ENVIRONMENT, folder)
        council.signs_in("a-stranger")
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            look_at(program, county.address).press_until(says(program, "has not been let in"),
                                                         "word that the account is not let in")
            program.check()


def test_waiting_can_be_given_up():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Council(ISSUER, county, folder):
        Browser(folder, comes_back=False).install(PROGRAM_ENVIRONMENT, folder)
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            button = look_at(program, county.address)
            button.press_until(says(program, "Sign in with the browser"), "the browser to open")
            cancel = program.find(role=BUTTON, name="Cancel")
            cancel.press_until(says(program, "Nothing was changed"), "the waiting to end")
            wait_for(lambda: is_shown(button), "another try to be offered")
            program.check()


def test_a_terminal_joins_with_a_browser():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Council(ISSUER, county, folder) as council:
        council.knows("administrator", "subject-1")
        browser = Browser(folder)
        done = subprocess.run(
            [ATLASCTL, "join", f"https://{county.address}", "--browser", "--ca", county.ca,
             "--data", f"{folder}/laptop"], capture_output=True, text=True, check=False,
            env=dict(os.environ, BROWSER=str(browser.program)))
        assert done.returncode == 0, done.stderr
        assert council.address in done.stderr, "the address to sign in at was not told"
        assert "You have signed in" in browser.shown.read_text()


run([
    ("/app/council/a-person-joins-with-the-councils-account",
     test_a_person_joins_with_the_councils_account),
    ("/app/council/somebody-who-was-not-let-in-is-told", test_somebody_who_was_not_let_in_is_told),
    ("/app/council/waiting-can-be-given-up", test_waiting_can_be_given_up),
    ("/app/council/a-terminal-joins-with-a-browser", test_a_terminal_joins_with_a_browser),
])
