/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-distance.h"
#include "rules/atlas-free.h"

G_BEGIN_DECLS

/**
 * ATLAS_FIND_ANY_DISTANCE:
 *
 * No limit of miles.
 */
#define ATLAS_FIND_ANY_DISTANCE (-1.0)

/**
 * ATLAS_UNREGISTERED_MOST:
 *
 * Children whom a provider that is no registered school may have full time. With the fifth it would
 * be a school; with the first who has an EHC plan or is looked after, too.
 *
 * Source: Education and Skills Act 2008 s92 and s96; requirements, T121.
 */
#define ATLAS_UNREGISTERED_MOST 4

/**
 * AtlasFindNeed:
 * @on: the day that a place is needed by
 * @year_group: the child's on that day, or %ATLAS_YEAR_GROUP_NONE
 * @phase: (nullable): code, as a rule that of the year group
 * @sex: (nullable): code, `F` or `M`
 * @main_need: (nullable): code of `sen-type`
 * @tier: of the referral, 1 to 5, or 0
 * @service: (nullable): code of the service asked for
 * @hours: a week that are wanted, or 0
 * @town: (nullable): home town
 * @home: where that lies
 * @within: miles, or %ATLAS_FIND_ANY_DISTANCE
 * @is_day6: the child is owed education by Day 6
 * @has_semh_plan: the child has an EHC plan whose main need is SEMH
 * @counts_for_registration: one child is enough to need a registered school: an EHC plan, or
 *   looked after
 *
 * What a child needs of a place.
 */
typedef struct {
  AtlasDate      on;
  int            year_group;
  const char    *phase;
  const char    *sex;
  const char    *main_need;
  int            tier;
  const char    *service;
  double         hours;
  const char    *town;
  AtlasLocation  home;
  double         within;
  gboolean       is_day6;
  gboolean       has_semh_plan;
  gboolean       counts_for_registration;
} AtlasFindNeed;

/**
 * AtlasFindLine:
 * @id: of the line; the last resort of the order
 * @name: of the provision
 * @phases: (nullable): codes that the provision teaches
 * @phase: (nullable): code of the line; it outranks @phases
 * @key_stages: (nullable): codes of the line
 * @gender: (nullable): code of whom the provision admits
 * @services: (nullable): codes that the provision offers
 * @service: (nullable): code of the line
 * @is_for_semh: it is there for children whose need is SEMH: behaviour and emotional wellbeing
 * @respite_kept: places kept for respite
 * @towns: (nullable): towns served
 * @site: where it lies; of several sites the nearest one
 * @day6_offered: (nullable): code, `yes`, `no` or `some`
 * @needs_semh_plan: only with an EHC plan that says SEMH
 * @panel: (nullable): the panel through which alone children come
 * @panel_agreed: whether that panel has offered this child a place
 * @free: the count on the day, for this child
 * @free_of_all: the count on the day for a child who is not owed a place by Day 6
 * @is_old: whether the return behind it is old
 * @free_from: the first day on which a place is free if children leave as planned, or
 *   %ATLAS_DATE_NONE
 * @on_roll: children on roll in all of the provision's lines
 * @is_registered: whether it may be a school
 * @expired: (nullable): code of the check that ran out first
 * @expired_on: its last day
 * @hours: a week that children have here as a rule, or 0 when that is not known
 * @waiting: children who wait for this provision
 * @cost: (nullable): of a place, in pounds
 * @cost_unit: (nullable): code of what that is for
 *
 * One line of commissioned places, with what the finder looks at.
 */
typedef struct {
  const char         *id;
  const char         *name;
  const char * const *phases;
  const char         *phase;
  const char * const *key_stages;
  const char         *gender;
  const char * const *services;
  const char         *service;
  gboolean            is_for_semh;
  int                 respite_kept;
  const char * const *towns;
  AtlasLocation       site;
  const char         *day6_offered;
  gboolean            needs_semh_plan;
  const char         *panel;
  gboolean            panel_agreed;
  AtlasFree           free;
  AtlasFree           free_of_all;
  gboolean            is_old;
  AtlasDate           free_from;
  int                 on_roll;
  gboolean            is_registered;
  const char         *expired;
  AtlasDate           expired_on;
  double              hours;
  int                 waiting;
  const char         *cost;
  const char         *cost_unit;
} AtlasFindLine;

/**
 * AtlasFindBearing:
 * @ATLAS_FIND_FITS: why the place fits
 * @ATLAS_FIND_IN_THE_WAY: what stands in the way
 * @ATLAS_FIND_TO_KNOW: neither, but to be known
 *
 * Which way a fact speaks.
 */
typedef enum {
  ATLAS_FIND_FITS,
  ATLAS_FIND_IN_THE_WAY,
  ATLAS_FIND_TO_KNOW,
} AtlasFindBearing;

/**
 * AtlasFindAbout:
 * @ATLAS_FIND_PHASE: the child's phase or key stage
 * @ATLAS_FIND_GENDER: whom the provision admits
 * @ATLAS_FIND_NEED: the child's main need
 * @ATLAS_FIND_SERVICE: the service asked for
 * @ATLAS_FIND_TIER: the referral's tier, and the tiers at which what is offered helps
 * @ATLAS_FIND_DAY6: Day 6 education
 * @ATLAS_FIND_PLAN: an EHC plan that says SEMH
 * @ATLAS_FIND_PANEL: the panel through which children come
 * @ATLAS_FIND_REGISTRATION: whether it may have this child without being a registered school
 * @ATLAS_FIND_CHECK: a check that has run out
 * @ATLAS_FIND_FREE: places free
 * @ATLAS_FIND_KEPT: places kept for Day 6
 * @ATLAS_FIND_RESPITE: places kept for respite
 * @ATLAS_FIND_LEAVING: a place that is free once children leave
 * @ATLAS_FIND_AGE: how old the figure is
 * @ATLAS_FIND_TOWN: towns served
 * @ATLAS_FIND_DISTANCE: miles from home
 * @ATLAS_FIND_HOURS: hours a week
 * @ATLAS_FIND_WAITING: who waits for it already
 * @ATLAS_FIND_COST: what a place costs
 *
 * What a fact is about, in the order in which facts are told.
 */
typedef enum {
  ATLAS_FIND_PHASE,
  ATLAS_FIND_GENDER,
  ATLAS_FIND_NEED,
  ATLAS_FIND_SERVICE,
  ATLAS_FIND_TIER,
  ATLAS_FIND_DAY6,
  ATLAS_FIND_PLAN,
  ATLAS_FIND_PANEL,
  ATLAS_FIND_REGISTRATION,
  ATLAS_FIND_CHECK,
  ATLAS_FIND_FREE,
  ATLAS_FIND_KEPT,
  ATLAS_FIND_RESPITE,
  ATLAS_FIND_LEAVING,
  ATLAS_FIND_AGE,
  ATLAS_FIND_TOWN,
  ATLAS_FIND_DISTANCE,
  ATLAS_FIND_HOURS,
  ATLAS_FIND_WAITING,
  ATLAS_FIND_COST,
} AtlasFindAbout;

/**
 * AtlasFindFact:
 * @about: what it is about
 * @bearing: which way it speaks
 *
 * One fact about a place for a child. Its figures are those of the need and the line.
 */
typedef struct {
  AtlasFindAbout   about;
  AtlasFindBearing bearing;
} AtlasFindFact;

/**
 * AtlasFindResult:
 * @line: (unowned): the line of places
 * @fits: whether nothing stands in the way
 * @miles: from home in a straight line, or %ATLAS_MILES_UNKNOWN
 * @facts: (element-type AtlasFindFact): why it fits, what stands in the way, what to know
 *
 * What the finder says of one line of places.
 */
typedef struct {
  const AtlasFindLine *line;
  gboolean             fits;
  double               miles;
  GArray              *facts;
} AtlasFindResult;

GPtrArray *atlas_find_places      (const AtlasFindNeed    *need,
                                   const AtlasFindLine    *lines,
                                   gsize                   n_lines) G_GNUC_WARN_UNUSED_RESULT;
AtlasDate  atlas_find_free_from   (const AtlasPlaceCase   *place,
                                   AtlasDate               on,
                                   gboolean                is_day6_child);
void       atlas_find_result_free (AtlasFindResult        *result);

G_END_DECLS
