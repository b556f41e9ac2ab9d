/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-merge.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

typedef struct _AtlasPending AtlasPending;

AtlasPending *atlas_pending_new     (AtlasStore       *store,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_pending_free    (AtlasPending     *self);
gboolean      atlas_pending_covers  (AtlasPending     *self,
                                     const AtlasType  *type,
                                     const char       *id,
                                     gboolean         *covers,
                                     GError          **error);
gboolean      atlas_pending_put     (AtlasPending     *self,
                                     const AtlasType  *type,
                                     const char       *id,
                                     json_t           *change,
                                     const char       *scopes,
                                     GError          **error);
gboolean      atlas_pending_read    (AtlasPending     *self,
                                     const AtlasType  *type,
                                     const char       *id,
                                     AtlasVersion     *version,
                                     char            **scopes,
                                     GError          **error);
gboolean      atlas_pending_forget  (AtlasPending     *self,
                                     const AtlasType  *type,
                                     const char       *id,
                                     GError          **error);
gboolean      atlas_pending_forget_given (AtlasPending *self,
                                     const AtlasType  *type,
                                     const char       *id,
                                     GError          **error);
gboolean      atlas_pending_release (AtlasPending     *self,
                                     GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPending, atlas_pending_free)

G_END_DECLS
