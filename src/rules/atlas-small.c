/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which numbers are hidden so that nobody can be told by them. */
#include "config.h"

#include "rules/atlas-small.h"

#include <string.h>

#define KEY ATLAS_SMALL_KEY "="

/* A row or a column of a table: cells that add up to a total that is shown. */
typedef struct {
  const gint64 *cells;
  gboolean     *hidden;
  guint         first;
  guint         step;
  guint         n;
} Line;

/**
 * atlas_small_read_limit:
 * @settings: what the county decided
 *
 * Returns: below which numbers are hidden: the county's number, else %ATLAS_SMALL_LIMIT
 */
int
atlas_small_read_limit (const AtlasCheckSettings *settings)
{
  gint64 limit;

  for (gsize i = 0; settings->thresholds != NULL && settings->thresholds[i] != NULL; i++)
    if (g_str_has_prefix (settings->thresholds[i], KEY) &&
        g_ascii_string_to_signed (settings->thresholds[i] + strlen (KEY), 10, 1, ATLAS_SMALL_MOST,
                                  &limit, NULL))
      return (int) limit;

  return ATLAS_SMALL_LIMIT;
}

/**
 * atlas_small_is:
 * @number: of children
 * @limit: of the county
 *
 * Returns: whether the number is small: not 0, and below the limit
 */
gboolean
atlas_small_is (gint64 number,
                int    limit)
{
  return number > 0 && number < limit;
}

/* The cell whose hiding loses least: the smallest shown, and 0 only when there is no other. */
static int
find_second (const Line *line)
{
  int best = -1;

  for (guint i = 0; i < line->n; i++)
    {
      guint at = line->first + i * line->step;
      gint64 number = line->cells[at];

      if (line->hidden[at])
        continue;
      if (best < 0 || (number > 0 && (line->cells[best] == 0 || number < line->cells[best])))
        best = (int) at;
    }

  return best;
}

/* Hides one more cell of a line from whose total a hidden one could be worked out. */
static gboolean
protect (const Line *line,
         int         limit)
{
  gint64 total = 0;
  gint64 hidden = 0;
  guint n_hidden = 0;
  int second;

  for (guint i = 0; i < line->n; i++)
    {
      guint at = line->first + i * line->step;

      total += line->cells[at];
      hidden += line->hidden[at] ? line->cells[at] : 0;
      n_hidden += line->hidden[at];
    }
  if (n_hidden == 0 || atlas_small_is (total, limit) || (n_hidden > 1 && hidden >= limit))
    return FALSE;

  second = find_second (line);
  if (second < 0)
    return FALSE;

  line->hidden[second] = TRUE;
  return TRUE;
}

/**
 * atlas_small_hide:
 * @cells: (array): numbers of children, row after row, none negative; they add up to totals that
 *   are shown, but for totals that are themselves small
 * @n_rows: rows
 * @n_columns: columns; a total and its parts are one column, whose only sum is the column's
 * @limit: of the county
 * @hidden: (inout) (array): which cells are hidden; those that already are stay so
 *
 * Hides small cells, and as many others as it takes that no row or column has only one hidden cell,
 * or hidden cells that are small together: else a hidden one could be worked out from the total.
 * All hidden cells are to be written alike, so that nobody sees which of them are small.
 *
 * Source: requirements T082; the limit is set by this county. Cost: O(cells squared) at worst.
 */
void
atlas_small_hide (const gint64 *cells,
                  guint         n_rows,
                  guint         n_columns,
                  int           limit,
                  gboolean     *hidden)
{
  gboolean has_changed = TRUE;

  for (guint i = 0; i < n_rows * n_columns; i++)
    hidden[i] |= atlas_small_is (cells[i], limit);

  while (has_changed)
    {
      has_changed = FALSE;
      for (guint column = 0; column < n_columns; column++)
        has_changed |= protect (&(Line) { cells, hidden, column, n_columns, n_rows }, limit);
      for (guint row = 0; row < n_rows && n_columns > 1; row++)
        has_changed |= protect (&(Line) { cells, hidden, row * n_columns, 1, n_columns }, limit);
    }
}
