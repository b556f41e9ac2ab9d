/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#include "base/atlas-error.h"

/* Pixels a unit of a PNG, so that it stays sharp on a slide. */
#define PNG_SCALE 2

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
surface_new (AtlasPictureFormat format,
             double             width,
             double             height,
             const char        *title,
             GByteArray        *bytes)
{
  cairo_surface_t *surface;

  if (format == ATLAS_PICTURE_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (write_bytes, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    }

  if (format == ATLAS_PICTURE_PDF)
    {
      surface = cairo_pdf_surface_create_for_stream (write_bytes, bytes, width, height);
      if (title != NULL)
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
      return surface;
    }

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * PNG_SCALE),
                                        (int) ceil (height * PNG_SCALE));
  cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);

  return surface;
}

/**
 * atlas_picture_to_bytes:
 * @format: what kind of file
 * @width: in CSS pixels for PNG and SVG, in points for PDF
 * @height: likewise
 * @title: (nullable): the title that a PDF's reader shows
 * @paint: (scope call): paints the picture; the paper is already white
 * @user_data: for @paint
 * @error: return location for an error
 *
 * Makes a file of one picture in memory.
 *
 * Errors: %ATLAS_ERROR_FAILED when the picture is too large.
 *
 * Returns: (transfer full): the file's bytes
 */
GBytes *
atlas_picture_to_bytes (AtlasPictureFormat format,
                        double             width,
                        double             height,
                        const char        *title,
                        AtlasPaintFunc     paint,
                        gpointer           user_data,
                        GError           **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = surface_new (format, width, height, title, bytes);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  paint (cr, width, height, user_data);
  status = cairo_status (cr);
  cairo_destroy (cr);

  if (status == CAIRO_STATUS_SUCCESS && format == ATLAS_PICTURE_PNG)
    status = cairo_surface_write_to_png_stream (surface, write_bytes, bytes);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED,
                   "Drawing a picture: %s", cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
