/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-records-csv.h"
#include "records/atlas-records.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* What an import would make is written, and read again, as the same records. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GBytes)      bytes = g_bytes_new_static (data, size);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(AtlasImport) again = NULL;
  g_autoptr(GPtrArray)   sets = NULL;
  g_autoptr(GPtrArray)   records = NULL;
  g_autoptr(GBytes)      written = NULL;

  import = atlas_records_csv_import (&atlas_provision_type, "fuzz.csv", bytes, NULL);
  sets = atlas_import_make_sets (import, "Fuzz");
  for (guint i = 0; i < sets->len; i++)
    g_assert_cmpuint (atlas_change_set_n_ops (g_ptr_array_index (sets, i)), <=, ATLAS_SET_OPS_MAX);

  records = atlas_import_make_records (import, &atlas_provision_type, NULL);
  g_assert_nonnull (records);
  written = atlas_records_csv_export (&atlas_provision_type, records, records);
  again = atlas_records_csv_import (&atlas_provision_type, "fuzz.csv", written, records);
  g_assert_cmpuint (atlas_import_n_rows (again), ==, records->len);
  g_assert_cmpuint (atlas_import_count (again, ATLAS_ROW_SAME), ==, records->len);

  return 0;
}
