/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-record-choices.h"
#include "app/atlas-session.h"
#include "records/atlas-change-set.h"

G_BEGIN_DECLS

/**
 * AtlasRecordFormExtend:
 * @set: the change that the form makes
 * @id: id of the record that is added or changed
 * @choices: what the form was opened on; `record` is %NULL of one that is added
 * @user_data: of whoever opened the form
 *
 * Adds what else has to change together with the record.
 */
typedef void (*AtlasRecordFormExtend) (AtlasChangeSet           *set,
                                       const char               *id,
                                       const AtlasRecordChoices *choices,
                                       gpointer                  user_data);

/**
 * AtlasRecordFormAsk:
 * @type: the record's type
 * @id: (nullable): the record to change; %NULL adds one
 * @about: (nullable): whom History names: a reference, or a provision
 * @given: (nullable) (transfer full): values that are known and are not asked for
 * @begin: (nullable) (transfer full): values that the form begins with
 * @extend: (nullable): what else changes
 * @extend_data: (transfer full): for @extend
 * @extend_free: (nullable): frees @extend_data
 *
 * What a form asks for.
 */
typedef struct {
  const AtlasType      *type;
  const char           *id;
  const char           *about;
  json_t               *given;
  json_t               *begin;
  AtlasRecordFormExtend extend;
  gpointer              extend_data;
  GDestroyNotify        extend_free;
} AtlasRecordFormAsk;

void atlas_record_form_open (GtkWidget                *from,
                             AtlasSession             *session,
                             const AtlasRecordFormAsk *ask);

G_END_DECLS
