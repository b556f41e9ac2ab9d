#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 6: pages, rounds, cursors and waiting."""

import threading
import time

from case import Case, main
from laptop import Copy, bucket_of, change, delete, uuid7
from wire import TIME, UUID


class Pages(Case):
    def test_the_shape_of_a_page(self):
        """Protocol, section 6: cursor, more, head, grants with version, scopes and roles."""
        page = self.first.page()
        self.assertEqual(page.status, 200)
        self.assertIsInstance(page["cursor"], str)
        self.assertIs(page["more"], True)
        self.assertIsInstance(page["head"], int)
        self.assertIsInstance(page["grants"]["version"], int)
        self.assertIn("county", page["grants"]["scopes"])
        self.assertIsInstance(page["grants"]["roles"]["county"], str)
        self.assertNotIn("digest", page.json)

    def test_the_shape_of_a_put(self):
        """Protocol, section 6: op, seq, type, id, rev, scopes, fields, frev, by, at."""
        child = self.make("child", town="Ware")
        self.assertEqual(child["op"], "put")
        self.assertIsInstance(child["seq"], int)
        self.assertEqual(child["rev"], 1)
        self.assertIn("county", child["scopes"])
        self.assertEqual(set(child["frev"]), set(child["fields"]))
        self.assertRegex(child["by"], UUID)
        self.assertRegex(child["at"], TIME)
        self.assertIn(child.get("masked"), (None, []))

    def test_the_shape_of_a_del(self):
        """Protocol, section 6: `{"op":"del","seq","type","id","rev","scopes"}`."""
        note = self.make("note")
        self.first.do(delete(note))
        entry = next(each for each in self.first.pull()["changes"] if each["id"] == note["id"])
        self.assertEqual((entry["op"], entry["type"], entry["rev"]), ("del", "note", 2))
        self.assertGreater(entry["seq"], note["seq"])
        self.assertTrue(entry["scopes"])
        self.assertNotIn("fields", entry)

    def test_pages_of_a_round(self):
        """Protocol, section 6: a round is the requests until `more` is false, in order."""
        whole = self.office.laptop("administrator")
        whole.pull()
        seen = Copy()
        numbers = []
        while True:
            page = self.first.page(seen.cursor, limit=50)
            self.assertLessEqual(len(page["changes"]), 50)
            self.assertLessEqual(len(page["cursor"].encode()), 1024)
            numbers += [entry["seq"] for entry in page["changes"]]
            seen.take_page(page.json)
            if not page["more"]:
                break
        self.assertEqual(numbers, sorted(numbers))
        self.assertLessEqual(numbers[-1], page["head"])
        self.assertEqual(seen.records, whole.copy.records)

    def test_the_limit_has_a_limit(self):
        """Protocol, section 3: a page has at most `page` changes and about `page_bytes`."""
        most = self.office.wire().send("GET", "/v1/info")["limits"]
        page = self.first.page(limit=100000)
        self.assertLessEqual(len(page["changes"]), most["page"])
        for _ in range(40):
            self.first.queue(*self.maker.make("meeting", agenda=["x" * 60000]))
        for result in self.first.push():
            self.assert_done(result)
        cursor = self.first.copy.cursor
        while True:
            page = self.first.page(cursor)
            self.assertLess(len(page.data), most["page_bytes"] + most["record_bytes"] + 4096)
            cursor = page["cursor"]
            if not page["more"]:
                break
        self.pull_both()

    def test_a_question_that_is_not_one(self):
        """Protocol, section 12: 400 `malformed`."""
        for query in ({"limit": "many"}, {"cursor": "x"}, {"cursor": "e30"},
                      {"limit": "-1"}, {"audit_at": "x"}):
            self.assert_problem(self.first.page(**query), 400, "malformed")

    def test_a_record_comes_once_with_its_latest(self):
        """Protocol, section 2: a record holds only its latest `seq`."""
        child = self.make("child", town="Ware")
        for town in ("Hertford", "Cheshunt", "Hoddesdon"):
            self.first.do(change(child, town=town))
            child["fields"]["town"] = town
        entries = [entry for entry in self.second.pull()["changes"] if entry["id"] == child["id"]]
        self.assertEqual([entry["fields"]["town"] for entry in entries], ["Hoddesdon"])
        self.assertEqual(entries[0]["rev"], 4)

    def test_repeats_are_harmless(self):
        """Protocol, section 6: a page can be asked for again, by the same cursor."""
        cursor = self.first.copy.cursor
        self.make("child")
        self.assertEqual(self.first.page(cursor)["changes"], self.first.page(cursor)["changes"])

    def test_an_erased_record(self):
        """Protocol, section 6: `del` with `"erased":true` for what is erased."""
        child = self.make("child")
        note = self.make("note", referral=self.make("referral", child=child["id"])["id"])
        self.office.command("erase", self.office.folder, f"child/{child['id']}", "--reason",
                            "A test")
        entries = {entry["id"]: entry for entry in self.first.pull()["changes"]}
        for record in (child, note):
            self.assertEqual(entries[record["id"]]["op"], "del")
            self.assertIs(entries[record["id"]]["erased"], True)
        self.second.pull()
        self.assertIsNone(self.second.record("child", child["id"]))


class Waiting(Case):
    def test_nothing_new(self):
        """Protocol, section 6: the server holds up to `wait` seconds, then 200 with no changes."""
        self.first.pull()
        began = time.monotonic()
        page = self.first.page(self.first.copy.cursor, wait=1)
        self.assertGreaterEqual(time.monotonic() - began, 0.9)
        self.assertEqual((page.status, page["changes"]), (200, []))

    def test_something_new(self):
        """Protocol, section 6: `wait` ends when there is something new."""
        self.pull_both()
        answers = []
        waiting = threading.Thread(
            target=lambda: answers.append(self.second.page(self.second.copy.cursor, wait=50)))
        waiting.start()
        time.sleep(0.3)
        result = self.first.do(*self.maker.make("child"))
        waiting.join(timeout=40)
        self.assertEqual([entry["seq"] for entry in answers[0]["changes"]], [result["seq"]])

    def test_an_etag(self):
        """Protocol, section 6: `ETag: "<head>.<grants.version>"`; the same cursor -> 304."""
        self.first.pull()
        page = self.first.page(self.first.copy.cursor)
        tag = page.headers["ETag"]
        self.assertEqual(tag, f'"{page["head"]}.{page["grants"]["version"]}"')
        again = self.first.page(self.first.copy.cursor, headers={"If_None_Match": tag})
        self.assertEqual(again.status, 304)
        self.assertEqual(again.data, b"")
        self.second.do(*self.maker.make("child"))
        again = self.first.page(self.first.copy.cursor, headers={"If_None_Match": tag})
        self.assertEqual(again.status, 200)
        self.assertEqual(len(again["changes"]), 1)


class Checking(Case):
    def test_a_digest(self):
        """Protocol, section 7: count and sum of each type, on the last page of a round."""
        laptop = self.office.laptop("administrator")
        page = laptop.page(limit=100, verify=1)
        self.assertNotIn("digest", page.json)
        last = laptop.pull(verify=1)
        self.assertEqual(last["digest"], laptop.copy.digest())
        child = self.make("child")
        self.first.do(change(child, town="Ware"))
        self.assertEqual(laptop.pull(verify=1)["digest"], laptop.copy.digest())
        self.first.pull()
        self.first.do(delete(self.first.record("child", child["id"])))
        self.assertEqual(laptop.pull(verify=1)["digest"], laptop.copy.digest())

    def spoil(self):
        """A copy with a record too many, one too few and one that is old."""
        laptop = self.office.laptop("administrator")
        laptop.pull()
        towns = sorted(name for name in laptop.copy.records if name[0] == "town")
        lost, old = towns[0], towns[1]
        del laptop.copy.records[lost]
        laptop.copy.records[old] = dict(laptop.copy.records[old], rev=7)
        extra = ("town", uuid7())
        laptop.copy.records[extra] = dict(laptop.copy.records[old], id=extra[1])
        return laptop, lost, old, extra

    def repair(self, laptop, head):
        """As section 7 has a client do; gives what was missing."""
        answer = self.reconcile(laptop, head)
        self.assertLessEqual(len(answer["differ"]), 3)
        missing = []
        for bucket, listed in answer["differ"].items():
            there = {record: rev for record, rev in listed}
            for entry in laptop.all("town"):
                if bucket_of("town", entry["id"]) == bucket and entry["id"] not in there:
                    del laptop.copy.records["town", entry["id"]]
            missing += [record for record, rev in there.items()
                        if (laptop.record("town", record) or {}).get("rev") != rev]
        return missing

    def reconcile(self, laptop, head):
        answer = laptop.ask("POST", "/v1/reconcile",
                            {"type": "town", "at": head, "buckets": laptop.copy.buckets("town")})
        self.assertEqual(answer.status, 200, str(answer))
        self.assertIsInstance(answer["head"], int)
        return answer

    def test_a_repair(self):
        """Protocol, section 7: `reconcile` lists buckets that differ; `fetch` brings the rest."""
        laptop, lost, old, extra = self.spoil()
        last = laptop.pull(verify=1)
        self.assertNotEqual(last["digest"], laptop.copy.digest())
        missing = self.repair(laptop, last["head"])
        self.assertEqual(sorted(missing), sorted([lost[1], old[1]]))
        self.assertNotIn(extra, laptop.copy.records)
        answer = laptop.ask("POST", "/v1/fetch", {"type": "town", "ids": missing})
        for entry in answer["changes"]:
            self.assertEqual(entry["op"], "put")
            laptop.copy.take(entry)
        self.assertEqual(laptop.pull(verify=1)["digest"], laptop.copy.digest())
        answer = laptop.send([], repairs=3)
        self.assertEqual(answer.status, 200)

    def test_nothing_differs(self):
        """Protocol, section 7: what is the same is not listed."""
        self.first.pull()
        answer = self.reconcile(self.first, 1)
        self.assertEqual(answer["differ"], {})

    def test_a_fetch_has_a_limit(self):
        """Protocol, section 7: at most 200 ids; what is not there is left out."""
        ids = [uuid7() for _ in range(200)]
        answer = self.first.ask("POST", "/v1/fetch", {"type": "town", "ids": ids})
        self.assertEqual((answer.status, answer["changes"]), (200, []))
        answer = self.first.ask("POST", "/v1/fetch", {"type": "town", "ids": [*ids, uuid7()]})
        self.assertIn((answer.status, answer.problem), {(413, "too-large"), (400, "malformed")})

    def test_a_question_that_is_not_one(self):
        """Protocol, section 12: 400 `malformed`."""
        for path, body in (("reconcile", {}), ("reconcile", {"type": "town"}), ("fetch", {}),
                           ("fetch", {"type": "town", "ids": "all"}),
                           ("reconcile", {"type": "town", "at": 1, "buckets": {"zz": [1, "x"]}})):
            self.assert_problem(self.first.ask("POST", f"/v1/{path}", body), 400, "malformed")


main()
