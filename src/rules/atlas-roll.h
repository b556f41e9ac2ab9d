/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-days.h"
#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasRollState:
 * @ATLAS_ROLL_NOT_ASKED: not a permanent exclusion that stands
 * @ATLAS_ROLL_KEPT: the child stays on the school's register, and nobody knows until when
 * @ATLAS_ROLL_KEPT_UNTIL: the child stays on it up to a day that is known
 * @ATLAS_ROLL_FREE: the child may be taken off it, and then is on one roll alone
 *
 * What a permanent exclusion leaves of the registration at the school.
 */
typedef enum {
  ATLAS_ROLL_NOT_ASKED,
  ATLAS_ROLL_KEPT,
  ATLAS_ROLL_KEPT_UNTIL,
  ATLAS_ROLL_FREE,
} AtlasRollState;

/**
 * AtlasRoll:
 * @state: where it stands
 * @until: the last day on the register that must be, or %ATLAS_DATE_NONE when it is not known
 * @provisional: whether and why @until may move
 *
 * How long a permanently excluded child stays on the school's register.
 */
typedef struct {
  AtlasRollState   state;
  AtlasDate        until;
  AtlasProvisional provisional;
} AtlasRoll;

AtlasRoll atlas_roll_after_exclusion (const AtlasExclusion *exclusion,
                                      AtlasCalendar        *calendar,
                                      AtlasDate             on);

G_END_DECLS
