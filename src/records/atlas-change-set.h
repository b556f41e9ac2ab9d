/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "records/atlas-record.h"

G_BEGIN_DECLS

/**
 * ATLAS_SET_OPS_MAX:
 *
 * Operations in one change set; a larger import is several sets of one batch. Source: protocol, 3.
 */
#define ATLAS_SET_OPS_MAX 500

/**
 * ATLAS_SET_BYTES_MAX:
 *
 * Length of one change set as JSON, so that it fits into a push. Source: protocol, 3, `push_bytes`.
 */
#define ATLAS_SET_BYTES_MAX (1000 * 1024)

typedef struct _AtlasChangeSet AtlasChangeSet;

AtlasChangeSet *atlas_change_set_new         (const char       *label) G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_change_set_from_json   (json_t           *object,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
json_t         *atlas_change_set_to_json     (AtlasChangeSet   *self) G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_change_set_ref         (AtlasChangeSet   *self);
void            atlas_change_set_unref       (AtlasChangeSet   *self);

const char     *atlas_change_set_get_id      (AtlasChangeSet   *self);
const char     *atlas_change_set_get_label   (AtlasChangeSet   *self);
const char     *atlas_change_set_get_made_at (AtlasChangeSet   *self);
const char     *atlas_change_set_get_batch   (AtlasChangeSet   *self);
void            atlas_change_set_set_batch   (AtlasChangeSet   *self,
                                              const char       *batch);
json_t         *atlas_change_set_get_ops     (AtlasChangeSet   *self);
gsize           atlas_change_set_n_ops       (AtlasChangeSet   *self);
gboolean        atlas_change_set_can_undo    (AtlasChangeSet   *self);

void            atlas_change_set_create      (AtlasChangeSet   *self,
                                              const char       *type,
                                              const char       *id,
                                              json_t           *fields);
void            atlas_change_set_set         (AtlasChangeSet   *self,
                                              AtlasRecord      *record,
                                              const char       *field,
                                              json_t           *to);
void            atlas_change_set_set_text    (AtlasChangeSet   *self,
                                              AtlasRecord      *record,
                                              const char       *field,
                                              const char       *to);
void            atlas_change_set_set_date    (AtlasChangeSet   *self,
                                              AtlasRecord      *record,
                                              const char       *field,
                                              AtlasDate         to);
void            atlas_change_set_add         (AtlasChangeSet   *self,
                                              AtlasRecord      *record,
                                              const char       *field,
                                              const char       *element);
void            atlas_change_set_remove      (AtlasChangeSet   *self,
                                              AtlasRecord      *record,
                                              const char       *field,
                                              const char       *element);
void            atlas_change_set_delete      (AtlasChangeSet   *self,
                                              AtlasRecord      *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChangeSet, atlas_change_set_unref)

G_END_DECLS
