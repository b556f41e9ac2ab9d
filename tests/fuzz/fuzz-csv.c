/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-csv.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static GString *
write_out (AtlasCsv *csv)
{
  GString *text = g_string_new (NULL);

  for (guint column = 0; column < atlas_csv_n_columns (csv); column++)
    atlas_csv_append_cell (text, atlas_csv_column (csv, column), column == 0);
  atlas_csv_end_row (text);

  for (guint row = 0; row < atlas_csv_n_rows (csv); row++)
    {
      for (guint column = 0; column < atlas_csv_n_columns (csv); column++)
        atlas_csv_append_cell (text, atlas_csv_get_at (csv, row, column), column == 0);
      atlas_csv_end_row (text);
    }

  return text;
}

/* Two tables cannot be written as they were read: of a single column, since an empty cell is an
   empty line, which is no row; and one whose first name begins with a byte order mark. */
static gboolean
can_be_written (AtlasCsv *csv)
{
  return atlas_csv_n_columns (csv) > 1 &&
         !g_str_has_prefix (atlas_csv_column (csv, 0), BYTE_ORDER_MARK);
}

/* Every cell that is read, written and read again is the same, once its guard is taken off. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(AtlasCsv) csv = atlas_csv_parse ((const char *) data, size, NULL);
  g_autoptr(AtlasCsv) again = NULL;
  g_autoptr(GString) text = NULL;

  if (csv == NULL || !can_be_written (csv))
    return 0;

  text = write_out (csv);
  again = atlas_csv_parse (text->str, text->len, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (atlas_csv_n_columns (again), ==, atlas_csv_n_columns (csv));
  g_assert_cmpuint (atlas_csv_n_rows (again), ==, atlas_csv_n_rows (csv));

  for (guint row = 0; row < atlas_csv_n_rows (csv); row++)
    for (guint column = 0; column < atlas_csv_n_columns (csv); column++)
      g_assert_cmpstr (atlas_csv_unguard (atlas_csv_get_at (again, row, column)), ==,
                       atlas_csv_get_at (csv, row, column));

  return 0;
}
