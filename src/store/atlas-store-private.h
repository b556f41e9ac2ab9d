/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-merge.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/* One record as its row has it, for those who write rows inside a transaction of their own. */
gboolean atlas_store_read_version  (AtlasStore      *self,
                                    const AtlasType *type,
                                    const char      *id,
                                    AtlasVersion    *version,
                                    gboolean        *exists,
                                    GError         **error);
gboolean atlas_store_write_version (AtlasStore      *self,
                                    const AtlasType *type,
                                    const char      *id,
                                    AtlasVersion    *version,
                                    const char      *scopes,
                                    GError         **error);
gboolean atlas_store_write_record  (AtlasStore      *self,
                                    AtlasRecord     *record,
                                    const char      *scopes,
                                    json_t          *frev,
                                    GError         **error);
gboolean atlas_store_write_change  (AtlasStore      *self,
                                    AtlasRecord     *record,
                                    guint64          changed,
                                    const char      *scopes,
                                    json_t          *frev,
                                    GError         **error);
gboolean atlas_store_write_words   (AtlasStore      *self,
                                    AtlasRecord     *record,
                                    gint64           pk,
                                    GError         **error);
gboolean atlas_store_erase_record  (AtlasStore      *self,
                                    const AtlasType *type,
                                    const char      *id,
                                    GError         **error);
char    *atlas_store_scopes_text   (AtlasStore      *self,
                                    const AtlasType *type,
                                    json_t          *fields) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_store_rescope       (AtlasStore      *self,
                                    const AtlasType *type,
                                    const char      *id,
                                    GError         **error);
gboolean atlas_store_write_history (AtlasStore      *self,
                                    AtlasChangeSet  *set,
                                    json_t          *ops,
                                    const char      *by_name,
                                    const char      *undoes,
                                    GError         **error);
gboolean atlas_store_write_arrival (AtlasStore      *self,
                                    const char      *label,
                                    const char      *made_at,
                                    const char      *by_name,
                                    json_t          *ops,
                                    GError         **error);
gboolean atlas_store_commit_set    (AtlasStore      *self,
                                    AtlasChangeSet  *set,
                                    const char      *undoes,
                                    GError         **error);

gpointer *atlas_store_get_kept     (AtlasStore      *self,
                                    GDestroyNotify   kept_free);

G_END_DECLS
