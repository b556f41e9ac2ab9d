/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "app/atlas-record-choices.h"

G_BEGIN_DECLS

/**
 * AtlasFieldRow:
 *
 * The question of a form that asks for one field of a record, whatever the field's kind.
 */
typedef struct _AtlasFieldRow AtlasFieldRow;

AtlasFieldRow    *atlas_field_row_add       (AtlasForm                *form,
                                             const AtlasField         *field,
                                             const char               *title,
                                             json_t                   *value,
                                             const AtlasRecordChoices *choices);
void              atlas_field_row_free      (AtlasFieldRow            *self);
const AtlasField *atlas_field_row_get_field (AtlasFieldRow            *self);
GtkWidget        *atlas_field_row_get_widget (AtlasFieldRow           *self);
json_t           *atlas_field_row_get_value (AtlasFieldRow            *self)
                                             G_GNUC_WARN_UNUSED_RESULT;
GtkWidget        *atlas_field_row_find_unreadable (AtlasFieldRow      *self);

G_END_DECLS
