/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-chart-private.h"

#include <math.h>

/* All relative to body text. */
#define GAP          0.6
#define BAR_HEIGHT   0.55
#define ROW_HEIGHT   1.9
#define NOTE_HEIGHT  1.3
#define NARROW_WIDTH 32.0      /* below it, a bar stands under its name */
#define VALUE_WIDTH  4.0

/* How far the line to compare with stands out of a bar that it crosses alone. */
#define REFERENCE_OVERHANG 0.25

/* Of the width, for the names of bars. */
#define LABEL_SHARE 0.42

static gboolean
is_narrow (const AtlasStyle *style,
           double            width)
{
  return width < NARROW_WIDTH * style->text_size;
}

static double
row_height (AtlasChart       *self,
            guint             tick,
            const AtlasStyle *style,
            gboolean          narrow)
{
  const char *note;

  atlas_chart_get_tick (self, tick, &note);

  return style->text_size * (ROW_HEIGHT + (note != NULL ? NOTE_HEIGHT : 0) +
                             (narrow ? 2 * BAR_HEIGHT : 0));
}

/* Where a row's bar begins, from its top. */
static double
bar_offset (AtlasChart       *self,
            guint             tick,
            const AtlasStyle *style,
            gboolean          narrow)
{
  double em = style->text_size;

  return narrow ? row_height (self, tick, style, TRUE) - 3 * BAR_HEIGHT * em : 0.45 * em;
}

static void
draw_bar (AtlasChart            *self,
          cairo_t               *cr,
          const AtlasStyle      *style,
          const AtlasChartPoint *point,
          double                 x,
          double                 y,
          double                 width)
{
  double largest = atlas_chart_get_largest (self);
  double per_unit = largest > 0 ? width / largest : 0;
  double height = BAR_HEIGHT * style->text_size;

  atlas_draw_ink (cr, style, ATLAS_INK_TROUGH);
  cairo_rectangle (cr, x, y, atlas_chart_get_full (self) * per_unit, height);
  cairo_fill (cr);

  if (!point->has_value)
    return;

  cairo_rectangle (cr, x, y, point->value * per_unit, height);
  atlas_draw_ink (cr, style, ATLAS_INK_BAR);
  if (!point->is_provisional)
    {
      cairo_fill (cr);
      return;
    }

  cairo_set_line_width (cr, style->text_size * 0.1);
  cairo_stroke (cr);
}

static void
draw_row (AtlasChart       *self,
          guint             tick,
          cairo_t          *cr,
          const AtlasStyle *style,
          double            y,
          double            width)
{
  const AtlasChartPoint *point = atlas_chart_get_point (self, 0, tick);
  gboolean narrow = is_narrow (style, width);
  double em = style->text_size;
  double value_x = width - VALUE_WIDTH * em;
  double label_width = narrow ? value_x : width * LABEL_SHARE;
  double bar_x = narrow ? 0 : label_width + GAP * em;
  double bar_width = value_x - GAP * em - bar_x;
  const char *note;
  const char *label = atlas_chart_get_tick (self, tick, &note);
  const char *value = point->text != NULL ? point->text : "\xe2\x80\x94";

  atlas_draw_ink (cr, style, ATLAS_INK_TEXT);
  atlas_text_put_line (cr, style, label, 0, y, label_width, PANGO_ALIGN_LEFT);

  /* Why there is no figure needs more room than a figure. */
  if (point->has_value)
    atlas_text_put_line (cr, style, value, value_x, y, width - value_x, PANGO_ALIGN_RIGHT);
  else
    atlas_text_put_line (cr, style, value, width - 2 * VALUE_WIDTH * em, y, 2 * VALUE_WIDTH * em,
                         PANGO_ALIGN_RIGHT);

  /* Without a bar there is nothing beside the note. */
  if (note != NULL)
    {
      atlas_draw_ink (cr, style, ATLAS_INK_DIM_TEXT);
      atlas_text_put_line (cr, style, note, 0, y + NOTE_HEIGHT * em,
                           point->has_value ? label_width : width, PANGO_ALIGN_LEFT);
    }

  if (point->has_value)
    draw_bar (self, cr, style, point, bar_x, y + bar_offset (self, tick, style, narrow),
              bar_width);
}

/* The line to compare with. Where names stand above their bars it crosses the bars alone. */
static void
add_reference_path (AtlasChart       *self,
                    cairo_t          *cr,
                    const AtlasStyle *style,
                    double            x,
                    double            top,
                    double            bottom,
                    gboolean          narrow)
{
  double overhang = REFERENCE_OVERHANG * style->text_size;
  double y = top;

  if (!narrow)
    {
      cairo_move_to (cr, x, top);
      cairo_line_to (cr, x, bottom);
      return;
    }

  for (guint t = 0; t < atlas_chart_get_n_ticks (self); t++)
    {
      double bar = y + bar_offset (self, t, style, TRUE);

      cairo_move_to (cr, x, bar - overhang);
      cairo_line_to (cr, x, bar + BAR_HEIGHT * style->text_size + overhang);
      y += row_height (self, t, style, TRUE);
    }
}

static void
draw_reference (AtlasChart       *self,
                cairo_t          *cr,
                const AtlasStyle *style,
                double            top,
                double            bottom,
                double            width)
{
  const char *label;
  double reference = atlas_chart_get_reference (self, &label);
  double em = style->text_size;
  gboolean narrow = is_narrow (style, width);
  double bar_x = narrow ? 0 : width * LABEL_SHARE + GAP * em;
  double bar_width = width - (VALUE_WIDTH + GAP) * em - bar_x;
  double x;

  if (isnan (reference) || atlas_chart_get_largest (self) <= 0)
    return;

  x = bar_x + bar_width * reference / atlas_chart_get_largest (self);
  atlas_draw_ink (cr, style, ATLAS_INK_REFERENCE);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, (const double[]) { 4, 3 }, narrow ? 0 : 2, 0);
  add_reference_path (self, cr, style, x, top, bottom, narrow);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);

  atlas_text_put_line (cr, style, label, MAX (x - 10 * em, 0), bottom, MIN (x, 10 * em) + 10 * em,
                       PANGO_ALIGN_CENTER);
}

double
atlas_chart_bars_height (AtlasChart       *self,
                         double            width,
                         const AtlasStyle *style)
{
  const char *label;
  double height = isnan (atlas_chart_get_reference (self,
                                                    &label)) ? 0 : ROW_HEIGHT * style->text_size;

  for (guint t = 0; t < atlas_chart_get_n_ticks (self); t++)
    height += row_height (self, t, style, is_narrow (style, width));

  return height;
}

void
atlas_chart_bars_draw (AtlasChart       *self,
                       cairo_t          *cr,
                       const AtlasStyle *style,
                       double            top,
                       double            width,
                       double            height)
{
  double y = top;

  for (guint t = 0; t < atlas_chart_get_n_ticks (self); t++)
    {
      draw_row (self, t, cr, style, y, width);
      y += row_height (self, t, style, is_narrow (style, width));
    }

  draw_reference (self, cr, style, top, y, width);
}
