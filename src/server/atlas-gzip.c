/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-gzip.h"

#include "base/atlas-error.h"

#define CHUNK_BYTES   (64 * 1024)
#define DEFLATE_LEVEL 6

static gboolean
append (GByteArray   *plain,
        const guint8 *chunk,
        gsize         length,
        gsize         limit,
        GError      **error)
{
  if (plain->len + length > limit)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE,
                           "Reading a compressed body: it is larger than this server takes");
      return FALSE;
    }

  g_byte_array_append (plain, chunk, (guint) length);
  return TRUE;
}

/**
 * atlas_gzip_inflate:
 * @packed: bytes from anyone
 * @limit: the most bytes that may come out
 * @error: return location for an error
 *
 * Unpacks one gzip stream. Memory never grows past @limit, whatever the stream promises.
 *
 * Errors: %ATLAS_ERROR_NO_SPACE beyond @limit; %ATLAS_ERROR_INVALID for anything that is not one
 * whole gzip stream.
 *
 * Returns: (transfer full): what it held
 */
GBytes *
atlas_gzip_inflate (GBytes  *packed,
                    gsize    limit,
                    GError **error)
{
  g_autoptr(GConverter) inflater =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr(GByteArray) plain = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize length;
  const guint8 *data = g_bytes_get_data (packed, &length);

  while (result != G_CONVERTER_FINISHED)
    {
      g_autoptr(GError) fault = NULL;
      gsize n_read = 0;
      gsize n_written = 0;

      result = g_converter_convert (inflater, data, length, chunk, CHUNK_BYTES,
                                    G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, &fault);
      if (result == G_CONVERTER_ERROR)
        {
          g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "Reading a compressed body: %s",
                       fault->message);
          return NULL;
        }
      if (!append (plain, chunk, n_written, limit, error))
        return NULL;
      data += n_read;
      length -= n_read;
    }

  if (length > 0)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "Reading a compressed body: something follows its end");
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&plain));
}

/**
 * atlas_gzip_deflate:
 * @plain: an answer's body
 *
 * Packs bytes into one gzip stream.
 *
 * Returns: (transfer full): the packed form
 */
GBytes *
atlas_gzip_deflate (GBytes *plain)
{
  g_autoptr(GConverter) deflater =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP,
                                        DEFLATE_LEVEL));
  g_autoptr(GByteArray) packed = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);

  while (result != G_CONVERTER_FINISHED)
    {
      gsize n_read = 0;
      gsize n_written = 0;

      result = g_converter_convert (deflater, data, length, chunk, CHUNK_BYTES,
                                    G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, NULL);
      g_return_val_if_fail (result != G_CONVERTER_ERROR, g_bytes_ref (plain));
      g_byte_array_append (packed, chunk, (guint) n_written);
      data += n_read;
      length -= n_read;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&packed));
}
