/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ATLAS_ID_BYTES:
 *
 * Length of an id as the database keeps it.
 */
#define ATLAS_ID_BYTES 16

char     *atlas_id_new       (void) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_id_for_pack  (const char   *pack,
                              const char   *type,
                              const char   *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_id_is_valid  (const char   *id);
gboolean  atlas_id_to_bytes  (const char   *id,
                              guint8        bytes[ATLAS_ID_BYTES]);
char     *atlas_id_from_bytes (const guint8 bytes[ATLAS_ID_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
