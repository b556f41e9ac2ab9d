#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, sections 5 and 14: what the server makes of random sets, against the rules of merging
as they are read here. ATLAS_SEED replays a run."""

import os
import random

from case import Case, main
from laptop import add, change, create, delete, remove, uuid7

LAPTOPS = 3
ROUNDS = 40
GROUPS = (("tier",), ("about",), ("next_by", "next_step", "owner"))
VALUES = {"tier": [1, 2, 3, 4, None], "about": ["a", "b", "c", None], "owner": ["x", "y", None],
          "next_step": ["p", "q", None], "next_by": ["2026-12-01", "2026-12-02", None]}
AGENCIES = ["a", "b", "c", "d"]


class Model:
    """One record as protocol, section 5, has it: values, and who moved each at which `rev`."""

    def __init__(self, fields, device):
        self.fields = dict(fields)
        self.rev = 1
        self.moved = {name: (1, device) for name in fields}
        self.is_deleted = False

    def has_moved(self, name, base, device):
        rev, by = self.moved.get(name, (0, None))
        return rev > base and by != device

    def take(self, name, value, rev, device):
        if self.fields.get(name) != value:
            self.moved[name] = (rev, device)
            self.fields[name] = value
            return True
        return False


class Oracle:
    """What is to become of a set, and of the records."""

    def __init__(self):
        self.models = {}

    def apply(self, ops, device, is_of_epoch):
        """Gives state and results as the server should."""
        self.touched = {}
        self.is_of_epoch = is_of_epoch
        results = [self.apply_op(op, device) for op in ops]
        state = "merged" if any("kept" in result for result in results) else "applied"
        for record, result in zip((op["id"] for op in ops), results):
            result["rev"] = self.models[record].rev
        return state, results

    def next_rev(self, record):
        """Rises by one for each set that changes the record."""
        if record not in self.touched:
            self.touched[record] = self.models[record].rev + 1
        return self.touched[record]

    def apply_op(self, op, device):
        if op["op"] == "create":
            self.models[op["id"]] = Model(op["fields"], device)
            self.touched[op["id"]] = 1
            return {}
        model = self.models[op["id"]]
        result, changed = getattr(self, "do_" + op["op"])(model, op, device)
        if changed:
            model.rev = self.next_rev(op["id"])
        return result

    def do_set(self, model, op, device):
        if model.is_deleted:
            return {"kept": sorted(op["fields"])}, False
        kept, changed = [], False
        for group in GROUPS:
            proposed = {name: op["fields"][name] for name in group if name in op["fields"]}
            if not proposed:
                continue
            if (not self.has_moved(model, group, op, device)
                    and all(model.fields.get(name) == pair[0] for name, pair in proposed.items())):
                for name, pair in proposed.items():
                    changed |= model.take(name, pair[1], self.next_rev_of(model, op), device)
            elif any(model.fields.get(name) != pair[1] for name, pair in proposed.items()):
                kept += proposed
        return ({"kept": sorted(kept)} if kept else {}), changed

    def next_rev_of(self, model, op):
        return self.touched.get(op["id"], model.rev + 1)

    def has_moved(self, model, names, op, device):
        """With another epoch revisions cannot be compared."""
        return self.is_of_epoch and any(model.has_moved(name, op["base"], device)
                                        for name in names)

    def do_add(self, model, op, device):
        present = model.fields.get("agencies") or []
        return self.do_values(model, op, device, set(present) | set(op["values"]))

    def do_remove(self, model, op, device):
        present = model.fields.get("agencies") or []
        return self.do_values(model, op, device, set(present) - set(op["values"]))

    def do_values(self, model, op, device, values):
        if model.is_deleted:
            return {}, False
        before = model.fields.get("agencies") or []
        if sorted(values) == before:
            return {}, False
        model.take("agencies", sorted(values), self.next_rev_of(model, op), device)
        return {}, True

    def do_delete(self, model, op, device):
        if model.is_deleted:
            return {}, False
        if not self.is_of_epoch or self.has_moved(model, model.moved, op, device):
            return {"kept": ["*"]}, False
        model.is_deleted = True
        return {}, True


class Random(Case):
    def setUp(self):
        self.seed = int(os.environ.get("ATLAS_SEED", random.randrange(2**32)))
        print(f"# ATLAS_SEED={self.seed}", flush=True)
        self.random = random.Random(self.seed)
        self.oracle = Oracle()
        self.child = self.make("child")["id"]
        self.laptops = [self.office.laptop("administrator") for _ in range(LAPTOPS)]
        self.seen = [{} for _ in self.laptops]

    def random_op(self, mine):
        """An operation on what this laptop shows: the copy with its own waiting sets laid over."""
        if not mine or self.random.random() < 0.1:
            fields = {"child": self.child, "reference": "R", "step": "draft", "tier": 3,
                      "agencies": ["a"]}
            return create("referral", fields, uuid7())
        entry = self.random.choice(sorted(mine.values(), key=lambda entry: entry["id"]))
        kind = self.random.choices(["set", "add", "remove", "delete"], [8, 2, 2, 1])[0]
        if kind == "delete":
            return delete(entry)
        if kind != "set":
            operation = add if kind == "add" else remove
            return operation(entry, "agencies", self.random.choice(AGENCIES))
        names = self.random.sample(sorted(VALUES), self.random.randint(1, 3))
        return change(entry, **{name: self.random.choice(VALUES[name]) for name in names})

    @staticmethod
    def lay_over(mine, op):
        """What the user then sees; `rev` stays that of the last round."""
        if op["op"] == "create":
            mine[op["id"]] = {"type": "referral", "id": op["id"], "rev": 1, "fields": op["fields"]}
        elif op["op"] == "delete":
            del mine[op["id"]]
        elif op["op"] == "set":
            fields = dict(mine[op["id"]]["fields"])
            fields.update({name: pair[1] for name, pair in op["fields"].items()})
            mine[op["id"]] = dict(mine[op["id"]], fields=fields)

    def work(self, laptop, mine):
        """Some sets without the network."""
        for _ in range(self.random.randint(1, 3)):
            ops = []
            for _ in range(self.random.randint(1, 3)):
                ops.append(self.random_op(mine))
                self.lay_over(mine, ops[-1])
            laptop.queue(*ops, epoch=uuid7() if self.random.random() < 0.3 else None)

    def send(self, laptop):
        """Pushes, sometimes twice, and compares what became of it."""
        sets = list(laptop.outbox)
        if self.random.random() < 0.3:
            laptop.send(sets)                               # the answer of which is lost
        for made, result in zip(sets, laptop.push()):
            for op in result["ops"]:
                op.get("kept", []).sort()
            state, results = self.oracle.apply(made["ops"], laptop.device,
                                               made["epoch"] == laptop.epoch())
            self.assertEqual((result["state"], result["ops"]), (state, results), made["ops"])

    def look(self, laptop, mine):
        last = laptop.pull(verify=1)
        self.assertEqual(last["digest"], laptop.copy.digest())
        mine.clear()
        mine.update({entry["id"]: entry for entry in laptop.all("referral")})
        there = {record for record, model in self.oracle.models.items() if not model.is_deleted}
        self.assertEqual(set(mine), there)
        for record, entry in mine.items():
            model = self.oracle.models[record]
            self.assertEqual(entry["rev"], model.rev)
            for name in [*VALUES, "agencies"]:
                self.assertEqual(entry["fields"].get(name) or None, model.fields.get(name) or None)

    def test_random_histories(self):
        """Protocol, section 14: each set at most once, in one state, and what the rules say."""
        for _ in range(ROUNDS):
            number = self.random.randrange(LAPTOPS)
            laptop, mine = self.laptops[number], self.seen[number]
            if self.random.random() < 0.7:
                self.work(laptop, mine)
            if self.random.random() < 0.6:
                self.send(laptop)
            if not laptop.outbox and self.random.random() < 0.6:
                self.look(laptop, mine)
        for laptop, mine in zip(self.laptops, self.seen):
            self.send(laptop)
        for laptop, mine in zip(self.laptops, self.seen):
            self.look(laptop, mine)


main()
