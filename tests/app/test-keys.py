#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The board, and selecting several, by keyboard alone and as a screen reader hears it."""

import re
import sys

from atspi import BUTTON, Program, run, wait_for

PROGRAM = sys.argv[1]
CARD = re.compile(r"[A-Z]\d-\d{3}, ")
TABS = 12       # more than there are stops between the choice of the board and its first card


def focused(within):
    for node in within.find_all(containing=", "):
        if "focused" in node.states:
            return node.name
    return ""


def count_of(board, step):
    """How many referrals the heading of a column says."""
    for node in board.find_all(containing=f"{step}, "):
        found = re.fullmatch(rf"{step}, (\d+) referrals?", node.name)
        if found:
            return int(found[1])
    return None


def tab_to(program, within, start):
    """Tab, from a button that was pressed, to the first card or row."""
    program.click(program.find(role=BUTTON, name=start))
    for _ in range(TABS):
        program.keys("Tab")
        if CARD.match(focused(within)):
            return focused(within)
    raise AssertionError("Tab came to no card and no row")


def the_board(program):
    board = program.find(name="Board of the steps")
    board.find(role=BUTTON, containing=", tier ")
    return board


def open_board():
    """Of one tier, so that there are few cards to look through."""
    return Program([PROGRAM, "--demo", "atlas:referrals?show=board&tier=4"])


def test_a_card_is_moved_and_moved_back():
    with open_board() as program:
        board = the_board(program)
        tab_to(program, board, "Board")
        program.keys("Right")
        wait_for(lambda: CARD.match(focused(board)), "a card")
        card = focused(board)
        sent = count_of(board, "Sent")
        looked_at = count_of(board, "Being looked at")
        program.keys("ctrl+shift+Right")
        wait_for(lambda: count_of(board, "Being looked at") == looked_at + 1, "the card's move")
        wait_for(lambda: focused(board) == card, "the keyboard on the card that moved")
        assert count_of(board, "Sent") == sent - 1
        program.keys("ctrl+z")
        wait_for(lambda: count_of(board, "Sent") == sent, "the move undone")
        program.check()


def test_a_step_that_there_is_not_is_said():
    with open_board() as program:
        board = the_board(program)
        tab_to(program, board, "Board")
        drafts = count_of(board, "Draft")
        program.keys("ctrl+shift+Left")
        program.find(containing="There is no step before this one")
        assert count_of(board, "Draft") == drafts
        program.check()


def test_the_menu_moves_a_card():
    with open_board() as program:
        board = the_board(program)
        tab_to(program, board, "Board")
        drafts = count_of(board, "Draft")
        program.keys("shift+F10")
        program.find(name="Sent", role=("menu item", "push button", "button"))
        program.keys("Return")
        wait_for(lambda: count_of(board, "Draft") == drafts - 1, "one draft less")
        program.check()


def test_return_opens_the_record():
    with open_board() as program:
        board = the_board(program)
        tab_to(program, board, "Board")
        program.keys("Return")
        program.find(containing="What the child wants")
        program.check()


def test_space_selects_and_escape_ends_it():
    with Program([PROGRAM, "--demo", "atlas:referrals?show=list&tier=4"]) as program:
        program.find(containing=", Year ")
        tab_to(program, program, "Select")
        program.find(name="0 selected")
        program.keys("space", "Down", "space", "Down", "Down")
        program.find(name="2 selected")
        program.keys("ctrl+a")
        wait_for(lambda: not list(program.find_all(name="2 selected")), "all selected")
        program.keys("Escape")
        wait_for(lambda: not list(program.find_all(containing=" selected")), "an end of selecting")
        program.check()


run([
    ("/keys/a-card-is-moved-and-moved-back", test_a_card_is_moved_and_moved_back),
    ("/keys/a-step-that-there-is-not-is-said", test_a_step_that_there_is_not_is_said),
    ("/keys/the-menu-moves-a-card", test_the_menu_moves_a_card),
    ("/keys/return-opens-the-record", test_return_opens_the_record),
    ("/keys/space-selects-and-escape-ends-it", test_space_selects_and_escape_ends_it),
])
