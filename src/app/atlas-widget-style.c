/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-widget-style.h"

#include <adwaita.h>

#define POINTS_AN_INCH 72.0

/**
 * atlas_style_for_widget:
 * @widget: where a picture is drawn
 *
 * Returns: the style of the widget's text, in pixels, and of the desktop's colours
 */
AtlasStyle
atlas_style_for_widget (GtkWidget *widget)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_units_to_double (pango_font_description_get_size (font));

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / POINTS_AN_INCH;

  return (AtlasStyle) {
           .dark = adw_style_manager_get_dark (style_manager),
           .high_contrast = adw_style_manager_get_high_contrast (style_manager),
           .text_size = size,
           .font = g_intern_string (pango_font_description_get_family (font)),
  };
}

/**
 * atlas_style_watch_widget:
 * @widget: where a picture is drawn
 *
 * Has @widget drawn again when the desktop's colours change.
 */
void
atlas_style_watch_widget (GtkWidget *widget)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();

  g_signal_connect_object (style_manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (style_manager, "notify::high-contrast",
                           G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
}
