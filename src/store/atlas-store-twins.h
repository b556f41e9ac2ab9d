/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasTwinQuestion:
 * @except: (nullable): id of the child who is asked about, if there is a record
 * @upn: (nullable): unique pupil number
 * @first_name: (nullable): first name
 * @last_name: (nullable): last name
 * @born: date of birth, or %ATLAS_DATE_NONE
 *
 * Who may be here already.
 */
typedef struct {
  char      *except;
  char      *upn;
  char      *first_name;
  char      *last_name;
  AtlasDate  born;
} AtlasTwinQuestion;

/**
 * AtlasTwin:
 * @child: the other record
 * @has_same_upn: whether the numbers are the same; otherwise name and date of birth are
 * @reference: (nullable): of that child's latest referral
 *
 * A record that may be of the same child.
 */
typedef struct {
  AtlasChild *child;
  gboolean    has_same_upn;
  char       *reference;
} AtlasTwin;

void       atlas_twin_question_free (AtlasTwinQuestion *question);
void       atlas_twin_free          (AtlasTwin         *twin);
GPtrArray *atlas_store_find_twins   (AtlasStore              *store,
                                     const AtlasTwinQuestion *question,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *atlas_store_read_twins_of (AtlasStore             *store,
                                     AtlasChild              *child,
                                     GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTwinQuestion, atlas_twin_question_free)

G_END_DECLS
