/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  ATLAS_PICTURE_PNG,
  ATLAS_PICTURE_SVG,
  ATLAS_PICTURE_PDF,
} AtlasPictureFormat;

/**
 * AtlasPaintFunc:
 * @cr: where to
 * @width: of the surface
 * @height: of the surface
 * @user_data: what is painted
 *
 * Paints a picture of a given size, from 0, 0.
 */
typedef void (*AtlasPaintFunc) (cairo_t *cr,
                                double   width,
                                double   height,
                                gpointer user_data);

GBytes *atlas_picture_to_bytes (AtlasPictureFormat   format,
                                double               width,
                                double               height,
                                const char          *title,
                                AtlasPaintFunc       paint,
                                gpointer             user_data,
                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
