#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a spreadsheet in with the keyboard alone, and takes it back."""

import sys

from atspi import Program, run, wait_for

PROGRAM = sys.argv[1]
ROWS = 20
REFUSED = {4: ("Tier", "9"), 9: ("DOB", "31/02/2012"), 14: ("Area", "Nowhere")}


def make_table(n_rows):
    """Invented children, three of whom cannot be."""
    lines = ["Forename,Surname,DOB,Area,Kind,Tier"]
    for number in range(n_rows):
        cells = {"DOB": "01/02/2012", "Area": "dspl2", "Tier": "2"}
        if number in REFUSED:
            column, value = REFUSED[number]
            cells[column] = value
        lines.append(f"Ada,Sample{number},{cells['DOB']},{cells['Area']},Outreach,{cells['Tier']}")
    return "\n".join(lines) + "\n"


def paste_and_preview(program, result):
    """From anywhere to the preview, without a pointer."""
    program.keys("ctrl+k")
    program.find(name="Find a reference, provision, school, area or page").type("import ref")
    found = program.find(role="list", name="Found")
    wait_for(lambda: [row.name for row in found.children()] == ["Import Referrals"],
             "the page to be found")
    program.keys("Return")
    program.find(name="Pasted table").type(make_table(ROWS))
    program.keys("ctrl+Return")
    program.find(containing="DOB: 01/02/2012")
    program.keys("ctrl+Return")
    program.find(name=result)


# Rows come in or are refused with a reason; once Ctrl+Z has taken them back, they are new again.
def test_twenty_rows_by_keyboard():
    with Program([PROGRAM, "--demo", "atlas:today"]) as program:
        program.find(containing="Nothing here is real")
        paste_and_preview(program, "17 new, 0 changed, 0 the same, 3 refused")
        program.find(containing="Tier: “9” is no tier from 1 to 5")
        program.keys("ctrl+Return")
        wait_for(lambda: not any(program.find_all(name="Import Referrals", role="label")),
                 "the list")
        program.keys("ctrl+z")
        paste_and_preview(program, "17 new, 0 changed, 0 the same, 3 refused")
        program.check()


run([
    ("/app/import/twenty-rows-by-keyboard", test_twenty_rows_by_keyboard),
])
