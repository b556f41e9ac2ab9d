/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/atlas-date.h"
#include "base/atlas-json.h"
#include "records/atlas-type.h"

G_BEGIN_DECLS

/**
 * AtlasSubject:
 * @type: (nullable): a record type's name
 * @id: a record's id
 *
 * What a note, a label or a question is about.
 */
typedef struct {
  char *type;
  char *id;
} AtlasSubject;

#define ATLAS_TYPE_RECORD (atlas_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (AtlasRecord, atlas_record, ATLAS, RECORD, GObject)

struct _AtlasRecordClass
{
  GObjectClass     parent_class;

  const AtlasType *type;
};

AtlasRecord      *atlas_record_new         (const AtlasType  *type,
                                            const char       *id,
                                            gint64            rev,
                                            json_t           *fields,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;

const AtlasType  *atlas_record_get_record_type (AtlasRecord      *self);
const char       *atlas_record_get_id      (AtlasRecord      *self);
gint64            atlas_record_get_rev     (AtlasRecord      *self);
const char       *atlas_record_get_key     (AtlasRecord      *self);
const char       *atlas_record_get_title   (AtlasRecord      *self);
char             *atlas_record_get_route   (AtlasRecord      *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean          atlas_record_has         (AtlasRecord      *self,
                                            const AtlasField *field);
json_t           *atlas_record_get_value   (AtlasRecord      *self,
                                            const AtlasField *field) G_GNUC_WARN_UNUSED_RESULT;
const char       *atlas_record_get_text    (AtlasRecord      *self,
                                            const char       *field);
gboolean          atlas_record_is_valid_on (AtlasRecord      *self,
                                            AtlasDate         on);
char             *atlas_record_format      (AtlasRecord      *self,
                                            const AtlasField *field) G_GNUC_WARN_UNUSED_RESULT;
json_t           *atlas_record_to_fields   (AtlasRecord      *self) G_GNUC_WARN_UNUSED_RESULT;

/* The parts of a value's life that stores and files share. */
gboolean          atlas_value_check        (const AtlasType  *type,
                                            const AtlasField *field,
                                            json_t           *value,
                                            GError          **error);
char             *atlas_value_to_csv       (const AtlasField *field,
                                            json_t           *value) G_GNUC_WARN_UNUSED_RESULT;
gboolean          atlas_value_from_csv     (const AtlasField *field,
                                            const char       *text,
                                            json_t          **value,
                                            GError          **error);
char             *atlas_value_format       (const AtlasField *field,
                                            json_t           *value) G_GNUC_WARN_UNUSED_RESULT;
gboolean          atlas_fields_check       (const AtlasType  *type,
                                            json_t           *fields,
                                            GError          **error);

G_END_DECLS
