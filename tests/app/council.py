# SPDX-License-Identifier: GPL-3.0-or-later
"""The council's identity provider, and a browser that signs in there without asking anybody."""

import subprocess
from pathlib import Path

CLIENT = "provision-atlas-test"

# Follows the redirect back to the program, as a browser does. The certificate is the test's own.
BROWSER = """#!/usr/bin/python3
import ssl, sys, urllib.request
context = ssl._create_unverified_context()
page = urllib.request.urlopen(sys.argv[-1], context=context, timeout=20).read()
open(%r, "ab").write(page)
"""


class Council:
    """An issuer that a county's server is told of."""

    def __init__(self, issuer, county, folder):
        self.ca = f"{folder}/issuer.pem"
        self.process = subprocess.Popen([issuer, self.ca], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        self.county = county
        self.command("oidc", "set", county.folder, "--issuer", self.address,
                     "--client-id", CLIENT, "--ca", self.ca)

    def command(self, *words):
        subprocess.run([self.county.server, *words], check=True, capture_output=True)

    def knows(self, name, subject):
        self.command("user", "oidc", self.county.folder, name, "--subject", subject)

    def signs_in(self, subject):
        """Who is in front of the browser from now on."""
        self.process.stdin.write(subject + "\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Browser:
    """A program that opens addresses; what it showed is in a file."""

    def __init__(self, folder, comes_back=True):
        self.shown = Path(folder) / "shown.html"
        self.program = Path(folder) / "browser"
        self.program.write_text(BROWSER % str(self.shown) if comes_back else "#!/bin/sh\n")
        self.program.chmod(0o755)

    def install(self, environment, folder):
        """Makes it the one that the desktop opens addresses with."""
        applications = Path(folder) / "share" / "applications"
        applications.mkdir(parents=True, exist_ok=True)
        (applications / "test-browser.desktop").write_text(
            "[Desktop Entry]\nType=Application\nName=Browser\n"
            f"Exec={self.program} %u\nMimeType=x-scheme-handler/https;\n")
        config = Path(folder) / "config"
        config.mkdir(exist_ok=True)
        (config / "mimeapps.list").write_text(
            "[Default Applications]\nx-scheme-handler/https=test-browser.desktop\n")
        environment["XDG_DATA_HOME"] = f"{folder}/share"
        environment["XDG_CONFIG_HOME"] = f"{folder}/config"
        return self
