/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

typedef struct _AtlasArrivals AtlasArrivals;

AtlasArrivals *atlas_arrivals_new    (AtlasStore      *store) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_arrivals_free   (AtlasArrivals   *self);
void           atlas_arrivals_widen  (AtlasArrivals   *self);
void           atlas_arrivals_put    (AtlasArrivals   *self,
                                      AtlasRecord     *here,
                                      AtlasRecord     *known,
                                      AtlasRecord     *record,
                                      json_t          *change);
void           atlas_arrivals_delete (AtlasArrivals   *self,
                                      const AtlasType *type,
                                      const char      *id);
gboolean       atlas_arrivals_write  (AtlasArrivals   *self,
                                      GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasArrivals, atlas_arrivals_free)

G_END_DECLS
