#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 1: what is the same of every request and answer. wire.py looks at every answer
that any of these tests gets, as well."""

import base64
import gzip
import json
import uuid

from case import Case, main
from laptop import create, now, uuid7
from records import DATE, DECIMAL, is_blob, is_range, is_set
from wire import TIME, UUID, UUID7

PACKS = uuid.UUID("2dd05b2c-7162-547c-a24e-9c6033b89b72")


class Headers(Case):
    def test_an_answer_of_any_kind_names_the_epoch(self):
        """Protocol, section 1: every response carries Sync-Epoch and Date, and is not stored."""
        wire = self.office.wire()
        for method, path in (("GET", "/v1/info"), ("GET", "/v1/nothing"), ("GET", "/"),
                             ("POST", "/v1/token"), ("GET", "/v1/devices/self"),
                             ("PUT", "/v1/changes"), ("HEAD", "/v1/blobs/" + "0" * 64)):
            self.assertEqual(wire.ask(method, path).epoch, self.first.epoch())

    def test_a_request_needs_an_access_token(self):
        """Protocol, section 1: every request but three carries an access token."""
        for method, path in (("GET", "/v1/changes"), ("POST", "/v1/push"), ("GET", "/v1/schema/1"),
                             ("POST", "/v1/reconcile"), ("POST", "/v1/fetch"),
                             ("GET", "/v1/devices/self"), ("GET", "/v1/blobs/" + "0" * 64)):
            body = {} if method == "POST" else None
            answer = self.first.ask(method, path, body, Authorization=None)
            self.assertEqual(answer.status, 401, str(answer))
            answer = self.first.ask(method, path, body, Authorization="Bearer nobody")
            self.assertEqual(answer.status, 401, str(answer))

    def test_a_request_says_which_protocol_and_schema(self):
        """Protocol, section 1: a request carries Sync-Protocol, Sync-Schema and Sync-Client."""
        for header, value in (("Sync_Protocol", None), ("Sync_Schema", None),
                              ("Sync_Protocol", "2"), ("Sync_Protocol", "one"),
                              ("Sync_Schema", "one")):
            self.assert_problem(self.first.ask("GET", "/v1/changes", **{header: value}),
                                400, "malformed")

    def test_what_is_not_there(self):
        """Protocol, section 12: 404 is `not-found`."""
        for path in ("/v1/nothing", "/v1/schema/999", "/v1/schema/0", "/v1/schema/x"):
            self.assert_problem(self.first.ask("GET", path), 404, "not-found")


class Bodies(Case):
    def push_bytes(self, data, **headers):
        sent = self.first.headers(Content_Type="application/json", **headers)
        return self.first.wire.send("POST", "/v1/push", sent, data)

    def body(self, sets=()):
        return json.dumps({"device": self.first.device, "ack": 0, "now": now(),
                           "sets": list(sets)}).encode()

    def test_bodies_are_i_json(self):
        """Protocol, section 1: bodies are UTF-8 I-JSON (RFC 7493)."""
        whole = self.body()
        for data in (b"", b"{", whole[:-2], b"[]", b"null", whole + b"x",
                     whole.replace(b'"ack"', b'"\xff"'), whole.replace(b'"ack"', b'"\\ud800"'),
                     b'{"ack":0,' + whole[1:], whole.replace(b'"ack": 0', b'"ack": NaN')):
            self.assert_problem(self.push_bytes(data), 400, "malformed")
        self.assertEqual(self.push_bytes(whole).status, 200)

    def test_integers_have_an_end(self):
        """Protocol, section 1: integers are at most 2^53-1."""
        panel = self.first.all("panel")[0]["id"]
        for number in (2**53, -2**53, 2**63 - 1, 2**70):
            ops = self.maker.make("meeting", panel=panel, agenda=[number])
            self.first.queue(*ops)
            self.assert_problem(self.first.send(self.first.outbox), 400, "malformed")
            self.first.take_back()
        ops = self.maker.make("meeting", panel=panel, agenda=[2**53 - 1])
        self.assert_done(self.first.do(*ops))
        self.first.pull()

    def test_unknown_members_are_ignored(self):
        """Protocol, section 1: unknown JSON members are ignored."""
        town = self.first.all("town")[0]
        for path, body in (("/v1/push", json.loads(self.body())),
                           ("/v1/fetch", {"type": "town", "ids": [town["id"]]}),
                           ("/v1/reconcile", {"type": "town", "at": 1, "buckets": {}})):
            answer = self.first.ask("POST", path, dict(body, unheard={"of": [1]}))
            self.assertEqual(answer.status, 200, str(answer))
        self.assertEqual(self.first.ask_token(unheard=1).status, 200)
        ops = [dict(op, unheard=1) for op in self.maker.make("child")]
        self.assert_done(self.first.do(*ops, unheard="of"))

    def test_gzip_is_understood(self):
        """Protocol, section 1: both sides accept Content-Encoding: gzip."""
        answer = self.push_bytes(gzip.compress(self.body()), Content_Encoding="gzip")
        self.assertEqual(answer.status, 200, str(answer))
        answer = self.first.page(headers={"Accept_Encoding": "gzip"})
        self.assertEqual(answer.status, 200)
        self.assertLess(len(answer.packed), len(answer.data))
        self.assertEqual(len(answer["changes"]), 500)

    def test_a_broken_gzip_is_malformed(self):
        """Protocol, section 12: what cannot be read is 400 `malformed`."""
        packed = gzip.compress(self.body())
        for data in (packed[:-9], b"not gzip", packed[:10]):
            self.assert_problem(self.push_bytes(data, Content_Encoding="gzip"), 400, "malformed")

    def test_a_bomb_is_refused(self):
        """Protocol, section 1: bodies that inflate past 16 MiB or 30 times are 413 `too-large`."""
        for size in (1 << 20, 17 << 20):
            answer = self.push_bytes(gzip.compress(b" " * size + self.body()),
                                     Content_Encoding="gzip")
            self.assert_problem(answer, 413, "too-large")


class Values(Case):
    KINDS = {
        "text": lambda value: isinstance(value, str),
        "code": lambda value: isinstance(value, str),
        "date": lambda value: DATE.fullmatch(value) is not None,
        "time": lambda value: TIME.fullmatch(value) is not None,
        "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "decimal": lambda value: DECIMAL.fullmatch(value) is not None,
        "boolean": lambda value: isinstance(value, bool),
        "ref": lambda value: UUID.fullmatch(value) is not None,
        "set": is_set,
        "range": is_range,
        "bytes": lambda value: base64.b64decode(value, validate=True) is not None,
        "subject": lambda value: len(value) == 2 and UUID.fullmatch(value[1]) is not None,
        "json": lambda value: True,
        "blob": is_blob,
    }

    def test_ids_of_a_pack(self):
        """Protocol, section 1: a record of the pack has UUIDv5(…, `<pack>/<type>/<key>`)."""
        names = [(entry["type"], entry["fields"]["key"], entry["id"])
                 for entry in self.first.copy.records.values() if "key" in entry["fields"]]
        self.assertGreater(len(names), 100)
        for kind, key, record in names:
            self.assertEqual(record, str(uuid.uuid5(PACKS, f"hertfordshire/{kind}/{key}")))

    def test_ids_of_others(self):
        """Protocol, section 1: `id` is a lower-case hyphenated UUIDv7 made by the creator."""
        for kind in ("user", "device"):
            for entry in self.first.all(kind):
                self.assertRegex(entry["id"], UUID7)
        for name in ("not-an-id", uuid7().upper(), uuid7().replace("-", "")):
            self.first.queue(create("town", {"name": "Nowhere", "key": "x"}, name))
            answer = self.first.send(self.first.outbox)
            if answer.status == 200:
                self.assert_parked(answer["results"][0], "invalid")
                self.first.push()
            else:
                self.assert_problem(answer, 400, "malformed")
                self.first.take_back()

    def test_values_are_of_their_kinds(self):
        """Protocol, section 1: how a value of each kind is written, in every record."""
        for kind in self.maker.types:
            if not self.maker.types[kind]["server_made"]:
                self.assert_done(self.first.do(*self.maker.make(kind, whole=True)))
        self.first.pull()
        for entry in self.first.copy.records.values():
            fields = self.maker.types[entry["type"]]["fields"]
            for name, value in entry["fields"].items():
                self.assertTrue(self.KINDS[fields[name]["kind"]](value),
                                f"{entry['type']}.{name} is {value!r}")

    def test_null_is_absent(self):
        """Protocol, section 1: an absent field and null are the same."""
        child = self.make("child", town=None, first_name="Ada")
        self.assertIsNone(child["fields"].get("town"))
        result = self.first.do({"op": "set", "type": "child", "id": child["id"], "base": 1,
                                "fields": {"town": [None, "Ware"], "first_name": ["Ada", None]}})
        self.assert_done(result)
        self.first.pull()
        child = self.first.record("child", child["id"])
        self.assertEqual(child["fields"].get("town"), "Ware")
        self.assertIsNone(child["fields"].get("first_name"))

    def test_a_value_of_another_kind_is_invalid(self):
        """Protocol, section 5: what is not valid is parked `invalid`."""
        for fields in ({"born": "22 November"}, {"born": 5}, {"pupil_premium": "yes"},
                       {"area": "dspl3"}, {"town": ["Ware"]}, {"born": "2026-02-30"}):
            ops = self.maker.make("child", **fields)
            self.assert_parked(self.first.do(*ops), "invalid")

    def test_times_have_milliseconds(self):
        """Protocol, section 1: times are RFC 3339 UTC with milliseconds."""
        for time, state in (("2026-11-22T09:00:00.120Z", "applied"),
                            ("2026-11-22T09:00:00Z", "parked"),
                            ("2026-11-22T09:00:00.120+00:00", "parked"),
                            ("2026-11-22 09:00:00.120Z", "parked")):
            self.assert_done(self.first.do(*self.maker.make("return", received=time)), state)

    def test_sets_are_sorted(self):
        """Protocol, section 1: `set` as a sorted array."""
        for value, state in ((["a", "b"], "applied"), (["b", "a"], "parked"),
                             (["a", "a"], "parked")):
            self.assert_done(self.first.do(*self.maker.make("referral", agencies=value)), state)


main()
