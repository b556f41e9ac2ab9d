/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/atlas-gzip.h"

#define LIMIT (256 * 1024)

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Whatever a body unpacks to, it is never more than was allowed, and packs again. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GBytes) input = g_bytes_new_static (data, size);
  g_autoptr(GBytes) plain = atlas_gzip_inflate (input, LIMIT, NULL);
  g_autoptr(GBytes) packed = atlas_gzip_deflate (plain != NULL ? plain : input);
  g_autoptr(GBytes) again = atlas_gzip_inflate (packed, MAX (LIMIT, size), NULL);

  if (plain != NULL)
    g_assert_cmpuint (g_bytes_get_size (plain), <=, LIMIT);
  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (again, plain != NULL ? plain : input));
  return 0;
}
