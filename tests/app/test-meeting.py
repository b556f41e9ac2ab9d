#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds whole panel meetings by keyboard with the network off, breaks them off, and sends them."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile

from atspi import BUTTON, Program, run, wait_for
from county import County

PROGRAM, SERVER, ATLASCTL = sys.argv[1:4]
CHILDREN = 12
PLACES_SHOWN = 12
# The key of each decision, and what it is called on the wire; the last one is never left standing.
KINDS = {"1": "offer", "2": "ask", "3": "support", "4": "not-agreed"}
DUE = "3 December 2030"
# Seconds for the focus to move; more under a sanitizer.
MOVES = 0.4 * min(2, int(os.environ.get("ATLAS_PATIENCE", "1")))


def first(nodes):
    return next(iter(nodes), None)


def kind_of(number):
    """Which decision the panel makes on the child with this place on the agenda."""
    return str(1 + number % len(KINDS))


def reason_of(number):
    return f"reason {number}"


class Meeting:
    """The screen of a meeting, and the parts of it that are looked at again and again."""

    def __init__(self, program, decided):
        self.program = program
        self.standing = program.find(role="label", containing=f"Decided on {decided} of {CHILDREN}")
        self.title = program.find(role="label", containing=f"of {CHILDREN}",
                                  name=f"Child {decided + 1} of {CHILDREN}")

    def wait_for_child(self, number):
        wait_for(lambda: self.title.name == f"Child {number} of {CHILDREN}", f"child {number}")

    def wait_for_decided(self, number):
        wait_for(lambda: f"Decided on {number} of {CHILDREN}" in self.standing.name,
                 f"{number} children decided on")

    def choose(self, key):
        """With an offer, the place is asked for first."""
        self.program.keys(key)
        if KINDS[key] == "offer":
            self.program.keys("Tab")

    def decide(self, number):
        """One child: a digit, why, who, by when; Ctrl+Return records it and brings the next."""
        self.wait_for_child(number)
        self.choose(kind_of(number))
        for text in (reason_of(number), "Panel chair", DUE):
            self.program.keys("Tab")
            write(text)
        self.program.keys("ctrl+Return")
        self.wait_for_decided(number)


def tab_to(program, node, tries=100):
    """Tab, until that has the focus: what a keyboard alone can reach."""
    for _ in range(tries):
        program.keys("Tab")
        try:
            return wait_for(lambda: "focused" in node.states, "the focus", MOVES)
        except AssertionError:
            continue
    raise AssertionError(f"Tab does not come to {node}")


def write(text):
    subprocess.run(["xdotool", "type", "--delay", "1", text], check=True)


def drafts(laptop):
    """What is typed and not recorded, as it lies on the disk."""
    store = sqlite3.connect(f"file:{laptop.folder}/atlas.db?mode=ro", uri=True)
    try:
        return "".join(body for body, in store.execute("SELECT body FROM draft"))
    finally:
        store.close()


def to_the_panel(officer, referral, panel):
    if referral.get("panel") != panel["id"]:
        officer.apply("To the panel", {
            "op": "set", "type": "referral", "id": referral["id"], "base": 1,
            "fields": {"panel": [referral.get("panel"), panel["id"]]}})


def next_meeting(laptop, panel):
    meetings = [one for one in laptop.list("meeting")
                if one["panel"] == panel["id"] and one["step"] == "planned"]
    return min(meetings, key=lambda one: one["on"])


def prepare(county, folder):
    """A panel that twelve children wait for, and the laptop of its chair, which has them."""
    officer = county.new_laptop(ATLASCTL, f"{folder}/office", "officer", "county_officer")
    panel = first(one for one in officer.list("panel") if one["key"] == "demo-panel-1")
    waiting = [one for one in officer.list("referral") if one["step"] == "panel"][:CHILDREN]
    assert len(waiting) == CHILDREN, f"{len(waiting)} children wait for a panel"
    for one in waiting:
        to_the_panel(officer, one, panel)
    officer.sync()
    chair = county.new_laptop(ATLASCTL, f"{folder}/chair", "chair", "panel_chair")
    return chair, next_meeting(chair, panel)


def find_last_place(laptop, references):
    """Two children to whom one and the same last place could be offered: it is shown for both."""
    shown = {}
    for reference in references:
        for found in laptop.ask("find-place", reference)["results"][:PLACES_SHOWN]:
            if found["free"] == 1:
                shown.setdefault(found["place"], []).append((reference, found["name"]))
    place, children = max(shown.items(), key=lambda one: len(one[1]))
    assert len(children) > 1, "no last place is shown for two children"
    return place, children[0][1], [reference for reference, _ in children[:2]]


def prepare_two_panels(county, folder):
    """Two panels with a child each, their chairs' laptops, and the last place for both children."""
    officer = county.new_laptop(ATLASCTL, f"{folder}/office", "officer", "county_officer")
    waiting = {one["reference"]: one for one in officer.list("referral") if one["step"] == "panel"}
    place, name, references = find_last_place(officer, waiting)
    panels = sorted((one for one in officer.list("panel") if one["key"].startswith("demo-panel")),
                    key=lambda one: one["key"])[:2]
    for reference, panel in zip(references, panels):
        to_the_panel(officer, waiting[reference], panel)
    officer.sync()
    held = []
    for reference, panel in zip(references, panels):
        laptop = county.new_laptop(ATLASCTL, f"{folder}/{panel['key']}", panel["key"],
                                   "panel_chair")
        held.append((laptop, next_meeting(laptop, panel), reference))
    return place, name, held


def opened(laptop, route):
    return Program([PROGRAM, "--data", laptop.folder, f"atlas:{route}"])


def go(laptop, route):
    """A second start opens a page in the window that is there."""
    subprocess.run([PROGRAM, "--data", laptop.folder, f"atlas:{route}"], check=True)


def kill(program):
    """As a battery that ends: the program can do nothing about it."""
    program.process.send_signal(signal.SIGKILL)
    program.process.wait()


def press(program, containing):
    tab_to(program, program.find(role=BUTTON, containing=containing))
    program.keys("Return")


# T113
def test_a_meeting_of_twelve_is_held_offline_and_survives_two_ends():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        chair, planned = prepare(county, folder)
        route = f"meeting/{planned['id']}"
        county.stop()

        with opened(chair, route) as program:
            press(program, "Start Meeting")
            meeting = Meeting(program, 0)
            for number in range(1, 5):
                meeting.decide(number)
            meeting.wait_for_child(5)
            meeting.choose("2")
            program.keys("Tab")
            write("half a sente")
            wait_for(lambda: "half a sente" in drafts(chair), "what is typed on the disk")
            program.check()
            kill(program)

        with opened(chair, route) as program:
            press(program, "Go On with the Meeting")
            meeting = Meeting(program, 4)
            assert "half a sente" in drafts(chair), "what was typed is lost"
            program.keys("ctrl+Return")
            meeting.wait_for_decided(5)
            for number in range(6, 9):
                meeting.decide(number)
            program.check()
            kill(program)

        with opened(chair, route) as program:
            press(program, "Go On with the Meeting")
            meeting = Meeting(program, 8)
            for number in range(9, CHILDREN + 1):
                meeting.decide(number)
            press(program, "End Meeting")
            program.find(containing="Every child was decided on")
            program.keys("Return")
            program.find(containing="Saved on this laptop")
            check_decisions(chair, planned["id"])

            county.start()
            program.keys("F5")
            program.find(containing=f"{CHILDREN} of {CHILDREN} decisions received by the county "
                                    "server")
            program.check()
        minutes = chair.ask("export", "minutes", "--meeting", planned["id"])
        assert minutes["decided"] == CHILDREN and minutes["step"] == "held", minutes
        assert minutes["receipt"]["received"] == CHILDREN, minutes["receipt"]


def check_decisions(chair, meeting):
    """Each of the twelve is there as it was made; the fifth had half a sentence for a reason."""
    made = {one["reason"]: one for one in chair.list("decision") if one.get("meeting") == meeting}
    assert len(made) == CHILDREN, f"{len(made)} decisions of {CHILDREN}: {sorted(made)}"
    assert made.pop("half a sente")["kind"] == "ask"
    for number in [*range(1, 5), *range(6, CHILDREN + 1)]:
        one = made[reason_of(number)]
        assert one["kind"] == KINDS[kind_of(number)], one
        assert one["owner"] == "Panel chair" and one["due"] == "2030-12-03", one


def fill_disk(laptop):
    """From now on the store takes nothing from the screen of a meeting."""
    store = sqlite3.connect(f"{laptop.folder}/atlas.db")
    with store:
        for table in ("draft", "history"):
            store.execute(f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN"
                          " SELECT raise (ABORT, 'the disk is full'); END")
    store.close()


def empty_disk(laptop):
    store = sqlite3.connect(f"{laptop.folder}/atlas.db")
    with store:
        for table in ("draft", "history"):
            store.execute(f"DROP TRIGGER full_{table}")
    store.close()


# T113
def test_what_is_typed_stays_while_the_disk_is_full():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        chair, planned = prepare(county, folder)
        county.stop()
        with opened(chair, f"meeting/{planned['id']}") as program:
            press(program, "Start Meeting")
            meeting = Meeting(program, 0)
            meeting.wait_for_child(1)
            fill_disk(chair)
            meeting.choose("2")
            program.keys("Tab")
            write("half a sente")
            program.find(containing="What is typed is not saved")
            program.keys("Next")
            program.keys("ctrl+Return")
            program.find(containing="Nothing was changed")
            meeting.wait_for_child(1)
            meeting.wait_for_decided(0)

            empty_disk(chair)
            program.keys("ctrl+Return")
            meeting.wait_for_decided(1)
            meeting.wait_for_child(2)
            assert "recorded (Ctrl+Z takes it back)" in meeting.standing.name
            made = first(one for one in chair.list("decision")
                         if one.get("meeting") == planned["id"])
            assert made["reason"] == "half a sente", made

            program.keys("ctrl+z")
            meeting.wait_for_decided(0)
            assert "recorded" not in meeting.standing.name, meeting.standing.name
            program.check()


def offer_last_place(laptop, meeting, reference, name):
    """One panel, by itself: it offers the place to its child, and takes it to be provisional."""
    route = f"meeting/{meeting['id']}"
    with opened(laptop, route) as program:
        press(program, "Start Meeting")
        program.find(containing="Decided on 0 of")
        go(laptop, f"{route}?page=hold&child={reference}")
        wait_for(lambda: any(node.name.startswith(f"{reference} ·")
                             for node in program.find_all(role="label", containing=reference)),
                 f"{reference} on the screen")
        offer = program.find(role="list item", containing="Offer a place")
        program.find(role=BUTTON, containing=f"Offer a place at {name}").press_until(
            lambda: "selected" in offer.states, "the offer to be chosen")
        program.keys("Shift_L")
        write("nearest")
        program.keys("ctrl+Return")
        program.find(containing="Decided on 1 of")
        program.check()
    minutes = laptop.ask("export", "minutes", "--meeting", meeting["id"])
    assert any(one["place"] and one["decision"] == "offer" for one in minutes["children"]), minutes


def open_questions(laptop, place):
    return [one for one in laptop.ask("questions")["questions"]
            if one["type"] == "question" and one["route"] == f"place/{place}"]


def look_at_question(laptop, program, question):
    """Today asks, and the page of the question says who keeps a place."""
    program.find(containing="More children than places")
    go(laptop, f"question/{question['id']}")
    program.find(containing="Who keeps a place?")


def see_in_the_window(laptop, question):
    with opened(laptop, "today") as program:
        look_at_question(laptop, program, question)
        program.check()


def is_checked(program, words):
    """Looked for anew: a page that is read again has new rows."""
    box = program.find(role="check box", containing=words)
    return "checked" in box.states


def settle_in_the_window(laptop, place, question, keep, give_up):
    """It names the children of both panels; who had a place keeps it unless somebody says no."""
    with opened(laptop, "today") as program:
        look_at_question(laptop, program, question)
        wait_for(lambda: is_checked(program, keep), f"{keep} to keep its place")
        wait_for(lambda: not is_checked(program, give_up), f"{give_up} to give its place up")
        assert len(list(program.find_all(containing="demonstration panel,"))) > 1, "no panels named"
        program.find(role=BUTTON, containing="Settle").press_until(
            lambda: not open_questions(laptop, place), "the answer to be kept")
        program.check()


# T018
def test_the_last_place_of_two_panels_is_settled_in_the_window():
    with tempfile.TemporaryDirectory() as folder, County(SERVER, f"{folder}/server") as county:
        place, name, held = prepare_two_panels(county, folder)
        county.stop()
        for laptop, meeting, reference in held:
            offer_last_place(laptop, meeting, reference, name)
        county.start()
        (one, _, keeps), (other, _, loses) = held
        for laptop in (one, other, one):
            laptop.sync()

        questions = [open_questions(laptop, place) for laptop in (one, other)]
        assert [len(each) for each in questions] == [1, 1], questions
        see_in_the_window(other, questions[1][0])
        settle_in_the_window(one, place, questions[0][0], keeps, loses)
        one.sync()
        other.sync()
        assert not open_questions(other, place), "the other panel is still asked"
        for laptop in (one, other):
            offers = {offer["referral"]: offer["step"] for offer in laptop.list("offer")}
            ids = {each["reference"]: each["id"] for each in laptop.list("referral")}
            assert offers[ids[keeps]] == "offered", offers[ids[keeps]]
            assert offers[ids[loses]] == "withdrawn", offers[ids[loses]]


run([
    ("/app/meeting/twelve-children-offline-with-two-sudden-ends",
     test_a_meeting_of_twelve_is_held_offline_and_survives_two_ends),
    ("/app/meeting/what-is-typed-stays-while-the-disk-is-full",
     test_what_is_typed_stays_while_the_disk_is_full),
    ("/app/meeting/the-last-place-of-two-panels-is-settled",
     test_the_last_place_of_two_panels_is_settled_in_the_window),
])
