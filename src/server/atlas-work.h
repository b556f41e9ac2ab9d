/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-merge.h"
#include "server/atlas-audit.h"
#include "server/atlas-stored.h"

G_BEGIN_DECLS

typedef struct _AtlasWork AtlasWork;

/**
 * AtlasWorkRefFunc:
 * @record: a record that names the one asked for
 * @field: the field by which it does
 * @user_data: the caller's
 * @error: return location for an error
 *
 * Returns: whether to go on
 */
typedef gboolean (*AtlasWorkRefFunc) (AtlasStored       *record,
                                      const AtlasField  *field,
                                      gpointer           user_data,
                                      GError           **error);

AtlasWork   *atlas_work_new        (AtlasBackend       *backend,
                                    const char         *user,
                                    const char         *device) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_work_free       (AtlasWork          *self);

AtlasBackend *atlas_work_get_backend (AtlasWork        *self);
const char  *atlas_work_get_now    (AtlasWork          *self);
AtlasAuditHead *atlas_work_get_audit_head (AtlasWork   *self);
gboolean     atlas_work_find       (AtlasWork          *self,
                                    const AtlasType    *type,
                                    const char         *id,
                                    AtlasStored       **stored,
                                    GError            **error);
AtlasStored *atlas_work_add        (AtlasWork          *self,
                                    const AtlasType    *type,
                                    const char         *id);
gint64       atlas_work_next_rev   (AtlasWork          *self,
                                    AtlasStored        *stored);
void         atlas_work_touch      (AtlasWork          *self,
                                    AtlasStored        *stored);
void         atlas_work_compute    (AtlasWork          *self,
                                    AtlasStored        *stored,
                                    const char         *field,
                                    json_t             *value);
void         atlas_work_erase      (AtlasWork          *self,
                                    AtlasStored        *stored);
gboolean     atlas_work_is_new     (AtlasWork          *self,
                                    AtlasStored        *stored);
gboolean     atlas_work_each_ref   (AtlasWork          *self,
                                    const char         *to_id,
                                    AtlasWorkRefFunc    func,
                                    gpointer            user_data,
                                    GError            **error);
gboolean     atlas_work_rescope    (AtlasWork          *self,
                                    AtlasStored        *stored,
                                    GError            **error);
guint        atlas_work_n_changed  (AtlasWork          *self);
AtlasStored *atlas_work_get_changed (AtlasWork         *self,
                                    guint               index,
                                    const AtlasStored **before);
gboolean     atlas_work_save       (AtlasWork          *self,
                                    gint64             *head,
                                    GError            **error);

gboolean     atlas_work_publish    (AtlasBackend       *backend,
                                    const AtlasType    *type,
                                    const char         *id,
                                    json_t             *fields,
                                    const char         *own_scope,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasWork, atlas_work_free)

G_END_DECLS
