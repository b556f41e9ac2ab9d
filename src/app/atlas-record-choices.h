/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-child-records.h"

G_BEGIN_DECLS

/**
 * AtlasRecordChoices:
 * @on: the day on which a form is filled in
 * @record: (nullable): the record to change; %NULL when one is added
 * @child: (nullable): the records of the child that it is about
 * @lists: (element-type utf8 GPtrArray): what can be chosen from, by record type
 * @subjects: (element-type AtlasRecord): what the record can be about
 *
 * What the form of a record lets people choose from.
 */
typedef struct {
  AtlasDate          on;
  AtlasRecord       *record;
  AtlasChildRecords *child;
  GHashTable        *lists;
  GPtrArray         *subjects;
} AtlasRecordChoices;

/**
 * AtlasRecordChoicesAsked:
 * @type: the record's type
 * @id: (nullable): the record to change
 * @given: (nullable): values of a new record that are known
 * @on: the day
 *
 * Which form it is for.
 */
typedef struct {
  const AtlasType *type;
  char            *id;
  json_t          *given;
  AtlasDate        on;
} AtlasRecordChoicesAsked;

gpointer            atlas_record_choices_read       (AtlasStore               *store,
                                                     gpointer                  data,
                                                     GCancellable             *cancellable,
                                                     GError                  **error);
void                atlas_record_choices_free       (AtlasRecordChoices       *self);
void                atlas_record_choices_asked_free (AtlasRecordChoicesAsked  *asked);
gboolean            atlas_field_is_asked            (const AtlasType          *type,
                                                     const AtlasField         *field,
                                                     json_t                   *given);
GPtrArray          *atlas_record_choices_get        (const AtlasRecordChoices *self,
                                                     const char               *type);
AtlasRecord        *atlas_record_choices_find       (const char               *type,
                                                     const char               *id,
                                                     gpointer                  choices);
char               *atlas_record_choices_label      (const AtlasRecordChoices *self,
                                                     AtlasRecord              *record)
                                                     G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRecordChoices, atlas_record_choices_free)

G_END_DECLS
