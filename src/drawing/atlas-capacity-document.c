/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-capacity-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "records/atlas-codes.h"
#include "reports/atlas-capacity-areas.h"
#include "reports/atlas-words.h"

#define NOT_KNOWN "–"
#define FULL      100.0         /* per cent */

static char *
count_text (gboolean is_known,
            int      count)
{
  return is_known ? g_strdup_printf ("%d", count) : g_strdup (NOT_KNOWN);
}

/* An invented figure says so where it stands. */
static char *
mark_text (char    *text,
           gboolean is_invented)
{
  g_autofree char *plain = text;

  if (!is_invented)
    return g_steal_pointer (&plain);

  /* Translators: words about a figure that is made up. */
  return g_strdup_printf (_("%s, demonstration"), plain);
}

/* A bar's note may be cut at its end, so its mark comes first. */
static char *
mark_note (char    *text,
           gboolean is_invented)
{
  g_autofree char *plain = text;

  if (!is_invented)
    return g_steal_pointer (&plain);

  /* Translators: words about a figure that is made up. */
  return g_strdup_printf (_("Demonstration: %s"), plain);
}

static char *
describe_sent (const AtlasCapacityLine *line,
               AtlasDate                on)
{
  g_autofree char *day = atlas_date_format_near (line->free.return_date, on);

  if (!line->free.is_known)
    return g_strdup (_("No return"));
  if (!atlas_return_is_old (&line->free.returns, line->free.return_date, on))
    return g_steal_pointer (&day);

  /* Translators: the date of a return that is older than it should be. */
  return g_strdup_printf (_("%s (old)"), day);
}

static char *
describe_places (AtlasPlace *place)
{
  const char *phase = place->phase != NULL ? atlas_codes_label ("phase", place->phase) : NULL;
  const char *service = place->service != NULL ? atlas_codes_label ("service", place->service)
                                               : NULL;

  if (phase != NULL && service != NULL)
    /* Translators: a phase and a service: Secondary, Single enrolment */
    return g_strdup_printf (_("%s, %s"), phase, service);

  return g_strdup (phase != NULL ? phase : service);
}

static void
add_line (AtlasDocument           *document,
          const AtlasCapacityLine *line,
          AtlasDate                on)
{
  const AtlasFree *count = &line->free;
  g_autofree char *places = describe_places (line->line->place);
  g_autofree char *commissioned = count_text (TRUE, count->commissioned);
  g_autofree char *on_roll = count_text (count->is_known, count->on_roll);
  g_autofree char *held = count_text (TRUE, count->held + count->offered);
  g_autofree char *leaving = count_text (TRUE, count->leaving);
  g_autofree char *free = count_text (count->is_known, count->free);
  g_autofree char *sent = mark_text (describe_sent (line, on),
                                     atlas_capacity_line_is_invented (line));
  const char *cells[] = {
    line->line->provision->name, places, commissioned, on_roll, held, leaving, free, sent,
  };

  atlas_document_add_row (document, cells);
}

static void
add_total (AtlasDocument *document,
           AtlasCapacity *capacity)
{
  const AtlasFree *total = &capacity->total;
  g_autofree char *commissioned = count_text (TRUE, total->commissioned);
  g_autofree char *on_roll = count_text (total->is_known, total->on_roll);
  g_autofree char *held = count_text (TRUE, total->held + total->offered);
  g_autofree char *leaving = count_text (TRUE, total->leaving);
  g_autofree char *free = count_text (total->is_known, total->free);
  /* Translators: how many returns came in time, of how many lines of places. */
  g_autofree char *sent = g_strdup_printf (_("%u of %u sent"), capacity->n_sent,
                                           capacity->lines->len);
  const char *cells[] = { _("Total"), NULL, commissioned, on_roll, held, leaving, free, sent };

  atlas_document_add_row (document, cells);
}

static void
add_lines (AtlasDocument *document,
           AtlasCapacity *capacity)
{
  g_autofree char *by = atlas_date_format_near (capacity->leaving_by, capacity->on);
  /* Translators: a date. */
  g_autofree char *title = g_strdup_printf (_("Places. Held: held or offered. Leaving: by %s."),
                                            by);
  const AtlasColumn columns[] = {
    { _("Provision"), FALSE }, { _("Places for"), FALSE }, { _("Commissioned"), TRUE },
    { _("On roll"), TRUE }, { _("Held"), TRUE }, { _("Leaving"), TRUE }, { _("Free"), TRUE },
    { _("As last sent"), FALSE },
  };

  if (capacity->lines->len == 0)
    {
      atlas_document_add_paragraph (document, _("No commissioned places are known here on that "
                                                "day."));
      return;
    }

  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < capacity->lines->len; i++)
    add_line (document, g_ptr_array_index (capacity->lines, i), capacity->on);
  add_total (document, capacity);
}

static guint
count_unknown (AtlasCapacity *capacity)
{
  guint n_unknown = 0;

  for (guint i = 0; i < capacity->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);

      n_unknown += line->free.is_known ? 0 : 1;
    }

  return n_unknown;
}

static void
add_what_is_missing (AtlasDocument *document,
                     AtlasCapacity *capacity)
{
  guint n_unknown = count_unknown (capacity);
  g_autofree char *text = NULL;

  if (n_unknown == 0)
    return;

  /* Translators: how many lines of places nobody has counted. */
  text = g_strdup_printf (ngettext ("%u line of places has no return. What is on roll and free "
                                    "there is not known and is in no sum.",
                                    "%u lines of places have no return. What is on roll and free "
                                    "there is not known and is in no sum.",
                                    n_unknown),
                          n_unknown);
  atlas_document_add_paragraph (document, text);
}

static AtlasDocument *
begin (AtlasCapacity *capacity,
       const char    *title,
       const char    *scope_name,
       gboolean       is_demonstration)
{
  /* Translators: what a page is about, and the part of the county. */
  g_autofree char *scoped = scope_name != NULL ? g_strdup_printf (_("%s: %s"), title, scope_name)
                                               : g_strdup (title);

  return atlas_paper_new (scoped, capacity->on, is_demonstration);
}

/**
 * atlas_capacity_to_document:
 * @capacity: a position
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether it is made up, which each page then says
 *
 * Writes the places board for print: a row for each line of places, and their total.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_capacity_to_document (AtlasCapacity *capacity,
                            const char    *scope_name,
                            gboolean       is_demonstration)
{
  AtlasDocument *document = begin (capacity, _("Places board"), scope_name, is_demonstration);

  add_what_is_missing (document, capacity);
  add_lines (document, capacity);

  return document;
}

static void
set_bar (AtlasChart      *chart,
         const AtlasFree *total,
         int              counted)
{
  double filled = atlas_capacity_filled (total, counted);
  g_autofree char *text = filled < 0 ? g_strdup (_("No return"))
                          /* Translators: a percentage. */
                                     : g_strdup_printf (_("%.0f%%"), filled);
  AtlasChartPoint point = { filled >= 0, filled, text, FALSE };

  atlas_chart_set_point (chart, 0, atlas_chart_get_n_ticks (chart) - 1, &point);
}

static int
count_known (AtlasCapacity *capacity)
{
  int counted = 0;

  for (guint i = 0; i < capacity->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);

      counted += line->free.is_known ? line->free.commissioned : 0;
    }

  return counted;
}

/* A sum can have places free in one provision and more children than places in another. */
static char *
word_sum (const AtlasFree *total,
          int              counted)
{
  if (!total->is_known)
    return g_strdup (_("No return received"));
  if (total->over_by == 0)
    /* Translators: places free, and all the places that are counted. */
    return g_strdup_printf (ngettext ("%d of %d place free", "%d of %d places free", counted),
                            MAX (total->free, 0), counted);

  /* Translators: places free, all the places counted, children for whom there is none. */
  return g_strdup_printf (ngettext ("%d of %d places free, %d more child than places elsewhere",
                                    "%d of %d places free, %d more children than places elsewhere",
                                    total->over_by),
                          MAX (total->free, 0), counted, total->over_by);
}

static void
add_bars_by_area (AtlasChart    *chart,
                  AtlasCapacity *capacity,
                  GPtrArray     *areas)
{
  g_autoptr(GPtrArray) sums = atlas_capacity_by_area (capacity, areas);

  for (guint i = 0; i < sums->len; i++)
    {
      const AtlasCapacityArea *sum = g_ptr_array_index (sums, i);
      g_autofree char *note = NULL;

      note = sum->n_lines == 0 ? g_strdup (_("No commissioned places are known"))
                               : mark_note (word_sum (&sum->total, sum->counted),
                                            sum->has_invented);
      atlas_chart_add_tick (chart, sum->name != NULL ? sum->name : _("In no one area"), note);
      set_bar (chart, &sum->total, sum->counted);
    }
}

static void
add_bars_by_line (AtlasChart    *chart,
                  AtlasCapacity *capacity)
{
  for (guint i = 0; i < capacity->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);
      g_autofree char *note = mark_note (atlas_words_free (&line->free),
                                         atlas_capacity_line_is_invented (line));

      atlas_chart_add_tick (chart, line->line->provision->name, note);
      set_bar (chart, &line->free, line->free.is_known ? line->free.commissioned : 0);
    }
}

static AtlasChart *
make_chart (AtlasCapacity *capacity,
            GPtrArray     *areas)
{
  g_autofree char *finding = word_sum (&capacity->total, count_known (capacity));
  g_autofree char *day = atlas_date_format_long (capacity->on);
  /* Translators: what the bars are, and a date. */
  g_autofree char *caption = g_strdup_printf (_("Places filled: children on roll of places "
                                                "commissioned, %s. Each figure is as last sent."),
                                              day);
  double filled = atlas_capacity_filled (&capacity->total, count_known (capacity));
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_BARS, finding, caption);

  atlas_chart_set_full (chart, FULL);
  if (filled >= 0)
    {
      /* Translators: the percentage of all places here that is filled. */
      g_autofree char *all = g_strdup_printf (_("All %.0f%%"), filled);

      atlas_chart_set_reference (chart, all, filled);
    }
  if (areas != NULL)
    add_bars_by_area (chart, capacity, areas);
  else
    add_bars_by_line (chart, capacity);

  return chart;
}

/**
 * atlas_capacity_to_report:
 * @capacity: a position
 * @areas: (nullable) (element-type AtlasArea): the areas to compare; %NULL compares provisions
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether it is made up, which each page then says
 * @as_table: whether the chart is written as its table
 *
 * Writes the capacity position: how full places are, then each line of places and their total.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_capacity_to_report (AtlasCapacity *capacity,
                          GPtrArray     *areas,
                          const char    *scope_name,
                          gboolean       is_demonstration,
                          gboolean       as_table)
{
  AtlasDocument *document = begin (capacity, _("Capacity position"), scope_name,
                                   is_demonstration);

  if (capacity->lines->len > 0)
    {
      g_autoptr(AtlasChart) chart = make_chart (capacity, areas);

      atlas_paper_add_chart (document, chart, areas != NULL ? _("Area") : _("Provision"),
                             as_table);
    }
  add_what_is_missing (document, capacity);
  add_lines (document, capacity);

  return document;
}
