#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the window narrower, view by view, and listens for warnings."""

import sys

from atspi import FRAME, Program, run, wait_for

PROGRAM = sys.argv[1]
WIDEST = 1366
NARROWEST = 360
STEP = 67       # pixels; odd, so that thresholds are not met on the dot each time
HEIGHT = 768


def test_every_view_gets_narrow_without_a_warning():
    with Program([PROGRAM, "--demo"]) as program:
        for view in range(1, 7):
            program.keys(f"ctrl+{view}")
            for width in [*range(WIDEST, NARROWEST, -STEP), NARROWEST]:
                program.resize(width, HEIGHT)
                program.check()


def test_the_window_can_be_as_narrow_as_a_phone():
    with Program([PROGRAM, "--demo"]) as program:
        frame = program.find(role=FRAME)
        for view in range(1, 7):
            program.keys(f"ctrl+{view}")
            wait_for(lambda: shrink(program, frame), f"view {view} at {NARROWEST} pixels")


def shrink(program, frame):
    """As a window manager does while somebody drags: it asks again until the page has reflowed."""
    program.resize(NARROWEST, HEIGHT)
    return frame.extents()[2] <= NARROWEST


run([
    ("/app/resize/every-view-gets-narrow-without-a-warning",
     test_every_view_gets_narrow_without_a_warning),
    ("/app/resize/the-window-can-be-as-narrow-as-a-phone",
     test_the_window_can_be_as_narrow_as_a_phone),
])
