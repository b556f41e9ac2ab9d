# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the record sync protocol, written from its text alone.

It keeps what protocol, sections 4 to 9, have a client keep: its keys, an outbox, a journal, its
copy of the records, and the cursor of the round that the copy is of.
"""

import base64
import hashlib
import os
import time
import urllib.parse

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CLIENT = "conformance/1"


def uuid7():
    """RFC 9562, section 5.7."""
    number = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(3 << 62) | 2 << 62
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def now():
    seconds = time.time()
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03d}Z"


def id_bytes(record):
    return bytes.fromhex(record.replace("-", ""))


def number_of(kind, record, rev):
    """What a record adds to the digest of its type: protocol, section 7."""
    data = kind.encode() + b"\0" + id_bytes(record) + rev.to_bytes(8, "big")
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big")


def bucket_of(kind, record):
    return hashlib.sha256(kind.encode() + b"\0" + id_bytes(record)).hexdigest()[:2]


def create(kind, fields, record=None):
    return {"op": "create", "type": kind, "id": record or uuid7(), "fields": fields}


def change(entry, base=None, **fields):
    """`set` of a record as the laptop has it: its present values are what its user saw."""
    return {"op": "set", "type": entry["type"], "id": entry["id"],
            "base": entry["rev"] if base is None else base,
            "fields": {name: [entry["fields"].get(name), value] for name, value in fields.items()}}


def delete(entry, base=None):
    return {"op": "delete", "type": entry["type"], "id": entry["id"],
            "base": entry["rev"] if base is None else base}


def add(entry, field, *values):
    return {"op": "add", "type": entry["type"], "id": entry["id"], "field": field,
            "values": list(values)}


def remove(entry, field, *values):
    return dict(add(entry, field, *values), op="remove")


class Copy:
    """What a laptop holds of the county, and of which moment."""

    def __init__(self):
        self.records = {}
        self.cursor = None
        self.version = None
        self.epoch = None

    def take_page(self, page):
        grants = page["grants"]
        if self.version not in (None, grants["version"]):
            seen = set(grants["scopes"])
            self.records = {name: entry for name, entry in self.records.items()
                            if seen.intersection(entry["scopes"])}
        self.version = grants["version"]
        for entry in page["changes"]:
            self.take(entry)
        self.cursor = page["cursor"]

    def take(self, entry):
        name = (entry["type"], entry["id"])
        if entry["op"] == "put":
            self.records[name] = entry
        else:
            self.records.pop(name, None)

    def digest(self):
        """As the server's of protocol, section 7."""
        sums = {}
        for (kind, record), entry in self.records.items():
            count, number = sums.get(kind, (0, 0))
            sums[kind] = (count + 1, (number + number_of(kind, record, entry["rev"])) % 2**64)
        return {kind: {"count": count, "sum": f"{number:016x}"}
                for kind, (count, number) in sums.items()}

    def buckets(self, kind):
        """As `reconcile` wants them."""
        found = {}
        for (of, record), entry in self.records.items():
            if of == kind:
                count, number = found.get(bucket_of(kind, record), (0, 0))
                found[bucket_of(kind, record)] = (
                    count + 1, (number + number_of(kind, record, entry["rev"])) % 2**64)
        return {name: [count, f"{number:016x}"] for name, (count, number) in found.items()}


class Laptop:
    """A device that has been enrolled."""

    def __init__(self, wire, proof, name="A laptop", formerly=None, schema=None):
        self.wire = wire
        self.key = Ed25519PrivateKey.generate()
        body = {"name": name, "public_key": self.public_key(), "proof": proof}
        if formerly:
            body["formerly"] = formerly
        self.enrolled = wire.ask("POST", "/v1/devices", body)
        if self.enrolled.status != 201:
            raise Refused(self.enrolled)
        self.device = self.enrolled["device"]
        self.user = self.enrolled["user"]["id"]
        self.access = self.enrolled["access_token"]
        self.refresh_token = self.enrolled["refresh_token"]
        self.schema = schema or wire.ask("GET", "/v1/info")["schema"]["current"]
        self.n = 0
        self.ack = 0
        self.outbox = []
        self.journal = []
        self.copy = Copy()

    def public_key(self):
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        return base64.b64encode(
            self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    # Section 1

    def headers(self, **others):
        found = {"Authorization": f"Bearer {self.access}", "Sync-Protocol": "1",
                 "Sync-Schema": str(self.schema), "Sync-Client": CLIENT}
        found.update({name.replace("_", "-"): value for name, value in others.items()})
        return {name: value for name, value in found.items() if value is not None}

    def ask(self, method, path, body=None, **headers):
        return self.wire.ask(method, path, body, self.headers(**headers))

    # Section 4

    def sign(self, token, ts):
        digest = hashlib.sha256(token.encode()).hexdigest()
        words = f"sync-token\n{self.device}\n{digest}\n{ts}"
        return base64.b64encode(self.key.sign(words.encode())).decode()

    def ask_token(self, token=None, ts=None, **others):
        """Asks for a new pair of tokens, and takes it if it comes."""
        token = token or self.refresh_token
        ts = ts or str(int(time.time()))
        body = {"device": self.device, "refresh_token": token, "ts": ts,
                "sig": self.sign(token, ts)}
        answer = self.wire.ask("POST", "/v1/token", dict(body, **others))
        if answer.status == 200:
            self.access = answer["access_token"]
            self.refresh_token = answer["refresh_token"]
        return answer

    def me(self):
        return self.ask("GET", "/v1/devices/self")

    # Section 5

    def queue(self, *ops, label="A change", epoch=None, **others):
        """One action of the user, with the next number; it waits in the outbox."""
        self.n += 1
        made = {"n": self.n, "set": uuid7(), "epoch": epoch or self.epoch(), "made_at": now(),
                "label": label, "ops": list(ops)}
        made.update(others)
        self.outbox.append(made)
        return made

    def take_back(self):
        """The last set was never stored anywhere: its number is free again."""
        self.outbox.pop()
        self.n -= 1

    def epoch(self):
        """Of the round that the copy is of; before the first, of the first contact."""
        return self.copy.epoch or self.enrolled.epoch

    def send(self, sets, **others):
        """Pushes these sets and gives the answer, whatever it is."""
        body = {"device": self.device, "ack": self.ack, "now": now(), "sets": sets}
        body.update(others)
        return self.ask("POST", "/v1/push", body)

    def push(self):
        """Empties the outbox; gives the results, in order."""
        results = []
        count = len(self.outbox)
        while self.outbox:
            answer = self.send(self.outbox[:count])
            if answer.status == 413 and count > 1:
                count //= 2
                continue
            if answer.status != 200 or not answer["results"]:
                raise Refused(answer)
            results += answer["results"]
            self.journal += [each for each in self.outbox if each["n"] <= answer["last"]]
            self.outbox = [each for each in self.outbox if each["n"] > answer["last"]]
            self.ack = answer["last"]
        return results

    def do(self, *ops, **others):
        """One set, sent at once; gives its result."""
        self.queue(*ops, **others)
        return self.push()[-1]

    # Section 6

    def page(self, cursor=None, headers=None, **query):
        if cursor:
            query["cursor"] = cursor
        words = urllib.parse.urlencode(query)
        return self.ask("GET", "/v1/changes" + ("?" + words if words else ""), **(headers or {}))

    def pull(self, **query):
        """A round: takes every page; gives the last."""
        while True:
            answer = self.page(self.copy.cursor, **query)
            if answer.status != 200:
                raise Refused(answer)
            self.copy.take_page(answer.json)
            if not answer["more"]:
                self.copy.epoch = answer.epoch
                return answer

    def record(self, kind, record):
        """As the last round had it, or None."""
        return self.copy.records.get((kind, record))

    def all(self, kind):
        return [entry for (of, _), entry in self.copy.records.items() if of == kind]

    # Section 9

    def catch_up(self):
        """What is to be done when the server has another epoch."""
        last = self.me()["last_n"]
        again = [each for each in self.journal if each["n"] > last]
        results = []
        while again:
            answer = self.send(again)
            if answer.status != 200:
                raise Refused(answer)
            results += answer["results"]
            again = [each for each in again if each["n"] > answer["last"]]
        self.copy = Copy()
        self.pull()
        return results


class Refused(Exception):
    """The server did not do what the laptop needed."""

    def __init__(self, answer):
        super().__init__(str(answer))
        self.answer = answer
