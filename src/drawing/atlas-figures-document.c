/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-figures-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"

static const char *
text_at (GPtrArray *texts,
         guint      index)
{
  return g_ptr_array_index (texts, index);
}

static gboolean
is_one_column (AtlasFigures *figures)
{
  return figures->items->len == 1;
}

/* The figure that stands for a row: its total, or its only one. */
static AtlasFigure *
get_main (AtlasFigures *figures,
          const char   *period,
          const char   *whom)
{
  return atlas_figures_get (figures, period, whom,
                            is_one_column (figures) ? text_at (figures->items, 0)
                                                    : ATLAS_FIGURE_TOTAL);
}

/* The finding: the first total and the last. */
static char *
word_finding (AtlasFigures *figures)
{
  const char *first = text_at (figures->periods, 0);
  const char *last = text_at (figures->periods, figures->periods->len - 1);
  AtlasFigure *from = get_main (figures, first, NULL);
  AtlasFigure *to = get_main (figures, last, NULL);
  g_autofree char *from_words = atlas_figure_word (from);
  g_autofree char *to_words = atlas_figure_word (to);

  if (figures->periods->len == 1)
    /* Translators: what is counted, and the period. */
    return g_strdup_printf (_("%1$s, %2$s"), figures->title, first);
  if (from == NULL || to == NULL)
    return g_strdup (figures->title);

  /* Translators: what is counted, and two numbers, each with its school year. */
  return g_strdup_printf (_("%1$s: from %2$s in %3$s to %4$s in %5$s"), figures->title, from_words,
                          first, to_words, last);
}

static void
set_point (AtlasChart  *chart,
           guint        line,
           guint        tick,
           AtlasFigure *figure)
{
  g_autofree char *text = atlas_figure_word (figure);
  AtlasChartPoint point = {
    figure != NULL, figure != NULL ? MAX (figure->value, 0) : 0, text,
    figure != NULL && figure->provisional,
  };

  atlas_chart_set_point (chart, line, tick, &point);
}

/* A line for each column. What is counted in another figure already has none. */
static AtlasChart *
make_trend (AtlasFigures *figures)
{
  g_autofree char *finding = word_finding (figures);
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_TREND, finding,
                                       _("Period by period, as the source gives it."));

  for (guint p = 0; p < figures->periods->len; p++)
    atlas_chart_add_tick (chart, text_at (figures->periods, p), NULL);

  for (guint i = 0; i < figures->items->len; i++)
    {
      const char *item = text_at (figures->items, i);
      g_autofree char *name = atlas_figures_word_item (figures, item);
      AtlasFigure *any = NULL;
      guint line;

      for (guint p = 0; p < figures->periods->len && any == NULL; p++)
        any = atlas_figures_get (figures, text_at (figures->periods, p), NULL, item);
      if (any == NULL || any->included)
        continue;

      line = atlas_chart_add_line (chart, name);
      for (guint p = 0; p < figures->periods->len; p++)
        set_point (chart, line, p,
                   atlas_figures_get (figures, text_at (figures->periods, p), NULL, item));
    }

  return chart;
}

static gboolean
is_total (const AtlasFiguresRow *row)
{
  return g_strcmp0 (row->whom, ATLAS_FIGURE_TOTAL) == 0;
}

/* A bar for each of those counted, in the first column. */
static AtlasChart *
make_bars (AtlasFigures *figures)
{
  g_autofree char *finding = word_finding (figures);
  const char *item = text_at (figures->items, 0);
  g_autofree char *name = atlas_figures_word_item (figures, item);
  /* Translators: what is counted. */
  g_autofree char *caption = g_strdup_printf (_("%s, as the source gives them."), name);
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_BARS, finding, caption);
  guint n = 0;

  for (guint i = 0; i < figures->rows->len; i++)
    {
      g_autofree char *tick = atlas_figures_word_row (figures,
                                                      g_ptr_array_index (figures->rows, i));

      if (!is_total (g_ptr_array_index (figures->rows, i)))
        atlas_chart_add_tick (chart, tick, NULL);
    }

  for (guint i = 0; i < figures->rows->len; i++)
    {
      const AtlasFiguresRow *row = g_ptr_array_index (figures->rows, i);

      if (!is_total (row))
        set_point (chart, 0, n++, atlas_figures_get (figures, row->period, row->whom, item));
    }

  return chart;
}

static gboolean
is_drawn (AtlasFigures *figures)
{
  for (guint i = 0; i < figures->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (figures->figures, i);

      if (figure->unit != NULL || figure->decimals != 0 || figure->out_of != 0 ||
          figure->up_to != 0)
        return FALSE;
    }

  return TRUE;
}

/* Shares, ranks and single numbers are not drawn: their table says all there is. */
static AtlasChart *
make_chart (AtlasFigures *figures)
{
  AtlasFiguresRow *first = g_ptr_array_index (figures->rows, 0);

  if (!is_drawn (figures))
    return NULL;
  if (figures->periods->len > 1 && figures->rows->len == figures->periods->len)
    return make_trend (figures);

  return figures->periods->len == 1 && figures->rows->len > 2 && first->whom != NULL
         ? make_bars (figures) : NULL;
}

static void
add_row (AtlasDocument         *document,
         AtlasFigures          *figures,
         const AtlasFiguresRow *row)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, atlas_figures_word_row (figures, row));
  for (guint i = 0; i < figures->items->len; i++)
    g_ptr_array_add (cells, atlas_figure_word (atlas_figures_get (figures, row->period, row->whom,
                                                                  text_at (figures->items, i))));
  for (guint i = 0; i < figures->labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (figures->labels, i);

      if (g_strcmp0 (label->kind, "ratio") == 0)
        g_ptr_array_add (cells, atlas_figures_word_ratio (figures, row, label));
    }
  atlas_document_add_row (document, (const char * const *) cells->pdata);
}

static void
add_table (AtlasDocument *document,
           AtlasFigures  *figures)
{
  g_autoptr(GArray)    columns = g_array_new (FALSE, FALSE, sizeof (AtlasColumn));
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = word_finding (figures);
  AtlasFiguresRow *first = g_ptr_array_index (figures->rows, 0);
  AtlasColumn column = { first->whom != NULL ? _("Of whom") : _("Period"), FALSE };

  g_array_append_val (columns, column);
  column.is_number = TRUE;
  for (guint i = 0; i < figures->items->len; i++)
    g_ptr_array_add (names, atlas_figures_word_item (figures, text_at (figures->items, i)));
  for (guint i = 0; i < figures->labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (figures->labels, i);

      if (g_strcmp0 (label->kind, "ratio") == 0)
        /* Translators: a heading, of figures that the program works out. */
        g_ptr_array_add (names, g_strdup_printf (_("%s (computed)"), label->text));
    }
  for (guint i = 0; i < names->len; i++)
    {
      column.title = text_at (names, i);
      g_array_append_val (columns, column);
    }

  atlas_document_add_table (document, title, (const AtlasColumn *) columns->data, columns->len);
  for (guint i = 0; i < figures->rows->len; i++)
    add_row (document, figures, g_ptr_array_index (figures->rows, i));
}

/* Whether the source's own totals and bands agree with their parts. */
static void
add_sums (AtlasDocument *document,
          AtlasFigures  *figures)
{
  guint n_wrong = atlas_figures_n_wrong (figures);
  g_autofree char *text = NULL;

  for (guint i = 0; i < figures->sums->len; i++)
    {
      const AtlasFigureSum *sum = &g_array_index (figures->sums, AtlasFigureSum, i);
      g_autofree char *odd = sum->holds ? NULL : atlas_figures_word_sum (figures, sum);

      if (odd != NULL)
        atlas_document_add_paragraph (document, odd);
    }
  if (n_wrong > 0 || figures->sums->len == 0)
    return;

  text = g_strdup_printf (ngettext ("%u total or band was held against its parts: it agrees.",
                                    "%u totals and bands were held against their parts: all agree.",
                                    figures->sums->len), figures->sums->len);
  atlas_document_add_paragraph (document, text);
}

static void
add_change (AtlasDocument *document,
            AtlasFigures  *figures)
{
  const char *item = is_one_column (figures) ? text_at (figures->items, 0) : ATLAS_FIGURE_TOTAL;
  g_autofree char *text = atlas_figures_word_change (figures, NULL, item);

  if (text != NULL)
    atlas_document_add_paragraph (document, text);
}

/* What the source says of a figure, and what it cannot say; each once. */
static void
add_notes (AtlasDocument *document,
           AtlasFigures  *figures)
{
  g_autoptr(GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < figures->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (figures->figures, i);
      g_autofree char *text = NULL;

      if (figure->note == NULL || !g_hash_table_add (said, figure->note))
        continue;

      /* Translators: a school year and what the source says of it. */
      text = g_strdup_printf (_("%1$s: %2$s"), figure->period, figure->note);
      atlas_document_add_paragraph (document, text);
    }
}

static void
add_sources (AtlasDocument *document,
             AtlasFigures  *figures)
{
  g_autoptr(GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < figures->figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (figures->figures, i);

      if (figure->source != NULL && g_hash_table_add (said, figure->source))
        atlas_paper_add_source (document, ATLAS_RECORD (figure), figure->source);
    }
}

/* Bars are of one column: their table says the others. */
static gboolean
leaves_columns_out (AtlasChart   *chart,
                    AtlasFigures *figures)
{
  return atlas_chart_get_kind (chart) == ATLAS_CHART_BARS && !is_one_column (figures);
}

static void
add_series (AtlasDocument *document,
            AtlasFigures  *figures,
            gboolean       as_table)
{
  g_autoptr(AtlasChart) chart = as_table ? NULL : make_chart (figures);

  if (chart != NULL)
    atlas_document_add_chart (document, chart);
  if (chart == NULL || leaves_columns_out (chart, figures))
    add_table (document, figures);
  add_sums (document, figures);
  add_change (document, figures);
  add_notes (document, figures);
  add_sources (document, figures);
}

static AtlasDocument *
make_document (const char *title,
               AtlasDate   on,
               gboolean    is_demonstration)
{
  AtlasDocument *document = atlas_paper_new (title, on, is_demonstration);

  if (is_demonstration)
    atlas_document_set_mark (document, _("Demonstration county. Figures are their sources’ own, "
                                         "or say that they are invented."));

  return document;
}

/**
 * atlas_figures_to_document:
 * @figures: a series of figures
 * @on: the day of the page
 * @is_demonstration: whether the county is the demonstration
 * @as_table: whether the chart is written as its table
 *
 * Writes what the sources say of one thing. They are the sources' own figures, in the demonstration
 * too, where a figure that was made up names no other source; what is worked out from them says
 * that it is computed.
 *
 * Source: requirements T095 to T099.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_figures_to_document (AtlasFigures *figures,
                           AtlasDate     on,
                           gboolean      is_demonstration,
                           gboolean      as_table)
{
  AtlasDocument *document = make_document (figures->title, on, is_demonstration);

  if (figures->figures->len == 0)
    atlas_document_add_paragraph (document, _("No source had published these figures by that "
                                              "day."));
  else
    add_series (document, figures, as_table);

  return document;
}

/**
 * atlas_figures_list_to_document:
 * @list: (element-type AtlasFigures): every series that is published
 * @on: the day of the page
 * @is_demonstration: whether the county is the demonstration
 * @as_table: whether charts are written as their tables
 *
 * Writes every figure that the county's sources publish, each with its source and age, and whether
 * the totals agree with their parts.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_figures_list_to_document (GPtrArray *list,
                                AtlasDate  on,
                                gboolean   is_demonstration,
                                gboolean   as_table)
{
  AtlasDocument *document = make_document (_("Published figures"), on, is_demonstration);

  if (list->len == 0)
    atlas_document_add_paragraph (document, _("No source had published figures by that day."));
  for (guint i = 0; i < list->len; i++)
    add_series (document, g_ptr_array_index (list, i), as_table);

  return document;
}
