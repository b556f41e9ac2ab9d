#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins a real server from the window, as a person with a paper in hand does."""

import sys
import tempfile
from pathlib import Path

from atspi import BUTTON, PROGRAM_ENVIRONMENT, Program, run, wait_for
from county import (County, confirm_fingerprint, fingerprint_shown, first, join_from_paper,
                    look_at)

PROGRAM, SERVER = sys.argv[1:3]


def sync_row(program, words):
    return lambda: first(program.find_all(role=BUTTON, containing=words))


def join(program, county):
    button = join_from_paper(program, county)
    return button.press_until(sync_row(program, "Up to date"), "the county to arrive")


def test_a_laptop_joins():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
        join(program, county)
        program.find(containing="Nothing here is real")
        program.check()


def test_a_laptop_whose_access_ended_signs_in_again():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
        join(program, county)
        county.revoke_laptops()
        program.keys("F5")
        wait_for(sync_row(program, "Signed out"), "word that the laptop is signed out")
        program.click(sync_row(program, "Signed out")())
        sign_in = program.find(role=BUTTON, name="Sign In…")
        sign_in.press_until(lambda: first(program.find_all(name="Sign In Again")),
                            "the page for the code")
        program.find(role="text", name="Code").type(county.new_code())
        program.find(role=BUTTON, name="Sign In").press_until(
            sync_row(program, "Up to date"), "sync to go on")
        program.check()


def test_nobody_there_is_said():
    with tempfile.TemporaryDirectory() as folder, \
            Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
        look_at(program, "localhost:9", "whatever", lambda seen: first(
            seen.find_all(containing="Nothing answers at this address")))
        program.check()


def test_a_wrong_code_changes_nothing():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
        look_at(program, county.address, "AAAA-BBBB-CCCC-DDDD-EEEE", fingerprint_shown(county))
        join = confirm_fingerprint(program)
        join.press_until(lambda: first(program.find_all(containing="does not accept this code")),
                         "word that the code is wrong")
        program.check()


def add_a_county(program):
    program.keys("ctrl+o")
    program.find(role=BUTTON, name="Add a County…").press_until(
        lambda: first(node for node in program.find_all(role=BUTTON, containing="Join My Council")
                      if node.extents()[2] > 0), "the choices")


def test_a_joined_county_stands_beside_another():
    """The county that was there is left as it is, and a server is joined once."""
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        PROGRAM_ENVIRONMENT["XDG_DATA_HOME"] = f"{folder}/share"
        stores = Path(folder) / "share" / "provision-atlas"
        with Program([PROGRAM, "--demo"]) as program:
            program.find(containing="Nothing here is real")
            add_a_county(program)
            join(program, county)
            assert (stores / "demonstration" / "atlas.db").exists()
            assert (stores / "counties" / "hertfordshire-demonstration" / "atlas.db").exists()
            add_a_county(program)
            look_at(program, county.address, county.new_code(), fingerprint_shown(county))
            button = confirm_fingerprint(program)
            button.press_until(
                lambda: first(program.find_all(containing="has joined this server already")),
                "word that the server is joined")
            program.check()


def settle(folder, address, trust):
    """Makes the laptop one whose server the council has settled."""
    conf = Path(folder) / "laptop.conf"
    conf.write_text(f"[server]\naddress=https://{address}\n{trust}\n", encoding="utf-8")
    PROGRAM_ENVIRONMENT["PROVISION_ATLAS_LAPTOP_CONF"] = str(conf)


def begin_to_join(program):
    program.find(role=BUTTON, containing="Join My Council").press()
    return program.find(role="text", name="Address of the Server")


def test_a_settled_server_needs_a_code():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        settle(folder, county.address, f"ca={county.ca}")
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            server = begin_to_join(program)
            wait_for(lambda: fingerprint_shown(county)(program), "the server to be looked at")
            assert "sensitive" not in server.states, "another address could be typed"
            program.find(role="text", name="Code").type(county.code)
            program.find(role=BUTTON, name="Join").press_until(
                sync_row(program, "Up to date"), "the county to arrive")
            program.check()
        del PROGRAM_ENVIRONMENT["PROVISION_ATLAS_LAPTOP_CONF"]


def test_another_server_at_the_settled_address_is_refused():
    with tempfile.TemporaryDirectory() as folder, \
            County(SERVER, f"{folder}/server") as county, \
            County(SERVER, f"{folder}/another") as another:
        settle(folder, another.address, f"ca={county.ca}")
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            begin_to_join(program)
            wait_for(lambda: first(program.find_all(containing="not your council’s server")),
                     "word that it is another server")
            program.check()
        del PROGRAM_ENVIRONMENT["PROVISION_ATLAS_LAPTOP_CONF"]


def test_a_server_that_the_system_does_not_trust_is_refused():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        settle(folder, county.address, "trust=system")
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            begin_to_join(program)
            wait_for(lambda: first(program.find_all(containing="Nothing answers at this address")),
                     "word that no such server is there")
            assert not first(program.find_all(role=BUTTON, name="Join")), \
                "a server that nobody vouches for could be joined"
            program.check()
        del PROGRAM_ENVIRONMENT["PROVISION_ATLAS_LAPTOP_CONF"]


run([
    ("/app/join/a-joined-county-stands-beside-another",
     test_a_joined_county_stands_beside_another),
    ("/app/join/a-laptop-joins", test_a_laptop_joins),
    ("/app/join/a-settled-server-needs-a-code", test_a_settled_server_needs_a_code),
    ("/app/join/another-server-at-the-settled-address-is-refused",
     test_another_server_at_the_settled_address_is_refused),
    ("/app/join/a-server-that-the-system-does-not-trust-is-refused",
     test_a_server_that_the_system_does_not_trust_is_refused),
    ("/app/join/a-laptop-whose-access-ended-signs-in-again",
     test_a_laptop_whose_access_ended_signs_in_again),
    ("/app/join/nobody-there-is-said", test_nobody_there_is_said),
    ("/app/join/a-wrong-code-changes-nothing", test_a_wrong_code_changes_nothing),
])
