/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-change-set.h"
#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasCountySettingKind:
 * @ATLAS_COUNTY_CHECK: the number of a check; 0 switches it off
 * @ATLAS_COUNTY_PROMPT: a check that is asked once it is switched on: 0 or 1
 * @ATLAS_COUNTY_CLOCK: the number of a clock, at least 1
 *
 * What a county decides about a rule.
 */
typedef enum {
  ATLAS_COUNTY_CHECK,
  ATLAS_COUNTY_PROMPT,
  ATLAS_COUNTY_CLOCK,
} AtlasCountySettingKind;

/**
 * ATLAS_COUNTY_NUMBER_MOST:
 *
 * The largest number of a setting: more than any of them can mean.
 */
#define ATLAS_COUNTY_NUMBER_MOST 1000

/**
 * AtlasCountySetting:
 * @kind: what is decided
 * @id: (unowned): id of the check or the clock; static
 * @title: (unowned): its name, translated
 * @unit: (unowned) (nullable): what the number counts, translated; %NULL for a prompt
 * @rule: (unowned): the rule in a sentence, translated
 * @source: (unowned): the document that the rule is from
 * @comes_as: the value where the county has said nothing
 * @value: the county's own
 *
 * One thing that no source decides, so that the county does.
 */
typedef struct {
  AtlasCountySettingKind  kind;
  const char             *id;
  const char             *title;
  const char             *unit;
  const char             *rule;
  const char             *source;
  int                     comes_as;
  int                     value;
} AtlasCountySetting;

GArray *atlas_county_settings     (const AtlasCounty        *county,
                                   AtlasCountySettingKind    kind) G_GNUC_WARN_UNUSED_RESULT;
void    atlas_county_setting_save (const AtlasCountySetting *setting,
                                   AtlasCounty              *county,
                                   int                       value,
                                   AtlasChangeSet           *set);

G_END_DECLS
