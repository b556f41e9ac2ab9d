/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-figures.h"

#include <string.h>

#include "records/atlas-as-at.h"

void
atlas_figures_free (AtlasFigures *self)
{
  g_free (self->series);
  g_free (self->title);
  g_ptr_array_unref (self->periods);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->figures);
  g_ptr_array_unref (self->labels);
  g_array_unref (self->sums);
  g_free (self);
}

static void
row_free (gpointer data)
{
  AtlasFiguresRow *row = data;

  g_free (row->period);
  g_free (row->whom);
  g_free (row);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
add_text (GPtrArray  *texts,
          const char *text)
{
  if (text != NULL && !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static void
add_row (AtlasFigures *self,
         const char   *period,
         const char   *whom)
{
  AtlasFiguresRow *row;

  for (guint i = 0; i < self->rows->len; i++)
    {
      row = g_ptr_array_index (self->rows, i);
      if (g_strcmp0 (row->period, period) == 0 && g_strcmp0 (row->whom, whom) == 0)
        return;
    }

  row = g_new0 (AtlasFiguresRow, 1);
  row->period = g_strdup (period);
  row->whom = g_strdup (whom);
  g_ptr_array_add (self->rows, row);
}

/* Period by period; within one, those counted in the order of the figures' keys. */
static void
add_rows (AtlasFigures *self)
{
  for (guint p = 0; p < self->periods->len; p++)
    for (guint i = 0; i < self->figures->len; i++)
      {
        AtlasFigure *figure = g_ptr_array_index (self->figures, i);

        if (g_strcmp0 (figure->period, g_ptr_array_index (self->periods, p)) == 0)
          add_row (self, figure->period, figure->whom);
      }
}

static gboolean
is_label_of (AtlasLabel *label,
             const char *series,
             AtlasDate   on)
{
  return (g_strcmp0 (label->kind, "figure") == 0 || g_strcmp0 (label->kind, "ratio") == 0) &&
         g_strcmp0 (label->scheme, series) == 0 &&
         atlas_record_is_valid_on (ATLAS_RECORD (label), on);
}

/**
 * atlas_figures_new_for_records:
 * @series: what is counted
 * @records: (element-type AtlasFigure): figures of any series, by key
 * @labels: (nullable) (element-type AtlasLabel): words of any kind
 * @on: the day of the page: what was published later is left out
 *
 * Puts the figures of a series in order.
 *
 * Returns: (transfer full): the series, empty when nothing was published by then
 */
AtlasFigures *
atlas_figures_new_for_records (const char *series,
                               GPtrArray  *records,
                               GPtrArray  *labels,
                               AtlasDate   on)
{
  AtlasFigures *self = g_new0 (AtlasFigures, 1);

  self->series = g_strdup (series);
  self->periods = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->items = g_ptr_array_new_with_free_func (g_free);
  self->figures = g_ptr_array_new_with_free_func (g_object_unref);
  self->labels = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (records, i);

      if (g_strcmp0 (figure->series, series) != 0 ||
          (figure->published != ATLAS_DATE_NONE && figure->published > on))
        continue;

      g_ptr_array_add (self->figures, g_object_ref (figure));
      add_text (self->periods, figure->period);
      add_text (self->items, figure->item != NULL ? figure->item : "");
    }
  g_ptr_array_sort (self->periods, compare_texts);
  add_rows (self);

  for (guint i = 0; labels != NULL && i < labels->len; i++)
    if (is_label_of (g_ptr_array_index (labels, i), series, on))
      g_ptr_array_add (self->labels, g_object_ref (g_ptr_array_index (labels, i)));
  self->title = atlas_figures_word_item (self, NULL);
  self->sums = atlas_figure_check (self->figures);

  return self;
}

static GPtrArray *
list_by_key (AtlasStore      *store,
             const AtlasType *type,
             GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  atlas_query_order_by (query, "key", FALSE);

  return atlas_store_list (store, query, error);
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
 * Source: requirements T095 and T096 for `permanent-exclusions`.
 *
 * Returns: (transfer full): the series
 */
AtlasFigures *
atlas_figures_new (AtlasStore *store,
                   const char *series,
                   AtlasDate   on,
                   GError    **error)
{
  g_autoptr(GPtrArray) labels = NULL;
  g_autoptr(GPtrArray) records = list_by_key (store, &atlas_figure_type, error);

  if (records == NULL)
    return NULL;
  labels = list_by_key (store, &atlas_label_type, error);

  return labels != NULL ? atlas_figures_new_for_records (series, records, labels, on) : NULL;
}

/**
 * atlas_figures_list:
 * @store: a store
 * @on: the day of the page
 * @error: return location for an error
 *
 * Reads every series that the county's sources had published by a day. What a demonstration
 * invents nobody published.
 *
 * Returns: (transfer full) (element-type AtlasFigures): the series, in the order of their keys
 */
GPtrArray *
atlas_figures_list (AtlasStore *store,
                    AtlasDate   on,
                    GError    **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_figures_free);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) records = list_by_key (store, &atlas_figure_type, error);
  g_autoptr(GPtrArray) labels = NULL;

  if (records == NULL)
    return NULL;
  labels = list_by_key (store, &atlas_label_type, error);
  if (labels == NULL)
    return NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const AtlasFigure *figure = g_ptr_array_index (records, i);

      if (!figure->invented)
        add_text (names, figure->series);
    }
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr(AtlasFigures) figures = NULL;

      figures = atlas_figures_new_for_records (g_ptr_array_index (names, i), records, labels, on);
      if (figures->figures->len > 0)
        g_ptr_array_add (list, g_steal_pointer (&figures));
    }

  return g_steal_pointer (&list);
}

/**
 * atlas_figures_get:
 * @self: a series
 * @period: as `2015-16`
 * @whom: (nullable): of whom
 * @item: (nullable): as `total`
 *
 * Returns: (transfer none) (nullable): the figure, or %NULL when none is published
 */
AtlasFigure *
atlas_figures_get (AtlasFigures *self,
                   const char   *period,
                   const char   *whom,
                   const char   *item)
{
  if (item != NULL && *item == '\0')
    item = NULL;

  for (guint i = 0; i < self->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (self->figures, i);

      if (g_strcmp0 (figure->period, period) == 0 && g_strcmp0 (figure->whom, whom) == 0 &&
          g_strcmp0 (figure->item, item) == 0)
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
 * atlas_figures_n_wrong:
 *
 * Returns: how many of its totals and bands do not agree with their parts
 */
guint
atlas_figures_n_wrong (AtlasFigures *self)
{
  guint n = 0;

  for (guint i = 0; i < self->sums->len; i++)
    if (!g_array_index (self->sums, AtlasFigureSum, i).holds)
      n++;

  return n;
}
