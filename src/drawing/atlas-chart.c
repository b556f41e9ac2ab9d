/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-chart.h"

#include <glib/gi18n.h>
#include <math.h>

/* What is written where there is no figure and nobody says why. */
#define NO_FIGURE "\xe2\x80\x94"

typedef struct {
  const char *label;
  const char *note;
} Tick;

typedef struct {
  const char *name;
  GArray     *points;     /* (element-type AtlasChartPoint): may be shorter than the ticks */
} Line;

struct _AtlasChart
{
  AtlasChartKind kind;
  GStringChunk  *words;
  const char    *title;
  const char    *caption;
  const char    *reference_label;
  double         reference;
  double         full;
  GArray        *ticks;    /* (element-type Tick) */
  GArray        *lines;    /* (element-type Line) */
};

static const char *
keep (AtlasChart *self,
      const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->words, text) : NULL;
}

static void
line_clear (gpointer data)
{
  g_array_unref (((Line *) data)->points);
}

static void
chart_clear (gpointer data)
{
  AtlasChart *self = data;

  g_array_unref (self->ticks);
  g_array_unref (self->lines);
  g_string_chunk_free (self->words);
}

/**
 * atlas_chart_new:
 * @kind: what it looks like
 * @title: the finding, in ten words or fewer
 * @caption: (nullable): measure, date, source and missing returns
 *
 * Makes an empty chart. A chart of bars has one line, which is there from the start.
 *
 * Returns: (transfer full): the chart
 */
AtlasChart *
atlas_chart_new (AtlasChartKind kind,
                 const char    *title,
                 const char    *caption)
{
  AtlasChart *self = g_atomic_rc_box_new0 (AtlasChart);

  self->kind = kind;
  self->words = g_string_chunk_new (512);
  self->title = keep (self, title);
  self->caption = keep (self, caption);
  self->reference = NAN;
  self->ticks = g_array_new (FALSE, FALSE, sizeof (Tick));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);

  if (kind == ATLAS_CHART_BARS)
    atlas_chart_add_line (self, NULL);

  return self;
}

AtlasChart *
atlas_chart_ref (AtlasChart *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_chart_unref (AtlasChart *self)
{
  g_atomic_rc_box_release_full (self, chart_clear);
}

/**
 * atlas_chart_set_reference:
 * @self: a chart of bars
 * @label: what the line is: "Hertfordshire 81%"
 * @value: where it stands
 *
 * Draws a line across the bars to compare them with.
 */
void
atlas_chart_set_reference (AtlasChart *self,
                           const char *label,
                           double      value)
{
  self->reference_label = keep (self, label);
  self->reference = value;
}

/**
 * atlas_chart_set_full:
 * @self: a chart of bars
 * @full: the figure that fills a bar's trough, such as 100 for percentages
 *
 * Gives bars a trough. A greater figure goes past its end.
 */
void
atlas_chart_set_full (AtlasChart *self,
                      double      full)
{
  self->full = full;
}

/**
 * atlas_chart_add_tick:
 * @self: a chart
 * @label: the name of a bar, or a point of time
 * @note: (nullable): what is said under a bar's name
 *
 * Adds the next bar or point of time.
 */
void
atlas_chart_add_tick (AtlasChart *self,
                      const char *label,
                      const char *note)
{
  Tick tick = { keep (self, label), keep (self, note) };

  g_array_append_val (self->ticks, tick);
}

/**
 * atlas_chart_add_line:
 * @self: a trend
 * @name: (nullable): what stands beside the line
 *
 * Adds a line without points.
 *
 * Returns: its number
 */
guint
atlas_chart_add_line (AtlasChart *self,
                      const char *name)
{
  Line line = { keep (self, name), g_array_new (FALSE, TRUE, sizeof (AtlasChartPoint)) };

  g_array_append_val (self->lines, line);

  return self->lines->len - 1;
}

/**
 * atlas_chart_set_point:
 * @self: a chart
 * @line: a line; 0 for bars
 * @tick: which bar or point of time
 * @point: the figure, which is copied
 *
 * Sets a figure. Those that are never set are missing.
 */
void
atlas_chart_set_point (AtlasChart            *self,
                       guint                  line,
                       guint                  tick,
                       const AtlasChartPoint *point)
{
  GArray *points;
  AtlasChartPoint kept = *point;

  g_return_if_fail (line < self->lines->len && tick < self->ticks->len);

  points = g_array_index (self->lines, Line, line).points;
  if (points->len <= tick)
    g_array_set_size (points, tick + 1);

  kept.text = keep (self, point->text);
  kept.has_value = point->has_value && isfinite (point->value) && point->value >= 0;
  g_array_index (points, AtlasChartPoint, tick) = kept;
}

AtlasChartKind
atlas_chart_get_kind (AtlasChart *self)
{
  return self->kind;
}

const char *
atlas_chart_get_title (AtlasChart *self)
{
  return self->title;
}

const char *
atlas_chart_get_caption (AtlasChart *self)
{
  return self->caption;
}

/**
 * atlas_chart_get_reference:
 * @self: a chart
 * @label: (out): its words
 *
 * Returns: where the line to compare with stands, or NAN when there is none
 */
double
atlas_chart_get_reference (AtlasChart  *self,
                           const char **label)
{
  *label = self->reference_label;
  return self->reference;
}

double
atlas_chart_get_full (AtlasChart *self)
{
  return self->full;
}

guint
atlas_chart_get_n_ticks (AtlasChart *self)
{
  return self->ticks->len;
}

/**
 * atlas_chart_get_tick:
 * @self: a chart
 * @tick: which
 * @note: (out) (optional) (nullable): its note
 *
 * Returns: its label
 */
const char *
atlas_chart_get_tick (AtlasChart  *self,
                      guint        tick,
                      const char **note)
{
  g_return_val_if_fail (tick < self->ticks->len, NULL);

  if (note != NULL)
    *note = g_array_index (self->ticks, Tick, tick).note;

  return g_array_index (self->ticks, Tick, tick).label;
}

guint
atlas_chart_get_n_lines (AtlasChart *self)
{
  return self->lines->len;
}

const char *
atlas_chart_get_line (AtlasChart *self,
                      guint       line)
{
  g_return_val_if_fail (line < self->lines->len, NULL);

  return g_array_index (self->lines, Line, line).name;
}

/**
 * atlas_chart_get_point:
 * @self: a chart
 * @line: which line
 * @tick: which bar or point of time
 *
 * Returns: (transfer none): the figure; one without a value when it was never set
 */
const AtlasChartPoint *
atlas_chart_get_point (AtlasChart *self,
                       guint       line,
                       guint       tick)
{
  static const AtlasChartPoint missing = { 0 };
  GArray *points;

  g_return_val_if_fail (line < self->lines->len, &missing);

  points = g_array_index (self->lines, Line, line).points;
  return tick < points->len ? &g_array_index (points, AtlasChartPoint, tick) : &missing;
}

/**
 * atlas_chart_get_largest:
 * @self: a chart
 *
 * Returns: the greatest of all figures, the full one and the reference, or 0
 */
double
atlas_chart_get_largest (AtlasChart *self)
{
  double largest = isnan (self->reference) ? self->full : MAX (self->full, self->reference);

  for (guint l = 0; l < self->lines->len; l++)
    for (guint t = 0; t < self->ticks->len; t++)
      largest = MAX (largest, atlas_chart_get_point (self, l, t)->value);

  return largest;
}

gboolean
atlas_chart_has_provisional (AtlasChart *self)
{
  for (guint l = 0; l < self->lines->len; l++)
    for (guint t = 0; t < self->ticks->len; t++)
      if (atlas_chart_get_point (self, l, t)->is_provisional)
        return TRUE;

  return FALSE;
}

static const char *
text_of (const AtlasChartPoint *point)
{
  return point->text != NULL ? point->text : NO_FIGURE;
}

static void
describe_line (AtlasChart *self,
               guint       line,
               GString    *text)
{
  g_autoptr(GString) missing = g_string_new (NULL);
  const AtlasChartPoint *top;
  guint highest = G_MAXUINT;
  guint lowest = G_MAXUINT;

  for (guint t = 0; t < self->ticks->len; t++)
    {
      const AtlasChartPoint *point = atlas_chart_get_point (self, line, t);

      if (!point->has_value)
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                                atlas_chart_get_tick (self, t, NULL));
      else if (highest == G_MAXUINT)
        highest = lowest = t;
      else if (point->value > atlas_chart_get_point (self, line, highest)->value)
        highest = t;
      else if (point->value < atlas_chart_get_point (self, line, lowest)->value)
        lowest = t;
    }

  /* Translators: the name of a line in a chart. */
  if (atlas_chart_get_line (self, line) != NULL)
    g_string_append_printf (text, _(" %s."), atlas_chart_get_line (self, line));

  top = atlas_chart_get_point (self, line, highest);
  if (top->has_value)
    /* Translators: name and figure, twice. */
    g_string_append_printf (text, _(" Highest: %s, %s. Lowest: %s, %s."),
                            atlas_chart_get_tick (self, highest, NULL), text_of (top),
                            atlas_chart_get_tick (self, lowest, NULL),
                            text_of (atlas_chart_get_point (self, line, lowest)));

  /* Translators: %s is a list of areas or years. */
  if (missing->len > 0)
    g_string_append_printf (text, _(" No figure: %s."), missing->str);
}

/**
 * atlas_chart_describe:
 * @self: a chart
 *
 * Puts the chart in words for somebody who cannot see it: title, highest, lowest, missing.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_chart_describe (AtlasChart *self)
{
  g_autoptr(GString) text = g_string_new (self->title);

  g_string_append_c (text, '.');
  for (guint l = 0; l < self->lines->len; l++)
    describe_line (self, l, text);

  return g_strdup (text->str);
}

/**
 * atlas_chart_to_text:
 * @self: a chart
 *
 * Writes the chart's figures as a table with tabs, for a spreadsheet or an e-mail: a row for each
 * bar or point of time, a column for each line.
 *
 * Returns: (transfer full): the table
 */
char *
atlas_chart_to_text (AtlasChart *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n", self->title);

  for (guint l = 0; l < self->lines->len && self->kind == ATLAS_CHART_TREND; l++)
    {
      const char *name = atlas_chart_get_line (self, l);

      g_string_append_printf (text, "\t%s", name != NULL ? name : "");
    }
  if (self->kind == ATLAS_CHART_TREND)
    g_string_append_c (text, '\n');

  for (guint t = 0; t < self->ticks->len; t++)
    {
      g_string_append (text, atlas_chart_get_tick (self, t, NULL));
      for (guint l = 0; l < self->lines->len; l++)
        g_string_append_printf (text, "\t%s", text_of (atlas_chart_get_point (self, l, t)));
      g_string_append_c (text, '\n');
    }

  return g_strdup (text->str);
}
