/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-csv.h"
#include "base/atlas-error.h"
#include "exchange/atlas-import.h"
#include "exchange/atlas-sheet-words.h"

#define UTF8         "UTF-8"
#define UTF16        "UTF-16"
#define WINDOWS      "Windows-1252"

/* How a workbook begins: it is a ZIP file, and an older one a compound file. */
#define ZIP_MARK      "PK\x03\x04"
#define COMPOUND_MARK "\xd0\xcf\x11\xe0"
#define MARK_BYTES    4

/**
 * AtlasSheet:
 *
 * A table as a spreadsheet program saves it or puts it on the clipboard: text whose first row gives
 * the columns' titles. Between cells stands a tab, a semicolon or a comma, whichever the first row
 * has most of; cells may be quoted. It is UTF-8, UTF-16 with a byte order mark, or else read as
 * Windows-1252. Rows without any text are left out.
 *
 * A sheet never changes once it is made, so that any thread may read it.
 */
struct _AtlasSheet
{
  char       *name;
  const char *encoding;
  char        separator;
  AtlasCsv   *csv;
  GPtrArray  *titles;           /* (element-type char *): each one different, none empty */
  GArray     *rows;             /* (element-type guint): rows of @csv that have text */
  int         refs;
};

static gboolean
begins_with (const char *data,
             gsize       size,
             const char *mark,
             gsize       mark_size)
{
  return size >= mark_size && memcmp (data, mark, mark_size) == 0;
}

static char *
decode (AtlasSheet *self,
        const char *data,
        gsize       size,
        gsize      *length,
        GError    **error)
{
  char *text;

  if (begins_with (data, size, "\xff\xfe", 2) || begins_with (data, size, "\xfe\xff", 2))
    self->encoding = UTF16;
  else if (g_utf8_validate (data, (gssize) size, NULL))
    self->encoding = UTF8;
  else
    self->encoding = WINDOWS;

  text = g_convert (data, (gssize) size, UTF8, self->encoding, NULL, length, NULL);
  if (text == NULL || memchr (text, '\0', *length) != NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           _("This is no table of text. Save it as CSV, or copy the cells and "
                             "paste them."));
      g_clear_pointer (&text, g_free);
    }

  return text;
}

/* What the first line has most of, outside quotes. */
static char
find_separator (const char *text)
{
  static const char separators[] = "\t;,";
  guint counts[sizeof separators - 1] = { 0 };
  gboolean is_quoted = FALSE;
  gsize best = sizeof separators - 2;

  for (; *text != '\0' && (is_quoted || (*text != '\n' && *text != '\r')); text++)
    {
      const char *found = strchr (separators, *text);

      if (*text == '"')
        is_quoted = !is_quoted;
      else if (!is_quoted && found != NULL)
        counts[found - separators]++;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > counts[best])
      best = i;

  return separators[best];
}

static void
add_titles (AtlasSheet *self)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < atlas_csv_n_columns (self->csv); i++)
    {
      g_autofree char *given = g_strstrip (g_strdup (atlas_csv_column (self->csv, i)));
      g_autofree char *base = NULL;
      g_autofree char *title = NULL;

      /* Translators: what a column is called that has no title, and its number. */
      base = *given != '\0' ? g_strdup (given) : g_strdup_printf (_("Column %u"), i + 1);
      title = g_strdup (base);
      for (guint n = 2; !g_hash_table_add (taken, atlas_sheet_words_fold (title)); n++)
        {
          g_free (title);
          title = g_strdup_printf ("%s (%u)", base, n);
        }
      g_ptr_array_add (self->titles, g_steal_pointer (&title));
    }
}

static gboolean
row_has_text (AtlasSheet *self,
              guint       row)
{
  for (guint i = 0; i < atlas_csv_row_cells (self->csv, row); i++)
    {
      const char *cell = atlas_csv_get_at (self->csv, row, i);

      if (cell[strspn (cell, " \t\r\n")] != '\0')
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_size (AtlasSheet *self,
            GError    **error)
{
  if (atlas_csv_n_columns (self->csv) > ATLAS_SHEET_COLUMNS_MAX)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("The table has more than %d columns."), ATLAS_SHEET_COLUMNS_MAX);
  else if (self->rows->len > ATLAS_SHEET_ROWS_MAX)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("The table has more than %d rows. Bring it in in parts."),
                 ATLAS_SHEET_ROWS_MAX);
  else if (self->rows->len == 0)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         _("The table has no rows below its titles."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_bytes (const char *data,
             gsize       size,
             GError    **error)
{
  if (size > ATLAS_IMPORT_FILE_BYTES_MAX)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, _("The table is longer than %d MiB."),
                 ATLAS_IMPORT_FILE_BYTES_MAX / (1024 * 1024));
  else if (begins_with (data, size, ZIP_MARK, MARK_BYTES) ||
           begins_with (data, size, COMPOUND_MARK, MARK_BYTES))
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         _("This is a workbook. Save the sheet as CSV, or copy its cells and paste "
                           "them."));
  else
    return TRUE;

  return FALSE;
}

/**
 * atlas_sheet_new:
 * @name: the file's name, or what else the table is called in History
 * @bytes: the file, or the text that was pasted
 * @error: return location for an error
 *
 * Reads a table.
 *
 * Errors: %ATLAS_ERROR_INVALID when it is a workbook or no text, is too large, has no rows, or has
 * a quoted cell without end.
 *
 * Source: RFC 4180, but for what stands between cells.
 *
 * Returns: (transfer full): the table
 */
AtlasSheet *
atlas_sheet_new (const char *name,
                 GBytes     *bytes,
                 GError    **error)
{
  g_autoptr(AtlasSheet) self = g_new0 (AtlasSheet, 1);
  g_autofree char *text = NULL;
  gsize size;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean has_mark;

  self->refs = 1;
  self->name = g_strdup (name);
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!check_bytes (data != NULL ? data : "", size, error) ||
      (text = decode (self, data != NULL ? data : "", size, &length, error)) == NULL)
    return NULL;

  has_mark = g_str_has_prefix (text, "\xef\xbb\xbf");
  self->separator = find_separator (has_mark ? text + strlen ("\xef\xbb\xbf") : text);
  self->csv = atlas_csv_parse_table (text, length, self->separator, error);
  if (self->csv == NULL)
    return NULL;

  for (guint i = 0; i < atlas_csv_n_rows (self->csv); i++)
    if (row_has_text (self, i))
      g_array_append_val (self->rows, i);
  if (!check_size (self, error))
    return NULL;
  add_titles (self);

  return g_steal_pointer (&self);
}

AtlasSheet *
atlas_sheet_ref (AtlasSheet *self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

void
atlas_sheet_unref (AtlasSheet *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;

  g_clear_pointer (&self->csv, atlas_csv_free);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->titles);
  g_free (self->name);
  g_free (self);
}

const char *
atlas_sheet_get_name (AtlasSheet *self)
{
  return self->name;
}

/**
 * atlas_sheet_get_encoding:
 * @self: a table
 *
 * Returns: (transfer none): `UTF-8`, `UTF-16` or `Windows-1252`
 */
const char *
atlas_sheet_get_encoding (AtlasSheet *self)
{
  return self->encoding;
}

/**
 * atlas_sheet_get_separator:
 * @self: a table
 *
 * Returns: what stands between two cells: a tab, a semicolon or a comma
 */
char
atlas_sheet_get_separator (AtlasSheet *self)
{
  return self->separator;
}

guint
atlas_sheet_n_columns (AtlasSheet *self)
{
  return self->titles->len;
}

guint
atlas_sheet_n_rows (AtlasSheet *self)
{
  return self->rows->len;
}

/**
 * atlas_sheet_get_title:
 * @self: a table
 * @column: from 0
 *
 * Returns: (transfer none): the column's title; one that is empty or stands twice gets a number
 */
const char *
atlas_sheet_get_title (AtlasSheet *self,
                       guint       column)
{
  return g_ptr_array_index (self->titles, column);
}

static guint
csv_row (AtlasSheet *self,
         guint       row)
{
  return g_array_index (self->rows, guint, row);
}

/**
 * atlas_sheet_get_cell:
 * @self: a table
 * @row: from 0, below the titles
 * @column: from 0
 *
 * Returns: (transfer none): the cell, empty when the row ends before it
 */
const char *
atlas_sheet_get_cell (AtlasSheet *self,
                      guint       row,
                      guint       column)
{
  return atlas_csv_unguard (atlas_csv_get_at (self->csv, csv_row (self, row), column));
}

/**
 * atlas_sheet_get_line:
 * @self: a table
 * @row: from 0, below the titles
 *
 * Returns: the line on which the row begins, from 1; the titles are on line 1
 */
guint
atlas_sheet_get_line (AtlasSheet *self,
                      guint       row)
{
  return atlas_csv_row_line (self->csv, csv_row (self, row));
}

/**
 * atlas_sheet_is_too_wide:
 * @self: a table
 * @row: from 0, below the titles
 *
 * Returns: whether there is text to the right of the last title
 */
gboolean
atlas_sheet_is_too_wide (AtlasSheet *self,
                         guint       row)
{
  for (guint i = self->titles->len; i < atlas_csv_row_cells (self->csv, csv_row (self, row)); i++)
    if (*atlas_csv_get_at (self->csv, csv_row (self, row), i) != '\0')
      return TRUE;

  return FALSE;
}

/**
 * atlas_sheet_list_examples:
 * @self: a table
 * @column: from 0
 * @most: how many are wanted
 *
 * Returns: (transfer full): the column's first different cells that are not empty
 */
GStrv
atlas_sheet_list_examples (AtlasSheet *self,
                           guint       column,
                           guint       most)
{
  g_autoptr(GStrvBuilder) examples = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint row = 0; row < self->rows->len && g_hash_table_size (seen) < most; row++)
    {
      const char *cell = atlas_sheet_get_cell (self, row, column);

      if (cell[strspn (cell, " ")] != '\0' && g_hash_table_add (seen, (gpointer) cell))
        g_strv_builder_add (examples, cell);
    }

  return g_strv_builder_end (examples);
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * atlas_sheet_make_key:
 * @self: a table
 *
 * Makes a short text that is the same for two tables with the same titles, in whatever order and
 * case, so that what was said of one is known for the next.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_sheet_make_key (AtlasSheet *self)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < self->titles->len; i++)
    g_ptr_array_add (titles, atlas_sheet_words_fold (g_ptr_array_index (self->titles, i)));
  g_ptr_array_sort (titles, compare_words);

  for (guint i = 0; i < titles->len; i++)
    {
      const char *title = g_ptr_array_index (titles, i);

      g_checksum_update (checksum, (const guchar *) title, (gssize) strlen (title) + 1);
    }

  return g_strdup (g_checksum_get_string (checksum));
}
