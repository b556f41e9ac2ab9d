/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-wrap.h"

#include "app/atlas-flow.h"

#define SPACING 6               /* pixels, across and down */

/**
 * AtlasWrap:
 *
 * Puts children side by side like words, and goes on below where a line is full. Each has its own
 * width, so chips and buttons stay together.
 */
struct _AtlasWrap
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (AtlasWrap, atlas_wrap, GTK_TYPE_LAYOUT_MANAGER)

static int
natural_width (GtkWidget *child,
               int        width)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return CLAMP (natural, minimum, MAX (width, minimum));
}

static int
height_for (GtkWidget *child,
            int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* Lays the children out in a width, for real or only to find the height. */
static int
lay_out (GtkWidget *widget,
         int        width,
         gboolean   for_real)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  int y = 0;
  int line_height = 0;

  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      GtkAllocation place = { 0 };

      place.width = natural_width (child, width);
      place.height = height_for (child, place.width);
      if (x > 0 && x + place.width > width)
        {
          x = 0;
          y += line_height + SPACING;
          line_height = 0;
        }
      place.x = is_rtl ? width - x - place.width : x;
      place.y = y;
      if (for_real)
        gtk_widget_size_allocate (child, &place, -1);
      x += place.width + SPACING;
      line_height = MAX (line_height, place.height);
    }

  return y + line_height;
}

static GtkSizeRequestMode
atlas_wrap_get_request_mode (GtkLayoutManager *manager,
                             GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
atlas_wrap_measure (GtkLayoutManager *manager,
                    GtkWidget        *widget,
                    GtkOrientation    orientation,
                    int               for_size,
                    int              *minimum,
                    int              *natural,
                    int              *minimum_baseline,
                    int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      atlas_flow_measure_width (widget, SPACING, minimum, natural);
      return;
    }

  *minimum = lay_out (widget, for_size < 0 ? G_MAXINT16 : for_size, FALSE);
  *natural = *minimum;
}

static void
atlas_wrap_allocate (GtkLayoutManager *manager,
                     GtkWidget        *widget,
                     int               width,
                     int               height,
                     int               baseline)
{
  lay_out (widget, width, TRUE);
}

static void
atlas_wrap_class_init (AtlasWrapClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = atlas_wrap_get_request_mode;
  layout_class->measure = atlas_wrap_measure;
  layout_class->allocate = atlas_wrap_allocate;
}

static void
atlas_wrap_init (AtlasWrap *self)
{
}
