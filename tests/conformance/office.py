# SPDX-License-Identifier: GPL-3.0-or-later
"""A county's server as its administrator runs it, by its commands alone, over TLS of its own."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile

from laptop import Laptop
from wire import Wire

DATABASES = itertools.count(1)


def new_database():
    """An empty database of the PostgreSQL that the tests run on, or None for a file."""
    server = os.environ.get("ATLAS_TEST_DATABASE")
    if server is None:
        return None
    name = f"office{next(DATABASES)}"
    subprocess.run(["psql", "--quiet", f"{server} dbname=postgres", "--command",
                    f"CREATE DATABASE {name} TEMPLATE template0"], check=True)
    return f"{server} dbname={name}"


class Office:
    """One server, with a folder that goes with it."""

    def __init__(self, program, config=""):
        self.program = program
        self.parent = tempfile.mkdtemp(prefix="atlas-conformance-")
        self.folder = f"{self.parent}/server"
        self.config = f"{self.parent}/server.conf"
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(config)
        self.made = self.ask("init", self.folder, "--county", "hertfordshire", "--name",
                                 "localhost", *self.database_words())
        self.process = None
        self.port = 0
        self.start()

    @staticmethod
    def database_words():
        database = new_database()
        return ["--database", database] if database else []

    def command(self, *words, given=None):
        """Runs a command of the server's; gives what it prints."""
        done = subprocess.run([self.program, *words], input=given, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.stderr}")
        return done.stdout

    def ask(self, *words):
        """The same as JSON."""
        return json.loads(self.command(*words, "--format", "json"))

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", self.folder, "--listen", f"127.0.0.1:{self.port}",
             "--config", self.config],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = self.process.stdout.readline()
        self.port = int(ready.rsplit(":", 1)[1])

    def stop(self):
        """In an orderly way: a server that does not end so was not well."""
        if self.process:
            self.process.terminate()
            code = self.process.wait()
            self.process.stdout.close()
            self.process = None
            if code != 0:
                raise AssertionError(f"the server ended with {code}")

    def end(self):
        self.stop()
        shutil.rmtree(self.parent)

    def wire(self):
        return Wire("localhost", self.port, self.made["ca"])

    def add_user(self, name, *grants):
        """A user with these (role, scope); gives a code with which a laptop enrols."""
        words = [word for role, scope in grants for word in ("--role", role, "--scope", scope)]
        return self.ask("user", "add", self.folder, name, *words)["enrol_code"]

    def new_code(self, name):
        return self.ask("user", "code", self.folder, name)["enrol_code"]

    def laptop(self, name, *grants, **others):
        """A new user with a laptop, or one more laptop of a user who is there."""
        code = self.add_user(name, *grants) if grants else self.new_code(name)
        return Laptop(self.wire(), {"enrol_code": code}, **others)

    def grant(self, name, role, scope):
        self.command("grant", "add", self.folder, name, "--role", role, "--scope", scope)

    def ungrant(self, name, scope):
        self.command("grant", "remove", self.folder, name, "--scope", scope)

    def device(self, word, laptop, *others):
        self.command("device", word, self.folder, laptop.device, *others)

    def backup(self):
        name = f"{self.parent}/county.backup"
        self.command("backup", self.folder, name)
        return name

    def restore(self, backup):
        """Goes back to a backup, under the same address."""
        self.stop()
        self.folder += "-restored"
        self.command("restore", backup, self.folder, *self.database_words())
        os.remove(backup)
        self.start()
