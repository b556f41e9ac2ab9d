/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/atlas-json.h"

G_BEGIN_DECLS

/* A file's bytes at most. Source: protocol, section 3, `blob_bytes`. */
#define ATLAS_BLOB_BYTES_MAX  (25 * 1024 * 1024)
/* Both sides keep a file in rows of this many bytes, the last of fewer. */
#define ATLAS_BLOB_PIECE_BYTES (256 * 1024)
/* Letters of a name: SHA-256 in hexadecimal. */
#define ATLAS_BLOB_NAME_CHARS 64

/**
 * AtlasBlob:
 * @blob: SHA-256 of the bytes, 64 lower-case hexadecimal digits
 * @size: how many bytes
 * @media: media type, as `application/pdf`
 * @name: what the file was called, without a folder
 *
 * A file that a record names. Its bytes are kept apart from the record. Source: protocol, section
 * 10.
 */
typedef struct {
  const char *blob;
  gint64      size;
  const char *media;
  const char *name;
} AtlasBlob;

gboolean    atlas_blob_name_is_valid (const char       *blob);
const char *atlas_blob_check         (json_t           *value);
gboolean    atlas_blob_read          (json_t           *value,
                                      AtlasBlob        *blob);
json_t     *atlas_blob_to_json       (const AtlasBlob  *blob) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_blob_collect       (json_t           *value,
                                      GHashTable       *names);

G_END_DECLS
