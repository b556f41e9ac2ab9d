/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-id.h"

G_BEGIN_DECLS

/* How many buckets a type's records fall into when two sides look for where they differ. */
#define ATLAS_DIGEST_BUCKETS 256

guint64   atlas_digest_of_record (const char   *type,
                                  const guint8  id[ATLAS_ID_BYTES],
                                  gint64        rev);
guint8    atlas_digest_bucket    (const char   *type,
                                  const guint8  id[ATLAS_ID_BYTES]);
char     *atlas_digest_format    (guint64       sum) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_digest_parse     (const char   *text,
                                  guint64      *sum);

G_END_DECLS
