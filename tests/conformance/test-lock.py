#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 11: lock and wipe; section 4: the lease."""

import hashlib
import os

from case import Case, main
from laptop import change
from wire import TIME


class Locked(Case):
    def setUp(self):
        self.laptop = self.office.laptop("administrator")
        self.laptop.pull()

    def every_request(self):
        blob = "/v1/blobs/" + hashlib.sha256(b"").hexdigest()
        asks = [("GET", "/v1/changes", None), ("GET", "/v1/devices/self", None),
                ("GET", "/v1/schema/1", None), ("GET", blob, None),
                ("POST", "/v1/reconcile", {"type": "town", "at": 1, "buckets": {}}),
                ("POST", "/v1/fetch", {"type": "town", "ids": []})]
        for method, path, body in asks:
            yield self.laptop.ask(method, path, body)
        yield self.laptop.ask_token()

    def waiting_set(self):
        self.laptop.queue(*self.maker.make("child"))
        return self.laptop.send(self.laptop.outbox)

    def test_locked(self):
        """Protocol, section 11: a locked device gets 403 `device-locked` to every request."""
        self.office.device("lock", self.laptop)
        for answer in [*self.every_request(), self.waiting_set()]:
            self.assert_problem(answer, 403, "device-locked")
        self.office.device("unlock", self.laptop)
        self.assert_done(self.laptop.push()[0])
        self.assertEqual(self.laptop.me()["state"], "active")

    def test_wiped(self):
        """Protocol, section 11: 403 `device-wipe` with `wipe_token` and `push_first`."""
        self.office.device("wipe", self.laptop)
        for answer in [*self.every_request(), self.waiting_set()]:
            self.assert_problem(answer, 403, "device-wipe")
            self.assertIs(answer["push_first"], False)
            self.assertTrue(answer["wipe_token"])
        self.say_wiped(answer["wipe_token"])

    def say_wiped(self, token):
        """Protocol, section 11: with no other authentication -> 204."""
        wire = self.office.wire()
        answer = wire.ask("POST", "/v1/devices/self/wiped", {"wipe_token": "another"})
        self.assertIn(answer.status, (401, 403, 404), str(answer))
        answer = wire.ask("POST", "/v1/devices/self/wiped", {"wipe_token": token})
        self.assertEqual((answer.status, answer.data), (204, b""))
        self.assertIn(self.laptop.me().status, (401, 403))

    def test_wiped_after_a_push(self):
        """Protocol, section 11: the client pushes first only if told (all sets are parked)."""
        child = self.make("child", town="Ware")
        self.office.device("wipe", self.laptop, "--push-first")
        answer = self.laptop.page()
        self.assert_problem(answer, 403, "device-wipe")
        self.assertIs(answer["push_first"], True)
        self.laptop.queue(*self.maker.make("child"))
        self.laptop.queue(change(child, town="Hertford"))
        for result in self.laptop.push():
            self.assertEqual(result["state"], "parked", result)
        self.first.pull()
        self.assertEqual(self.first.record("child", child["id"])["fields"]["town"], "Ware")
        self.assertIsNotNone(self.first.record("parked", result["park"]))
        self.say_wiped(answer["wipe_token"])

    def test_an_answer_may_be_lost(self):
        """Protocol, section 12: the same request may be sent any number of times."""
        self.office.device("wipe", self.laptop)
        token = self.laptop.page()["wipe_token"]
        self.assertEqual(self.laptop.page()["wipe_token"], token)
        for _ in range(2):
            answer = self.office.wire().ask("POST", "/v1/devices/self/wiped", {"wipe_token": token})
            self.assertEqual(answer.status, 204, str(answer))

    def test_a_long_poll_ends(self):
        """Protocol, section 11: …to every request, one that waits included when it is answered."""
        self.office.device("lock", self.laptop)
        self.assert_problem(self.laptop.page(self.laptop.copy.cursor, wait=50), 403,
                            "device-locked")


class Lease(Case):
    def test_until_when(self):
        """Protocol, section 4: `lease_until`, as the county set it for the role."""
        before = self.second.me()["lease_until"]
        self.assertRegex(before, TIME)
        self.office.command("lease", "set", self.office.folder, "--role", "county_officer",
                            "--days", "3")
        self.assertLess(self.second.me()["lease_until"], before)


main()
