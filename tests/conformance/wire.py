# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers of the record sync protocol, and what section 1 says of every answer."""

import email.utils
import gzip
import http.client
import json
import re
import ssl

PROBLEM = "urn:sync:problem:"
MOST = 2**53 - 1

# Section 12: which problems each status may be.
PROBLEMS = {
    400: {"malformed"},
    401: {"token-expired", "bad-credentials", "token-reused"},
    403: {"not-allowed", "device-locked", "device-wipe"},
    404: {"not-found"},
    409: {"gap", "device-cloned", "epoch-changed", "wrong-offset"},
    410: {"cursor-too-old"},
    413: {"too-large"},
    422: {"hash-mismatch"},
    426: {"client-too-old"},
    429: {"slow-down"},
    503: {"unavailable"},
}

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Difference(AssertionError):
    """The server's answer is not what the protocol says."""


def check(is_so, words):
    if not is_so:
        raise Difference(words)


def members(pairs):
    """RFC 7493, section 2.3: no name twice."""
    found = dict(pairs)
    check(len(found) == len(pairs), f"a member twice: {[name for name, _ in pairs]}")
    return found


def look_at_numbers(value):
    """RFC 7493, section 2.2, and protocol, section 1: integers are at most 2^53-1."""
    if isinstance(value, int):
        check(abs(value) <= MOST, f"{value} is over 2^53-1")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        look_at_numbers(part)


def read_json(data):
    value = json.loads(data.decode("utf-8"), object_pairs_hook=members)
    json.dumps(value, ensure_ascii=False).encode("utf-8")       # no half of a surrogate pair
    look_at_numbers(value)
    return value


class Answer:
    """One response; making it checks what protocol, sections 1 and 12, say of every one."""

    def __init__(self, response, data, asked):
        self.asked = asked
        self.status = response.status
        self.headers = response.headers
        self.packed = data
        if self.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        self.data = data
        self.look_at_headers()
        kind = self.headers.get_content_type() if data else None
        self.json = read_json(data) if kind and kind.endswith("json") else None
        if self.status >= 400:
            self.look_at_problem(kind)

    def look_at_headers(self):
        epoch = self.headers.get("Sync-Epoch", "")
        check(UUID.fullmatch(epoch), f"{self.asked}: Sync-Epoch is {epoch!r}")
        date = self.headers.get("Date")
        check(date and email.utils.parsedate_to_datetime(date), f"{self.asked}: Date is {date!r}")
        kept = self.headers.get("Cache-Control")
        check(kept == "no-store", f"{self.asked}: Cache-Control is {kept!r}")

    def look_at_problem(self, kind):
        if self.status in PROBLEMS and self.asked.startswith("HEAD "):
            return                                              # which has no body
        check(kind == "application/problem+json", f"{self.asked}: {self.status} as {kind}")
        check(self.json["type"].startswith(PROBLEM), f"{self.asked}: {self.json}")
        check(self.json.get("status", self.status) == self.status, f"{self.asked}: {self.json}")
        if self.status in PROBLEMS:
            check(self.problem in PROBLEMS[self.status], f"{self.asked}: {self}")
        if self.status in (429, 503):
            seconds = self.headers.get("Retry-After", "")
            check(seconds.isdigit(), f"{self.asked}: Retry-After is {seconds!r}")

    @property
    def problem(self):
        """The name of the error, or None."""
        name = self.json.get("type", "") if isinstance(self.json, dict) else ""
        return name[len(PROBLEM):] if name.startswith(PROBLEM) else None

    @property
    def epoch(self):
        return self.headers["Sync-Epoch"]

    def __getitem__(self, name):
        return self.json[name]

    def __str__(self):
        return f"{self.status} {self.data[:400]!r} to {self.asked}"


class Wire:
    """One connection to the server at a time, over TLS; trusts one authority and no other."""

    def __init__(self, host, port, ca):
        self.place = (host, port)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.load_verify_locations(ca)
        self.connection = None

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def send(self, method, path, headers=None, data=None):
        """A request as bytes. A connection that had been closed meanwhile is opened once more."""
        is_old = self.connection is not None
        if not is_old:
            self.connection = http.client.HTTPSConnection(*self.place, context=self.context,
                                                          timeout=60)
        try:
            self.connection.request(method, path, data, headers or {})
            response = self.connection.getresponse()
            body = response.read()
        except (http.client.HTTPException, OSError):
            self.close()
            if is_old:
                return self.send(method, path, headers, data)
            raise
        if response.will_close:
            self.close()
        return Answer(response, body, f"{method} {path}")

    def ask(self, method, path, body=None, headers=None):
        """A request with a JSON body, if any."""
        headers = dict(headers or {})
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode("utf-8")
            headers.setdefault("Content-Type", "application/json")
        return self.send(method, path, headers, data)
