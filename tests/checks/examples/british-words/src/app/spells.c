/* SPDX-License-Identifier: GPL-3.0-or-later */
const char *a = _("Choose a color");
const char *b = _("Choose a colour");
const char *c = "color";
