/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-blob.h"
#include "server/atlas-grants.h"
#include "server/atlas-stored.h"

G_BEGIN_DECLS

/**
 * AtlasBlobState:
 * @received: how many bytes are here
 * @is_known: whether any upload has begun
 * @is_complete: whether all bytes are here and are those of the name
 *
 * How much of a file the server has.
 */
typedef struct {
  gint64   received;
  gboolean is_known;
  gboolean is_complete;
} AtlasBlobState;

/**
 * AtlasBlobSight:
 * @is_seen: whether the user sees a record that names the file
 * @size: the largest size that such a record gives it
 *
 * What a user may know of a file.
 */
typedef struct {
  gboolean is_seen;
  gint64   size;
} AtlasBlobSight;

gboolean atlas_blobs_find    (AtlasBackend       *backend,
                              const char         *name,
                              AtlasBlobState     *state,
                              GError            **error);
gboolean atlas_blobs_lock    (AtlasBackend       *backend,
                              const char         *name,
                              const char         *device,
                              AtlasBlobState     *state,
                              GError            **error);
gboolean atlas_blobs_append  (AtlasBackend       *backend,
                              const char         *name,
                              GBytes             *bytes,
                              AtlasBlobState     *state,
                              GError            **error);
gboolean atlas_blobs_drop    (AtlasBackend       *backend,
                              const char         *name,
                              GError            **error);
GBytes  *atlas_blobs_read    (AtlasBackend       *backend,
                              const char         *name,
                              gint64              from,
                              gint64              length,
                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_blobs_weigh   (AtlasBackend       *backend,
                              const char         *device,
                              gint64             *bytes,
                              GError            **error);

gboolean atlas_blobs_index   (AtlasBackend       *backend,
                              const AtlasStored  *record,
                              const AtlasStored  *before,
                              GError            **error);
gboolean atlas_blobs_see     (AtlasBackend       *backend,
                              const char         *name,
                              AtlasGrants        *grants,
                              AtlasBlobSight     *sight,
                              GError            **error);
gboolean atlas_blobs_forget  (AtlasBackend       *backend,
                              const char         *type,
                              const char         *id,
                              GError            **error);
gboolean atlas_blobs_sweep   (AtlasBackend       *backend,
                              gint64              now_ms,
                              GError            **error);
gboolean atlas_blobs_check   (AtlasBackend       *backend,
                              gint64             *n_damaged,
                              GError            **error);

G_END_DECLS
