# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a GTK program through the accessibility bus, as a screen reader would.

    with Program(["provision-atlas", "--demo"]) as program:
        program.find(role=BUTTON, name="Main Menu").press()

Needs a display and a session bus: tests/run-ui.sh makes both.
"""

import os
import subprocess
import sys
import tempfile
import time

# A warning ends the program under test; the bus's own may not end this one.
PROGRAM_ENVIRONMENT = dict(os.environ)
os.environ.pop("G_DEBUG", None)

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# Seconds until something that should appear counts as missing: more under a sanitizer.
DEADLINE = 20 * int(os.environ.get("ATLAS_PATIENCE", "1"))
AGAIN = 3       # seconds until a press counts as lost
PAUSE = 0.05    # seconds between two looks
BUTTON = ("push button", "button")      # GTK 4.8 and GTK 4.18 differ
FRAME = ("frame", "window")


def ask(question, otherwise=None):
    """Asks the program something; a widget may vanish while it is looked at."""
    try:
        return question()
    except GLib.Error:
        return otherwise


class Node:
    """One thing that a screen reader can find."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def role(self):
        return ask(self.accessible.get_role_name, "")

    @property
    def name(self):
        return ask(self.accessible.get_name, "") or ""

    @property
    def states(self):
        states = ask(self.accessible.get_state_set)
        return {state.value_nick for state in states.get_states()} if states else set()

    def children(self):
        for index in range(ask(self.accessible.get_child_count, 0)):
            child = ask(lambda at=index: self.accessible.get_child_at_index(at))
            if child is not None:
                yield Node(child)

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()

    def find_all(self, role=None, name=None, containing=None):
        roles = (role,) if isinstance(role, str) else role
        for node in self.walk():
            if roles is not None and node.role not in roles:
                continue
            if name is not None and node.name != name:
                continue
            if containing is not None and containing not in node.name:
                continue
            yield node

    def find(self, role=None, name=None, containing=None, deadline=DEADLINE):
        """Waits until there is such a thing."""
        return wait_for(
            lambda: next(self.find_all(role, name, containing), None),
            f"something with role {role}, name {name or containing}", deadline)

    def press(self):
        if not ask(lambda: self.accessible.do_action(0), False):
            raise AssertionError(f"{self} cannot be pressed")

    def press_until(self, look, what):
        """Presses until something is seen; a press is lost while a page slides into its place."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if "sensitive" in self.states:
                self.press()
            try:
                return wait_for(look, what, AGAIN)
            except AssertionError:
                continue
        raise AssertionError(f"pressed {self} for {DEADLINE} s, waiting for {what}")

    def type(self, words):
        """Puts words in the place of what an entry holds."""
        ask(lambda: self.accessible.set_text_contents(words))

    def extents(self):
        """Left, top, width and height inside the window."""
        box = self.accessible.get_extents(Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def __repr__(self):
        return f'{self.role} "{self.name}"'


class Program(Node):
    """A program that was started, seen from the accessibility bus."""

    def __init__(self, command, deadline=DEADLINE):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stderr=self.errors,
                                        env=PROGRAM_ENVIRONMENT)
        super().__init__(wait_for(self._appear, f"{command[0]} on the accessibility bus", deadline))

    def _appear(self):
        self.check()
        desktop = Atspi.get_desktop(0)
        for index in range(ask(desktop.get_child_count, 0)):
            child = ask(lambda at=index: desktop.get_child_at_index(at))
            if child is None or ask(child.get_process_id) != self.process.pid:
                continue
            if ask(child.get_child_count, 0) > 0:
                return child
        return None

    def check(self):
        """Fails when the program has ended or has warned of anything."""
        self.errors.seek(0)
        said = self.errors.read()
        code = self.process.poll()
        if code is not None:
            raise AssertionError(f"the program ended with {code}: {said}")
        for line in said.splitlines():
            if "WARNING" in line or "CRITICAL" in line:
                raise AssertionError(line)

    def window(self):
        """The X window's number."""
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)],
            check=True, capture_output=True, text=True, timeout=DEADLINE).stdout.split()
        return found[-1]

    def keys(self, *names):
        """Presses keys in the window; without a window manager it must be given the focus."""
        window = self.window()
        subprocess.run(["xdotool", "windowfocus", "--sync", window], check=False, timeout=DEADLINE)
        subprocess.run(["xdotool", "key", *names], check=True, timeout=DEADLINE)

    def click(self, node):
        """A real click, for what has no action; extents are the window's."""
        left, top, width, height = node.extents()
        window = self.window()
        subprocess.run(["xdotool", "mousemove", "--window", window,
                        str(left + width // 2), str(top + height // 2), "click", "1"],
                       check=True, timeout=DEADLINE)

    def resize(self, width, height):
        subprocess.run(["xdotool", "windowsize", "--sync", self.window(), str(width), str(height)],
                       check=True, timeout=DEADLINE)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()


def wait_for(look, what, deadline=DEADLINE):
    """Looks until there is an answer; a test never sleeps for a time that somebody guessed."""
    end = time.monotonic() + deadline
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline} s for {what}")
        time.sleep(PAUSE)


def picture(name):
    """With ATLAS_PICTURES=FOLDER what is on the screen is kept for a person to look at."""
    folder = os.environ.get("ATLAS_PICTURES")
    if folder:
        subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"], check=False)


def run(tests):
    """Runs tests given as sentence and function; prints TAP."""
    print(f"1..{len(tests)}")
    failed = 0
    for number, (sentence, test) in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {sentence}", flush=True)
        except Exception as error:      # a broken test is a failed one, and the rest still run
            failed += 1
            print(f"not ok {number} {sentence}\n# {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failed else 0)
