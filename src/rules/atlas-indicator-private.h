/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check-private.h"
#include "rules/atlas-indicator.h"

G_BEGIN_DECLS

#define ATLAS_ROLLS_OWN "C M"           /* the school's own pupils */

/* A case that is counted. */
typedef struct {
  AtlasTally                  *tally;
  const AtlasCase             *file;
  const AtlasIndicatorSetting *setting;
  AtlasCheckRun                run;     /* as on the last day that is counted */
} AtlasIndicatorRun;

/* What the counts share: atlas-indicator-count.c. */
void                  atlas_indicator_add          (AtlasIndicatorRun       *self,
                                                    AtlasTallyCount          which,
                                                    gint64                   n);
gboolean              atlas_indicator_is_counted   (const AtlasIndicatorRun *self,
                                                    AtlasDate                date);
AtlasCalendar        *atlas_indicator_calendar_of  (const AtlasIndicatorRun *self,
                                                    const char              *school);
gboolean              atlas_indicator_is_permanent (const AtlasExclusion    *exclusion,
                                                    AtlasDate                on);

/* Rolls and placements: atlas-indicator-stays.c. */
const AtlasProvision *atlas_indicator_provision    (const AtlasBackground   *background,
                                                    const char              *id);
gboolean              atlas_indicator_is_centre    (const AtlasBackground   *background,
                                                    const AtlasRegistration *one);
gboolean              atlas_indicator_is_on_roll   (const AtlasRegistration *one,
                                                    const char              *enrolments,
                                                    AtlasDate                on);
void                  atlas_indicator_count_returns (AtlasIndicatorRun      *self);
void                  atlas_indicator_count_alternative (AtlasIndicatorRun  *self);
void                  atlas_indicator_count_stays  (AtlasIndicatorRun       *self);
void                  atlas_indicator_count_community (AtlasIndicatorRun    *self);
void                  atlas_indicator_count_from_special (AtlasIndicatorRun *self);

G_END_DECLS
