/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"
#include "store/atlas-store-blobs.h"

G_BEGIN_DECLS

/**
 * AtlasDocumentLine:
 * @record: the document; its file can be read by atlas_blob_read()
 * @state: where its bytes are; in a store that has joined no server they are simply here
 *
 * A document and its file, for a list.
 */
typedef struct {
  AtlasDocumentRecord *record;
  AtlasFileState       state;
} AtlasDocumentLine;

/**
 * AtlasDocumentDraft:
 * @referral: (nullable): the referral that it goes with
 * @child: the child's id
 * @about: what the change is labelled by: a reference, or the child's name
 * @kind: code of `document-kind`
 * @title: what people call it
 * @name: what the file is called, without a folder
 * @on: when it is added
 * @is_invented: whether the child is
 *
 * A document that somebody adds.
 */
typedef struct {
  const char *referral;
  const char *child;
  const char *about;
  const char *kind;
  const char *title;
  const char *name;
  AtlasDate   on;
  gboolean    is_invented;
} AtlasDocumentDraft;

GPtrArray      *atlas_store_list_documents (AtlasStore               *self,
                                            const char               *child,
                                            GError                  **error)
                                            G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_document_add_set     (const AtlasDocumentDraft *draft,
                                            GBytes                   *file,
                                            char                    **id)
                                            G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_document_remove_set  (AtlasDocumentRecord      *record)
                                            G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_document_title       (const char               *name)
                                            G_GNUC_WARN_UNUSED_RESULT;
gboolean        atlas_document_read        (AtlasDocumentRecord      *record,
                                            AtlasBlob                *blob);

void            atlas_document_line_free   (AtlasDocumentLine        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDocumentLine, atlas_document_line_free)

G_END_DECLS
