#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 8: places, and what becomes of one that is given twice."""

import datetime

from case import Case, main
from laptop import change, delete
from wire import TIME, UUID

TODAY = datetime.date.today()


def day(number):
    return str(TODAY + datetime.timedelta(days=number))


class PlaceCase(Case):
    def place(self, commissioned=1, **fields):
        """A line of places of which a return says that nobody is on roll."""
        provision = next(entry["id"] for entry in self.first.all("provision")
                         if entry["fields"]["key"] == "nhas")
        place = self.make("place", provision=provision, commissioned=commissioned,
                          **fields)
        self.make("return", place=place["id"], provision=provision, on_roll=0, as_at=day(-1))
        self.provision = provision
        return place

    def offer(self, place, **fields):
        referral = self.make("referral")
        return self.maker.make("offer", place=place["id"], provision=self.provision,
                               referral=referral["id"], step="offered", starts=day(7), **fields)

    def hold(self, place, **fields):
        return self.maker.make("hold", place=place["id"], provision=self.provision,
                               places=fields.pop("places", 1), use_by=day(5), starts=day(7),
                               **fields)

    def give(self, laptop, ops):
        """Pushes a new offer or hold; gives it as everybody then has it."""
        self.assert_done(laptop.do(*ops))
        self.pull_both()
        return self.first.record(ops[-1]["type"], ops[-1]["id"])

    def questions(self, place):
        return [entry for entry in self.first.all("question")
                if entry["fields"]["subject"] == ["place", place["id"]]]

    def claims(self, place):
        return self.first.record("place", place["id"])["fields"].get("claims") or []


class Allocation(PlaceCase):
    def test_confirmed(self):
        """Protocol, section 8: `allocation` is `confirmed` where a place is free, with a rank."""
        offer = self.give(self.first, self.offer(self.place()))
        self.assertEqual(offer["fields"]["allocation"], "confirmed")
        self.assertIsInstance(offer["fields"]["rank"], int)

    def test_over(self):
        """Protocol, section 8: full: it is kept as `over`, never refused, and a question asks."""
        place = self.place()
        one = self.give(self.first, self.offer(place))
        self.assertEqual(self.questions(place), [])
        two = self.give(self.second, self.offer(place))
        self.assertEqual(two["fields"]["allocation"], "over")
        self.assertGreater(two["fields"]["rank"], one["fields"]["rank"])
        (question,) = self.questions(place)
        fields = question["fields"]
        self.assertEqual(fields["kind"], "over_allocation")
        self.assertEqual(fields["state"], "open")
        self.assertEqual(set(fields["about"]), {one["id"], two["id"]})
        self.assertIn(self.first.user, fields["people"])

    def test_in_the_order_of_commits(self):
        """Protocol, section 14: no offer is `confirmed` where *Free*, without it, is below 1."""
        place = self.place(3)
        for number in range(5):
            offer = self.give((self.first, self.second)[number % 2], self.offer(place))
            self.assertEqual(offer["fields"]["allocation"],
                             "confirmed" if number < 3 else "over")

    def test_places_kept_for_day_6(self):
        """Protocol, section 8: *Free*: what is kept for Day 6 is not for other children."""
        place = self.place(2, day6_kept=1)
        for day6, allocation in ((False, "confirmed"), (False, "over"), (True, "confirmed")):
            offer = self.give(self.first, self.offer(place, day6=day6))
            self.assertEqual(offer["fields"]["allocation"], allocation)

    def test_places_on_roll(self):
        """Protocol, section 8: *Free*: what the last return counts is not free."""
        place = self.place(2)
        self.make("return", place=place["id"], provision=self.provision, on_roll=1, as_at=day(0))
        for allocation in ("confirmed", "over"):
            offer = self.give(self.first, self.offer(place))
            self.assertEqual(offer["fields"]["allocation"], allocation)

    def test_nothing_is_promoted_without_a_person(self):
        """Protocol, section 8: nothing is promoted from `over` without a person."""
        place = self.place()
        one = self.give(self.first, self.offer(place))
        two = self.give(self.second, self.offer(place))
        self.assert_done(self.first.do(change(one, step="not-agreed")))
        self.pull_both()
        self.assertEqual(self.first.record("offer", two["id"])["fields"]["allocation"], "over")

    def test_a_person_settles_it(self):
        """Protocol, section 8: `settled` with the offers kept and moved, by one set."""
        place = self.place()
        one = self.give(self.first, self.offer(place))
        two = self.give(self.second, self.offer(place))
        (question,) = self.questions(place)
        result = self.first.do(change(one, step="withdrawn"), change(question, state="settled"))
        self.assert_done(result)
        self.pull_both()
        self.assertEqual(self.questions(place)[0]["fields"]["state"], "settled")
        again = self.second.do(change(question, state="settled"))
        self.assert_parked(again, "invalid-transition")
        self.assertIn(self.first.record("offer", two["id"])["fields"]["allocation"],
                      ("confirmed", "over"))

    def test_what_is_declined_frees_a_place(self):
        """Protocol, section 8: *Free* counts what is confirmed and not over."""
        place = self.place()
        one = self.give(self.first, self.offer(place))
        self.assert_done(self.first.do(change(one, step="not-agreed")))
        two = self.give(self.second, self.offer(place))
        self.assertEqual(two["fields"]["allocation"], "confirmed")


class Holds(PlaceCase):
    def test_a_hold(self):
        """Protocol, section 8: a hold has `allocation`, `rank` and `settle_by`."""
        hold = self.give(self.first, self.hold(self.place()))["fields"]
        self.assertEqual(hold["allocation"], "confirmed")
        self.assertIsInstance(hold["rank"], int)
        self.assertRegex(hold["settle_by"], TIME)
        self.assertGreater(hold["settle_by"][:10], day(4))

    def test_a_hold_counts(self):
        """Protocol, section 8: a hold counts until `settle_by`."""
        place = self.place()
        self.give(self.first, self.hold(place))
        offer = self.give(self.second, self.offer(place))
        self.assertEqual(offer["fields"]["allocation"], "over")

    def test_the_offer_of_ones_own_hold(self):
        """Protocol, section 8: an offer naming a hold of its own device is `confirmed`."""
        place = self.place()
        hold = self.give(self.first, self.hold(place))
        offer = self.give(self.first, self.offer(place, hold=hold["id"]))
        self.assertEqual(offer["fields"]["allocation"], "confirmed")

    def test_a_hold_has_so_many_places(self):
        """Protocol, section 8: …with places left."""
        place = self.place()
        hold = self.give(self.first, self.hold(place))
        self.give(self.first, self.offer(place, hold=hold["id"]))
        offer = self.give(self.first, self.offer(place, hold=hold["id"]))
        self.assertEqual(offer["fields"]["allocation"], "over")

    def test_the_hold_of_another_device(self):
        """Protocol, section 8: a hold is for offers of its own device alone."""
        place = self.place()
        hold = self.give(self.first, self.hold(place))
        offer = self.give(self.second, self.offer(place, hold=hold["id"]))
        self.assertEqual(offer["fields"]["allocation"], "over")

    def test_whatever_happened_meanwhile(self):
        """Protocol, section 8: …by `settle_by`, whatever happened meanwhile."""
        place = self.place()
        hold = self.give(self.first, self.hold(place))
        other = self.give(self.second, self.offer(place))
        self.assertEqual(other["fields"]["allocation"], "over")
        offer = self.give(self.first, self.offer(place, hold=hold["id"]))
        self.assertEqual(offer["fields"]["allocation"], "confirmed")

    def test_a_hold_and_its_offer_in_one_set(self):
        """Protocol, section 5: the example names a hold in a new offer."""
        place = self.place()
        hold = self.hold(place)
        offer = self.offer(place, hold=hold[-1]["id"])
        self.assert_done(self.first.do(*hold, *offer))
        self.pull_both()
        self.assertEqual(self.first.record("offer", offer[-1]["id"])["fields"]["allocation"],
                         "confirmed")

    def test_a_hold_that_is_over(self):
        """Protocol, section 8: a hold where nothing is free is kept as `over`."""
        place = self.place()
        self.give(self.first, self.hold(place))
        hold = self.give(self.second, self.hold(place))
        self.assertEqual(hold["fields"]["allocation"], "over")


class Claims(PlaceCase):
    def test_what_others_promised(self):
        """Protocol, section 8: `claims`: id, kind, from, to, day6, and not a word of whom."""
        place = self.place(5)
        hold = self.give(self.first, self.hold(place))
        offer = self.give(self.second, self.offer(place))
        claims = {claim["id"]: claim for claim in self.claims(place)}
        self.assertEqual(set(claims), {hold["id"], offer["id"]})
        self.assertEqual(claims[hold["id"]]["kind"], "hold")
        self.assertEqual(claims[offer["id"]]["kind"], "offer")
        for claim in claims.values():
            self.assertRegex(claim["id"], UUID)
            self.assertLessEqual(set(claim) - {"planned_end"},
                                 {"id", "kind", "from", "to", "day6"})
            self.assertEqual(claim["from"], day(7))

    def test_they_reach_everybody(self):
        """Protocol, section 8: in scope `open`, so that every laptop counts right."""
        lead = self.office.laptop("lead", ("area_lead", "area/dspl9"))
        place = self.place()
        offer = self.give(self.first, self.offer(place))
        lead.pull()
        seen = lead.record("place", place["id"])
        self.assertEqual([claim["id"] for claim in seen["fields"]["claims"]], [offer["id"]])
        self.assertIsNone(lead.record("offer", offer["id"]))

    def test_a_placement(self):
        """Protocol, section 8: kinds are placement, offer and hold."""
        place = self.place()
        child = self.make("child")
        result = self.first.do(*self.maker.make(
            "placement", child=child["id"], place=place["id"], provision=self.provision,
            starts=day(0)))
        self.assert_done(result)
        self.pull_both()
        self.assertEqual([claim["kind"] for claim in self.claims(place)], ["placement"])

    def test_they_end(self):
        """Protocol, section 8: what is taken back claims nothing."""
        place = self.place()
        offer = self.give(self.first, self.offer(place))
        self.assert_done(self.first.do(change(offer, step="withdrawn")))
        self.pull_both()
        self.assertEqual(self.claims(place), [])


main()
