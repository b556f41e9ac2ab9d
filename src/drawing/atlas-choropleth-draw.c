/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-choropleth.h"

#include <glib/gi18n.h>
#include <math.h>

/* Units of the surface, as are all lengths below. */
#define CASING_WIDTH  3.0
#define LINE_WIDTH    1.0
#define HATCH_SPACING 6.0

/* Vertices nearer than this to the last one drawn add nothing that can be seen. */
#define MIN_STEP 0.4

/* A label may stick out of the largest circle that fits in its area by this much. */
#define LABEL_OVERHANG 1.35

/* Circles of counts, relative to body text: the largest, and one too small to be seen. */
#define LARGEST_CIRCLE 2.2
#define SMALLEST_CIRCLE 0.25

#define SWATCH_WIDTH 1.8
#define SWATCH_GAP   0.5

/**
 * atlas_feature_add_path:
 * @self: an area
 * @cr: where to
 * @view: how it is seen
 *
 * Adds an area's outline to the current path, in units of the surface, so that lines keep their
 * width and hatches their slant at any zoom.
 */
void
atlas_feature_add_path (const AtlasFeature  *self,
                        cairo_t             *cr,
                        const AtlasViewport *view)
{
  for (guint r = 0; r < self->rings->len; r++)
    {
      const GArray *ring = g_ptr_array_index (self->rings, r);
      AtlasPoint last = { INFINITY, INFINITY };

      cairo_new_sub_path (cr);
      for (guint i = 0; i < ring->len; i++)
        {
          AtlasPoint point = atlas_viewport_to_surface (view, g_array_index (ring, AtlasPoint, i));

          if (fabs (point.x - last.x) + fabs (point.y - last.y) < MIN_STEP)
            continue;

          cairo_line_to (cr, point.x, point.y);
          last = point;
        }
      cairo_close_path (cr);
    }
}

static void
add_all_paths (AtlasGeometry       *geometry,
               cairo_t             *cr,
               const AtlasViewport *view)
{
  for (guint i = 0; i < atlas_geometry_get_n_features (geometry); i++)
    atlas_feature_add_path (atlas_geometry_get_feature (geometry, i), cr, view);
}

static void
fill_area (AtlasChoropleth     *self,
           const AtlasFeature  *feature,
           cairo_t             *cr,
           const AtlasViewport *view)
{
  const AtlasAreaValue *value = atlas_choropleth_get_value (self, feature->id);

  atlas_feature_add_path (feature, cr, view);
  atlas_draw_colour (cr, atlas_map_fill (atlas_choropleth_get_class (self, value)));

  if (value != NULL && value->has_value)
    {
      cairo_fill (cr);
      return;
    }

  cairo_fill_preserve (cr);
  atlas_draw_hatch (cr, atlas_style_get_ink (&(AtlasStyle) { 0 }, ATLAS_INK_DIM_TEXT),
                    HATCH_SPACING);
}

static void
stroke_borders (AtlasGeometry       *geometry,
                cairo_t             *cr,
                const AtlasViewport *view,
                const AtlasStyle    *style)
{
  double times = style->high_contrast ? 2 : 1;

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  add_all_paths (geometry, cr, view);
  atlas_draw_colour (cr, atlas_map_casing ());
  cairo_set_line_width (cr, CASING_WIDTH * times);
  cairo_stroke_preserve (cr);
  atlas_draw_colour (cr, atlas_map_line ());
  cairo_set_line_width (cr, LINE_WIDTH * times);
  cairo_stroke (cr);
}

/* Two lines of text round a point, and the room that they take. */
typedef struct {
  PangoLayout *first;
  PangoLayout *second;
  double       width;
  double       height;
} Label;

static void
label_clear (Label *label)
{
  g_clear_object (&label->first);
  g_clear_object (&label->second);
}

static void
add_line (Label       *label,
          PangoLayout *layout)
{
  double width;
  double height;

  if (layout == NULL)
    return;

  atlas_text_get_size (layout, &width, &height);
  label->width = MAX (label->width, width);
  label->height += height;
}

static Label
label_new (cairo_t          *cr,
           const AtlasStyle *style,
           const char       *first,
           const char       *second,
           double            times)
{
  Label label = { 0 };

  if (first != NULL)
    label.first = atlas_text_new (cr, style, first, times, TRUE);
  if (second != NULL)
    label.second = atlas_text_new (cr, style, second, times, TRUE);

  add_line (&label, label.first);
  add_line (&label, label.second);

  return label;
}

/* The largest label that the area has room for: number and value, then less. A label on hatching
 * has paper behind it, so it does not hang over. */
static gboolean
choose_label (const AtlasAreaValue *value,
              const char           *no_data,
              double                room,
              cairo_t              *cr,
              const AtlasStyle     *style,
              Label                *label)
{
  static const double sizes[] = { 1, 0.85, 0.75 };
  double overhang = value->has_value ? LABEL_OVERHANG : 1;
  const char *first = value->number != NULL ? value->number : value->name;
  const char *second = value->has_value || value->value_text != NULL ? value->value_text : no_data;
  const char *lines[][2] = { { first, second }, { value->number, value->has_value ? second : NULL },
                             { value->number != NULL ? value->number : second, NULL } };

  for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        if (lines[l][0] == NULL)
          continue;

        *label = label_new (cr, style, lines[l][0], lines[l][1], sizes[s]);
        if (hypot (label->width, label->height) / 2 <= overhang * room)
          return TRUE;

        label_clear (label);
      }

  return FALSE;
}

static void
draw_line (cairo_t     *cr,
           PangoLayout *layout,
           double       x,
           double      *y)
{
  double width;
  double height;

  if (layout == NULL)
    return;

  atlas_text_get_size (layout, &width, &height);
  atlas_text_draw (cr, layout, x - width / 2, *y);
  *y += height;
}

static void
draw_label (AtlasChoropleth     *self,
            const AtlasFeature  *feature,
            cairo_t             *cr,
            const AtlasViewport *view,
            const AtlasStyle    *style)
{
  const AtlasAreaValue *value = atlas_choropleth_get_value (self, feature->id);
  const char *no_data = atlas_choropleth_get_measure (self)->no_data;
  AtlasPoint at = atlas_viewport_to_surface (view, feature->label);
  Label label = { 0 };
  double y;

  if (value == NULL ||
      !choose_label (value, no_data, feature->label_room_km * view->scale, cr, style, &label))
    return;

  y = at.y - label.height / 2;
  if (atlas_choropleth_get_measure (self)->is_count && label.second != NULL)
    y -= label.height / 4;
  if (!value->has_value)
    {
      atlas_draw_colour (cr, atlas_map_fill (-1));
      cairo_rectangle (cr, at.x - label.width / 2 - 3, y - 1, label.width + 6, label.height + 2);
      cairo_fill (cr);
    }

  atlas_draw_colour (cr, atlas_map_text (atlas_choropleth_get_class (self, value)));
  draw_line (cr, label.first, at.x, &y);
  draw_line (cr, label.second, at.x, &y);
  label_clear (&label);
}

static void
draw_circle (AtlasChoropleth     *self,
             const AtlasFeature  *feature,
             cairo_t             *cr,
             const AtlasViewport *view,
             const AtlasStyle    *style)
{
  const AtlasAreaValue *value = atlas_choropleth_get_value (self, feature->id);
  double largest = atlas_choropleth_get_largest (self);
  AtlasPoint at = atlas_viewport_to_surface (view, feature->label);
  double radius;

  if (value == NULL || !value->has_value || value->value <= 0 || largest <= 0)
    return;

  /* Area, not radius, shows the number. */
  radius = LARGEST_CIRCLE * style->text_size * sqrt (value->value / largest);
  cairo_new_sub_path (cr);
  cairo_arc (cr, at.x, at.y, MAX (radius, SMALLEST_CIRCLE * style->text_size), 0, 2 * G_PI);
  atlas_draw_colour (cr, atlas_map_fill (1));
  cairo_fill_preserve (cr);
  atlas_draw_colour (cr, atlas_map_line ());
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_stroke (cr);
}

/**
 * atlas_choropleth_draw_map:
 * @self: a map
 * @cr: where to
 * @view: how it is seen
 * @style: how it is drawn
 *
 * Draws land, areas, borders, circles and labels, without pins or legend. This is the one drawing
 * of the map: the screen, a print and a file only bring different surfaces.
 */
void
atlas_choropleth_draw_map (AtlasChoropleth     *self,
                           cairo_t             *cr,
                           const AtlasViewport *view,
                           const AtlasStyle    *style)
{
  AtlasGeometry *areas = atlas_choropleth_get_areas (self);
  AtlasGeometry *context = atlas_choropleth_get_context (self);
  guint n_areas = atlas_geometry_get_n_features (areas);

  cairo_save (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);

  if (context != NULL)
    {
      add_all_paths (context, cr, view);
      atlas_draw_colour (cr, atlas_style_get_ink (style, ATLAS_INK_CONTEXT));
      cairo_fill (cr);
    }

  for (guint i = 0; i < n_areas; i++)
    fill_area (self, atlas_geometry_get_feature (areas, i), cr, view);

  stroke_borders (areas, cr, view, style);

  for (guint i = 0; i < n_areas && atlas_choropleth_get_measure (self)->is_count; i++)
    draw_circle (self, atlas_geometry_get_feature (areas, i), cr, view, style);

  for (guint i = 0; i < n_areas; i++)
    draw_label (self, atlas_geometry_get_feature (areas, i), cr, view, style);

  cairo_restore (cr);
}

/**
 * atlas_pin_get_radius:
 * @style: how it is drawn
 * @n_members: pins that it stands for
 *
 * Returns: the radius of a pin, or of a cluster, which has room for a number
 */
double
atlas_pin_get_radius (const AtlasStyle *style,
                      guint             n_members)
{
  return style->text_size * (n_members > 1 ? 0.85 : 0.45);
}

/**
 * atlas_pin_draw:
 * @cr: where to
 * @style: how it is drawn
 * @point: its middle
 * @n_members: 1 for a pin; more for a cluster, whose number is printed
 * @is_town: whether it is hollow, because only its town is known
 *
 * Draws a pin.
 */
void
atlas_pin_draw (cairo_t          *cr,
                const AtlasStyle *style,
                AtlasPoint        point,
                guint             n_members,
                gboolean          is_town)
{
  double radius = atlas_pin_get_radius (style, n_members);

  cairo_new_path (cr);
  cairo_arc (cr, point.x, point.y, radius, 0, 2 * G_PI);
  atlas_draw_colour (cr, atlas_map_casing ());
  cairo_set_line_width (cr, CASING_WIDTH + 2);
  cairo_stroke_preserve (cr);
  atlas_draw_colour (cr, is_town ? atlas_map_casing () : atlas_map_line ());
  cairo_fill_preserve (cr);
  atlas_draw_colour (cr, atlas_map_line ());
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);

  if (n_members > 1)
    {
      g_autofree char *number = g_strdup_printf ("%u", n_members);
      g_autoptr(PangoLayout) layout = atlas_text_new (cr, style, number, 0.8, TRUE);
      double width;
      double height;

      atlas_text_get_size (layout, &width, &height);
      atlas_draw_colour (cr, is_town ? atlas_map_line () : atlas_map_casing ());
      atlas_text_draw (cr, layout, point.x - width / 2, point.y - height / 2);
    }
}

/**
 * atlas_choropleth_draw_pins:
 * @self: a map
 * @cr: where to
 * @view: how it is seen
 * @style: how it is drawn
 *
 * Draws the pins and their clusters, for print and files. A window has a button for each instead.
 */
void
atlas_choropleth_draw_pins (AtlasChoropleth     *self,
                            cairo_t             *cr,
                            const AtlasViewport *view,
                            const AtlasStyle    *style)
{
  g_autoptr(GPtrArray) clusters = atlas_choropleth_cluster_pins (self, view, style);

  for (guint i = 0; i < clusters->len; i++)
    {
      const AtlasCluster *cluster = g_ptr_array_index (clusters, i);

      atlas_pin_draw (cr, style, cluster->point, cluster->members->len, cluster->is_town);
    }
}

/**
 * atlas_legend_item_draw:
 * @self: a swatch
 * @cr: where to
 * @style: how it is drawn
 * @x: left edge
 * @y: top edge
 * @width: of the swatch
 * @height: of the swatch
 *
 * Draws the picture of one swatch, without its words.
 */
void
atlas_legend_item_draw (const AtlasLegendItem *self,
                        cairo_t               *cr,
                        const AtlasStyle      *style,
                        double                 x,
                        double                 y,
                        double                 width,
                        double                 height)
{
  AtlasPoint middle = { x + width / 2, y + height / 2 };

  cairo_save (cr);

  if (self->kind == ATLAS_LEGEND_PIN || self->kind == ATLAS_LEGEND_TOWN_PIN)
    atlas_pin_draw (cr, style, middle, 1, self->kind == ATLAS_LEGEND_TOWN_PIN);
  else
    {
      cairo_new_path (cr);
      if (self->kind == ATLAS_LEGEND_CIRCLE)
        cairo_arc (cr, middle.x, middle.y, height / 2 - 1, 0, 2 * G_PI);
      else
        cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);

      atlas_draw_colour (cr, atlas_map_fill (self->kind == ATLAS_LEGEND_CIRCLE ? 1
                                             : self->class_index));
      cairo_fill_preserve (cr);
      atlas_draw_colour (cr, atlas_style_get_ink (style, ATLAS_INK_DIM_TEXT));
      cairo_set_line_width (cr, LINE_WIDTH);
      cairo_stroke_preserve (cr);

      if (self->kind == ATLAS_LEGEND_NO_DATA)
        atlas_draw_hatch (cr, atlas_style_get_ink (&(AtlasStyle) { 0 }, ATLAS_INK_DIM_TEXT),
                          HATCH_SPACING);
      cairo_new_path (cr);
    }

  cairo_restore (cr);
}

static double
flow_legend (AtlasChoropleth  *self,
             cairo_t          *cr,
             const AtlasStyle *style,
             AtlasBox          box,
             gboolean          draw)
{
  g_autoptr(GArray) items = atlas_choropleth_list_legend (self);
  g_autoptr(PangoLayout) heading = NULL;
  double em = style->text_size;
  double line = em * 1.6;
  double x = box.x1;
  double y = box.y1;
  double width;

  heading = atlas_text_new (cr, style, atlas_choropleth_get_measure (self)->heading, 1, TRUE);
  atlas_text_get_size (heading, &width, NULL);
  atlas_draw_colour (cr, atlas_style_get_ink (style, ATLAS_INK_TEXT));
  if (draw)
    atlas_text_draw (cr, heading, x, y);
  x += width + em;

  for (guint i = 0; i < items->len; i++)
    {
      const AtlasLegendItem *item = &g_array_index (items, AtlasLegendItem, i);
      g_autoptr(PangoLayout) label = atlas_text_new (cr, style, item->label, 1, FALSE);
      double swatch = (SWATCH_WIDTH + SWATCH_GAP) * em;

      atlas_text_get_size (label, &width, NULL);
      if (x + swatch + width > box.x2 && x > box.x1)
        {
          x = box.x1;
          y += line;
        }
      if (draw)
        {
          atlas_legend_item_draw (item, cr, style, x, y + 0.1 * em, SWATCH_WIDTH * em, em * 1.1);
          atlas_draw_colour (cr, atlas_style_get_ink (style, ATLAS_INK_TEXT));
          atlas_text_draw (cr, label, x + swatch, y);
        }
      x += swatch + width + em;
    }

  return y + line - box.y1;
}

/**
 * atlas_choropleth_draw_legend:
 * @self: a map
 * @cr: where to
 * @style: how it is drawn
 * @x: left edge
 * @y: top edge
 * @width: where swatches break into a new line
 *
 * Draws the legend.
 *
 * Returns: its height
 */
double
atlas_choropleth_draw_legend (AtlasChoropleth  *self,
                              cairo_t          *cr,
                              const AtlasStyle *style,
                              double            x,
                              double            y,
                              double            width)
{
  return flow_legend (self, cr, style, (AtlasBox) { x, y, x + width, y }, TRUE);
}

/* Mark, title and caption; answers where they end. */
static double
draw_head (AtlasChoropleth  *self,
           cairo_t          *cr,
           double            width,
           const AtlasStyle *style,
           gboolean          with_mark)
{
  AtlasStyle title_style = *style;
  const char *mark = with_mark ? atlas_choropleth_get_mark (self) : NULL;
  double em = style->text_size;
  double y = 0;

  if (mark != NULL)
    {
      g_autoptr(PangoLayout) layout = atlas_text_new (cr, style, mark, 1, TRUE);
      double text_width;

      cairo_rectangle (cr, 0, 0, width, em * 2);
      atlas_draw_colour (cr, atlas_mark_fill ());
      cairo_fill (cr);
      atlas_text_get_size (layout, &text_width, NULL);
      atlas_draw_colour (cr, atlas_mark_text ());
      atlas_text_draw (cr, layout, (width - text_width) / 2, em * 0.35);
      y += em * 2.6;
    }

  title_style.text_size *= 1.4;
  y += atlas_text_put (cr, &title_style, ATLAS_INK_TEXT, atlas_choropleth_get_title (self), em, y,
                       width - 2 * em);
  y += atlas_text_put (cr, style, ATLAS_INK_DIM_TEXT, atlas_choropleth_get_caption (self), em, y,
                       width - 2 * em);

  return y;
}

/**
 * atlas_choropleth_draw:
 * @self: a map
 * @cr: where to
 * @width: of the picture
 * @height: of the picture
 * @style: how it is drawn
 * @with_mark: whether its mark is drawn; a page that has the mark at its head does not say it twice
 *
 * Draws the whole picture for a page or a file: mark, title, caption, map with pins, legend and
 * credits. The paper is left as it is.
 */
void
atlas_choropleth_draw (AtlasChoropleth  *self,
                       cairo_t          *cr,
                       double            width,
                       double            height,
                       const AtlasStyle *style,
                       gboolean          with_mark)
{
  AtlasStyle small = *style;
  const char *credits = atlas_choropleth_get_credits (self);
  double em = style->text_size;
  double inner = width - 2 * em;
  double top = draw_head (self, cr, width, style, with_mark);
  double credits_y;
  double legend_y;
  AtlasViewport view;

  small.text_size *= 0.8;
  credits_y = height - atlas_text_measure (cr, &small, credits, inner);
  legend_y = credits_y - flow_legend (self, cr, style, (AtlasBox) { em, 0, em + inner, 0 },
                                      FALSE) - em * 0.5;

  view = atlas_viewport_fit (atlas_geometry_get_box (atlas_choropleth_get_areas (self)),
                             width, MAX (legend_y - top, 1), em);
  view.y += top;

  atlas_choropleth_draw_map (self, cr, &view, style);
  atlas_choropleth_draw_pins (self, cr, &view, style);
  atlas_choropleth_draw_legend (self, cr, style, em, legend_y, inner);
  atlas_text_put (cr, &small, ATLAS_INK_DIM_TEXT, credits, em, credits_y, inner);
}
