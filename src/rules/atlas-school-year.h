/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * ATLAS_YEAR_GROUP_NONE:
 *
 * No year group: no date of birth, or a child born since 31 August.
 */
#define ATLAS_YEAR_GROUP_NONE G_MININT

/**
 * AtlasPhase:
 * @ATLAS_PHASE_NONE: not known
 * @ATLAS_PHASE_EARLY_YEARS: before Reception
 * @ATLAS_PHASE_PRIMARY: Reception to Year 6
 * @ATLAS_PHASE_SECONDARY: Year 7 to Year 11
 * @ATLAS_PHASE_POST_16: Year 12 and later
 *
 * The phase of education of a year group.
 */
typedef enum {
  ATLAS_PHASE_NONE,
  ATLAS_PHASE_EARLY_YEARS,
  ATLAS_PHASE_PRIMARY,
  ATLAS_PHASE_SECONDARY,
  ATLAS_PHASE_POST_16,
} AtlasPhase;

int         atlas_academic_year       (AtlasDate   on);
int         atlas_year_group          (AtlasDate   born,
                                       AtlasDate   on);
const char *atlas_year_group_to_code  (int         year_group);
int         atlas_year_group_parse    (const char *code);
int         atlas_key_stage           (int         year_group);
const char *atlas_key_stage_to_code   (int         key_stage);
AtlasPhase  atlas_phase               (int         year_group);
gboolean    atlas_is_early_years      (const char *referral_kind,
                                       AtlasDate   born,
                                       AtlasDate   on);
const char *atlas_phase_to_code       (AtlasPhase  phase);
gboolean    atlas_is_of_school_age    (AtlasDate   born,
                                       AtlasDate   on);

G_END_DECLS
