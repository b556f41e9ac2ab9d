/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "rules/atlas-find.h"
#include "store/atlas-referral-case.h"
#include "store/atlas-store-places.h"

G_BEGIN_DECLS

/**
 * AtlasFinderOptions:
 * @on: the day that is looked at
 * @needs_by: the day that a place is needed by, or %ATLAS_DATE_NONE for @on
 * @year_group: look as for this one, or %ATLAS_YEAR_GROUP_NONE for the child's own
 * @phase: (nullable): look as for this one; %NULL for that of the year group
 * @within: miles, or %ATLAS_FIND_ANY_DISTANCE
 * @hours: a week that are wanted, or 0
 *
 * What to look for besides what the referral says.
 */
typedef struct {
  AtlasDate   on;
  AtlasDate   needs_by;
  int         year_group;
  const char *phase;
  double      within;
  double      hours;
} AtlasFinderOptions;

#define ATLAS_FINDER_OPTIONS_INIT \
  { ATLAS_DATE_NONE, ATLAS_DATE_NONE, G_MININT, NULL, ATLAS_FIND_ANY_DISTANCE, 0 }

/**
 * AtlasFinder:
 * @on: the day that is looked at
 * @referral_case: the referral, on that day
 * @need: what its child needs
 * @places: (element-type AtlasPlaceLine): every line of places
 * @lines: (element-type AtlasFindLine): the same lines, in the same order
 * @results: (element-type AtlasFindResult): the answer
 *
 * The places that there are for one child.
 */
typedef struct {
  AtlasDate          on;
  AtlasReferralCase *referral_case;
  AtlasFindNeed      need;
  GPtrArray         *places;
  GArray            *lines;
  GPtrArray         *results;

  /*< private >*/
  GPtrArray         *records;   /* (element-type AtlasRecord): whose texts the lines use */
  GStringChunk      *texts;
} AtlasFinder;

AtlasFinder    *atlas_finder_new         (AtlasStore               *store,
                                          const char               *reference,
                                          const AtlasFinderOptions *options,
                                          GError                  **error)
                                          G_GNUC_WARN_UNUSED_RESULT;
void            atlas_finder_free        (AtlasFinder              *self);
int             atlas_finder_get_age     (AtlasFinder              *self);
AtlasPlaceLine *atlas_finder_get_place   (AtlasFinder              *self,
                                          const AtlasFindResult    *result);
gboolean        atlas_finder_is_invented (AtlasFinder              *self,
                                          const AtlasFindResult    *result);
char           *atlas_finder_word_fact   (AtlasFinder              *self,
                                          const AtlasFindResult    *result,
                                          const AtlasFindFact      *fact)
                                          G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_finder_word_facts  (AtlasFinder              *self,
                                          const AtlasFindResult    *result,
                                          AtlasFindBearing          bearing)
                                          G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_finder_word_name   (AtlasFinder              *self,
                                          const AtlasFindResult    *result)
                                          G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_finder_word_finding (AtlasFinder             *self)
                                          G_GNUC_WARN_UNUSED_RESULT;
json_t         *atlas_finder_to_json     (AtlasFinder              *self)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFinder, atlas_finder_free)

G_END_DECLS
