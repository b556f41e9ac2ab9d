#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 5: push, its numbers, and the three states that a set can end in."""

import time

from case import Case, main
from laptop import Laptop, add, change, create, delete, now, remove, uuid7
from wire import TIME, UUID, UUID7


class Numbers(Case):
    def setUp(self):
        self.laptop = self.office.laptop("administrator")
        self.laptop.pull()

    def one(self, number, **others):
        made = {"n": number, "set": uuid7(), "epoch": self.laptop.epoch(), "made_at": now(),
                "label": "A change", "ops": self.maker.make("child")}
        return dict(made, **others)

    def test_the_shape_of_an_answer(self):
        """Protocol, section 5: `last`, `results` with n, state, seq, ops; `skew_ms`."""
        answer = self.laptop.send([self.one(1), self.one(2)])
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer["last"], 2)
        self.assertIsInstance(answer["skew_ms"], int)
        self.assertEqual([result["n"] for result in answer["results"]], [1, 2])
        for result in answer["results"]:
            self.assert_done(result)
            self.assertIsInstance(result["seq"], int)
            self.assertEqual(result["ops"], [{"rev": 1}])
            self.assertNotIn("replayed", result)

    def test_seq_is_the_head_after_its_commit(self):
        """Protocol, section 5: `seq` is the head after its commit."""
        for _ in range(3):
            result = self.laptop.do(*self.maker.make("child"), *self.maker.make("town"))
            self.assertEqual(self.laptop.pull()["head"], result["seq"])

    def test_skew(self):
        """Protocol, section 5: `skew_ms` is how far the client's `now` is off."""
        answer = self.laptop.send([], now="2000-01-01T00:00:00.000Z")
        self.assertGreater(abs(answer["skew_ms"]), 20 * 365 * 86400 * 1000)
        self.assertLess(abs(self.laptop.send([])["skew_ms"]), 60000)

    def test_a_known_set_is_replayed(self):
        """Protocol, section 5: known `set` -> the stored result again, and no other effect."""
        sent = [self.one(1), self.one(2)]
        before = self.laptop.send(sent)
        head = self.laptop.pull()["head"]
        again = self.laptop.send(sent)
        self.assertEqual(again.status, 200)
        self.assertEqual(again["last"], 2)
        self.assertEqual(again["results"],
                         [dict(result, replayed=True) for result in before["results"]])
        self.assertEqual(self.laptop.pull()["head"], head)

    def test_what_was_acknowledged_may_be_forgotten(self):
        """Protocol, section 5: after `ack` the server may keep only set, state and `seq`."""
        sent = [self.one(1)]
        before = self.laptop.send(sent)["results"][0]
        self.laptop.send([self.one(2)], ack=1)
        again = self.laptop.send(sent)["results"][0]
        self.assertIs(again["replayed"], True)
        for name in ("state", "seq"):
            self.assertEqual(again[name], before[name])

    def test_a_known_set_with_the_next_number_counts(self):
        """Protocol, section 5: if `n` is `last_n`+1 it counts as that number."""
        sent = self.one(1)
        self.laptop.send([sent])
        answer = self.laptop.send([dict(sent, n=2)])
        self.assertIs(answer["results"][0]["replayed"], True)
        self.assertEqual(self.laptop.me()["last_n"], 2)
        self.assertEqual(self.laptop.send([self.one(3)])["last"], 3)

    def test_a_known_set_with_any_number(self):
        """Protocol, section 5: a known set is replayed whatever its `n`."""
        sent = self.one(1)
        self.laptop.send([sent])
        answer = self.laptop.send([dict(sent, n=7)])
        self.assertEqual(answer.status, 200, str(answer))
        self.assertIs(answer["results"][0]["replayed"], True)
        self.assertEqual(self.laptop.me()["last_n"], 1)

    def test_a_clone(self):
        """Protocol, section 5: `n` already used with another `set` -> 409 `device-cloned`."""
        self.laptop.send([self.one(1)])
        self.assert_problem(self.laptop.send([self.one(1)]), 409, "device-cloned")
        fresh = Laptop(self.office.wire(), {"enrol_code": self.office.new_code("administrator")},
                       formerly=self.laptop.device)
        self.assertEqual(fresh.send([self.one(1)])["last"], 1)

    def test_a_gap(self):
        """Protocol, section 5: `n` beyond `last_n`+1 -> 409 `gap` with `"expected":n`."""
        answer = self.laptop.send([self.one(2)])
        self.assert_problem(answer, 409, "gap")
        self.assertEqual(answer["expected"], 1)
        self.laptop.send([self.one(1)])
        answer = self.laptop.send([self.one(5)])
        self.assert_problem(answer, 409, "gap")
        self.assertEqual(answer["expected"], 2)

    def test_the_first_sets_are_done(self):
        """Protocol, section 5: 200 also when only the first sets could be done; `last` says."""
        for after in (self.one(3), self.one(1)):
            laptop = self.office.laptop("administrator")
            answer = laptop.send([self.one(1), after])
            if answer.status == 200:
                self.assertEqual(answer["last"], 1)
                self.assertEqual(len(answer["results"]), 1)
            else:
                self.assertEqual(answer.status, 409)
            self.assertIn(laptop.me()["last_n"], (0, 1))

    def test_a_set_needs_its_epoch(self):
        """Protocol, section 5: `epoch` is required (400 without it)."""
        for others in ({"epoch": None}, {"epoch": "yesterday"}, {"set": None}, {"n": None},
                       {"n": 0}, {"n": "1"}, {"ops": None}, {"ops": "none"}, {"set": "x"}):
            sent = {name: value for name, value in self.one(1, **others).items()
                    if value is not None}
            self.assert_problem(self.laptop.send([sent]), 400, "malformed")
        self.assertEqual(self.laptop.me()["last_n"], 0)

    def test_only_its_own_sets(self):
        """Protocol, section 5: a device pushes as itself."""
        answer = self.laptop.send([self.one(1)], device=self.first.device)
        self.assertIn(answer.status, (400, 403), str(answer))
        self.assertEqual(self.laptop.me()["last_n"], 0)

    def test_the_same_set_from_two_laptops_at_once(self):
        """Protocol, section 14: a set is applied at most once, also by another device."""
        ops = [self.one(1)]
        self.laptop.send(ops)
        other = self.office.laptop("administrator")
        answer = other.send(ops)
        self.assertIs(answer["results"][0]["replayed"], True)
        self.assertEqual(other.me()["last_n"], 1)


class Limits(Case):
    def sets(self, count, **others):
        return [dict({"n": self.first.n + i, "set": uuid7(), "epoch": self.first.epoch(),
                      "made_at": now(), "label": "", "ops": self.maker.make("child")}, **others)
                for i in range(1, count + 1)]

    def test_a_hundred_sets(self):
        """Protocol, section 3: `push_sets` may be sent at once; more is 413 `too-large`."""
        most = self.office.wire().send("GET", "/v1/info")["limits"]["push_sets"]
        self.assert_problem(self.first.send(self.sets(most + 1)), 413, "too-large")
        answer = self.first.send(self.sets(most))
        self.assertEqual(len(answer["results"]), most)
        self.first.n += most

    def test_a_big_body(self):
        """Protocol, section 3: a push over `push_bytes` is 413 `too-large`."""
        sets = self.sets(1, ops=self.maker.make("note", text="x" * (1 << 20)))
        self.assert_problem(self.first.send(sets), 413, "too-large")

    def test_many_operations(self):
        """Protocol, section 3: `set_ops` operations are one set."""
        ops = [op for _ in range(500) for op in self.maker.make("child")]
        self.assertEqual(len(self.first.do(*ops)["ops"]), 500)
        self.first.queue(*ops, *self.maker.make("child"))
        answer = self.first.send(self.first.outbox)
        if answer.status == 200:
            self.assert_parked(answer["results"][0], "invalid")
        else:
            self.assertIn(answer.status, (400, 413))
            self.first.take_back()

    def test_a_big_record(self):
        """Protocol, section 3: a record over `record_bytes` is not stored."""
        ops = self.maker.make("meeting", agenda=["x" * 60000])
        self.assert_done(self.first.do(*ops))
        ops = self.maker.make("meeting", agenda=["x" * 66000])
        self.first.queue(*ops)
        answer = self.first.send(self.first.outbox)
        if answer.status == 200:
            self.assert_parked(answer["results"][0], "invalid")
        else:
            self.assert_problem(answer, 413, "too-large")
            self.first.take_back()

    def test_an_import(self):
        """Protocol, section 5: an import is many sets that share a `batch` beside `label`."""
        batch = uuid7()
        for _ in range(3):
            self.first.queue(*self.maker.make("child"), label="Children of a list", batch=batch)
        for result in self.first.push()[-3:]:
            self.assert_done(result)


class Operations(Case):
    def test_all_kinds_in_one_set(self):
        """Protocol, section 5: the example: create, set, add, remove and delete in one set."""
        referral = self.make("referral", tier=3, agencies=["school-nurse"])
        note = self.make("note", referral=referral["id"])
        result = self.first.do(
            *self.maker.make("plan", referral=referral["id"]), change(referral, tier=4),
            add(referral, "agencies", "ed-psych"), remove(referral, "agencies", "school-nurse"),
            delete(note))
        self.assert_done(result)
        self.assertEqual(result["ops"],
                         [{"rev": 1}, {"rev": 2}, {"rev": 2}, {"rev": 2}, {"rev": 2}])
        self.first.pull()
        after = self.first.record("referral", referral["id"])
        self.assertEqual(after["fields"]["tier"], 4)
        self.assertEqual(after["fields"]["agencies"], ["ed-psych"])
        self.assertIsNone(self.first.record("note", note["id"]))

    def test_rev_rises_by_one_for_each_set(self):
        """Protocol, section 2: `rev` rises by one for each set that changes the record."""
        child = self.make("child", town="Ware")
        self.first.do(change(child, town="Hertford"), change(child, first_name="Ada"))
        self.first.pull()
        child = self.first.record("child", child["id"])
        self.assertEqual(child["rev"], 2)
        self.assertEqual(child["frev"]["town"], 2)
        self.assertEqual(child["frev"]["first_name"], 2)

    def test_what_changes_nothing(self):
        """Protocol, section 2: a set that does not change the record leaves its `rev`."""
        referral = self.make("referral", agencies=["ed-psych"], tier=3)
        result = self.first.do(add(referral, "agencies", "ed-psych"), change(referral, tier=3),
                               remove(referral, "agencies", "nobody"))
        self.assert_done(result)
        self.assertEqual(result["ops"], [{"rev": 1}] * 3)
        self.first.pull()
        self.assertEqual(self.first.record("referral", referral["id"])["rev"], 1)

    def test_frev_of_what_changed(self):
        """Protocol, section 2: `frev[f]` is the `rev` at which field `f` last changed."""
        child = self.make("child", town="Ware", sex="F")
        self.first.do(change(child, town="Hertford"))
        self.first.pull()
        child = self.first.record("child", child["id"])
        self.assertEqual((child["frev"]["town"], child["frev"]["sex"]), (2, 1))
        self.assertEqual(child["by"], self.first.user)
        self.assertRegex(child["at"], TIME)

    def test_creating_again(self):
        """Protocol, section 5: `create` of an existing `id` with equal fields does nothing."""
        ops = self.maker.make("child", town="Ware")
        self.assert_done(self.first.do(*ops))
        self.first.pull()
        result = self.second.do(*ops)
        self.assert_done(result)
        self.assertEqual(result["ops"], [{"rev": 1}])
        self.assertEqual(self.first.pull()["changes"], [])

    def test_an_operation_that_is_not_one(self):
        """Protocol, section 12: what the protocol has no words for is 400, or parked `invalid`."""
        child = self.make("child")
        for op in ({"op": "explode", "type": "child", "id": child["id"]}, {}, "create",
                   {"op": "set", "type": "child", "id": child["id"], "fields": {"town": ["", ""]}},
                   {"op": "set", "type": "child", "id": child["id"], "base": 1,
                    "fields": {"town": "Ware"}},
                   {"op": "add", "type": "referral", "id": child["id"], "field": "agencies"}):
            self.first.queue(op)
            answer = self.first.send(self.first.outbox)
            if answer.status == 200:
                self.assert_parked(answer["results"][0], "invalid")
                self.first.outbox.clear()
            else:
                self.assert_problem(answer, 400, "malformed")
                self.first.take_back()


class Parked(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.office.laptop("lead", ("area_lead", "area/dspl3"))
        cls.lead.pull()

    def parked(self, laptop, reason, *ops):
        """Pushes what is to be parked; gives the result and the parked record."""
        result = laptop.do(*ops)
        park = self.assert_parked(result, reason)
        laptop.pull()
        entry = laptop.record("parked", park)
        self.assertIsNotNone(entry, f"{reason}: the author does not see it")
        self.assertEqual(entry["fields"]["reason"], reason)
        self.assertEqual(entry["fields"]["state"], "open")
        return result, entry

    def area(self, key):
        return next(area["id"] for area in self.first.all("area") if area["fields"]["key"] == key)

    def test_forbidden(self):
        """Protocol, section 5: `forbidden`; section 2: a create needs a scope of the author's."""
        self.parked(self.lead, "forbidden", *self.maker.make("child", area=self.area("dspl1")))
        self.assert_done(self.lead.do(*self.maker.make("child", area=self.area("dspl3"))))

    def test_forbidden_by_role(self):
        """Protocol, section 2: what a role may write is one table."""
        town = self.lead.all("town")[0]
        self.parked(self.lead, "forbidden", change(town, name="Elsewhere"))

    def test_invalid(self):
        """Protocol, section 5: `invalid`."""
        self.parked(self.first, "invalid", *self.maker.make("referral", tier=9))

    def test_computed(self):
        """Protocol, section 2: `computed` is written by the server only."""
        place = self.first.all("place")[0]
        result = self.first.do(change(place, claims=[]))
        self.assertEqual(result["state"], "parked")
        result = self.first.do(*self.maker.make("hold", allocation="confirmed"))
        self.assertEqual(result["state"], "parked")

    def test_invalid_transition(self):
        """Protocol, section 5: `invalid-transition`; section 2: of a guarded field."""
        referral = self.make("referral", step="draft")
        self.parked(self.first, "invalid-transition", change(referral, step="started"))
        self.assert_done(self.first.do(change(referral, step="sent")))

    def test_append_only(self):
        """Protocol, section 5: `append-only`; section 2: created and never changed."""
        returned = self.make("return")
        self.parked(self.first, "append-only", change(returned, on_roll=7))

    def test_unknown_field(self):
        """Protocol, section 5: `unknown-field`."""
        self.parked(self.first, "unknown-field", *self.maker.make("child", shoe_size="5"))

    def test_unknown_type(self):
        """Protocol, section 5: `unknown-type`."""
        self.parked(self.first, "unknown-type", create("elephant", {"name": "Nellie"}))

    def test_id_in_use(self):
        """Protocol, section 5: `create` of an existing `id` with other fields: `id-in-use`."""
        child = self.make("child", town="Ware")
        self.parked(self.first, "id-in-use", create("child", {"town": "Hertford"}, child["id"]))

    def test_missing_subject(self):
        """Protocol, section 5: `missing-subject`."""
        entry = {"type": "child", "id": uuid7(), "rev": 1, "fields": {}}
        self.parked(self.first, "missing-subject", change(entry, town="Ware"))
        self.parked(self.first, "missing-subject", *self.maker.make("note", referral=uuid7()))

    def test_after_parked(self):
        """Protocol, section 5: `after-parked`: it touches a record created by a parked set."""
        ops = self.maker.make("child", town="Ware", shoe_size="5")
        self.parked(self.first, "unknown-field", *ops)
        entry = {"type": "child", "id": ops[-1]["id"], "rev": 1, "fields": {"town": "Ware"}}
        self.parked(self.first, "after-parked", change(entry, town="Hertford"))
        self.parked(self.first, "after-parked", *self.maker.make("referral", child=entry["id"]))

    def test_nothing_blocks_what_follows(self):
        """Protocol, section 5: every set ends in one of three states; nothing blocks the rest."""
        self.first.queue(create("elephant", {}))
        self.first.queue(*self.maker.make("child"))
        states = [result["state"] for result in self.first.push()]
        self.assertEqual(states, ["parked", "applied"])

    def test_all_or_none(self):
        """Protocol, section 5: `parked`: nothing applied; the whole set is stored."""
        good = self.maker.make("child", town="Ware")
        _, entry = self.parked(self.first, "unknown-type", *good, create("elephant", {"a": 1}))
        self.assertIsNone(self.first.record("child", good[-1]["id"]))
        stored = entry["fields"]["set"]
        self.assertEqual(stored["ops"], self.first.journal[-1]["ops"])

    def test_what_a_parked_record_says(self):
        """Protocol, section 5: subject, set, reason, detail, by, made_at, state."""
        child = self.make("child")
        result, entry = self.parked(self.first, "unknown-field", change(child, shoe_size="5"))
        fields = entry["fields"]
        self.assertEqual(fields["subject"], ["child", child["id"]])
        self.assertEqual(fields["by"], self.first.user)
        self.assertRegex(fields["made_at"], TIME)
        self.assertTrue(fields["detail"])
        self.assertRegex(result["park"], UUID)
        self.assertTrue(result["problem"]["detail"])

    def test_who_sees_it(self):
        """Protocol, section 5: visible to its author and to those who hold the subject's scope."""
        child = self.make("child", area=self.area("dspl3"), town="Ware")
        self.lead.pull()
        child = self.lead.record("child", child["id"])
        other = self.office.laptop("other-lead", ("area_lead", "area/dspl1"))
        _, entry = self.parked(self.lead, "unknown-field", change(child, shoe_size="5"))
        self.pull_both()
        self.assertIsNotNone(self.first.record("parked", entry["id"]))
        other.pull()
        self.assertIsNone(other.record("parked", entry["id"]))
        _, entry = self.parked(other, "forbidden",
                               change(child, town="Nowhere"))
        self.lead.pull()
        self.assertIsNotNone(self.lead.record("parked", entry["id"]))

    def settle(self, state, *ops):
        child = self.make("child", town="Ware")
        _, entry = self.parked(self.second, "unknown-field",
                               change(child, town="Hertford", shoe_size="5"))
        self.pull_both()
        entry = self.first.record("parked", entry["id"])
        result = self.first.do(*(op(child) for op in ops), change(entry, state=state))
        self.pull_both()
        return child["id"], entry, result

    def test_settled(self):
        """Protocol, section 5: one set holds the operations made anew, and moves `state`."""
        for state, town in (("accepted", "Hertford"), ("edited", "Cheshunt"), ("discarded", None)):
            made = [lambda child: change(child, town=town)] if town else []
            child, entry, result = self.settle(state, *made)
            self.assert_done(result)
            self.assertEqual(self.second.record("child", child)["fields"]["town"], town or "Ware")
            self.assertEqual(self.second.record("parked", entry["id"])["fields"]["state"], state)

    def test_settled_by_those_concerned(self):
        """Protocol, section 5: those who hold the subject's scope may accept it, made anew."""
        concerned = self.office.laptop("concerned", ("area_lead", "area/dspl7"))
        ops = self.maker.make("child", area=self.area("dspl7"), town="Ware")
        _, entry = self.parked(self.lead, "forbidden", *ops)
        later = {"type": "child", "id": ops[-1]["id"], "rev": 1, "fields": {"town": "Ware"}}
        self.parked(self.lead, "after-parked", change(later, sex="F"))
        concerned.pull()
        entry = concerned.record("parked", entry["id"])
        self.assertEqual(entry["fields"]["set"]["ops"], ops)
        self.assert_done(concerned.do(*ops, change(entry, state="accepted")))
        concerned.pull()
        self.assertEqual(concerned.record("child", later["id"])["by"], concerned.user)
        self.assert_done(concerned.do(change(later, town="Hertford")))
        self.lead.pull()
        self.assertEqual(self.lead.record("parked", entry["id"])["fields"]["state"], "accepted")
        self.assertIsNone(self.lead.record("child", later["id"]))

    def test_settled_twice(self):
        """Protocol, section 5: a second settlement parks `invalid-transition`, and no conflict."""
        _, entry, result = self.settle("discarded")
        self.assert_done(result)
        before = len(self.second.all("conflict"))
        self.parked(self.second, "invalid-transition",
                    change(dict(entry, fields=dict(entry["fields"], state="open")),
                           state="accepted"))
        self.second.pull()
        self.assertEqual(len(self.second.all("conflict")), before)

    def test_only_the_server_makes_them(self):
        """Protocol, section 5: clients make no conflicts, parked sets or questions."""
        town = self.first.all("town")[0]["id"]
        for of in ("conflict", "parked", "question", "user", "device"):
            fields = {"subject": ["town", town], "kind": "field", "state": "open", "name": "A"}
            known = self.maker.types[of]["fields"]
            result = self.first.do(create(of, {name: value for name, value in fields.items()
                                               if name in known}))
            self.assertEqual(result["state"], "parked", of)


main()
