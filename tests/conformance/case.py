# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of a server that is told apart from others by the protocol alone. Speaks TAP.

A test's description is what the protocol says; its section is cited first.
"""

import pathlib
import re
import sys
import unittest

from laptop import Laptop
from office import Office
from records import Maker

SERVER = sys.argv[1]


class Case(unittest.TestCase):
    """A class of tests shares one server, whose first user has two laptops."""

    config = ""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.office = Office(SERVER, cls.config)
        cls.addClassCleanup(lambda: cls.office.end())
        cls.first = Laptop(cls.office.wire(), {"enrol_code": cls.office.made["admin_enrol_code"]})
        cls.first.pull()
        cls.second = cls.office.laptop("administrator")
        cls.second.pull()
        cls.maker = Maker(cls.first)

    def assert_problem(self, answer, status, name):
        self.assertEqual((answer.status, answer.problem), (status, name), str(answer))

    def assert_done(self, result, state="applied"):
        self.assertEqual(result["state"], state, result)

    def assert_parked(self, result, reason):
        """Gives the id of the parked record."""
        self.assertEqual(result["state"], "parked", result)
        self.assertEqual(result["problem"]["type"], f"urn:sync:problem:{reason}", result)
        return result["park"]

    def make(self, of, laptop=None, **fields):
        """A new record that everybody has pulled; gives it as `first` has it."""
        ops = self.maker.make(of, **fields)
        self.assert_done((laptop or self.first).do(*ops))
        for each in (self.first, self.second):
            each.pull()
        return self.first.record(of, ops[-1]["id"])

    def pull_both(self):
        self.first.pull()
        self.second.pull()


def name_of(test):
    """`/conformance/push/parked/unknown-type`, from the file, the class and the method."""
    file = pathlib.Path(sys.argv[0]).stem.removeprefix("test-")
    words = "/".join(test.id().split(".")[1:]).replace("/test_", "/")
    return f"/conformance/{file}/" + re.sub(r"[^a-z0-9/ ]", "-", words.lower())


class TapResult(unittest.TestResult):
    """One line a test."""

    count = 0

    def say(self, word, test, failure=""):
        self.count += 1
        print(f"{word} {self.count} {name_of(test)}")
        for line in [test.shortDescription(), *failure.splitlines()] if failure else []:
            print(f"# {line}")
        sys.stdout.flush()

    def addSuccess(self, test):
        self.say("ok", test)

    def addError(self, test, err):
        super().addError(test, err)
        self.say("not ok", test, self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say("not ok", test, self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.say("not ok", subtest, (self.errors + self.failures)[-1][1])


def main():
    """Runs the tests of the program."""
    result = TapResult()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]).run(result)
    print(f"1..{result.count}")
    sys.exit(0 if result.wasSuccessful() else 1)
