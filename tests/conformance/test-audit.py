#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 13: the chain of the audit, recomputed from its first entry to its last."""

import base64
import hashlib
import json
import sqlite3
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from case import Case, main
from laptop import Laptop, Refused, change


def canonical(value):
    """RFC 8785, for what is in an entry: texts, integers, lists, objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)


class Audit(Case):
    def entries(self):
        return self.office.ask("audit", self.office.folder)["entries"]

    def chain(self):
        """`hash(k)` by k, and the entries; recomputed from nothing."""
        found = {0: bytes(32)}
        entries = self.entries()
        for k, entry in enumerate(entries, 1):
            self.assertEqual(entry["k"], k)
            found[k] = hashlib.sha256(found[k - 1] + canonical(entry).encode()).digest()
        return found, entries

    def head(self, laptop=None, **query):
        laptop = laptop or self.first
        return laptop.pull(**query)["audit"]

    def test_the_chain(self):
        """Protocol, section 13: `hash(k)` = SHA-256(`hash(k-1)`, canonical JSON of entry k)."""
        self.first.do(*self.maker.make("child", first_name="Zoë", last_name="“Ó”"))
        head = self.head()
        found, entries = self.chain()
        self.assertLessEqual(head["seq"], len(entries))
        self.assertEqual(head["hash"], found[head["seq"]].hex())

    def test_the_signature(self):
        """Protocol, section 13: the server signs the head (Ed25519, key in `/v1/info`)."""
        key = base64.b64decode(self.office.wire().send("GET", "/v1/info")["audit_key"])
        answer = self.first.pull()
        head = answer["audit"]
        words = f"sync-audit\n{answer.epoch}\n{head['seq']}\n{head['hash']}"
        public = Ed25519PublicKey.from_public_bytes(key)
        public.verify(base64.b64decode(head["sig"]), words.encode())
        with self.assertRaises(InvalidSignature):
            public.verify(base64.b64decode(head["sig"]), words.encode() + b" ")

    def test_what_a_client_kept(self):
        """Protocol, section 13: clients send `audit_at`; `at_hash` is what is there now."""
        kept = self.head()
        self.first.do(*self.maker.make("child"))
        again = self.head(audit_at=kept["seq"])
        self.assertGreater(again["seq"], kept["seq"])
        self.assertEqual(again["at_hash"], kept["hash"])

    def test_what_is_an_entry(self):
        """Protocol, section 13: sets, sign-ins, reads, exports, grants and wipes."""
        self.first.do(*self.maker.make("child", first_name="Ada"))
        self.second.pull()
        self.office.add_user("reader", ("dpo", "county"))
        self.office.backup()
        wiped = self.office.laptop("administrator")
        self.office.device("wipe", wiped)
        kinds = {entry["kind"] for entry in self.entries()}
        self.assertLessEqual({"set", "sign-in", "read", "export", "grant", "wipe"}, kinds)

    def test_every_set_is_an_entry(self):
        """Protocol, section 13: every committed set is an entry, parked ones too."""
        sets = []
        for ops in (self.maker.make("child"), self.maker.make("child", shoe_size="5")):
            self.first.do(*ops)
            sets.append(self.first.journal[-1]["set"])
        told = {entry["set"]: entry["state"] for entry in self.entries() if entry["kind"] == "set"}
        self.assertEqual([told[each] for each in sets], ["applied", "parked"])

    def test_no_personal_values(self):
        """Protocol, section 13: personal values enter only as HMAC."""
        child = self.make("child", first_name="Persephone", town="Letchworth")
        self.first.do(change(child, last_name="Quartermaine"))
        text = json.dumps(self.entries())
        for word in ("Persephone", "Letchworth", "Quartermaine", child["id"]):
            self.assertNotIn(word, text)

    def test_it_verifies_after_an_erasure(self):
        """Protocol, section 13: erasing the key erases them, and the chain still verifies."""
        child = self.make("child", first_name="Ada")
        kept = self.head()
        self.office.command("erase", self.office.folder, f"child/{child['id']}", "--reason",
                            "A test")
        self.assertEqual(self.head(audit_at=kept["seq"])["at_hash"], kept["hash"])
        found, _ = self.chain()
        self.assertEqual(found[kept["seq"]].hex(), kept["hash"])


main()
