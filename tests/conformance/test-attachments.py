#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 10: attachments, in pieces."""

import hashlib
import os

from case import Case, main

PIECE = 1 << 16


class Attachments(Case):
    def setUp(self):
        self.data = os.urandom(3 * PIECE + 5)
        self.name = hashlib.sha256(self.data).hexdigest()

    def file(self, name=None, size=None):
        return {"blob": name or self.name, "size": size or len(self.data),
                "media": "application/octet-stream", "name": "letter.bin"}

    def path(self, name=None):
        return f"/v1/blobs/{name or self.name}"

    def head(self, laptop=None, name=None):
        return (laptop or self.first).ask("HEAD", self.path(name))

    def patch(self, offset, data, name=None, laptop=None, **others):
        laptop = laptop or self.first
        headers = laptop.headers(Upload_Offset=str(offset),
                                 Content_Type="application/octet-stream", **others)
        return laptop.wire.send("PATCH", self.path(name), headers, data)

    def get(self, laptop=None, **headers):
        return (laptop or self.first).ask("GET", self.path(), **headers)

    def upload(self):
        """In pieces, as a record that names it says how long it is."""
        document = self.make("document", file=self.file())
        for start in range(0, len(self.data), PIECE):
            answer = self.patch(start, self.data[start:start + PIECE])
            self.assertIn(answer.status, (200, 201, 204), str(answer))
        return document

    def test_what_is_not_there(self):
        """Protocol, section 10: `HEAD` -> 404."""
        self.assertEqual(self.head().status, 404)
        self.assert_problem(self.get(), 404, "not-found")

    def test_in_pieces(self):
        """Protocol, section 10: `PATCH` appends; `HEAD` 204 with `Upload-Offset`, then 200."""
        self.make("document", file=self.file())
        self.patch(0, self.data[:PIECE])
        answer = self.head()
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.headers["Upload-Offset"], str(PIECE))
        self.patch(PIECE, self.data[PIECE:3 * PIECE])
        self.assertEqual(self.head().headers["Upload-Offset"], str(3 * PIECE))
        self.assertEqual(self.get().status, 404)
        self.patch(3 * PIECE, self.data[3 * PIECE:])
        answer = self.head()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Upload-Complete"], "?1")
        self.assertEqual(self.get().data, self.data)

    def test_before_its_record(self):
        """Protocol, section 10: the bytes may also come first, and be read once a record is."""
        answer = self.patch(0, self.data)
        self.assertIn(answer.status, (200, 201, 204), str(answer))
        self.make("document", file=self.file())
        self.assertEqual(self.head().status, 200)
        self.assertEqual(self.get().data, self.data)

    def test_a_record_before_its_blob(self):
        """Protocol, section 10: a record may arrive before its blob."""
        document = self.make("document", file=self.file())
        self.assertEqual(self.second.record("document", document["id"])["fields"]["file"],
                         self.file())
        self.assert_problem(self.get(), 404, "not-found")

    def test_a_wrong_offset(self):
        """Protocol, section 10: 409 `wrong-offset` gives the right one."""
        self.make("document", file=self.file())
        self.patch(0, self.data[:PIECE])
        for offset in (0, PIECE - 1, PIECE + 1, 2 * PIECE):
            answer = self.patch(offset, self.data[offset:offset + PIECE])
            self.assert_problem(answer, 409, "wrong-offset")
            self.assertEqual(answer.headers["Upload-Offset"], str(PIECE))

    def test_another_hash(self):
        """Protocol, section 10: 422 `hash-mismatch` discards all."""
        self.make("document", file=self.file())
        self.patch(0, self.data[:PIECE])
        self.assert_problem(self.patch(PIECE, b"x" * (len(self.data) - PIECE)),
                            422, "hash-mismatch")
        answer = self.head()
        self.assertIn(answer.headers.get("Upload-Offset", "0"), ("0",), str(answer))
        self.assertEqual(self.upload_again().data, self.data)

    def upload_again(self):
        self.assertIn(self.patch(0, self.data).status, (200, 201, 204))
        return self.get()

    def test_ranges(self):
        """Protocol, section 10: `GET` supports `Range`; `ETag` is the name."""
        self.upload()
        whole = self.get()
        self.assertEqual(whole.headers["ETag"], f'"{self.name}"')
        for words, start, end in (("bytes=0-9", 0, 10), (f"bytes={PIECE}-", PIECE, None),
                                  ("bytes=-7", len(self.data) - 7, None)):
            answer = self.get(Range=words)
            self.assertEqual(answer.status, 206)
            self.assertEqual(answer.data, self.data[start:end])
            last = (end or len(self.data)) - 1
            self.assertEqual(answer.headers["Content-Range"],
                             f"bytes {start}-{last}/{len(self.data)}")
        self.assertEqual(self.get(If_None_Match=whole.headers["ETag"]).status, 304)

    def test_who_may_read(self):
        """Protocol, section 10: reading needs sight of a record that names it: else 404."""
        lead = self.office.laptop(f"lead-{self.name[:8]}", ("area_lead", "area/dspl9"))
        self.upload()
        self.assertEqual(self.get(self.second).data, self.data)
        self.assert_problem(self.get(lead), 404, "not-found")

    def test_names(self):
        """Protocol, section 10: a name is a SHA-256 in hexadecimal."""
        for name in ("x", self.name.upper(), self.name + "0"):
            answer = self.patch(0, self.data, name=name)
            self.assertIn(answer.status, (400, 404), str(answer))

    def test_too_large(self):
        """Protocol, section 3: a blob has at most `blob_bytes`."""
        limits = self.office.wire().send("GET", "/v1/info")["limits"]
        size = limits["blob_bytes"] + 1
        result = self.first.do(*self.maker.make("document", file=self.file(size=size)))
        self.assert_parked(result, "invalid")

    def test_in_one_piece(self):
        """Protocol, section 10: `PATCH` appends as much as it brings, up to `blob_bytes`."""
        self.data = bytes(9 << 20)
        self.name = hashlib.sha256(self.data).hexdigest()
        self.make("document", file=self.file())
        answer = self.patch(0, self.data)
        self.assertIn(answer.status, (200, 201, 204), str(answer))
        self.assertEqual(self.get().data, self.data)

    def test_a_piece_needs_its_offset(self):
        """Protocol, section 12: 400 `malformed`."""
        headers = self.first.headers(Content_Type="application/octet-stream")
        for offset in (None, "x", "-1"):
            sent = dict(headers, **({"Upload-Offset": offset} if offset else {}))
            answer = self.first.wire.send("PATCH", self.path(), sent, b"abc")
            self.assert_problem(answer, 400, "malformed")


main()
