/* SPDX-License-Identifier: GPL-3.0-or-later */
g_test_add_func ("/id/test1", a);
g_test_add_func ("/ID/Parses", b);
g_test_add_func ("newer", c);
