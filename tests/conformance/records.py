# SPDX-License-Identifier: GPL-3.0-or-later
"""Valid records, made from `GET /v1/schema/<n>` alone: protocol, section 3."""

import re

from laptop import create, now, uuid7

DATE = re.compile(r"\d{4}-\d\d-\d\d")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")


class Maker:
    """Makes operations that create records of any type, with all that they hang on."""

    def __init__(self, laptop):
        answer = laptop.ask("GET", f"/v1/schema/{laptop.schema}")
        self.types = answer["types"]
        self.copy = laptop.copy
        self.kinds = {
            "text": lambda field: "Words",
            "date": lambda field: "2026-11-22",
            "time": lambda field: now(),
            "integer": lambda field: field.get("min", 1),
            "decimal": lambda field: str(field.get("min", "1")),
            "boolean": lambda field: True,
            "code": lambda field: field["codes"][0],
            "set": lambda field: field["codes"][:1] if "codes" in field else ["words"],
            "range": lambda field: {"from": "2026-09-01", "to": "2027-08-31"},
            "bytes": lambda field: "AAAA",
            "json": lambda field: [],
            "blob": lambda field: {"blob": "00" * 32, "size": 3, "media": "text/plain",
                                   "name": "words.txt"},
        }

    def reference(self, field, ops):
        """A record to refer to: one that is there, or one that is made first."""
        kind = field["type"]
        found = next((record for of, record in self.copy.records if of == kind), None)
        found = found or next((op["id"] for op in ops if op["type"] == kind), None)
        if found:
            return found
        ops += self.make(kind, ops)
        return ops[-1]["id"]

    def value(self, field, ops):
        if field["kind"] == "ref":
            return self.reference(field, ops)
        if field["kind"] == "subject":
            area = next(record for of, record in self.copy.records if of == "area")
            return ["area", area]
        return self.kinds[field["kind"]](field)

    def make(self, of, before=(), whole=False, **given):
        """Operations for a record with all required fields, or with all; the last one makes it."""
        ops = list(before)
        fields = {}
        for name, field in self.types[of]["fields"].items():
            if name in given:
                fields[name] = given.pop(name)
            elif field["merge"] != "computed" and (whole or field["required"]):
                fields[name] = self.value(field, ops)
        fields.update(given)
        return ops[len(before):] + [create(of, fields, uuid7())]


def is_range(value):
    return isinstance(value, dict) and set(value) <= {"from", "to"} and bool(value) and all(
        DATE.fullmatch(day) for day in value.values())


def is_blob(value):
    return isinstance(value, dict) and {"blob", "size", "media", "name"} >= set(value) >= {
        "blob", "size"} and re.fullmatch("[0-9a-f]{64}", value["blob"]) is not None


def is_set(value):
    return isinstance(value, list) and value == sorted(set(value))
