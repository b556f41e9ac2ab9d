/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-child-records.h"

G_BEGIN_DECLS

/**
 * AtlasStoryKind:
 * @ATLAS_STORY_EXCLUDED: the child was excluded; the record is an #AtlasExclusion
 * @ATLAS_STORY_RECEIVED: the referral was received; an #AtlasReferral
 * @ATLAS_STORY_DECIDED: a panel or a person decided; an #AtlasDecision
 * @ATLAS_STORY_HELD: a place was held; an #AtlasHold
 * @ATLAS_STORY_OFFERED: a place was offered, and what became of it; an #AtlasOffer
 * @ATLAS_STORY_STARTED: the child started; an #AtlasPlacement
 * @ATLAS_STORY_ENDED: the placement ended; an #AtlasPlacement
 * @ATLAS_STORY_EDUCATION: full-time education started; an #AtlasExclusion
 * @ATLAS_STORY_FIELD: a date of any other record, whose label says what happened
 * @ATLAS_STORY_NOTE: somebody wrote a note; an #AtlasNote
 *
 * What happened.
 */
typedef enum {
  ATLAS_STORY_EXCLUDED,
  ATLAS_STORY_RECEIVED,
  ATLAS_STORY_DECIDED,
  ATLAS_STORY_HELD,
  ATLAS_STORY_OFFERED,
  ATLAS_STORY_STARTED,
  ATLAS_STORY_ENDED,
  ATLAS_STORY_EDUCATION,
  ATLAS_STORY_FIELD,
  ATLAS_STORY_NOTE,
} AtlasStoryKind;

/**
 * AtlasStoryEvent:
 * @kind: what happened
 * @on: the day, or %ATLAS_DATE_NONE when it is not known
 * @record: what it was read from
 * @field: (nullable): the date of @record that it stands in, of an %ATLAS_STORY_FIELD
 * @is_end: whether it is the end of a range
 * @name: (nullable): name of the provision, school or meeting's panel in it
 *
 * One line of a child's story.
 */
typedef struct {
  AtlasStoryKind    kind;
  AtlasDate         on;
  AtlasRecord      *record;
  const AtlasField *field;
  gboolean          is_end;
  char             *name;
} AtlasStoryEvent;

GPtrArray *atlas_store_read_story (AtlasStore              *store,
                                   AtlasReferral           *referral,
                                   const AtlasChildRecords *records,
                                   GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
