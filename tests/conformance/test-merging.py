#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 5, “Merging”: what becomes of changes made without sight of each other."""

from case import Case, main
from laptop import Laptop, add, change, create, delete, remove, uuid7
from wire import TIME, UUID


class MergeCase(Case):
    def after(self, entry):
        self.pull_both()
        return self.first.record(entry["type"], entry["id"])

    def assert_merged(self, result, *kept):
        """Gives the fields of the one conflict."""
        self.assertEqual(result["state"], "merged", result)
        self.assertEqual([op.get("kept") for op in result["ops"]], [sorted(kept)])
        self.assertEqual(len(result["conflicts"]), 1)
        self.assertRegex(result["conflicts"][0], UUID)
        self.pull_both()
        entry = self.first.record("conflict", result["conflicts"][0])
        self.assertIsNotNone(self.second.record("conflict", entry["id"]))
        return entry["fields"]


class Merging(MergeCase):
    def test_what_has_not_moved_is_taken(self):
        """Protocol, section 5: no field has moved, every `from` is present: the new values."""
        child = self.make("child", town="Ware", sex="F")
        result = self.first.do(change(child, town="Hertford"))
        self.assert_done(result)
        self.assertEqual(result["ops"], [{"rev": 2}])
        self.assertEqual(self.after(child)["fields"]["town"], "Hertford")

    def test_other_fields_of_one_record(self):
        """Protocol, section 5: an ungrouped field is its own group: both changes stand."""
        referral = self.make("referral", tier=3, about="Words")
        self.assert_done(self.first.do(change(referral, tier=4)))
        result = self.second.do(change(referral, about="Other words"))
        self.assert_done(result)
        self.assertEqual(result["ops"], [{"rev": 3}])
        fields = self.after(referral)["fields"]
        self.assertEqual((fields["tier"], fields["about"]), (4, "Other words"))

    def test_a_field_that_has_moved(self):
        """Protocol, section 5: else conflict: take none, write one `conflict` record."""
        referral = self.make("referral", tier=3)
        self.first.do(change(referral, tier=5))
        fields = self.assert_merged(self.second.do(change(referral, tier=4)), "tier")
        self.assertEqual(self.after(referral)["fields"]["tier"], 5)
        self.assertEqual(fields["subject"], ["referral", referral["id"]])
        self.assertEqual(fields["kind"], "field")
        self.assertEqual(fields["fields"], {"tier": {"base": 3, "current": 5, "proposed": 4}})
        self.assertEqual(fields["set"], self.second.journal[-1]["set"])
        self.assertEqual(fields["by"], self.second.user)
        self.assertEqual(fields["state"], "open")
        self.assertRegex(fields["made_at"], TIME)

    def test_the_same_value_twice(self):
        """Protocol, section 5: every proposed value equals the present one: no conflict."""
        referral = self.make("referral", tier=3)
        self.first.do(change(referral, tier=5))
        result = self.second.do(change(referral, tier=5))
        self.assert_done(result)
        self.assertEqual(result["ops"], [{"rev": 2}])

    def test_some_of_a_set(self):
        """Protocol, section 5: `merged`: done, except the fields named in `kept`."""
        referral = self.make("referral", tier=3, about="Words")
        self.first.do(change(referral, tier=5))
        result = self.second.do(change(referral, tier=4, about="Other words"))
        self.assert_merged(result, "tier")
        self.assertEqual(result["ops"][0]["rev"], 3)
        fields = self.after(referral)["fields"]
        self.assertEqual((fields["tier"], fields["about"]), (5, "Other words"))

    def test_a_group_stands_or_falls_together(self):
        """Protocol, section 2: scalars of a group stand or fall together."""
        described = self.maker.types["child"]["fields"]
        self.assertEqual(described["town"]["group"], described["area"]["group"])
        child = self.make("child", town="Ware", area=None, sex="F")
        area = self.first.all("area")[0]["id"]
        self.first.do(change(child, town="Hertford"))
        result = self.second.do(change(child, area=area, sex="M"))
        kept = result["ops"][0]["kept"]
        self.assert_merged(result, *kept)
        self.assertIn("area", kept)
        fields = self.after(child)["fields"]
        self.assertEqual((fields["town"], fields.get("area"), fields["sex"]),
                         ("Hertford", None, "M"))

    def test_from_is_compared(self):
        """Protocol, section 5: not moved, but another `from`: a conflict of kind `field`."""
        referral = self.make("referral", tier=3)
        seen = dict(referral, fields=dict(referral["fields"], tier=2))
        fields = self.assert_merged(self.first.do(change(seen, tier=4)), "tier")
        self.assertEqual(fields["kind"], "field")
        self.assertEqual(fields["fields"]["tier"], {"base": 2, "current": 3, "proposed": 4})

    def test_a_chain_of_one_device(self):
        """Protocol, section 5: `base` is the `rev` last pulled, also for a second change."""
        referral = self.make("referral", tier=3)
        self.first.queue(change(referral, tier=4))
        self.first.queue(change(dict(referral, fields=dict(referral["fields"], tier=4)), tier=5))
        for result in self.first.push():
            self.assert_done(result)
        self.assertEqual(self.after(referral)["fields"]["tier"], 5)

    def test_a_chain_within_one_set(self):
        """Protocol, section 2: a set is an ordered list of operations."""
        referral = self.make("referral", tier=3)
        second = dict(referral, fields=dict(referral["fields"], tier=4))
        self.assert_done(self.first.do(change(referral, tier=4), change(second, tier=5)))
        self.assertEqual(self.after(referral)["fields"]["tier"], 5)
        self.assertEqual(self.after(referral)["rev"], 2)

    def test_a_chain_that_is_cut(self):
        """Protocol, section 5: moved by another device in between: a conflict all the same."""
        referral = self.make("referral", tier=3)
        self.first.do(change(referral, tier=4))
        self.second.pull()
        self.second.do(change(self.second.record("referral", referral["id"]), tier=2))
        seen = dict(referral, fields=dict(referral["fields"], tier=4))
        self.assert_merged(self.first.do(change(seen, tier=5)), "tier")

    def test_a_chain_goes_on_with_the_next_device(self):
        """Protocol, section 5: …or the one it was `formerly`."""
        laptop = self.office.laptop("administrator")
        referral = self.make("referral", tier=3)
        laptop.do(change(referral, tier=4))
        later = Laptop(self.office.wire(), {"enrol_code": self.office.new_code("administrator")},
                       formerly=laptop.device)
        seen = dict(referral, fields=dict(referral["fields"], tier=4))
        self.assert_done(later.do(change(seen, tier=5)))
        stranger = self.office.laptop("administrator")
        seen = dict(referral, fields=dict(referral["fields"], tier=5))
        self.assertEqual(stranger.do(change(seen, tier=1))["state"], "merged")

    def test_sets_of_values(self):
        """Protocol, section 5: `add` and `remove` never conflict."""
        referral = self.make("referral", agencies=["a", "b"])
        self.first.do(add(referral, "agencies", "c"), remove(referral, "agencies", "a"))
        result = self.second.do(add(referral, "agencies", "d", "c"),
                                remove(referral, "agencies", "a"))
        self.assert_done(result)
        self.assertEqual(self.after(referral)["fields"]["agencies"], ["b", "c", "d"])


class Deleting(MergeCase):
    def test_a_change_of_what_is_deleted(self):
        """Protocol, section 5: a `set` on a deleted record: `edited_deleted`, it stays deleted."""
        note = self.make("note", text="Words")
        self.assert_done(self.first.do(delete(note)))
        result = self.second.do(change(note, text="Other words"))
        self.assertEqual(result["state"], "merged")
        self.pull_both()
        conflict = self.first.record("conflict", result["conflicts"][0])["fields"]
        self.assertEqual(conflict["kind"], "edited_deleted")
        self.assertEqual(conflict["fields"]["text"]["proposed"], "Other words")
        self.assertIsNone(self.after(note))

    def test_deleting_what_has_moved(self):
        """Protocol, section 5: a `delete` of what has moved: `deleted_edited`, `kept` is `*`."""
        note = self.make("note", text="Words")
        self.first.do(change(note, text="Other words"))
        result = self.second.do(delete(note))
        self.assertEqual(result["state"], "merged")
        self.assertEqual(result["ops"], [{"rev": 2, "kept": ["*"]}])
        self.pull_both()
        conflict = self.first.record("conflict", result["conflicts"][0])["fields"]
        self.assertEqual(conflict["kind"], "deleted_edited")
        self.assertEqual(self.after(note)["fields"]["text"], "Other words")

    def test_deleting_after_ones_own_change(self):
        """Protocol, section 5: what an earlier set of this device changed has not moved."""
        note = self.make("note", text="Words")
        self.first.queue(change(note, text="Other words"))
        self.first.queue(delete(note))
        for result in self.first.push():
            self.assert_done(result)
        self.assertIsNone(self.after(note))

    def test_deleting_twice(self):
        """Protocol, section 5: a `delete` of what is deleted conflicts with nothing."""
        note = self.make("note")
        self.first.do(delete(note))
        self.assert_done(self.second.do(delete(note)))

    def test_sets_of_values_of_what_is_deleted(self):
        """Protocol, section 5: `add` and `remove` on a deleted record do nothing."""
        referral = self.make("referral", agencies=["a"])
        self.first.do(delete(referral))
        self.assert_done(self.second.do(add(referral, "agencies", "b"),
                                        remove(referral, "agencies", "a")))
        self.assertIsNone(self.after(referral))


class OtherEpoch(MergeCase):
    EPOCH = uuid7()

    def test_only_from_is_compared(self):
        """Protocol, section 5: with another epoch step 1 tests `from` only."""
        referral = self.make("referral", tier=3)
        self.first.do(change(referral, tier=5))
        back = self.after(referral)
        self.first.do(change(back, tier=3))
        self.assert_done(self.second.do(change(referral, tier=4), epoch=self.EPOCH))
        self.assertEqual(self.after(referral)["fields"]["tier"], 4)
        self.assert_merged(self.second.do(change(referral, tier=1), epoch=self.EPOCH), "tier")

    def test_deleting_is_always_a_conflict(self):
        """Protocol, section 5: a `delete` whose set has another epoch is always a conflict."""
        note = self.make("note")
        result = self.first.do(delete(note), epoch=self.EPOCH)
        self.assertEqual(result["state"], "merged")
        self.assertEqual(result["ops"][0]["kept"], ["*"])
        self.pull_both()
        conflict = self.first.record("conflict", result["conflicts"][0])["fields"]
        self.assertEqual(conflict["kind"], "deleted_edited")
        self.assertIsNotNone(self.after(note))


class Settling(MergeCase):
    def conflict(self):
        referral = self.make("referral", tier=3)
        self.first.do(change(referral, tier=5))
        result = self.second.do(change(referral, tier=4))
        self.pull_both()
        return (self.first.record("referral", referral["id"]),
                self.first.record("conflict", result["conflicts"][0]))

    def test_a_person_settles_it(self):
        """Protocol, section 5: one set changes the subject (or not), sets kept, taken, edited."""
        for state, tier in (("kept", None), ("taken", 4), ("edited", 1)):
            referral, conflict = self.conflict()
            ops = [change(referral, tier=tier)] if tier else []
            self.assert_done(self.first.do(*ops, change(conflict, state=state)))
            self.assertEqual(self.after(referral)["fields"]["tier"], tier or 5)
            self.assertEqual(self.after(conflict)["fields"]["state"], state)

    def test_two_people_settle_it(self):
        """Protocol, section 5: a second settlement of a server-made record parks, whole."""
        referral, conflict = self.conflict()
        before = len(self.first.all("conflict"))
        self.assert_done(self.first.do(change(referral, tier=4), change(conflict, state="taken")))
        result = self.second.do(change(referral, tier=1), change(conflict, state="edited"))
        self.assert_parked(result, "invalid-transition")
        self.assertEqual(self.after(referral)["fields"]["tier"], 4)
        self.assertEqual(len(self.first.all("conflict")), before)

    def test_it_opens_no_more(self):
        """Protocol, section 5: a state is one of kept, taken or edited."""
        _, conflict = self.conflict()
        result = self.first.do(change(conflict, state="forgotten"))
        self.assertEqual(result["state"], "parked")


main()
