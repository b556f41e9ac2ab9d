/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-drawing.h"

#include <math.h>

#define HEX(rgb) \
  { ((rgb) >> 16 & 0xff) / 255.0, ((rgb) >> 8 & 0xff) / 255.0, ((rgb) & 0xff) / 255.0 }

#define PRINT_TEXT_SIZE_PT 9.5

/* Light, then dark. Pairs that must be told apart are held to WCAG's ratios by a test. */
static const AtlasColour inks[ATLAS_N_INKS][2] = {
  [ATLAS_INK_PAPER] = { HEX (0xffffff), HEX (0x242424) },
  [ATLAS_INK_TEXT] = { HEX (0x1e1e1e), HEX (0xffffff) },
  [ATLAS_INK_DIM_TEXT] = { HEX (0x5e5c64), HEX (0xc0bfbc) },
  [ATLAS_INK_GRID] = { HEX (0xdeddda), HEX (0x48464c) },
  [ATLAS_INK_CONTEXT] = { HEX (0xebeae8), HEX (0x36343a) },
  [ATLAS_INK_BAR] = { HEX (0x1a5fb4), HEX (0x78aeed) },
  [ATLAS_INK_TROUGH] = { HEX (0xe4e3e0), HEX (0x48464c) },
  [ATLAS_INK_REFERENCE] = { HEX (0x3d3846), HEX (0xf6f5f4) },
};

static const AtlasColour series[ATLAS_N_SERIES][2] = {
  { HEX (0x1a5fb4), HEX (0x78aeed) },
  { HEX (0xa5500a), HEX (0xffbe6f) },
  { HEX (0x1b7a4b), HEX (0x8ff0a4) },
  { HEX (0x813d9c), HEX (0xdc8add) },
};

/* ColorBrewer's YlGnBu. The fourth and fifth come from its nine-class ramp, since white text on the
 * five-class ramp's fourth is 4.3:1. Fills are the same on dark and on paper, so that a class is
 * one colour. */
static const AtlasColour map_fills[ATLAS_N_CLASSES] = {
  HEX (0xffffcc), HEX (0xa1dab4), HEX (0x41b6c4), HEX (0x225ea8), HEX (0x081d58),
};

static const AtlasColour map_neutral = HEX (0xf6f5f4);
static const AtlasColour map_dark_text = HEX (0x1e1e1e);
static const AtlasColour map_white = HEX (0xffffff);
static const AtlasColour mark_yellow = HEX (0xf9f06b);

/* The first class whose fill is too dark for dark text. */
#define FIRST_DARK_CLASS 3

/**
 * atlas_style_for_print:
 *
 * Returns: the style of paper: light, with text of 9.5 points
 */
AtlasStyle
atlas_style_for_print (void)
{
  return (AtlasStyle) { .text_size = PRINT_TEXT_SIZE_PT };
}

/**
 * atlas_style_get_ink:
 * @style: a style
 * @ink: what the colour is for
 *
 * Returns: the colour
 */
AtlasColour
atlas_style_get_ink (const AtlasStyle *style,
                     AtlasInk          ink)
{
  if (style->high_contrast && ink == ATLAS_INK_DIM_TEXT)
    ink = ATLAS_INK_TEXT;
  if (style->high_contrast && ink == ATLAS_INK_GRID)
    ink = ATLAS_INK_DIM_TEXT;

  return inks[ink][style->dark];
}

/**
 * atlas_style_get_series:
 * @style: a style
 * @series_index: a line's number, from 0; the colours begin again after %ATLAS_N_SERIES
 *
 * Returns: the colour of a trend's line
 */
AtlasColour
atlas_style_get_series (const AtlasStyle *style,
                        guint             series_index)
{
  return series[series_index % ATLAS_N_SERIES][style->dark];
}

/**
 * atlas_map_fill:
 * @class_index: 0 to 4, or -1 for an area without a class
 *
 * Returns: the fill of an area
 */
AtlasColour
atlas_map_fill (int class_index)
{
  return class_index >= 0 && class_index < ATLAS_N_CLASSES ? map_fills[class_index] : map_neutral;
}

/**
 * atlas_map_text:
 * @class_index: 0 to 4, or -1 for an area without a class
 *
 * Returns: the colour of words on that class's fill
 */
AtlasColour
atlas_map_text (int class_index)
{
  return class_index >= FIRST_DARK_CLASS ? map_white : map_dark_text;
}

AtlasColour
atlas_map_line (void)
{
  return map_dark_text;
}

AtlasColour
atlas_map_casing (void)
{
  return map_white;
}

/**
 * atlas_mark_fill:
 *
 * Returns: the yellow of the demonstration's strip
 */
AtlasColour
atlas_mark_fill (void)
{
  return mark_yellow;
}

AtlasColour
atlas_mark_text (void)
{
  return map_dark_text;
}

static double
channel_luminance (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (AtlasColour colour)
{
  return 0.2126 * channel_luminance (colour.red) +
         0.7152 * channel_luminance (colour.green) +
         0.0722 * channel_luminance (colour.blue);
}

/**
 * atlas_colour_contrast:
 * @a: a colour
 * @b: another
 *
 * Source: WCAG 2.2, contrast ratio.
 *
 * Returns: 1 for equal colours to 21 for black on white
 */
double
atlas_colour_contrast (AtlasColour a,
                       AtlasColour b)
{
  double one = luminance (a) + 0.05;
  double other = luminance (b) + 0.05;

  return MAX (one, other) / MIN (one, other);
}

void
atlas_draw_colour (cairo_t    *cr,
                   AtlasColour colour)
{
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
}

void
atlas_draw_ink (cairo_t          *cr,
                const AtlasStyle *style,
                AtlasInk          ink)
{
  atlas_draw_colour (cr, atlas_style_get_ink (style, ink));
}

/**
 * atlas_draw_hatch:
 * @cr: a context with a path
 * @colour: of the lines
 * @spacing: between two lines, in user units
 *
 * Fills the current path with slanting lines, and consumes it. The lines are vectors, so that a
 * printer and an SVG draw them sharp; they start from the origin, so that neighbours line up.
 */
void
atlas_draw_hatch (cairo_t    *cr,
                  AtlasColour colour,
                  double      spacing)
{
  double x1;
  double y1;
  double x2;
  double y2;

  cairo_save (cr);
  cairo_clip (cr);
  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  atlas_draw_colour (cr, colour);
  cairo_set_line_width (cr, 1);

  for (double c = floor ((x1 + y1) / spacing) * spacing; c <= x2 + y2; c += spacing)
    {
      cairo_move_to (cr, c - y1, y1);
      cairo_line_to (cr, c - y2, y2);
    }

  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * atlas_text_new:
 * @cr: where the text will be drawn
 * @style: a style
 * @text: (nullable): plain text
 * @times: size relative to the style's body text
 * @bold: whether the text is bold
 *
 * Returns: (transfer full): a layout of one size and weight
 */
PangoLayout *
atlas_text_new (cairo_t          *cr,
                const AtlasStyle *style,
                const char       *text,
                double            times,
                gboolean          bold)
{
  g_autoptr(PangoFontDescription) font = pango_font_description_new ();
  PangoLayout *layout = pango_cairo_create_layout (cr);

  pango_font_description_set_family (font, style->font != NULL ? style->font : "Sans");
  pango_font_description_set_absolute_size (font, style->text_size * times * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);

  return layout;
}

/**
 * atlas_text_get_size:
 * @layout: a layout
 * @width: (out) (optional): its width in user units
 * @height: (out) (optional): its height
 *
 * Measures text as it will be drawn.
 */
void
atlas_text_get_size (PangoLayout *layout,
                     double      *width,
                     double      *height)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);

  if (width != NULL)
    *width = pango_units_to_double (logical.width);
  if (height != NULL)
    *height = pango_units_to_double (logical.height);
}

void
atlas_text_draw (cairo_t     *cr,
                 PangoLayout *layout,
                 double       x,
                 double       y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/**
 * atlas_text_put_line:
 * @cr: where to draw, with the text's colour
 * @style: a style
 * @text: (nullable): plain text
 * @x: left edge
 * @y: top edge
 * @room: where it is cut
 * @alignment: where it stands in @room
 *
 * Draws one line of body text, ending in an ellipsis if it has no room.
 *
 * Returns: its width
 */
double
atlas_text_put_line (cairo_t          *cr,
                     const AtlasStyle *style,
                     const char       *text,
                     double            x,
                     double            y,
                     double            room,
                     PangoAlignment    alignment)
{
  g_autoptr(PangoLayout) layout = atlas_text_new (cr, style, text, 1, FALSE);
  double width;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (MAX (room, 1) * PANGO_SCALE));
  pango_layout_set_alignment (layout, alignment);
  atlas_text_draw (cr, layout, x, y);
  atlas_text_get_size (layout, &width, NULL);

  return width;
}

static PangoLayout *
paragraph_new (cairo_t          *cr,
               const AtlasStyle *style,
               const char       *text,
               double            width)
{
  PangoLayout *layout = atlas_text_new (cr, style, text, 1, FALSE);

  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  return layout;
}

/**
 * atlas_text_measure:
 * @cr: where it would be drawn
 * @style: a style
 * @text: (nullable): plain text
 * @width: where lines break
 *
 * Returns: the height that atlas_text_put() would use
 */
double
atlas_text_measure (cairo_t          *cr,
                    const AtlasStyle *style,
                    const char       *text,
                    double            width)
{
  g_autoptr(PangoLayout) layout = NULL;
  double height;

  if (text == NULL || *text == '\0')
    return 0;

  layout = paragraph_new (cr, style, text, width);
  atlas_text_get_size (layout, NULL, &height);

  return height;
}

/**
 * atlas_text_put:
 * @cr: where to draw
 * @style: a style
 * @ink: the colour
 * @text: (nullable): plain text; nothing is drawn for %NULL or the empty string
 * @x: left edge
 * @y: top edge
 * @width: where lines break
 *
 * Draws a paragraph of body text.
 *
 * Returns: its height
 */
double
atlas_text_put (cairo_t          *cr,
                const AtlasStyle *style,
                AtlasInk          ink,
                const char       *text,
                double            x,
                double            y,
                double            width)
{
  g_autoptr(PangoLayout) layout = NULL;
  double height;

  if (text == NULL || *text == '\0')
    return 0;

  layout = paragraph_new (cr, style, text, width);
  atlas_draw_colour (cr, atlas_style_get_ink (style, ink));
  atlas_text_draw (cr, layout, x, y);
  atlas_text_get_size (layout, NULL, &height);

  return height;
}
