/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-figure-check.h"

#define PARTS_LEAST 2           /* of fewer, the source does not give all */
#define MOST        (G_MAXINT64 / 100000)       /* so that no sum and no ratio runs over */

/* What is in one row, or in one column, of a table. */
typedef struct {
  AtlasFigure *total;           /* (nullable) (unowned) */
  gint64       sum;
  guint        n_parts;
} Sum;

static const char *
or_none (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * atlas_figure_has_from:
 * @figure: a figure
 *
 * Returns: whether it is a band: a count from so many days on, that is in the bands of fewer too
 */
gboolean
atlas_figure_has_from (AtlasFigure *figure)
{
  return atlas_record_has (ATLAS_RECORD (figure),
                           atlas_type_field (&atlas_figure_type, "at_least"));
}

static gboolean
is_within (gint64 value)
{
  return value >= -MOST && value <= MOST;
}

/* Shares, ranks and estimates are not added. */
static gboolean
is_plain_count (AtlasFigure *figure)
{
  return figure->out_of == 0 && figure->up_to == 0 && figure->bound == NULL &&
         g_strcmp0 (figure->unit, "per-cent") != 0 && is_within (figure->value);
}

static Sum *
sum_of (GHashTable *sums,
        char       *name)
{
  Sum *sum = g_hash_table_lookup (sums, name);

  if (sum != NULL)
    {
      g_free (name);
      return sum;
    }

  sum = g_new0 (Sum, 1);
  g_hash_table_insert (sums, name, sum);

  return sum;
}

static void
add_part (Sum         *sum,
          AtlasFigure *figure,
          gboolean     is_total)
{
  if (is_total)
    {
      sum->total = figure;
      return;
    }

  sum->sum = CLAMP (sum->sum + figure->value, -MOST, MOST);
  sum->n_parts++;
}

static char *
name_row (AtlasFigure *figure)
{
  return g_strdup_printf ("%s\n%s\n%s\n%s\n%d", figure->series, figure->period,
                          or_none (figure->whom), or_none (figure->unit), (int) figure->decimals);
}

static char *
name_column (AtlasFigure *figure)
{
  return g_strdup_printf ("%s\n%s\n%s\n%s\n%d\n%d", figure->series, figure->period,
                          or_none (figure->item), or_none (figure->unit), (int) figure->decimals,
                          figure->included);
}

static void
check_sums (GHashTable     *sums,
            AtlasFigureRule rule,
            GArray         *found)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Sum *sum = value;
      AtlasFigureSum made = { .rule = rule, .figure = sum->total, .other = sum->sum };

      if (sum->total == NULL || sum->n_parts < PARTS_LEAST)
        continue;
      made.holds = sum->total->value == sum->sum;
      g_array_append_val (found, made);
    }
}

static int
compare_bands (gconstpointer a,
               gconstpointer b)
{
  AtlasFigure *one = *(AtlasFigure **) a;
  AtlasFigure *two = *(AtlasFigure **) b;
  g_autofree char *row = name_row (one);
  g_autofree char *other_row = name_row (two);
  int order = g_strcmp0 (row, other_row);

  return order != 0 ? order : (one->at_least > two->at_least) - (one->at_least < two->at_least);
}

static void
check_bands (GPtrArray *bands,
             GArray    *found)
{
  g_ptr_array_sort (bands, compare_bands);
  for (guint i = 1; i < bands->len; i++)
    {
      AtlasFigure *before = g_ptr_array_index (bands, i - 1);
      AtlasFigure *figure = g_ptr_array_index (bands, i);
      g_autofree char *row = name_row (before);
      g_autofree char *own_row = name_row (figure);
      AtlasFigureSum made = { ATLAS_FIGURE_BANDS, figure, before->value,
                              figure->value <= before->value };

      if (g_strcmp0 (row, own_row) == 0)
        g_array_append_val (found, made);
    }
}

static int
compare_sums (gconstpointer a,
              gconstpointer b)
{
  const AtlasFigureSum *one = a;
  const AtlasFigureSum *two = b;
  int order = g_strcmp0 (one->figure->key, two->figure->key);

  return order != 0 ? order : (int) one->rule - (int) two->rule;
}

/**
 * atlas_figure_check:
 * @figures: (element-type AtlasFigure): figures of any series
 *
 * Holds the totals and bands of published tables against their own parts. A total that a source
 * gives with fewer than two of its parts cannot be held against them. A figure that is counted in
 * another one already is no part of the total of its row.
 *
 * Source: requirements T025, T095, T096, T099: "totals add up", "bands are cumulative".
 *
 * Returns: (transfer full) (element-type AtlasFigureSum): what was looked at, by the figures' keys
 */
GArray *
atlas_figure_check (GPtrArray *figures)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (AtlasFigureSum));
  g_autoptr(GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GPtrArray)  bands = g_ptr_array_new ();

  for (guint i = 0; i < figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (figures, i);

      if (!is_plain_count (figure))
        continue;
      if (atlas_figure_has_from (figure))
        g_ptr_array_add (bands, figure);
      else if (figure->item != NULL && !figure->included)
        add_part (sum_of (rows, name_row (figure)), figure,
                  g_str_equal (figure->item, ATLAS_FIGURE_TOTAL));
      if (figure->whom != NULL)
        add_part (sum_of (columns, name_column (figure)), figure,
                  g_str_equal (figure->whom, ATLAS_FIGURE_TOTAL));
    }

  check_sums (rows, ATLAS_FIGURE_ITEMS, found);
  check_sums (columns, ATLAS_FIGURE_WHOM, found);
  check_bands (bands, found);
  g_array_sort (found, compare_sums);

  return found;
}

/* Rounded half away from zero. @by is positive. */
static gint64
divide (gint64 number,
        gint64 by)
{
  return number >= 0 ? (number + by / 2) / by : -((-number + by / 2) / by);
}

static gboolean
can_divide (AtlasFigure *one,
            AtlasFigure *by)
{
  return one != NULL && by != NULL && one->decimals == by->decimals && by->value > 0 &&
         is_within (one->value) && is_within (by->value);
}

/**
 * atlas_figure_get_ratio:
 * @of: (nullable): a figure, as 159 days
 * @to: (nullable): another one of the same table, as 89 pupils
 * @hundredths: (out): @of by @to, in hundredths: 179 days a pupil
 *
 * Works out what a source does not: whoever shows it says that it is computed.
 *
 * Source: requirements T097: "days per pupil 1.79 and 1.80 (computed)".
 *
 * Returns: whether it can be worked out
 */
gboolean
atlas_figure_get_ratio (AtlasFigure *of,
                        AtlasFigure *to,
                        gint64      *hundredths)
{
  *hundredths = 0;
  if (!can_divide (of, to))
    return FALSE;

  *hundredths = divide (of->value * 100, to->value);
  return TRUE;
}

/**
 * atlas_figure_get_change:
 * @from: (nullable): a figure
 * @to: (nullable): the same of a later period
 * @tenths: (out): by how many tenths of a per cent it went up
 *
 * Works out what a source does not: whoever shows it says that it is computed.
 *
 * Source: requirements T098: "+68.5% 2013/14 to 2014/15 (computed)".
 *
 * Returns: whether it can be worked out
 */
gboolean
atlas_figure_get_change (AtlasFigure *from,
                         AtlasFigure *to,
                         gint64      *tenths)
{
  *tenths = 0;
  if (!can_divide (to, from) || !is_plain_count (from) || !is_plain_count (to))
    return FALSE;

  *tenths = divide ((to->value - from->value) * 1000, from->value);
  return TRUE;
}
