/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-json.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* What is read and written again reads as the same value, and writing is settled after one turn. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(json_t) value = atlas_json_parse ((const char *) data, size, NULL);
  g_autoptr(json_t) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (value == NULL)
    return 0;

  text = atlas_json_to_text (value);
  again = atlas_json_parse (text, -1, NULL);
  g_assert_nonnull (again);
  g_assert_true (atlas_json_equal (value, again));

  text_again = atlas_json_to_text (again);
  g_assert_cmpstr (text, ==, text_again);

  return 0;
}
