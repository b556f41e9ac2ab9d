/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * ATLAS_HOURS_POSSIBLE:
 *
 * More hours a week than this is a slip of the pen: requirements of every form that asks for hours.
 */
#define ATLAS_HOURS_POSSIBLE 40

/**
 * AtlasHoursFor:
 * @ATLAS_HOURS_ANYBODY: every child of the key stage
 * @ATLAS_HOURS_TIER_3: a child supported at tier 3
 * @ATLAS_HOURS_SOCIAL_WORKER: a child looked after, previously so, or with a social worker
 *
 * Whom a row of the table is about.
 */
typedef enum {
  ATLAS_HOURS_ANYBODY,
  ATLAS_HOURS_TIER_3,
  ATLAS_HOURS_SOCIAL_WORKER,
} AtlasHoursFor;

/**
 * AtlasHours:
 * @whom: whom it is about
 * @from: first day, ISO
 * @to: (nullable): last day, ISO
 * @first_stage: lowest key stage, 0 for early years
 * @last_stage: highest key stage
 * @least: fewest hours a week that are full-time
 * @most: most hours expected; 0 when the source gives none
 * @source: the document and its paragraph
 *
 * One row of the table of hours: what "full-time" was on those days.
 */
typedef struct {
  AtlasHoursFor  whom;
  const char    *from;
  const char    *to;
  int            first_stage;
  int            last_stage;
  double         least;
  double         most;
  const char    *source;
} AtlasHours;

const AtlasHours *atlas_hours_table (gsize         *n_rows);
const AtlasHours *atlas_hours_find  (AtlasHoursFor  whom,
                                     int            key_stage,
                                     AtlasDate      on);

G_END_DECLS
