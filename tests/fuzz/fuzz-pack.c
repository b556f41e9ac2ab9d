/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-pack-check.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* A line of two percent signs ends a file. The first is the manifest, then areas, towns, shapes. */
static GHashTable *
split_files (const guint8 *data,
             gsize         size)
{
  static const char *names[] = { "manifest.json", "area.csv", "town.csv", "areas.geojson" };
  GHashTable *files;
  const char *from = (const char *) data;
  gsize left = size;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *end = g_strstr_len (from, (gssize) left, "%%\n");
      gsize length = end != NULL ? (gsize) (end - from) : left;

      g_hash_table_insert (files, (char *) names[i], g_bytes_new (from, length));
      if (end == NULL)
        break;
      from = end + 3;
      left -= length + 3;
    }

  return files;
}

/* Whatever a pack holds, each row is decided: it makes a record, or it is refused with a reason,
 * and the check of the pack gives both. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GHashTable)  files = split_files (data, size);
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasPack)   pack = atlas_pack_new_from_files (files, &error);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GPtrArray)   sets = NULL;
  g_autoptr(GPtrArray)   findings = NULL;

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack == NULL)
    return 0;

  import = atlas_pack_read (pack, NULL);
  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      g_assert_true (row->state == ATLAS_ROW_NEW || row->reason != NULL);
      g_assert_cmpuint (row->line, >, 0);
    }
  sets = atlas_import_make_sets (import, "Fuzz");
  g_assert_true ((sets->len > 0) == (atlas_import_count (import, ATLAS_ROW_NEW) > 0));
  findings = atlas_pack_check (pack);
  g_assert_cmpuint (findings->len, >=, atlas_import_count (import, ATLAS_ROW_REFUSED));

  return 0;
}
