/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-place-bar.h"

#include <glib/gi18n.h>

/* School days from an exclusion to the day by which education must have started. */
#define N_CELLS 6

/* In units of the surface. */
#define HATCH_SPACING 4.0
#define TICK_OVERHANG 2.0
#define CELL_GAP      0.25

/**
 * atlas_place_bar_describe:
 * @self: a provision's places
 *
 * Returns: (transfer full): the bar in words
 */
char *
atlas_place_bar_describe (const AtlasPlaceBar *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  int over = self->on_roll + self->held - self->commissioned;

  /* Translators: children on roll, of places commissioned. */
  g_string_append_printf (text, ngettext ("%d of %d place filled", "%d of %d places filled",
                                          (gulong) self->commissioned),
                          self->on_roll, self->commissioned);
  if (self->held > 0)
    g_string_append_printf (text, ngettext (", %d held", ", %d held", (gulong) self->held),
                            self->held);
  if (self->leaving > 0)
    g_string_append_printf (text, ngettext (", %d leaving soon", ", %d leaving soon",
                                            (gulong) self->leaving), self->leaving);
  if (over > 0)
    g_string_append_printf (text, ngettext (", %d more child than places",
                                            ", %d more children than places", (gulong) over), over);

  return g_strdup (text->str);
}

/**
 * atlas_place_bar_draw:
 * @self: a provision's places
 * @cr: where to
 * @x: left edge
 * @y: top edge
 * @width: of the bar
 * @height: of the bar
 * @style: how it is drawn
 *
 * Draws filled places solid, those who leave soon outlined at the end of them, held ones striped,
 * and a tick where the commissioned ones end; whoever is past the tick has no place.
 */
void
atlas_place_bar_draw (const AtlasPlaceBar *self,
                      cairo_t             *cr,
                      double               x,
                      double               y,
                      double               width,
                      double               height,
                      const AtlasStyle    *style)
{
  int taken = self->on_roll + self->held;
  double place = width / MAX (MAX (taken, self->commissioned), 1);
  double staying = CLAMP (self->on_roll - self->leaving, 0, self->on_roll) * place;
  double filled = self->on_roll * place;
  double tick = x + self->commissioned * place;

  atlas_draw_ink (cr, style, ATLAS_INK_TROUGH);
  cairo_rectangle (cr, x, y, self->commissioned * place, height);
  cairo_fill (cr);

  atlas_draw_ink (cr, style, ATLAS_INK_BAR);
  cairo_rectangle (cr, x, y, staying, height);
  cairo_fill (cr);

  cairo_set_line_width (cr, 1.5);
  if (filled > staying)
    {
      cairo_rectangle (cr, x + staying + 0.75, y + 0.75, filled - staying - 1.5, height - 1.5);
      cairo_stroke (cr);
    }

  cairo_rectangle (cr, x + filled, y, self->held * place, height);
  atlas_draw_hatch (cr, atlas_style_get_ink (style, ATLAS_INK_BAR), HATCH_SPACING);

  atlas_draw_ink (cr, style, ATLAS_INK_REFERENCE);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, tick, y - TICK_OVERHANG);
  cairo_line_to (cr, tick, y + height + TICK_OVERHANG);
  cairo_stroke (cr);
}

/**
 * atlas_day6_cells_draw:
 * @cr: where to
 * @n_gone: school days that are over, 0 to 6; more than 6 fills all
 * @is_met: whether education has started
 * @x: left edge
 * @y: top edge
 * @size: height of the cells
 * @style: how they are drawn
 *
 * Draws the six days of the clock. The words that say the same stand beside it.
 */
void
atlas_day6_cells_draw (cairo_t          *cr,
                       int               n_gone,
                       gboolean          is_met,
                       double            x,
                       double            y,
                       double            size,
                       const AtlasStyle *style)
{
  double width = size * 0.6;

  cairo_set_line_width (cr, 1);

  for (int i = 0; i < N_CELLS; i++)
    {
      cairo_rectangle (cr, x + i * (width + size * CELL_GAP) + 0.5, y + 0.5, width - 1, size - 1);
      atlas_draw_ink (cr, style, is_met ? ATLAS_INK_DIM_TEXT : ATLAS_INK_TEXT);
      if (i < n_gone)
        cairo_fill_preserve (cr);
      cairo_stroke (cr);
    }
}
