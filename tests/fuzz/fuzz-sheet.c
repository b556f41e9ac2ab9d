/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-plan.h"

#define TODAY 20782   /* 25 November 2026 */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Every row comes to a state; one that is refused has a line and a reason, and no record. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const AtlasSheetSettings settings = { .on = TODAY };
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(AtlasSheet) sheet = atlas_sheet_new ("fuzz.csv", bytes, NULL);
  g_autoptr(AtlasSheetMap) map = sheet != NULL ? atlas_sheet_map_new_guess (sheet) : NULL;
  g_autoptr(AtlasSheetPlan) plan = NULL;
  AtlasImport *import;

  if (map != NULL)
    plan = atlas_sheet_plan_new (sheet, map, none, &settings, NULL);
  if (plan == NULL)
    return 0;

  import = atlas_sheet_plan_get_import (plan);
  g_assert_cmpuint (atlas_sheet_plan_n_lines (plan), ==, atlas_sheet_n_rows (sheet));
  g_assert_cmpuint (atlas_sheet_plan_count (plan, ATLAS_ROW_REFUSED), ==,
                    atlas_import_count (import, ATLAS_ROW_REFUSED));
  for (guint i = 0; i < atlas_sheet_plan_n_lines (plan); i++)
    {
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (plan, i);

      g_assert_cmpuint (line->line, >, 1);
      g_assert_true ((line->state == ATLAS_ROW_REFUSED) == (line->reason != NULL));
    }

  return 0;
}
