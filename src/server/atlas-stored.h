/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-type.h"
#include "server/atlas-backend.h"

G_BEGIN_DECLS

/**
 * AtlasStored:
 * @type: its type
 * @id: its id
 * @rev: how many sets have changed it
 * @seq: the number of its last change in the server's order
 * @fields: values by field name
 * @frev: for each field `[rev, device]`: when it last changed, and by whom
 * @scopes: every scope that sees it, in order
 * @own_scopes: (nullable): scopes that it has by its making, not by what it names
 * @is_deleted: whether it was deleted; its last values stay
 * @is_erased: whether it was erased: then it is deleted, and no value is left
 * @by: (nullable): the user who last changed it
 * @at: when that reached the server
 * @fields_text: (nullable): @fields as kept, when read as text
 * @frev_text: (nullable): @frev as kept, likewise
 * @scopes_text: (nullable): @scopes as kept, with a space between, likewise
 *
 * A record as the server keeps it.
 */
typedef struct {
  const AtlasType *type;
  char            *id;
  gint64           rev;
  gint64           seq;
  json_t          *fields;
  json_t          *frev;
  GStrv            scopes;
  GStrv            own_scopes;
  gboolean         is_deleted;
  gboolean         is_erased;
  char            *by;
  char            *at;
  char            *fields_text;
  char            *frev_text;
  char            *scopes_text;
} AtlasStored;

/* What atlas_stored_read_text() reads. */
#define ATLAS_STORED_COLUMNS "record.type, record.id, record.rev, record.seq, record.fields, " \
                             "record.frev, record.scopes, record.own_scopes, record.is_deleted, " \
                             "record.changed_by, record.changed_at, record.is_erased"

AtlasStored *atlas_stored_new       (const AtlasType   *type,
                                     const char        *id) G_GNUC_WARN_UNUSED_RESULT;
AtlasStored *atlas_stored_copy      (const AtlasStored *self) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_stored_free      (AtlasStored       *self);

gboolean     atlas_stored_load      (AtlasBackend      *backend,
                                     const AtlasType   *type,
                                     const char        *id,
                                     AtlasStored      **stored,
                                     GError           **error);
gboolean     atlas_stored_read_text (AtlasRows         *rows,
                                     int                column,
                                     AtlasStored      **stored,
                                     GError           **error);
gboolean     atlas_stored_load_text (AtlasBackend      *backend,
                                     const AtlasType   *type,
                                     const char        *id,
                                     AtlasStored      **stored,
                                     GError           **error);
gboolean     atlas_stored_save      (const AtlasStored *self,
                                     AtlasBackend      *backend,
                                     const AtlasStored *before,
                                     GError           **error);

const char  *atlas_stored_text      (const AtlasStored *self,
                                     const char        *field);
gboolean     atlas_stored_indexes   (const AtlasType   *type,
                                     const AtlasField  *field);
const char  *atlas_stored_ref       (const AtlasStored *self,
                                     const AtlasField  *field,
                                     const AtlasType  **type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStored, atlas_stored_free)

G_END_DECLS
