/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-icalendar.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* What is read can be written and read back as it was; a refusal has a line and a reason. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const AtlasIcalendarSettings settings = {
    .has_kind = TRUE, .kind = ATLAS_CALENDAR_BANK_HOLIDAY,
  };
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(AtlasImport) import = atlas_icalendar_import ("fuzz.ics", bytes, &settings, none);
  g_autoptr(AtlasImport) again = NULL;
  g_autoptr(GPtrArray) records = atlas_import_make_records (import, NULL, NULL);
  g_autoptr(GBytes) written = NULL;

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      g_assert_true (row->state == ATLAS_ROW_NEW || (row->reason != NULL && row->line > 0));
    }
  if (records == NULL)
    return 0;

  written = atlas_icalendar_export (records, NULL, "Fuzz", 0);
  again = atlas_icalendar_import ("again.ics", written, &settings, records);
  g_assert_cmpuint (atlas_import_count (again, ATLAS_ROW_REFUSED), ==, 0);
  g_assert_cmpuint (atlas_import_n_rows (again), ==, records->len);

  return 0;
}
