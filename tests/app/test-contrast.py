#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the contrast of our own colours (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
import sys
from pathlib import Path

TEXT = 4.5      # to 1
SHAPE = 3.0
LIGHT = {"window": "#fafafa", "card": "#ffffff", "text": "#323232"}     # libadwaita 1.2
DARK = {"window": "#242424", "card": "#383838", "text": "#ffffff"}
ui = Path(sys.argv[1])


def named_colours(*files):
    found = {}
    for file in files:
        found.update(re.findall(r"@define-color (\w+) (#[0-9a-f]{6});", (ui / file).read_text()))
    return found


def channels(colour):
    return [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faded(text, ground, opacity):
    mixed = [t * opacity + g * (1 - opacity) for t, g in zip(channels(text), channels(ground))]
    return "#" + "".join(f"{round(c * 255):02x}" for c in mixed)


def checks():
    opacity = float(re.search(r"\.dim-label,.*?opacity: ([\d.]+);",
                              (ui / "style.css").read_text(), re.S).group(1))
    for name, stock, files in (("light", LIGHT, ["style.css"]),
                               ("dark", DARK, ["style.css", "style-dark.css"])):
        ours = named_colours(*files)
        for pair in ("demonstration", "due"):
            yield (f"{name}/{pair}-is-readable", TEXT,
                   contrast(ours[f"atlas_{pair}_fg"], ours[f"atlas_{pair}_bg"]))
        for ground in (stock["window"], stock["card"], ours["atlas_sidebar_bg"]):
            yield (f"{name}/grey-text-is-readable-on-{ground[1:]}", TEXT,
                   contrast(faded(stock["text"], ground, opacity), ground))
        yield (f"{name}/day6-cells-are-seen", SHAPE,
               contrast(ours["atlas_cell"], stock["card"]))


results = list(checks())
print(f"1..{len(results)}")
for number, (sentence, least, found) in enumerate(results, 1):
    verdict = "ok" if found >= least else "not ok"
    print(f"{verdict} {number} /app/contrast/{sentence} # {found:.2f} to 1, at least {least}")
sys.exit(0 if all(found >= least for _, least, found in results) else 1)
