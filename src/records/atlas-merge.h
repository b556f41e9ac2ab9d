/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-type.h"

G_BEGIN_DECLS

/**
 * AtlasVersion:
 * @fields: values by field name
 * @frev: for each field that ever changed, `[rev, device]` of its last change
 * @rev: the record's revision; 0 when there is no such record
 * @deleted: whether it has been deleted
 *
 * A record as the merge sees it.
 */
typedef struct {
  json_t  *fields;
  json_t  *frev;
  gint64   rev;
  gboolean deleted;
} AtlasVersion;

/**
 * AtlasAuthor:
 * @device: (nullable): id of the device that made the set
 * @formerly: (nullable): the device that it was before it enrolled again
 * @same_epoch: whether the set's epoch is the server's, so that revisions can be compared
 *
 * Who proposes a change.
 */
typedef struct {
  const char *device;
  const char *formerly;
  gboolean    same_epoch;
} AtlasAuthor;

/**
 * AtlasOutcome:
 * @changed: whether the record changed and takes the new revision
 * @kept: (nullable): array of the fields whose present value stands, `["*"]` for a whole record
 * @conflict: (nullable): `field`, `edited_deleted` or `deleted_edited`
 * @fields: (nullable): for each field in conflict `{"base","current","proposed"}`
 * @refused: (nullable): why the whole set must be parked, a `park-reason` code
 * @detail: (nullable): the same for a person with a log; names fields, never values
 *
 * What became of one operation.
 */
typedef struct {
  gboolean    changed;
  json_t     *kept;
  const char *conflict;
  json_t     *fields;
  const char *refused;
  char       *detail;
} AtlasOutcome;

void     atlas_version_clear (AtlasVersion      *version);
void     atlas_version_copy  (const AtlasVersion *version,
                              AtlasVersion      *copy);
void     atlas_outcome_clear (AtlasOutcome      *outcome);
void     atlas_merge_op      (const AtlasType   *type,
                              AtlasVersion      *version,
                              json_t            *op,
                              gint64             new_rev,
                              const AtlasAuthor *author,
                              AtlasOutcome      *outcome);

/**
 * AtlasScopeLookup:
 * @type: name of a record type
 * @id: of a record
 * @data: the caller's
 *
 * Returns: (transfer full) (nullable): the fields of a record, %NULL when there is none
 */
typedef json_t *(*AtlasScopeLookup) (const char *type,
                                     const char *id,
                                     gpointer    data);

GStrv    atlas_scopes_of     (const AtlasType   *type,
                              json_t            *fields,
                              AtlasScopeLookup   lookup,
                              gpointer           data) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasVersion, atlas_version_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasOutcome, atlas_outcome_clear)

G_END_DECLS
