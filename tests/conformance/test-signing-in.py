#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, section 4: devices and tokens."""

import base64
import hmac
import os
import re
import struct
import time

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from case import Case, main
from laptop import Laptop, Refused, uuid7
from wire import TIME, UUID7


class Enrolling(Case):
    def enrol(self, proof, **others):
        try:
            return Laptop(self.office.wire(), proof, **others)
        except Refused as refused:
            return refused.answer

    def test_what_a_laptop_is_told(self):
        """Protocol, section 4: enrolling -> 201 with device, prefix, user, tokens, key."""
        told = self.first.enrolled
        self.assertEqual(told.status, 201)
        self.assertRegex(told["device"], UUID7)
        self.assertRegex(told["user"]["id"], UUID7)
        self.assertEqual(told["user"]["name"], "administrator")
        self.assertEqual(told["expires_in"], 900)
        self.assertTrue(told["access_token"] and told["refresh_token"])
        X25519PublicKey.from_public_bytes(base64.b64decode(told["recovery_key"], validate=True))

    def test_prefixes_never_collide(self):
        """Protocol, section 4: `prefix` begins the references of this device alone."""
        laptops = [self.office.laptop("administrator") for _ in range(5)]
        prefixes = {laptop.enrolled["prefix"] for laptop in [self.first, self.second, *laptops]}
        self.assertEqual(len(prefixes), 7)

    def test_a_code_is_good_once(self):
        """Protocol, section 4: an enrol_code is for a single use."""
        code = self.office.new_code("administrator")
        self.assertEqual(self.enrol({"enrol_code": code}).enrolled.status, 201)
        self.assert_problem(self.enrol({"enrol_code": code}), 401, "bad-credentials")
        self.assert_problem(self.enrol({"enrol_code": "AAAA-AAAA-AAAA-AAAA-AAAA"}),
                            401, "bad-credentials")

    def test_an_enrolment_may_be_asked_for_again(self):
        """Protocol, section 12: the same request may be sent any number of times."""
        body = {"name": "A", "public_key": base64.b64encode(os.urandom(32)).decode(),
                "proof": {"enrol_code": self.office.new_code("administrator")}}
        answers = [self.office.wire().ask("POST", "/v1/devices", body) for _ in range(3)]
        self.assertEqual([answer.status for answer in answers], [201] * 3)
        self.assertEqual(len({answer["device"] for answer in answers}), 1)

    def test_a_password(self):
        """Protocol, section 4: `{"username","password"}`; else 401 `bad-credentials`."""
        self.office.command("user", "add", self.office.folder, "ada", "--role", "dpo", "--scope",
                            "county", "--password-stdin", given="a password of hers\n")
        good = {"username": "ada", "password": "a password of hers"}
        self.assertEqual(self.enrol(good).enrolled.status, 201)
        self.assert_problem(self.enrol(dict(good, password="another")), 401, "bad-credentials")
        self.assert_problem(self.enrol(dict(good, username="bob")), 401, "bad-credentials")

    def test_a_second_factor(self):
        """Protocol, section 4: `"otp"?` beside a password."""
        self.office.command("user", "add", self.office.folder, "otto", "--role", "dpo", "--scope",
                            "county", "--password-stdin", given="a password of his\n")
        told = self.office.command("user", "otp", self.office.folder, "otto")
        secret = base64.b32decode(re.search(r"secret=([A-Z2-7]+)", told)[1])
        counted = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), "sha1")
        start = counted[-1] & 15
        number = struct.unpack(">I", counted[start:start + 4])[0] & 0x7FFFFFFF
        good = {"username": "otto", "password": "a password of his"}
        self.assert_problem(self.enrol(good), 401, "bad-credentials")
        self.assertEqual(self.enrol(dict(good, otp=f"{number % 1000000:06}")).enrolled.status, 201)

    def test_a_body_that_is_not_one(self):
        """Protocol, section 12: 400 `malformed`."""
        key = self.first.public_key()
        for body in ({}, {"name": "A", "public_key": key},
                     {"name": "A", "public_key": key, "proof": {}},
                     {"name": "A", "public_key": key, "proof": {"unheard": "of"}},
                     {"name": "A", "public_key": "AAAA", "proof": {"enrol_code": "A"}},
                     {"name": "A", "public_key": "%", "proof": {"enrol_code": "A"}},
                     {"public_key": key, "proof": {"enrol_code": "A"}}):
            answer = self.office.wire().ask("POST", "/v1/devices", body)
            self.assert_problem(answer, 400, "malformed")

    def test_who_may_not_come_in(self):
        """Protocol, section 4: somebody whose access has ended gets 401 or 403, and no device."""
        code = self.office.add_user("carol", ("dpo", "county"))
        self.office.command("user", "disable", self.office.folder, "carol")
        answer = self.enrol({"enrol_code": code})
        self.assertIn((answer.status, answer.problem),
                      {(401, "bad-credentials"), (403, "not-allowed")})

    def test_a_sealed_key_may_be_left(self):
        """Protocol, section 4: `PUT /v1/devices/self/keyslot`."""
        sealed = base64.b64encode(os.urandom(80)).decode()
        answer = self.first.ask("PUT", "/v1/devices/self/keyslot", {"sealed": sealed})
        self.assertIn(answer.status, (200, 201, 204), str(answer))


class SlowDown(Case):
    def test_guessing_is_slowed_down(self):
        """Protocol, section 4: 429 `slow-down` with `Retry-After`."""
        wire = self.office.wire()
        body = {"name": "A", "public_key": self.first.public_key(),
                "proof": {"username": "administrator", "password": "guess"}}
        for _ in range(60):
            answer = wire.ask("POST", "/v1/devices", body)
            if answer.status != 401:
                break
        self.assert_problem(answer, 429, "slow-down")
        self.assertGreater(int(answer.headers["Retry-After"]), 0)


class Tokens(Case):
    def setUp(self):
        self.laptop = self.office.laptop("administrator")

    def works(self):
        return self.laptop.me().status == 200

    def test_a_new_pair(self):
        """Protocol, section 4: a signed request -> 200 new pair."""
        before = (self.laptop.access, self.laptop.refresh_token)
        answer = self.laptop.ask_token()
        self.assertEqual(answer.status, 200)
        self.assertNotIn(self.laptop.access, before)
        self.assertNotIn(self.laptop.refresh_token, before)
        self.assertEqual(answer["expires_in"], 900)
        self.assertTrue(self.works())

    def test_a_lost_answer_can_be_asked_for_again(self):
        """Protocol, section 4: the old token dies when the new access token is first used."""
        old = self.laptop.refresh_token
        for _ in range(3):
            self.assertEqual(self.laptop.ask_token(old).status, 200)
        self.assertTrue(self.works())

    def test_a_dead_token_locks_the_device(self):
        """Protocol, section 4: later use of a dead refresh token: `token-reused`, locked."""
        old = self.laptop.refresh_token
        self.laptop.ask_token()
        self.assertTrue(self.works())
        kept = self.laptop.refresh_token
        self.assert_problem(self.laptop.ask_token(old), 401, "token-reused")
        self.assert_problem(self.laptop.me(), 403, "device-locked")
        self.assert_problem(self.laptop.ask_token(kept), 403, "device-locked")
        self.assert_problem(self.laptop.page(), 403, "device-locked")

    def test_the_signature_is_checked(self):
        """Protocol, section 4: `sig` is Ed25519 over device, token and time."""
        for others in ({"sig": base64.b64encode(bytes(64)).decode()},
                       {"sig": self.laptop.sign(self.laptop.refresh_token, "1796085346")},
                       {"sig": self.first.sign(self.laptop.refresh_token, "1")},
                       {"device": self.first.device}, {"device": uuid7()},
                       {"refresh_token": "another"}):
            answer = self.laptop.ask_token(**others)
            self.assert_problem(answer, 401, "bad-credentials")
        stranger = self.laptop.ask_token("a-token-that-never-was")
        self.assert_problem(stranger, 401, "bad-credentials")
        self.assertTrue(self.works())

    def test_the_time_is_checked(self):
        """Protocol, section 4: `ts` is refused beyond 10 minutes by the server's clock."""
        for minutes, status in ((-9, 200), (9, 200), (-11, 401), (11, 401)):
            answer = self.laptop.ask_token(ts=str(int(time.time()) + minutes * 60))
            self.assertEqual(answer.status, status, f"{minutes}: {answer}")

    def test_ts_is_a_string(self):
        """Protocol, section 4: `ts` is a string of Unix seconds."""
        for ts in ("soon", "", "1.5"):
            answer = self.laptop.ask_token(ts=ts or " ")
            self.assertIn(answer.status, (400, 401), str(answer))
        self.assert_problem(self.office.wire().ask("POST", "/v1/token", {}), 400, "malformed")

    def test_a_token_that_is_not_known(self):
        """Protocol, section 12: 401 is `token-expired` where a refresh helps."""
        self.laptop.access = "AAAA"
        answer = self.laptop.me()
        self.assertEqual(answer.status, 401)
        self.assertIn(answer.problem, ("token-expired", "bad-credentials"))
        self.laptop.ask_token()
        self.assertTrue(self.works())


class Self(Case):
    def test_what_a_device_can_ask_of_itself(self):
        """Protocol, section 4: `GET /v1/devices/self`."""
        me = self.first.me()
        self.assertEqual(me["state"], "active")
        self.assertEqual(me["last_n"], self.first.n)
        self.assertEqual(me["epoch"], me.epoch)
        self.assertRegex(me["lease_until"], TIME)
        self.assertGreater(me["lease_until"], self.office.wire().send("GET", "/v1/info")["time"])
        self.assertIn("open", me["grants"]["scopes"])
        self.first.do(*self.maker.make("child"))
        self.assertEqual(self.first.me()["last_n"], self.first.n)

    def test_the_lease_is_from_the_last_contact(self):
        """Protocol, section 4: `lease_until` moves on with each contact."""
        before = self.first.me()["lease_until"]
        time.sleep(0.01)
        self.assertGreater(self.first.me()["lease_until"], before)

    def test_signing_out(self):
        """Protocol, section 4: `DELETE` signs out."""
        laptop = self.office.laptop("administrator")
        self.assertIn(laptop.ask("DELETE", "/v1/devices/self").status, (200, 204))
        self.assertEqual(laptop.me().status, 401)
        self.assert_problem(laptop.ask_token(), 401, "bad-credentials")


main()
