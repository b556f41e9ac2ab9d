/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-figures.h"

void
atlas_figures_free (AtlasFigures *self)
{
  g_free (self->series);
  g_ptr_array_unref (self->periods);
  g_ptr_array_unref (self->figures);
  g_free (self);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
add_period (AtlasFigures *self,
            const char   *period)
{
  if (!g_ptr_array_find_with_equal_func (self->periods, period, g_str_equal, NULL))
    g_ptr_array_add (self->periods, g_strdup (period));
}

/**
 * atlas_figures_new_for_records:
 * @series: what is counted
 * @records: (element-type AtlasFigure): figures of any series
 * @on: the day of the page: what was published later is left out
 *
 * Puts the figures of a series in order.
 *
 * Returns: (transfer full): the series, empty when nothing was published by then
 */
AtlasFigures *
atlas_figures_new_for_records (const char *series,
                               GPtrArray  *records,
                               AtlasDate   on)
{
  AtlasFigures *self = g_new0 (AtlasFigures, 1);

  self->series = g_strdup (series);
  self->periods = g_ptr_array_new_with_free_func (g_free);
  self->figures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (records, i);

      if (g_strcmp0 (figure->series, series) != 0 ||
          (figure->published != ATLAS_DATE_NONE && figure->published > on))
        continue;

      g_ptr_array_add (self->figures, g_object_ref (figure));
      add_period (self, figure->period);
    }
  g_ptr_array_sort (self->periods, compare_texts);

  return self;
}

/**
 * atlas_figures_new:
 * @store: a store
 * @series: what is counted
 * @on: the day of the page
 * @error: return location for an error
 *
 * Reads a series that a source published.
 *
 * Source: requirements T095 for `permanent-exclusions`.
 *
 * Returns: (transfer full): the series
 */
AtlasFigures *
atlas_figures_new (AtlasStore *store,
                   const char *series,
                   AtlasDate   on,
                   GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_figure_type);
  g_autoptr(GPtrArray) records = NULL;

  atlas_query_where_text (query, "series", ATLAS_COMPARE_EQUAL, series);
  atlas_query_order_by (query, "key", FALSE);
  records = atlas_store_list (store, query, error);

  return records != NULL ? atlas_figures_new_for_records (series, records, on) : NULL;
}

/**
 * atlas_figures_get:
 * @self: a series
 * @period: as `2015-16`
 * @item: as `total`
 *
 * Returns: (transfer none) (nullable): the figure, or %NULL when none is published
 */
AtlasFigure *
atlas_figures_get (AtlasFigures *self,
                   const char   *period,
                   const char   *item)
{
  for (guint i = 0; i < self->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (self->figures, i);

      if (g_strcmp0 (figure->period, period) == 0 && g_strcmp0 (figure->item, item) == 0)
        return figure;
    }

  return NULL;
}

/**
 * atlas_figures_is_provisional:
 *
 * Returns: whether a figure of that period may still change
 */
gboolean
atlas_figures_is_provisional (AtlasFigures *self,
                              const char   *period)
{
  for (guint i = 0; i < self->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (self->figures, i);

      if (figure->provisional && g_strcmp0 (figure->period, period) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * atlas_figures_adds_up:
 *
 * Returns: %FALSE when primary and secondary of that period are published and do not make the
 *   total that is published with them
 */
gboolean
atlas_figures_adds_up (AtlasFigures *self,
                       const char   *period)
{
  AtlasFigure *primary = atlas_figures_get (self, period, ATLAS_FIGURES_PRIMARY);
  AtlasFigure *secondary = atlas_figures_get (self, period, ATLAS_FIGURES_SECONDARY);
  AtlasFigure *total = atlas_figures_get (self, period, ATLAS_FIGURES_TOTAL);

  if (primary == NULL || secondary == NULL || total == NULL)
    return TRUE;

  return primary->value + secondary->value == total->value;
}
