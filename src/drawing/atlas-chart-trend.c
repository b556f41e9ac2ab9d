/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-chart-private.h"

#include <math.h>

#include "drawing/atlas-geometry.h"

/* All relative to body text. */
#define TREND_HEIGHT 13.0
#define LINE_HEIGHT  1.35
#define MARK_RADIUS  0.32
#define LINE_WIDTH   0.16
#define GAP          0.5
#define NAME_WIDTH   9.0
#define MIN_TICK     3.0

/* Of the width, at most, for the names beside the lines. */
#define NAME_SHARE 0.35

/* At most this many steps on an axis, so that gridlines stay light. */
#define MAX_STEPS 5

/* Where figures become points. */
typedef struct {
  AtlasBox box;
  double   top_value;
  guint    n_ticks;
} Axes;

/**
 * atlas_chart_step:
 * @largest: the greatest figure of an axis that begins at zero
 *
 * Returns: a round distance for gridlines: 1, 2 or 5 times a power of ten, at least 1
 */
double
atlas_chart_step (double largest)
{
  double power = pow (10, floor (log10 (MAX (largest, 1) / MAX_STEPS)));
  static const double round_steps[] = { 1, 2, 5, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (round_steps); i++)
    if (MAX (round_steps[i] * power, 1) * MAX_STEPS >= largest)
      return MAX (round_steps[i] * power, 1);

  return 10 * power;
}

static AtlasPoint
place (const Axes *axes,
       guint       tick,
       double      value)
{
  double across = axes->box.x2 - axes->box.x1;
  double down = axes->box.y2 - axes->box.y1;
  double share = axes->n_ticks > 1 ? (double) tick / (axes->n_ticks - 1) : 0.5;

  return (AtlasPoint) {
           axes->box.x1 + across * share,
           axes->box.y2 - down * value / axes->top_value,
  };
}

static void
draw_grid (cairo_t          *cr,
           const AtlasStyle *style,
           const Axes       *axes)
{
  double step = atlas_chart_step (axes->top_value);
  double em = style->text_size;

  for (double value = 0; value <= axes->top_value; value += step)
    {
      g_autofree char *label = g_strdup_printf ("%.0f", value);
      double y = place (axes, 0, value).y;

      atlas_draw_ink (cr, style, value > 0 ? ATLAS_INK_GRID : ATLAS_INK_DIM_TEXT);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, axes->box.x1 - GAP * em, y);
      cairo_line_to (cr, axes->box.x2 + GAP * em, y);
      cairo_stroke (cr);

      atlas_draw_ink (cr, style, ATLAS_INK_DIM_TEXT);
      atlas_text_put_line (cr, style, label, 0, y - LINE_HEIGHT / 2 * em,
                           axes->box.x1 - 2 * GAP * em, PANGO_ALIGN_RIGHT);
    }
}

/* Every tick has its mark; words only where the ones before leave room. */
static void
draw_ticks (AtlasChart       *self,
            cairo_t          *cr,
            const AtlasStyle *style,
            const Axes       *axes)
{
  double em = style->text_size;
  double free_from = -INFINITY;

  atlas_draw_ink (cr, style, ATLAS_INK_DIM_TEXT);

  for (guint t = 0; t < axes->n_ticks; t++)
    {
      g_autoptr(PangoLayout) label = NULL;
      AtlasPoint at = place (axes, t, 0);
      double width;

      cairo_move_to (cr, at.x, at.y);
      cairo_line_to (cr, at.x, at.y + 0.3 * em);
      cairo_stroke (cr);

      label = atlas_text_new (cr, style, atlas_chart_get_tick (self, t, NULL), 1, FALSE);
      atlas_text_get_size (label, &width, NULL);
      if (at.x - width / 2 < free_from)
        continue;

      atlas_text_draw (cr, label, at.x - width / 2, at.y + 0.4 * em);
      free_from = at.x + width / 2 + GAP * em;
    }
}

/* A shape for each line, so that nobody needs the colours. */
static void
add_mark (cairo_t   *cr,
          guint      line,
          AtlasPoint at,
          double     radius)
{
  cairo_new_sub_path (cr);

  switch (line % ATLAS_N_SERIES)
    {
    case 0:
      cairo_arc (cr, at.x, at.y, radius, 0, 2 * G_PI);
      break;

    case 1:
      cairo_rectangle (cr, at.x - radius * 0.9, at.y - radius * 0.9, radius * 1.8, radius * 1.8);
      break;

    case 2:
      cairo_move_to (cr, at.x, at.y - radius * 1.2);
      cairo_line_to (cr, at.x + radius * 1.1, at.y + radius * 0.8);
      cairo_line_to (cr, at.x - radius * 1.1, at.y + radius * 0.8);
      break;

    default:
      cairo_move_to (cr, at.x, at.y - radius * 1.2);
      cairo_line_to (cr, at.x + radius * 1.2, at.y);
      cairo_line_to (cr, at.x, at.y + radius * 1.2);
      cairo_line_to (cr, at.x - radius * 1.2, at.y);
    }

  cairo_close_path (cr);
}

static void
draw_line (AtlasChart       *self,
           guint             line,
           cairo_t          *cr,
           const AtlasStyle *style,
           const Axes       *axes)
{
  AtlasColour colour = atlas_style_get_series (style, line);
  double em = style->text_size;

  cairo_new_path (cr);
  for (guint t = 0; t < axes->n_ticks; t++)
    {
      const AtlasChartPoint *point = atlas_chart_get_point (self, line, t);
      AtlasPoint at = place (axes, t, point->value);

      if (!point->has_value)
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, at.x, at.y);
    }
  atlas_draw_colour (cr, colour);
  cairo_set_line_width (cr, LINE_WIDTH * em);
  cairo_stroke (cr);

  for (guint t = 0; t < axes->n_ticks; t++)
    {
      const AtlasChartPoint *point = atlas_chart_get_point (self, line, t);

      if (!point->has_value)
        continue;

      add_mark (cr, line, place (axes, t, point->value), MARK_RADIUS * em);
      atlas_draw_colour (cr,
                         point->is_provisional ? atlas_style_get_ink (style,
                                                                      ATLAS_INK_PAPER) : colour);
      cairo_fill_preserve (cr);
      atlas_draw_colour (cr, colour);
      cairo_stroke (cr);
    }
}

/* The last figure of a line, or -1. */
static int
find_last (AtlasChart *self,
           guint       line)
{
  for (guint t = atlas_chart_get_n_ticks (self); t > 0; t--)
    if (atlas_chart_get_point (self, line, t - 1)->has_value)
      return (int) t - 1;

  return -1;
}

typedef struct {
  guint  line;
  double y;
} Name;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const Name *one = a;
  const Name *other = b;

  return (one->y > other->y) - (one->y < other->y);
}

/* What stands beside the end of a line: what it is and its last figure. */
static char *
name_line (AtlasChart *self,
           guint       line,
           guint       last)
{
  const char *label = atlas_chart_get_line (self, line);
  const AtlasChartPoint *point = atlas_chart_get_point (self, line, last);

  return g_strstrip (g_strdup_printf ("%s %s", label != NULL ? label : "",
                                      point->text != NULL ? point->text : ""));
}

static double
measure (cairo_t          *cr,
         const AtlasStyle *style,
         const char       *text)
{
  g_autoptr(PangoLayout) layout = atlas_text_new (cr, style, text, 1, FALSE);
  double width;

  atlas_text_get_size (layout, &width, NULL);

  return width;
}

/* As wide as the longest name, as far as the lines themselves leave it. */
static double
measure_names (AtlasChart       *self,
               cairo_t          *cr,
               const AtlasStyle *style,
               double            width)
{
  double room = NAME_WIDTH * style->text_size;

  for (guint l = 0; l < atlas_chart_get_n_lines (self); l++)
    {
      int last = find_last (self, l);
      g_autofree char *text = last >= 0 ? name_line (self, l, (guint) last) : NULL;

      if (text != NULL)
        room = MAX (room, ceil (measure (cr, style, text)));
    }

  return MIN (room, NAME_SHARE * width);
}

/* The largest value is the widest. */
static double
measure_values (cairo_t          *cr,
                const AtlasStyle *style,
                double            top_value)
{
  g_autofree char *label = g_strdup_printf ("%.0f", top_value);

  return MAX (MIN_TICK * style->text_size,
              ceil (measure (cr, style, label)) + 2 * GAP * style->text_size);
}

/* Gives each name, from the top, a place of its own above @bottom. */
static void
spread_names (GArray *names,
              double  line_height,
              double  bottom)
{
  for (guint i = 1; i < names->len; i++)
    {
      Name *name = &g_array_index (names, Name, i);

      name->y = MAX (name->y, g_array_index (names, Name, i - 1).y + line_height);
    }

  for (guint i = names->len; i > 0; i--)
    {
      Name *name = &g_array_index (names, Name, i - 1);

      name->y = MIN (name->y, bottom - line_height);
      bottom = name->y;
    }
}

/* Names stand beside the ends of their lines, and make way for one another and for the ticks. */
static void
draw_names (AtlasChart       *self,
            cairo_t          *cr,
            const AtlasStyle *style,
            const Axes       *axes,
            double            room)
{
  g_autoptr(GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
  double em = style->text_size;

  for (guint l = 0; l < atlas_chart_get_n_lines (self); l++)
    {
      int last = find_last (self, l);
      Name name = { l, 0 };

      if (last < 0)
        continue;

      name.y = place (axes, 0, atlas_chart_get_point (self, l, (guint) last)->value).y -
               LINE_HEIGHT / 2 * em;
      g_array_append_val (names, name);
    }

  g_array_sort (names, compare_names);
  spread_names (names, LINE_HEIGHT * em, axes->box.y2 + LINE_HEIGHT / 2 * em);

  for (guint i = 0; i < names->len; i++)
    {
      const Name *name = &g_array_index (names, Name, i);
      g_autofree char *text = name_line (self, name->line, (guint) find_last (self, name->line));

      atlas_draw_colour (cr, atlas_style_get_series (style, name->line));
      atlas_text_put_line (cr, style, text, axes->box.x2 + 2 * GAP * em, name->y, room,
                           PANGO_ALIGN_LEFT);
    }
}

double
atlas_chart_trend_height (AtlasChart       *self,
                          double            width,
                          const AtlasStyle *style)
{
  return TREND_HEIGHT * style->text_size;
}

void
atlas_chart_trend_draw (AtlasChart       *self,
                        cairo_t          *cr,
                        const AtlasStyle *style,
                        double            top,
                        double            width,
                        double            height)
{
  double em = style->text_size;
  double room = measure_names (self, cr, style, width);
  double largest = MAX (atlas_chart_get_largest (self), 1);
  double step = atlas_chart_step (largest);
  double top_value = ceil (largest / step) * step;
  Axes axes = {
    .box = { measure_values (cr, style, top_value), top + em, width - room - 2 * GAP * em,
             top + height - 2 * em },
    .top_value = top_value,
    .n_ticks = atlas_chart_get_n_ticks (self),
  };

  if (axes.n_ticks == 0 || axes.box.x2 <= axes.box.x1 || axes.box.y2 <= axes.box.y1)
    return;

  draw_grid (cr, style, &axes);
  draw_ticks (self, cr, style, &axes);
  for (guint l = 0; l < atlas_chart_get_n_lines (self); l++)
    draw_line (self, l, cr, style, &axes);
  draw_names (self, cr, style, &axes, room);
}
