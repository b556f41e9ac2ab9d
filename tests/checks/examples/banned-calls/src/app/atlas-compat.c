/* SPDX-License-Identifier: GPL-3.0-or-later */
GTK_CHECK_VERSION (4, 10, 0);
