#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 3: finding the server, and what a client learns of the records."""

import base64

from case import Case, main
from wire import TIME

KINDS = {"text", "date", "time", "integer", "decimal", "boolean", "code", "ref", "set", "range",
         "bytes", "subject", "json", "blob"}
LIMITS = {"page", "page_bytes", "push_sets", "push_bytes", "set_ops", "record_bytes", "blob_bytes",
          "wait_s", "horizon_days"}


class Info(Case):
    def test_info_needs_no_authentication(self):
        """Protocol, section 3: `GET /v1/info` -> 200, no authentication; names and types."""
        info = self.office.wire().send("GET", "/v1/info")
        self.assertEqual(info.status, 200)
        self.assertIsInstance(info["name"], str)
        self.assertEqual(info["county"], "hertfordshire")
        self.assertIs(info["demonstration"], False)
        self.assertEqual(len(base64.b64decode(info["audit_key"], validate=True)), 32)
        self.assertEqual(info["protocol"]["min"], 1)
        self.assertGreaterEqual(info["protocol"]["max"], 1)
        self.assertLessEqual(info["schema"]["min"], info["schema"]["current"])
        self.assertRegex(info["time"], TIME)
        self.assertIs(info["auth"]["password"], True)

    def test_limits(self):
        """Protocol, section 3: `limits`, each a number."""
        limits = self.office.wire().send("GET", "/v1/info")["limits"]
        self.assertGreaterEqual(set(limits), LIMITS)
        for name in LIMITS:
            self.assertIsInstance(limits[name], int)
            self.assertGreater(limits[name], 0)


class Schema(Case):
    def schemas(self):
        said = self.office.wire().send("GET", "/v1/info")["schema"]
        for n in range(said["min"], said["current"] + 1):
            yield n, self.first.ask("GET", f"/v1/schema/{n}")

    def test_types_and_fields(self):
        """Protocol, section 3: names, types, merge classes, groups and masks of each field."""
        for n, answer in self.schemas():
            self.assertEqual(answer["schema"], n)
            for of, described in answer["types"].items():
                self.assertIsInstance(described["append_only"], bool)
                for name, field in described["fields"].items():
                    self.look_at(f"{of}.{name}", field, answer["types"])
                    self.assertLessEqual(field.get("since", n), n)

    def look_at(self, name, field, types):
        self.assertIn(field["kind"], KINDS, name)
        self.assertIn(field["merge"], {"scalar", "set", "guarded", "computed"}, name)
        self.assertIsInstance(field["required"], bool, name)
        self.assertEqual(field["merge"] == "set", field["kind"] == "set", name)
        self.assertIsInstance(field.get("group", "alone"), str, name)
        for word in ("sealed", "mask"):
            self.assertIs(field.get(word, True), True, name)
        self.assertEqual("next" in field, field["merge"] == "guarded", name)
        if field["kind"] == "ref":
            self.assertIn(field["type"], types, name)
        if field["kind"] == "set":
            self.assertIn(field["of"], KINDS, name)
        if field["kind"] == "code":
            self.assertTrue(field["codes"], name)
        for code, after in field.get("next", {}).items():
            self.assertLessEqual({code, *after}, set(field["codes"]), name)

    def test_it_may_change(self):
        """Protocol, section 3: `ETag: "<n>-<hash>"`, so that it need not come again."""
        for n, answer in self.schemas():
            self.assertRegex(answer.headers["ETag"], rf'^"{n}-[^"]+"$')
            again = self.first.ask("GET", f"/v1/schema/{n}",
                                   If_None_Match=answer.headers["ETag"])
            self.assertEqual(again.status, 304)

    def test_valid_records_of_every_type(self):
        """Protocol, section 3: an independent client creates valid records from this alone."""
        made = [of for of, described in self.maker.types.items()
                if not described.get("server_made")]
        self.assertGreater(len(made), 20)
        for of in made:
            for whole in (False, True):
                with self.subTest(of, whole=whole):
                    ops = self.maker.make(of, whole=whole)
                    self.assert_done(self.first.do(*ops))
                    self.first.pull(verify=1)
                    stored = self.first.record(of, ops[-1]["id"])
                    for name, value in ops[-1]["fields"].items():
                        self.assertEqual(stored["fields"][name], value, f"{of}.{name}")

    def test_every_code_is_valid(self):
        """Protocol, section 3: `codes` are the values that a code may have."""
        for of, name in (("child", "need"), ("child", "sen"), ("exclusion", "kind"),
                         ("activity", "kind"), ("attendance", "code")):
            for code in self.maker.types[of]["fields"][name]["codes"]:
                self.assert_done(self.first.do(*self.maker.make(of, **{name: code})))

    def test_a_guarded_field_begins_with_a_code(self):
        """Protocol, section 3: …and of those that `next` leads on from."""
        for code, state in (("draft", "applied"), ("started", "applied"), ("unheard", "parked")):
            self.assert_done(self.first.do(*self.maker.make("referral", step=code)), state)

    def test_limits_of_numbers(self):
        """Protocol, section 3: `min` and `max` are the limits of a number."""
        for value, state in ((1, "applied"), (5, "applied"), (0, "parked"), (6, "parked")):
            result = self.first.do(*self.maker.make("referral", tier=value))
            self.assert_done(result, state)

    def test_what_is_required(self):
        """Protocol, section 3: a record without what is `required` is not valid."""
        ops = self.maker.make("referral")
        del ops[-1]["fields"]["reference"]
        self.assert_parked(self.first.do(*ops), "invalid")


class OldClient(Case):
    def test_it_may_pull_and_not_push(self):
        """Protocol, section 3: below `schema.min` a client may pull; push is 426."""
        old = self.office.laptop("administrator")
        old.schema = self.office.wire().send("GET", "/v1/info")["schema"]["min"] - 1
        self.assertEqual(old.pull(verify=1)["digest"], old.copy.digest())
        old.queue(*self.maker.make("child"))
        self.assert_problem(old.send(old.outbox), 426, "client-too-old")
        old.schema += 1
        self.assert_done(old.push()[0])


main()
