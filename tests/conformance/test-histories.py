#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 9: when the server goes back to a backup, and what laptops do then."""

from case import Case, main
from laptop import Laptop, Refused, change, uuid7


class Restored(Case):
    def setUp(self):
        """A backup, and what happened after it; then the server is as it was at the backup."""
        self.referral = self.make("referral", tier=3)
        backup = self.office.backup()
        self.old_epoch = self.first.epoch()
        self.known = self.first.n
        self.first.queue(change(self.referral, tier=4))
        self.lost = self.maker.make("child", town="Ware")
        self.first.queue(*self.lost)
        for result in self.first.push():
            self.assert_done(result)
        self.stranger = self.office.laptop("administrator")
        self.unknown = self.maker.make("child", town="Hertford")
        self.assert_done(self.stranger.do(*self.unknown))
        self.pull_both()
        self.office.restore(backup)
        for laptop in (self.first, self.second, self.stranger):
            laptop.wire = self.office.wire()

    def test_a_restored_server(self):
        """Protocol, section 9: from the change of epoch to the same digest again."""
        with self.subTest("Protocol, section 2: restoring a backup starts a new epoch"):
            info = self.office.wire().send("GET", "/v1/info")
            self.assertNotEqual(info.epoch, self.old_epoch)
        with self.subTest("Protocol, section 6: a cursor of another epoch: `epoch-changed`"):
            self.first.ask_token()
            self.assert_problem(self.first.page(self.first.copy.cursor), 409, "epoch-changed")
        with self.subTest("Protocol, section 4: a signature is enough, whatever the token"):
            answer = self.second.ask_token("a-token-that-was-lost")
            self.assertEqual(answer.status, 200, str(answer))
            self.assertEqual(self.second.me().status, 200)
            answer = self.second.ask_token("another-that-was-lost")
            self.assertNotEqual(answer.status, 200)
        self.look_at_the_journal()
        self.look_at_a_stranger()
        self.look_at_the_end()

    def look_at_the_journal(self):
        with self.subTest("Protocol, section 9: every set after `last_n` again, unchanged"):
            self.assertEqual(self.first.me()["last_n"], self.known)
            results = self.first.catch_up()
            self.assertEqual([result["n"] for result in results], [self.known + 1, self.known + 2])
            for result in results:
                self.assert_done(result)
                self.assertNotIn("replayed", result)
            self.assertEqual(
                self.first.record("referral", self.referral["id"])["fields"]["tier"], 4)
            self.assertIsNotNone(self.first.record("child", self.lost[-1]["id"]))

    def look_at_a_stranger(self):
        with self.subTest("Protocol, section 9: a device that is not known enrols with `formerly`"):
            answer = self.stranger.ask_token()
            self.assert_problem(answer, 401, "bad-credentials")
            later = Laptop(self.office.wire(),
                           {"enrol_code": self.office.new_code("administrator")},
                           formerly=self.stranger.device)
            answer = later.send(self.stranger.journal)
            self.assertEqual([result["state"] for result in answer["results"]], ["applied"])
            later.pull()
            self.assertIsNotNone(later.record("child", self.unknown[-1]["id"]))

    def look_at_the_end(self):
        with self.subTest("Protocol, section 14: after quiet every digest equals the server's"):
            self.second.copy.cursor = None
            self.second.copy.records.clear()
            for laptop in (self.first, self.second):
                self.assertEqual(laptop.pull(verify=1)["digest"], laptop.copy.digest())
        with self.subTest("Protocol, section 9: sets of before still carry the old `epoch`"):
            note = self.make("note", text="Words")
            self.assert_done(self.first.do(change(note, text="Other words"),
                                           epoch=self.old_epoch))


class Unknown(Case):
    def test_formerly_is_accepted_unseen(self):
        """Protocol, section 9: `formerly` is accepted unseen."""
        laptop = Laptop(self.office.wire(), {"enrol_code": self.office.new_code("administrator")},
                        formerly=uuid7())
        self.assert_done(laptop.do(*self.maker.make("child")))

    def test_no_cursor_begins_anew(self):
        """Protocol, section 6: without `cursor` it starts from nothing."""
        laptop = self.office.laptop("administrator")
        last = laptop.pull(verify=1)
        self.assertEqual(last["digest"], laptop.copy.digest())
        laptop.copy.cursor = None
        laptop.copy.records.clear()
        self.assertEqual(laptop.pull(verify=1)["digest"], laptop.copy.digest())


main()
