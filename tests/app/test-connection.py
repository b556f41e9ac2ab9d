#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop whose server shows another certificate says what happened, and can be put right."""

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from atspi import BUTTON, PROGRAM_ENVIRONMENT, Program, picture, run, wait_for
from county import County, Laptop, confirm_fingerprint, fingerprint_shown, look_at

PROGRAM, SERVER, ATLASCTL, PROXY = sys.argv[1:5]
PASSWORD = "a secret of the proxy"


def first(nodes):
    return next(iter(nodes), None)


def sync_row(program, words):
    return lambda: first(program.find_all(role=BUTTON, containing=words))


def shown(program, words):
    return lambda: first(node for node in program.find_all(containing=words)
                         if node.extents()[2] > 0)


def change_authority(county, folder):
    """The council moves its server under another authority; gives the new one's fingerprint."""
    other = County(SERVER, f"{folder}/other")
    other.stop()
    subprocess.run([SERVER, "certificate", "set", county.folder,
                    "--chain", f"{other.folder}/server.pem",
                    "--key", f"{other.folder}/server-key.pem"], check=True, capture_output=True)
    county.stop()
    county.start()
    return other.fingerprint


def test_another_certificate_is_explained_and_replaced():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        laptop = Laptop(ATLASCTL, f"{folder}/laptop")
        laptop.ask("join", f"https://{county.address}", "--code", county.code, "--ca", county.ca)
        fingerprint = change_authority(county, folder)
        with Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
            row = wait_for(sync_row(program, "Cannot reach"), "word that the server is not reached")
            program.click(row)
            look = program.find(role=BUTTON, name="Look Into It…")
            look.press_until(shown(program, "does not trust"), "word of the certificate")
            assert shown(program, "Signed by")(), "who signed it is not said"
            trust = program.find(role=BUTTON, name="Trust This Fingerprint")
            entry = program.find(role="text", name="Fingerprint of the Authority")
            entry.type("0" * 64)
            trust.press_until(shown(program, "does not show a certificate of this authority"),
                              "word that this is another authority")
            entry.type(fingerprint)
            trust.press_until(shown(program, "The server answers"), "the authority to be trusted")
            back = first(node for node in program.find_all(role=BUTTON, name="Back")
                         if node.extents()[2] > 0)
            back.press_until(sync_row(program, "Up to date"), "sync to go on")
            program.check()


@contextmanager
def behind_a_proxy(user):
    """The program's way to any server leads through a proxy that asks who it is."""
    process = subprocess.Popen([PROXY, user, PASSWORD], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    PROGRAM_ENVIRONMENT["https_proxy"] = process.stdout.readline().strip()
    try:
        yield
    finally:
        del PROGRAM_ENVIRONMENT["https_proxy"]
        process.stdin.close()
        process.wait()
        process.stdout.close()


def entry_shown(program, role, name):
    return wait_for(lambda: first(node for node in program.find_all(role=role, name=name)
                                  if node.extents()[2] > 0), f"the entry {name}")


def test_a_proxy_that_asks_is_told_at_the_first_join():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county, \
            behind_a_proxy("ada"), Program([PROGRAM, "--data", f"{folder}/laptop"]) as program:
        look_at(program, county.address, county.code,
                lambda seen: shown(seen, "asks for a name and a password")())
        user = entry_shown(program, "text", "Name")
        password = entry_shown(program, ("text", "password text"), "Password")
        picture("join-proxy")
        user.type("ada")
        password.type("wrong")
        look = program.find(role=BUTTON, name="Look at the Server")
        look.press_until(shown(program, "does not take this name and password"), "the refusal")
        password.type(PASSWORD)
        look.press_until(lambda: fingerprint_shown(county)(program), "the server to be seen")
        confirm_fingerprint(program).press_until(sync_row(program, "Up to date"),
                                                 "the county to arrive")
        program.check()
        kept = Path(folder, "laptop", "secrets.json")
        assert PASSWORD in kept.read_text(encoding="utf-8"), "the proxy will ask again"
        assert kept.stat().st_mode & 0o077 == 0, "others can read it"


run([
    ("/app/connection/a-proxy-that-asks-is-told-at-the-first-join",
     test_a_proxy_that_asks_is_told_at_the_first_join),
    ("/app/connection/another-certificate-is-explained-and-replaced",
     test_another_certificate_is_explained_and_replaced),
])
