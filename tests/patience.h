/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * How many times as long as usual a test waits before it gives up: ATLAS_PATIENCE, for runs under
 * the sanitizers. It makes no test slower, since all of them wait for a state.
 */
static inline gint64
patience (void)
{
  const char *text = g_getenv ("ATLAS_PATIENCE");
  gint64      times = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 1;

  return MAX (times, 1);
}
