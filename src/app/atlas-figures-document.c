/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-figures-document.h"

#include <glib/gi18n.h>

#include "app/atlas-paper.h"
#include "records/atlas-as-at.h"

#define NO_FIGURE "–"

/* The lines of the chart and columns of the table. */
static const struct {
  const char *item;
  const char *label;
} items[] = {
  { ATLAS_FIGURES_PRIMARY, N_("Primary") },
  { ATLAS_FIGURES_SECONDARY, N_("Secondary") },
  { ATLAS_FIGURES_TOTAL, N_("Total") },
};

#define IN_PROGRESS_COLUMN (1 + G_N_ELEMENTS (items))
#define N_COLUMNS          (2 + G_N_ELEMENTS (items))

static const char *
period_at (AtlasFigures *figures,
           guint         index)
{
  return g_ptr_array_index (figures->periods, index);
}

static char *
word_value (AtlasFigure *figure)
{
  return figure != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, figure->value)
                        : g_strdup (NO_FIGURE);
}

static char *
word_period (AtlasFigures *figures,
             const char   *period)
{
  if (!atlas_figures_is_provisional (figures, period))
    return g_strdup (period);

  /* Translators: a school year whose figures may still change. */
  return g_strdup_printf (_("%s (provisional)"), period);
}

/* The finding: the first total and the last. */
static char *
word_finding (AtlasFigures *figures)
{
  const char *first = period_at (figures, 0);
  const char *last = period_at (figures, figures->periods->len - 1);
  AtlasFigure *from = atlas_figures_get (figures, first, ATLAS_FIGURES_TOTAL);
  AtlasFigure *to = atlas_figures_get (figures, last, ATLAS_FIGURES_TOTAL);

  if (from == NULL || to == NULL)
    return g_strdup (_("Permanent exclusions by phase"));

  /* Translators: two numbers, each with its school year. */
  return g_strdup_printf (_("From %1$d permanent exclusions in %2$s to %3$d in %4$s"),
                          (int) from->value, first, (int) to->value, last);
}

static AtlasChart *
make_chart (AtlasFigures *figures)
{
  g_autofree char *finding = word_finding (figures);
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_TREND, finding,
                                       _("Permanent exclusions in a school year, by phase."));

  for (guint p = 0; p < figures->periods->len; p++)
    atlas_chart_add_tick (chart, period_at (figures, p), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      guint line = atlas_chart_add_line (chart, _(items[i].label));

      for (guint p = 0; p < figures->periods->len; p++)
        {
          AtlasFigure *figure = atlas_figures_get (figures, period_at (figures, p), items[i].item);
          g_autofree char *text = word_value (figure);
          AtlasChartPoint point = {
            figure != NULL, figure != NULL ? figure->value : 0, text,
            figure != NULL && figure->provisional,
          };

          atlas_chart_set_point (chart, line, p, &point);
        }
    }

  return chart;
}

static void
add_row (AtlasDocument *document,
         AtlasFigures  *figures,
         const char    *period)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, word_period (figures, period));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    g_ptr_array_add (cells, word_value (atlas_figures_get (figures, period, items[i].item)));
  g_ptr_array_add (cells, word_value (atlas_figures_get (figures, period,
                                                         ATLAS_FIGURES_IN_PROGRESS)));
  g_assert (cells->len == N_COLUMNS);
  atlas_document_add_row (document, (const char * const *) cells->pdata);
}

static void
add_table (AtlasDocument *document,
           AtlasFigures  *figures)
{
  AtlasColumn columns[N_COLUMNS] = { { _("School year"), FALSE } };
  g_autofree char *title = word_finding (figures);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    columns[1 + i] = (AtlasColumn) { _(items[i].label), TRUE }
  ;
  columns[IN_PROGRESS_COLUMN] = (AtlasColumn) { _("Of the total, in progress"), TRUE };

  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (guint p = 0; p < figures->periods->len; p++)
    add_row (document, figures, period_at (figures, p));
}

/* What the source says of a total, and what it cannot say. */
static void
add_notes (AtlasDocument *document,
           AtlasFigures  *figures)
{
  for (guint p = 0; p < figures->periods->len; p++)
    {
      const char *period = period_at (figures, p);
      AtlasFigure *total = atlas_figures_get (figures, period, ATLAS_FIGURES_TOTAL);
      g_autofree char *text = NULL;

      if (!atlas_figures_adds_up (figures, period))
        {
          /* Translators: a school year. */
          g_autofree char *odd = g_strdup_printf (_("%s: primary and secondary do not make the "
                                                    "total that the source gives."), period);

          atlas_document_add_paragraph (document, odd);
        }
      if (total == NULL || total->note == NULL)
        continue;

      /* Translators: a school year and what the source says of it. */
      text = g_strdup_printf (_("%1$s: %2$s"), period, total->note);
      atlas_document_add_paragraph (document, text);
    }
}

static void
add_source (AtlasDocument *document,
            AtlasFigures  *figures)
{
  AtlasRecord *first = g_ptr_array_index (figures->figures, 0);
  g_autofree char *age = atlas_record_describe_age (first);
  const char *source = ((AtlasFigure *) first)->source;
  g_autofree char *text = NULL;

  if (source == NULL)
    return;

  /* Translators: where figures come from, and how old they are. */
  text = age != NULL ? g_strdup_printf (_("Source: %1$s, %2$s."), source, age)
                     : g_strdup_printf (_("Source: %s."), source);
  atlas_document_add_paragraph (document, text);
}

/**
 * atlas_figures_to_document:
 * @figures: the county's permanent exclusions
 * @on: the day of the page
 * @is_demonstration: whether the county is the demonstration
 * @as_table: whether the chart is written as its table
 *
 * Writes what the sources say of permanent exclusions. They are the sources' own figures, in the
 * demonstration too.
 *
 * Source: requirements T095.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_figures_to_document (AtlasFigures *figures,
                           AtlasDate     on,
                           gboolean      is_demonstration,
                           gboolean      as_table)
{
  AtlasDocument *document = atlas_paper_new (_("Permanent exclusions 2012-13 to 2015-16"), on,
                                             is_demonstration);

  if (is_demonstration)
    atlas_document_set_mark (document, _("Demonstration county. These figures are a real "
                                         "source’s own."));
  if (figures->figures->len == 0)
    {
      atlas_document_add_paragraph (document, _("No source had published these figures by that "
                                                "day."));
      return document;
    }

  if (as_table)
    {
      add_table (document, figures);
    }
  else
    {
      g_autoptr(AtlasChart) chart = make_chart (figures);

      atlas_document_add_chart (document, chart);
    }
  add_notes (document, figures);
  add_source (document, figures);

  return document;
}
