/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-csv.h"

#include <string.h>

#include "base/atlas-error.h"

/**
 * AtlasCsv:
 *
 * A CSV file in memory, with a header row. Cells may be quoted and hold commas, quotes and line
 * ends; lines may end in LF or CRLF; a byte order mark is passed over; empty lines are left out.
 *
 * Source: RFC 4180.
 */
struct _AtlasCsv
{
  GPtrArray *rows;              /* (element-type GPtrArray of char *): the header first */
  GArray    *lines;             /* (element-type guint): line on which each row begins, from 1 */
};

typedef struct {
  const char *at;
  const char *end;
  guint       line;
  char        separator;
} Reader;

static gboolean
at_line_end (const Reader *reader)
{
  return reader->at < reader->end && (*reader->at == '\n' || *reader->at == '\r');
}

static void
skip_line_end (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '\r')
    reader->at++;
  if (reader->at < reader->end && *reader->at == '\n')
    reader->at++;
  reader->line++;
}

static gboolean
read_quoted (Reader  *reader,
             GString *cell,
             GError **error)
{
  guint opened = reader->line;

  for (reader->at++; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '"' && reader->at + 1 < reader->end && reader->at[1] == '"')
        reader->at++;
      else if (*reader->at == '"')
        {
          reader->at++;
          if (reader->at < reader->end && *reader->at != reader->separator && !at_line_end (reader))
            break;
          return TRUE;
        }
      if (*reader->at == '\n')
        reader->line++;
      g_string_append_c (cell, *reader->at);
    }

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "Line %u: a quoted cell that begins here does not end properly", opened);
  return FALSE;
}

static GPtrArray *
read_row (Reader  *reader,
          GError **error)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  while (TRUE)
    {
      g_autoptr(GString) cell = g_string_new (NULL);

      if (reader->at < reader->end && *reader->at == '"')
        {
          if (!read_quoted (reader, cell, error))
            return NULL;
        }
      else
        {
          while (reader->at < reader->end && *reader->at != reader->separator &&
                 !at_line_end (reader))
            g_string_append_c (cell, *reader->at++);
        }

      g_ptr_array_add (cells, g_string_free (g_steal_pointer (&cell), FALSE));
      if (reader->at >= reader->end || *reader->at != reader->separator)
        break;
      reader->at++;
    }

  if (reader->at < reader->end)
    skip_line_end (reader);

  return g_steal_pointer (&cells);
}

static gboolean
is_empty_row (GPtrArray *cells)
{
  return cells->len == 1 && *(const char *) g_ptr_array_index (cells, 0) == '\0';
}

static gboolean
check_header (AtlasCsv *self,
              GError  **error)
{
  for (guint i = 0; i < atlas_csv_n_columns (self); i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (atlas_csv_column (self, i), atlas_csv_column (self, j)) == 0)
        {
          g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                       "Line 1: two columns are called “%s”", atlas_csv_column (self, i));
          return FALSE;
        }

  return TRUE;
}

/**
 * atlas_csv_parse_table:
 * @text: (array length=length): the file's bytes
 * @length: their number
 * @separator: what stands between two cells
 * @error: return location for an error
 *
 * Reads what a spreadsheet wrote. Its header may be any row of cells: names may be empty or stand
 * twice.
 *
 * Errors: %ATLAS_ERROR_INVALID when it is not UTF-8, has no header, or has a quoted cell without
 * end; the message names the line.
 *
 * Returns: (transfer full): the file
 */
AtlasCsv *
atlas_csv_parse_table (const char *text,
                       gsize       length,
                       char        separator,
                       GError    **error)
{
  g_autoptr(AtlasCsv) self = NULL;
  Reader reader = { text, text + length, 1, separator };

  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "The file is not UTF-8 text");
      return NULL;
    }

  self = g_new0 (AtlasCsv, 1);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;

  while (reader.at < reader.end)
    {
      guint line = reader.line;
      g_autoptr(GPtrArray) cells = read_row (&reader, error);

      if (cells == NULL)
        return NULL;
      if (is_empty_row (cells))
        continue;
      g_ptr_array_add (self->rows, g_steal_pointer (&cells));
      g_array_append_val (self->lines, line);
    }

  if (self->rows->len == 0)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "The file has no header line");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * atlas_csv_parse:
 * @text: (array length=length): the file's bytes
 * @length: their number
 * @error: return location for an error
 *
 * Reads a CSV file.
 *
 * Errors: those of atlas_csv_parse_table(); %ATLAS_ERROR_INVALID when two columns have one name.
 *
 * Returns: (transfer full): the file
 */
AtlasCsv *
atlas_csv_parse (const char *text,
                 gsize       length,
                 GError    **error)
{
  g_autoptr(AtlasCsv) self = atlas_csv_parse_table (text, length, ',', error);

  return self != NULL && check_header (self, error) ? g_steal_pointer (&self) : NULL;
}

void
atlas_csv_free (AtlasCsv *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * atlas_csv_n_rows:
 * @self: a file
 *
 * Returns: the number of rows below the header
 */
guint
atlas_csv_n_rows (AtlasCsv *self)
{
  return self->rows->len - 1;
}

/**
 * atlas_csv_n_columns:
 * @self: a file
 *
 * Returns: the number of columns in the header
 */
guint
atlas_csv_n_columns (AtlasCsv *self)
{
  return ((GPtrArray *) g_ptr_array_index (self->rows, 0))->len;
}

/**
 * atlas_csv_column:
 * @self: a file
 * @column: from 0
 *
 * Returns: (transfer none): the column's name
 */
const char *
atlas_csv_column (AtlasCsv *self,
                  guint     column)
{
  return g_ptr_array_index ((GPtrArray *) g_ptr_array_index (self->rows, 0), column);
}

static int
find_column (AtlasCsv   *self,
             const char *name)
{
  for (guint i = 0; i < atlas_csv_n_columns (self); i++)
    if (strcmp (atlas_csv_column (self, i), name) == 0)
      return (int) i;

  return -1;
}

/**
 * atlas_csv_has_column:
 * @self: a file
 * @name: a column's name
 *
 * Returns: whether the header names it
 */
gboolean
atlas_csv_has_column (AtlasCsv   *self,
                      const char *name)
{
  return find_column (self, name) >= 0;
}

/**
 * atlas_csv_get:
 * @self: a file
 * @row: from 0, below the header
 * @name: a column's name
 *
 * Returns: (transfer none): the cell, empty when the row ends before it, %NULL when there is no
 * such column
 */
const char *
atlas_csv_get (AtlasCsv   *self,
               guint       row,
               const char *name)
{
  int column = find_column (self, name);

  return column < 0 ? NULL : atlas_csv_get_at (self, row, (guint) column);
}

/**
 * atlas_csv_get_at:
 * @self: a file
 * @row: from 0, below the header
 * @column: from 0
 *
 * Returns: (transfer none): the cell, empty when the row ends before it
 */
const char *
atlas_csv_get_at (AtlasCsv *self,
                  guint     row,
                  guint     column)
{
  GPtrArray *cells = g_ptr_array_index (self->rows, row + 1);

  return column < cells->len ? g_ptr_array_index (cells, column) : "";
}

/**
 * atlas_csv_row_line:
 * @self: a file
 * @row: from 0, below the header
 *
 * Returns: the line of the file on which the row begins, from 1
 */
guint
atlas_csv_row_line (AtlasCsv *self,
                    guint     row)
{
  return g_array_index (self->lines, guint, row + 1);
}

/**
 * atlas_csv_row_cells:
 * @self: a file
 * @row: from 0, below the header
 *
 * Returns: how many cells the row has, which may differ from the header's
 */
guint
atlas_csv_row_cells (AtlasCsv *self,
                     guint     row)
{
  return ((GPtrArray *) g_ptr_array_index (self->rows, row + 1))->len;
}

static gboolean
begins_formula (const char *cell)
{
  return *cell != '\0' && strchr ("=+@\t\r", *cell) != NULL;
}

/**
 * atlas_csv_unguard:
 * @cell: a cell as atlas_csv_get() gives it
 *
 * Takes off the quote mark that atlas_csv_append_cell() puts before what a spreadsheet would take
 * for a formula.
 *
 * Returns: (transfer none): the cell as it was written
 */
const char *
atlas_csv_unguard (const char *cell)
{
  return *cell == '\'' && begins_formula (cell + strspn (cell, "'")) ? cell + 1 : cell;
}

/**
 * atlas_csv_append_cell:
 * @text: where to write
 * @cell: (nullable): the cell
 * @is_first: whether it begins its row
 *
 * Writes a cell, quoted when it has to be. A cell that a spreadsheet would take for a formula gets
 * a quote mark before it, so that opening an export runs nothing; atlas_csv_unguard() takes it off.
 */
void
atlas_csv_append_cell (GString    *text,
                       const char *cell,
                       gboolean    is_first)
{
  const char *from = cell != NULL ? cell : "";
  gboolean is_formula = begins_formula (from + strspn (from, "'"));

  if (!is_first)
    g_string_append_c (text, ',');
  if (!is_formula && strpbrk (from, ",\"\r\n") == NULL)
    {
      g_string_append (text, from);
      return;
    }

  g_string_append_c (text, '"');
  if (is_formula)
    g_string_append_c (text, '\'');
  for (; *from != '\0'; from++)
    {
      if (*from == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *from);
    }
  g_string_append_c (text, '"');
}

/**
 * atlas_csv_end_row:
 * @text: where to write
 *
 * Ends a row.
 */
void
atlas_csv_end_row (GString *text)
{
  g_string_append (text, "\r\n");
}
