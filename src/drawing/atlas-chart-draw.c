/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-chart-private.h"

#include <glib/gi18n.h>

/* Relative to body text. */
#define TITLE_SIZE 1.15
#define GAP        0.6

/* Title above, caption below; the caption also says what hollow points are. */
static char *
make_caption (AtlasChart *self)
{
  const char *caption = atlas_chart_get_caption (self);
  const char *hollow = _("Hollow points are provisional.");

  if (!atlas_chart_has_provisional (self))
    return g_strdup (caption);

  return caption != NULL ? g_strdup_printf ("%s %s", caption, hollow) : g_strdup (hollow);
}

static AtlasStyle
title_style (const AtlasStyle *style)
{
  AtlasStyle larger = *style;

  larger.text_size *= TITLE_SIZE;
  return larger;
}

/* Draws title and plot and caption, or only measures: the caption stands under the title, so that a
 * chart begins with what it says. Answers where the plot begins. */
static double
draw_head (AtlasChart       *self,
           cairo_t          *cr,
           double            width,
           const AtlasStyle *style,
           gboolean          draw)
{
  g_autofree char *caption = make_caption (self);
  AtlasStyle larger = title_style (style);
  double y;

  if (!draw)
    return atlas_text_measure (cr, &larger, atlas_chart_get_title (self), width) +
           atlas_text_measure (cr, style, caption, width) + GAP * style->text_size;

  y = atlas_text_put (cr, &larger, ATLAS_INK_TEXT, atlas_chart_get_title (self), 0, 0, width);
  y += atlas_text_put (cr, style, ATLAS_INK_DIM_TEXT, caption, 0, y, width);

  return y + GAP * style->text_size;
}

/**
 * atlas_chart_get_height:
 * @self: a chart
 * @width: of the picture
 * @style: how it will be drawn
 *
 * Returns: the height that the chart needs, or looks best in
 */
double
atlas_chart_get_height (AtlasChart       *self,
                        double            width,
                        const AtlasStyle *style)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  double height = draw_head (self, cr, width, style, FALSE);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  if (atlas_chart_get_kind (self) == ATLAS_CHART_BARS)
    return height + atlas_chart_bars_height (self, width, style);

  return height + atlas_chart_trend_height (self, width, style);
}

/**
 * atlas_chart_draw:
 * @self: a chart
 * @cr: where to
 * @width: of the picture
 * @height: of the picture; a trend fills it, bars need what atlas_chart_get_height() says
 * @style: how it is drawn
 *
 * Draws the chart, on whatever surface.
 */
void
atlas_chart_draw (AtlasChart       *self,
                  cairo_t          *cr,
                  double            width,
                  double            height,
                  const AtlasStyle *style)
{
  double top;

  cairo_save (cr);
  top = draw_head (self, cr, width, style, TRUE);

  if (atlas_chart_get_kind (self) == ATLAS_CHART_BARS)
    atlas_chart_bars_draw (self, cr, style, top, width, height - top);
  else
    atlas_chart_trend_draw (self, cr, style, top, width, height - top);

  cairo_restore (cr);
}
