/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * drawing/ turns plain data into pictures: maps, charts and pages, for screen, print and file
 * alike.
 * It may touch the engine, Cairo and Pango, never GTK; it opens no file and no window.
 * Data come in as copies, and a picture goes to whatever cairo_t the caller brings, or comes back
 * as bytes.
 * Any thread may draw, each object on one thread at a time; geometry is immutable and may be
 * shared.
 * Rules: ColorBrewer YlGnBu; WCAG 2.2, 1.4.3 and 1.4.11 (contrast); RFC 7946 (GeoJSON).
 */
#pragma once

#include <glib.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Classes of a shaded map: five tints are as many as people tell apart at a glance. */
#define ATLAS_N_CLASSES 5

typedef struct {
  double red;
  double green;
  double blue;
} AtlasColour;

/**
 * AtlasStyle:
 * @dark: whether the picture stands on a dark background
 * @high_contrast: whether lines are doubled and no grey text is used
 * @text_size: height of body text, in the units of the surface
 * @font: (nullable): family of the text, or %NULL for the system's sans-serif
 *
 * How a picture is drawn, apart from what it shows.
 */
typedef struct {
  gboolean    dark;
  gboolean    high_contrast;
  double      text_size;
  const char *font;
} AtlasStyle;

/**
 * AtlasInk:
 * @ATLAS_INK_PAPER: what the picture stands on
 * @ATLAS_INK_TEXT: words
 * @ATLAS_INK_DIM_TEXT: captions, ticks and credits; still 4.5:1 on the paper
 * @ATLAS_INK_GRID: grid lines and table rules
 * @ATLAS_INK_CONTEXT: land outside the areas being shown
 * @ATLAS_INK_BAR: bars and the first line of a trend
 * @ATLAS_INK_TROUGH: what a bar runs in; 3:1 against the bar
 * @ATLAS_INK_REFERENCE: the county's line in a chart
 *
 * What a colour is for. Each has a light and a dark form.
 */
typedef enum {
  ATLAS_INK_PAPER,
  ATLAS_INK_TEXT,
  ATLAS_INK_DIM_TEXT,
  ATLAS_INK_GRID,
  ATLAS_INK_CONTEXT,
  ATLAS_INK_BAR,
  ATLAS_INK_TROUGH,
  ATLAS_INK_REFERENCE,
} AtlasInk;

#define ATLAS_N_INKS (ATLAS_INK_REFERENCE + 1)

/* Lines that a trend tells apart by colour, dash and mark together. */
#define ATLAS_N_SERIES 4

AtlasStyle   atlas_style_for_print    (void);
AtlasColour  atlas_style_get_ink      (const AtlasStyle *style,
                                       AtlasInk          ink);
AtlasColour  atlas_style_get_series   (const AtlasStyle *style,
                                       guint             series);

AtlasColour  atlas_map_fill           (int               class_index);
AtlasColour  atlas_map_text           (int               class_index);
AtlasColour  atlas_map_line           (void);
AtlasColour  atlas_map_casing         (void);
AtlasColour  atlas_mark_fill          (void);
AtlasColour  atlas_mark_text          (void);

double       atlas_colour_contrast    (AtlasColour       a,
                                       AtlasColour       b);

void         atlas_draw_colour        (cairo_t          *cr,
                                       AtlasColour       colour);
void         atlas_draw_ink           (cairo_t          *cr,
                                       const AtlasStyle *style,
                                       AtlasInk          ink);
void         atlas_draw_hatch         (cairo_t          *cr,
                                       AtlasColour       colour,
                                       double            spacing);

PangoLayout *atlas_text_new           (cairo_t          *cr,
                                       const AtlasStyle *style,
                                       const char       *text,
                                       double            times,
                                       gboolean          bold) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_text_get_size      (PangoLayout      *layout,
                                       double           *width,
                                       double           *height);
void         atlas_text_draw          (cairo_t          *cr,
                                       PangoLayout      *layout,
                                       double            x,
                                       double            y);
double       atlas_text_put_line      (cairo_t          *cr,
                                       const AtlasStyle *style,
                                       const char       *text,
                                       double            x,
                                       double            y,
                                       double            room,
                                       PangoAlignment    alignment);
double       atlas_text_measure       (cairo_t          *cr,
                                       const AtlasStyle *style,
                                       const char       *text,
                                       double            width);
double       atlas_text_put           (cairo_t          *cr,
                                       const AtlasStyle *style,
                                       AtlasInk          ink,
                                       const char       *text,
                                       double            x,
                                       double            y,
                                       double            width);

G_END_DECLS
