/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO: the rest */
/* see /work/notes */
/* a network: http://host/root/ */
