#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the id of the meeting that comes next, of those that atlasctl lists as JSON."""

import json
import sys

planned = [one for one in json.load(sys.stdin)["records"] if one["step"] == "planned"]
print(min(planned, key=lambda one: one["on"])["id"])
