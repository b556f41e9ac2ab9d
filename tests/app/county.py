# SPDX-License-Identifier: GPL-3.0-or-later
"""A demonstration county's server, and the laptops that join it, for tests of the window."""

import json
import subprocess

from atspi import BUTTON, wait_for


class County:
    """The server, on a port of its own; it can be stopped and started again, as a network can."""

    def __init__(self, server, folder):
        made = subprocess.run(
            [server, "init", folder, "--county", "hertfordshire", "--demo",
             "--name", "localhost", "--format", "json"],
            check=True, capture_output=True, text=True).stdout
        self.server = server
        self.folder = folder
        facts = json.loads(made)
        self.code = facts["admin_enrol_code"]
        self.fingerprint = facts["fingerprint"]
        self.ca = facts["ca"]
        self.port = "0"
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.server, "serve", self.folder, "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        self.port = ready.rsplit(":", 1)[1].strip()
        self.address = f"localhost:{self.port}"

    def stop(self):
        """Nothing answers any more: to a laptop, the network is off."""
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, *words):
        said = subprocess.run([self.server, *words, "--format", "json"], check=True,
                              capture_output=True, text=True).stdout
        return json.loads(said)

    def revoke_laptops(self):
        for device in self.ask("device", "list", self.folder)["devices"]:
            subprocess.run([self.server, "device", "revoke", self.folder, device["device"]],
                           check=True, capture_output=True)

    def new_code(self):
        return self.ask("user", "code", self.folder, "administrator")["enrol_code"]

    def new_laptop(self, atlasctl, folder, user, role, scope="county"):
        """Somebody new joins with a laptop of their own."""
        code = self.ask("user", "add", self.folder, user, "--role", role, "--scope", scope,
                        "--enrol-code")["enrol_code"]
        laptop = Laptop(atlasctl, folder)
        laptop.ask("join", f"https://{self.address}", "--code", code, "--ca", self.ca)
        return laptop

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if not self.process.stdout.closed:
            self.stop()


class Laptop:
    """A store, asked and changed from a terminal."""

    def __init__(self, atlasctl, folder):
        self.atlasctl = atlasctl
        self.folder = folder

    def ask(self, *words, given=None):
        """Its answer; an exit code of 1 only says that there is something to look at."""
        done = subprocess.run([self.atlasctl, *words, "--data", self.folder, "--format", "json"],
                              input=given, capture_output=True, text=True)
        assert done.returncode in (0, 1), f"{words}: {done.stderr}"
        return json.loads(done.stdout)

    def list(self, what):
        return self.ask("list", what)["records"]

    def apply(self, label, *ops):
        return self.ask("apply", "-", given=json.dumps({"label": label, "ops": ops}))

    def sync(self):
        return self.ask("sync", "--once")


def digits(text):
    return "".join(letter for letter in text.lower() if letter in "0123456789abcdef")


def first(nodes):
    return next(iter(nodes), None)


def look_at(program, address, code, seen):
    """Types what stands on the paper, and looks at the server until something is said."""
    program.find(role=BUTTON, containing="Join My Council").press()
    look = program.find(role=BUTTON, name="Look at the Server")
    wait_for(lambda: look.extents()[2] > 0, "the page to be shown")
    program.find(role="text", name="Address of the Server").type(address)
    program.find(role="text", name="Code").type(code)
    return look.press_until(lambda: seen(program), "word of the server")


def fingerprint_shown(county):
    return lambda program: first(node for node in program.find_all(role="label")
                                 if digits(node.name) == digits(county.fingerprint))


def confirm_fingerprint(program):
    join = program.find(role=BUTTON, name="Join")
    assert "sensitive" not in join.states, "joining before the fingerprint was compared"
    program.click(program.find(role="check box", name="The fingerprint is the same"))
    wait_for(lambda: "sensitive" in join.states, "the fingerprint to be confirmed")
    return join


def join_from_paper(program, county):
    """Types what stands on the paper and compares the fingerprint; gives the button that joins."""
    shown = look_at(program, county.address, county.code, fingerprint_shown(county))
    assert shown.name != county.fingerprint, "the fingerprint is not in groups"
    return confirm_fingerprint(program)
