#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, sections 2 and 6: who receives what, and what becomes of it when that changes."""

from case import Case, main
from laptop import change
from records import Maker


class Scopes(Case):
    number = 0

    def area(self, key):
        return next(area["id"] for area in self.first.all("area") if area["fields"]["key"] == key)

    def user(self, *grants):
        Scopes.number += 1
        self.name = f"user{Scopes.number}"
        laptop = self.office.laptop(self.name, *grants)
        laptop.pull()
        return laptop

    def child_in(self, key, **fields):
        return self.make("child", area=self.area(key), **fields)

    def test_open_is_in_every_grant(self):
        """Protocol, section 2: `open` is in every grant and holds reference data."""
        provider = self.user(("provider", "provision/nhas"))
        page = provider.pull()
        self.assertIn("open", page["grants"]["scopes"])
        self.assertIn("provision/nhas", page["grants"]["scopes"])
        self.assertEqual(page["grants"]["roles"]["provision/nhas"], "provider")
        self.assertEqual(len(provider.all("town")), len(self.first.all("town")))

    def test_only_what_a_grant_covers(self):
        """Protocol, section 14: a user never receives a record outside the grants."""
        lead = self.user(("area_lead", "area/dspl3"))
        mine, other = self.child_in("dspl3"), self.child_in("dspl1")
        lead.pull(verify=1)
        self.assertIsNotNone(lead.record("child", mine["id"]))
        self.assertIsNone(lead.record("child", other["id"]))
        self.assertEqual(lead.pull(verify=1)["digest"], lead.copy.digest())
        for entry in lead.copy.records.values():
            self.assertTrue(set(entry["scopes"]) & {*lead.me()["grants"]["scopes"]})
        answer = lead.ask("POST", "/v1/fetch", {"type": "child", "ids": [other["id"], mine["id"]]})
        self.assertEqual([entry["id"] for entry in answer["changes"]], [mine["id"]])

    def test_scopes_are_routes(self):
        """Protocol, section 2: a record lists every scope that sees it, `county` included."""
        child = self.child_in("dspl3")
        self.assertEqual(child["scopes"][0], "county")
        lead = self.user(("area_lead", "area/dspl3"))
        self.assertIn("area/dspl3", lead.record("child", child["id"])["scopes"])

    def test_what_leaves_is_gone(self):
        """Protocol, section 6: `gone` means that it left the caller's scopes."""
        lead, next_lead = (self.user(("area_lead", f"area/{key}")) for key in ("dspl3", "dspl4"))
        child = self.child_in("dspl3")
        referral = self.make("referral", child=child["id"])
        for laptop in (lead, next_lead):
            laptop.pull()
        self.first.do(change(child, area=self.area("dspl4")))
        entries = {entry["id"]: entry for entry in lead.pull(verify=1)["changes"]}
        for record in (child, referral):
            self.assertEqual(entries[record["id"]]["op"], "gone")
            self.assertEqual(set(entries[record["id"]]), {"op", "seq", "type", "id"})
            self.assertIsNotNone(self.arrived(next_lead, record))
        self.assertEqual(lead.pull(verify=1)["digest"], lead.copy.digest())

    @staticmethod
    def arrived(laptop, record):
        laptop.pull()
        return laptop.record(record["type"], record["id"])

    def test_what_leaves_and_comes_back(self):
        """Protocol, section 6: entries are applied in the order given."""
        lead = self.user(("area_lead", "area/dspl3"))
        child = self.child_in("dspl3")
        lead.pull()
        self.first.do(change(child, area=self.area("dspl4")))
        self.first.pull()
        self.first.do(change(self.first.record("child", child["id"]), area=self.area("dspl3")))
        lead.pull()
        self.assertEqual(lead.record("child", child["id"])["rev"], 3)
        self.assertEqual(lead.pull(verify=1)["digest"], lead.copy.digest())

    def test_more_is_granted(self):
        """Protocol, section 6: new scopes arrive as ordinary entries."""
        lead = self.user(("area_lead", "area/dspl3"))
        child = self.child_in("dspl5")
        version = lead.pull()["grants"]["version"]
        self.assertIsNone(lead.record("child", child["id"]))
        self.office.grant(self.name, "area_lead", "area/dspl5")
        page = lead.pull(verify=1)
        self.assertGreater(page["grants"]["version"], version)
        self.assertIsNotNone(lead.record("child", child["id"]))
        self.assertEqual(page["digest"], lead.copy.digest())

    def test_less_is_granted(self):
        """Protocol, section 6: what no longer meets `grants.scopes` is erased by the client."""
        lead = self.user(("area_lead", "area/dspl3"), ("area_lead", "area/dspl5"))
        child, stays = self.child_in("dspl5"), self.child_in("dspl3")
        lead.pull()
        version = lead.copy.version
        self.office.ungrant(self.name, "area/dspl5")
        page = lead.pull(verify=1)
        self.assertNotEqual(page["grants"]["version"], version)
        self.assertIsNone(lead.record("child", child["id"]))
        self.assertIsNotNone(lead.record("child", stays["id"]))
        self.assertEqual(page["digest"], lead.copy.digest())

    def test_queued_sets_are_still_pushed(self):
        """Protocol, section 6: sets already queued are still pushed (they may be parked)."""
        lead = self.user(("area_lead", "area/dspl3"))
        child = self.child_in("dspl3", town="Ware")
        lead.pull()
        lead.queue(change(lead.record("child", child["id"]), town="Hertford"))
        self.office.ungrant(self.name, "area/dspl3")
        lead.pull()
        self.assert_parked(lead.push()[0], "forbidden")

    def test_masked(self):
        """Protocol, section 6: `masked` names the fields that the caller does not get."""
        fields = self.maker.types["child"]["fields"]
        masked = sorted(name for name, field in fields.items() if field.get("mask"))
        officer = self.user(("commissioning_officer", "county"))
        child = self.child_in("dspl3", first_name="Ada", last_name="Lovelace", sex="F")
        officer.pull()
        seen = officer.record("child", child["id"])
        self.assertEqual(seen["fields"].get("sex"), "F")
        self.assertIn("first_name", seen["masked"])
        self.assertLessEqual(set(seen["masked"]), set(masked))
        for name in masked:
            self.assertNotIn(name, seen["fields"])
            self.assertNotIn(name, seen.get("frev", {}))

    def test_a_role_uncovers_fields(self):
        """Protocol, section 6: records of which a role change uncovers fields arrive again."""
        officer = self.user(("commissioning_officer", "county"))
        child = self.child_in("dspl3", first_name="Ada")
        officer.pull()
        self.office.grant(self.name, "county_officer", "county")
        officer.pull()
        self.assertEqual(officer.record("child", child["id"])["fields"]["first_name"], "Ada")
        self.office.command("grant", "remove", self.office.folder, self.name, "--scope", "county",
                            "--role", "county_officer")
        page = officer.pull(verify=1)
        self.assertNotIn("first_name", officer.record("child", child["id"])["fields"])
        self.assertEqual(page["digest"], officer.copy.digest())

    def test_masked_fields_are_not_written(self):
        """Protocol, section 2: what a role may see masked it does not write unseen."""
        self.number += 1
        officer = self.user(("commissioning_officer", "county"))
        child = self.child_in("dspl3", first_name="Ada")
        officer.pull()
        entry = officer.record("child", child["id"])
        result = officer.do(change(entry, first_name="Eve"))
        self.assertEqual(result["state"], "parked")
        self.pull_both()
        self.assertEqual(self.first.record("child", child["id"])["fields"]["first_name"], "Ada")

    def test_a_type_that_a_role_does_not_read(self):
        """Protocol, section 2: what a role may read, type by type."""
        provider = self.user(("provider", "provision/nhas"))
        note = self.make("note")
        provider.pull()
        self.assertIsNone(provider.record("note", note["id"]))
        answer = provider.ask("POST", "/v1/fetch", {"type": "note", "ids": [note["id"]]})
        self.assertEqual(answer["changes"], [])


main()
