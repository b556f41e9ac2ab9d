/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-forecast-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"

#define TICK_WEEKS 4            /* between the points of the chart */
#define N_COLUMNS  6

static char *
word_number (int number)
{
  return g_strdup_printf ("%d", number);
}

/* An invented figure says so where it stands. */
static char *
word_row (const AtlasForecastRow *row)
{
  g_autofree char *name = atlas_forecasts_word_name (row);

  if (!row->invented)
    return g_steal_pointer (&name);

  return g_strdup_printf (_("%s · demonstration figure"), name);
}

static char *
word_title (AtlasForecasts         *forecasts,
            const AtlasForecastRow *row)
{
  g_autofree char *name = word_row (row);
  g_autofree char *full = atlas_forecasts_word (forecasts, row);

  /* Translators: what a forecast is of, and what it says. */
  return g_strdup_printf (_("%1$s: %2$s"), name, full);
}

static char *
word_caption (const AtlasForecastRow *row)
{
  g_autofree char *test = atlas_forecasts_word_test (row);
  g_autofree char *left_out = NULL;

  left_out = g_strdup_printf (ngettext ("%u line of places is left out",
                                        "%u lines of places are left out", row->n_unknown),
                              row->n_unknown);

  /* Translators: places; children in how many weeks; lines left out; how such forecasts did. */
  return g_strdup_printf (_("%1$d of %2$d places taken; %3$d children came in %4$d weeks; %5$s. "
                            "%6$s."), row->occupied, row->commissioned, row->forecast.arrivals,
                          row->forecast.history_weeks, left_out, test);
}

static void
add_point (AtlasChart *chart,
           guint       line,
           guint       tick,
           int         value,
           gboolean    is_forecast)
{
  g_autofree char *text = word_number (value);
  AtlasChartPoint point = { TRUE, value, text, is_forecast };

  atlas_chart_set_point (chart, line, tick, &point);
}

static void
add_chart (AtlasDocument          *document,
           AtlasForecasts         *forecasts,
           const AtlasForecastRow *row)
{
  g_autofree char *title = word_title (forecasts, row);
  g_autofree char *caption = word_caption (row);
  g_autoptr(AtlasChart) chart = atlas_chart_new (ATLAS_CHART_TREND, title, caption);
  guint low;
  guint middle;
  guint high;
  guint commissioned;

  for (int week = 0; week <= ATLAS_FORECAST_WEEKS; week += TICK_WEEKS)
    {
      g_autofree char *day = atlas_date_format_short (forecasts->on + 7 * week);

      atlas_chart_add_tick (chart, day, NULL);
    }
  high = atlas_chart_add_line (chart, _("Nine in ten"));
  middle = atlas_chart_add_line (chart, _("Middle"));
  low = atlas_chart_add_line (chart, _("One in ten"));
  commissioned = atlas_chart_add_line (chart, _("Commissioned"));

  for (guint tick = 0; tick < atlas_chart_get_n_ticks (chart); tick++)
    {
      const AtlasForecastBand now = { row->occupied, row->occupied, row->occupied };
      const AtlasForecastBand *band = tick == 0 ? &now
                                      : &row->forecast.weeks[TICK_WEEKS * tick - 1];

      add_point (chart, high, tick, band->high, tick > 0);
      add_point (chart, middle, tick, band->middle, tick > 0);
      add_point (chart, low, tick, band->low, tick > 0);
      add_point (chart, commissioned, tick, row->commissioned, FALSE);
    }
  atlas_document_add_chart (document, chart);
}

static void
add_weeks (AtlasDocument          *document,
           AtlasForecasts         *forecasts,
           const AtlasForecastRow *row)
{
  const AtlasColumn columns[] = {
    { _("Week to"), FALSE }, { _("One in ten"), TRUE }, { _("Middle"), TRUE },
    { _("Nine in ten"), TRUE }, { _("Commissioned"), TRUE },
  };
  g_autofree char *title = word_title (forecasts, row);
  g_autofree char *caption = word_caption (row);

  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (int week = 0; week < ATLAS_FORECAST_WEEKS; week++)
    {
      const AtlasForecastBand *band = &row->forecast.weeks[week];
      g_autofree char *day = atlas_date_format_long (forecasts->on + 7 * (week + 1));
      g_autofree char *low = word_number (band->low);
      g_autofree char *middle = word_number (band->middle);
      g_autofree char *high = word_number (band->high);
      g_autofree char *commissioned = word_number (row->commissioned);
      const char *cells[] = { day, low, middle, high, commissioned };

      atlas_document_add_row (document, cells);
    }
  atlas_document_add_paragraph (document, caption);
}

static void
add_all (AtlasDocument  *document,
         AtlasForecasts *forecasts,
         gboolean        as_table)
{
  for (guint i = 0; i < forecasts->rows->len; i++)
    {
      const AtlasForecastRow *row = g_ptr_array_index (forecasts->rows, i);
      g_autofree char *title = NULL;

      if (row->of != ATLAS_FORECAST_OF_SCOPE)
        continue;
      if (row->forecast.has_history && as_table)
        add_weeks (document, forecasts, row);
      else if (row->forecast.has_history)
        add_chart (document, forecasts, row);
      else
        {
          title = word_title (forecasts, row);
          atlas_document_add_paragraph (document, title);
        }
    }
}

static void
add_rows (AtlasDocument  *document,
          AtlasForecasts *forecasts,
          AtlasForecastOf of,
          const char     *title)
{
  const AtlasColumn columns[N_COLUMNS] = {
    { _("Places"), FALSE }, { _("Commissioned"), TRUE }, { _("Taken"), TRUE },
    { _("Came in a year"), TRUE }, { _("When it is full"), FALSE },
    { _("How such forecasts did"), FALSE },
  };
  gboolean has_any = FALSE;

  for (guint i = 0; i < forecasts->rows->len; i++)
    {
      const AtlasForecastRow *row = g_ptr_array_index (forecasts->rows, i);
      g_autofree char *name = word_row (row);
      g_autofree char *commissioned = word_number (row->commissioned);
      g_autofree char *taken = word_number (row->occupied);
      g_autofree char *came = word_number (row->forecast.arrivals);
      g_autofree char *full = atlas_forecasts_word (forecasts, row);
      g_autofree char *test = atlas_forecasts_word_test (row);
      const char *cells[N_COLUMNS] = { name, commissioned, taken, came, full, test };

      if (row->of != of)
        continue;
      if (!has_any)
        atlas_document_add_table (document, title, columns, N_COLUMNS);
      has_any = TRUE;
      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_forecasts_to_document:
 * @forecasts: forecasts of a scope
 * @scope_name: what that is called
 * @is_demonstration: whether the county is the demonstration
 * @as_table: whether the charts are written as their tables
 *
 * Writes when places run out: all of them by phase week by week, then areas and lines.
 *
 * Source: requirements T123.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_forecasts_to_document (AtlasForecasts *forecasts,
                             const char     *scope_name,
                             gboolean        is_demonstration,
                             gboolean        as_table)
{
  AtlasDocument *document = atlas_paper_new (_("When places run out"), forecasts->on,
                                             is_demonstration);
  g_autofree char *how = NULL;

  atlas_document_set_landscape (document, TRUE);
  if (scope_name != NULL)
    atlas_document_add_heading (document, scope_name);
  if (forecasts->rows->len == 0)
    {
      atlas_document_add_paragraph (document, _("No provision has places entered yet"));
      return document;
    }

  add_all (document, forecasts, as_table);
  add_rows (document, forecasts, ATLAS_FORECAST_OF_AREA, _("Areas"));
  add_rows (document, forecasts, ATLAS_FORECAST_OF_PLACE, _("Lines of places"));

  /* Translators: how many futures; their seed; weeks. */
  how = g_strdup_printf (_("Set by this county: %1$d futures drawn from the past year (seed "
                           "%2$" G_GUINT64_FORMAT "), %3$d weeks ahead. Children leave on the "
                           "day planned for them."), ATLAS_FORECAST_RUNS, forecasts->seed,
                         ATLAS_FORECAST_WEEKS);
  atlas_document_add_paragraph (document, how);

  return document;
}
