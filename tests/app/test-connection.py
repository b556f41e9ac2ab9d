#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop whose server shows another certificate says what happened, and can be put right."""

import subprocess
import sys
import tempfile

from atspi import BUTTON, Program, run, wait_for
from county import County, Laptop

PROGRAM, SERVER, ATLASCTL = sys.argv[1:4]


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


run([
    ("/app/connection/another-certificate-is-explained-and-replaced",
     test_another_certificate_is_explained_and_replaced),
])
