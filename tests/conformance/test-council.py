#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protocol, sections 3 and 4: signing in by OpenID Connect, as RFC 6749, 7636 and 8252 have it."""

import base64
import hashlib
import http.client
import json
import secrets
import ssl
import subprocess
import sys
import urllib.parse

from case import Case, main
from laptop import Laptop, Refused

CLIENT = "provision-atlas-test"
REDIRECT = "http://127.0.0.1:49152/provision-atlas"


class Provider:
    """The council's identity provider, as discovery describes it."""

    def __init__(self, oidc, ca):
        self.oidc = oidc
        self.context = ssl.create_default_context(cafile=ca)
        self.found = json.loads(self.ask("GET", oidc["issuer"] +
                                         "/.well-known/openid-configuration")[1])

    def ask(self, method, address, form=None):
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPSConnection(parts.netloc, context=self.context, timeout=60)
        path = parts.path + ("?" + parts.query if parts.query else "")
        connection.request(method, path, urllib.parse.urlencode(form) if form else None,
                           {"Content-Type": "application/x-www-form-urlencoded"} if form else {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def sign_in(self, **others):
        """Authorisation code with PKCE; gives the `id_token`."""
        verifier = secrets.token_urlsafe(48)
        hashed = hashlib.sha256(verifier.encode()).digest()
        query = {"response_type": "code", "client_id": self.oidc["client_id"], "scope": "openid",
                 "redirect_uri": REDIRECT, "state": secrets.token_urlsafe(16),
                 "code_challenge": base64.urlsafe_b64encode(hashed).decode().rstrip("="),
                 "code_challenge_method": "S256", **others}
        response, _ = self.ask("GET", self.found["authorization_endpoint"] + "?" +
                               urllib.parse.urlencode(query))
        back = urllib.parse.parse_qs(urllib.parse.urlsplit(response.headers["Location"]).query)
        assert back["state"] == [query["state"]]
        _, body = self.ask("POST", self.found["token_endpoint"],
                           {"grant_type": "authorization_code", "code": back["code"][0],
                            "redirect_uri": REDIRECT, "client_id": self.oidc["client_id"],
                            "code_verifier": verifier})
        return json.loads(body)["id_token"]


class Council(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ca = f"{cls.office.parent}/issuer.pem"
        cls.issuer = subprocess.Popen([sys.argv[2], cls.ca], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.end_issuer)
        cls.address = cls.issuer.stdout.readline().strip()
        cls.office.command("oidc", "set", cls.office.folder, "--issuer", cls.address,
                           "--client-id", CLIENT, "--ca", cls.ca)
        cls.office.command("user", "oidc", cls.office.folder, "administrator", "--subject", "ada")
        cls.signs_in("ada")
        cls.oidc = cls.office.wire().send("GET", "/v1/info")["auth"]["oidc"]
        cls.provider = Provider(cls.oidc, cls.ca)

    @classmethod
    def end_issuer(cls):
        cls.issuer.stdin.close()
        cls.issuer.wait()
        cls.issuer.stdout.close()

    @classmethod
    def signs_in(cls, subject):
        """Who is in front of the browser from now on."""
        cls.issuer.stdin.write(subject + "\n")
        cls.issuer.stdin.flush()
        cls.issuer.stdout.readline()

    def enrol(self, token):
        try:
            return Laptop(self.office.wire(), {"id_token": token}).enrolled
        except Refused as refused:
            return refused.answer

    def test_discovery(self):
        """Protocol, section 3: `auth.oidc` is `{"issuer","client_id"}`."""
        self.assertEqual(self.oidc["issuer"], self.address)
        self.assertEqual(self.oidc["client_id"], CLIENT)
        self.assertEqual(self.provider.found["issuer"], self.address)

    def test_signing_in(self):
        """Protocol, section 4: `{"id_token"}`, of a sign-in with a nonce and of one without."""
        for others in ({}, {"nonce": secrets.token_urlsafe(16)}):
            answer = self.enrol(self.provider.sign_in(**others))
            self.assertEqual(answer.status, 201, str(answer))
            self.assertEqual(answer["user"]["name"], "administrator")

    def test_somebody_else(self):
        """Protocol, section 4: 403 `not-allowed`: known to the council, not let in here."""
        self.signs_in("eve")
        token = self.provider.sign_in()
        self.signs_in("ada")
        self.assert_problem(self.enrol(token), 403, "not-allowed")

    def test_what_is_no_token(self):
        """Protocol, section 4: 401 `bad-credentials`."""
        token = self.provider.sign_in(nonce=secrets.token_urlsafe(16))
        head, claims, _ = token.split(".")
        for other in ("x", f"{head}.{claims}.AAAA", f"{head}.{claims}.", token[:-4] + "AAAA"):
            self.assert_problem(self.enrol(other), 401, "bad-credentials")
        self.assertEqual(self.enrol(token).status, 201)
        self.assert_problem(self.enrol(token), 401, "bad-credentials")


main()
