/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-day6.h"
#include "store/atlas-store-calendar.h"

G_BEGIN_DECLS

/**
 * AtlasPlaceStep:
 * @ATLAS_PLACE_STEP_NONE: nothing is agreed
 * @ATLAS_PLACE_STEP_HELD: a place is held until a day
 * @ATLAS_PLACE_STEP_OFFERED: a place is offered, and nobody has answered
 * @ATLAS_PLACE_STEP_ACCEPTED: an offer is accepted
 * @ATLAS_PLACE_STEP_STARTED: the child has started
 *
 * How far a referral has come towards a place. Later ones outrank earlier ones.
 */
typedef enum {
  ATLAS_PLACE_STEP_NONE,
  ATLAS_PLACE_STEP_HELD,
  ATLAS_PLACE_STEP_OFFERED,
  ATLAS_PLACE_STEP_ACCEPTED,
  ATLAS_PLACE_STEP_STARTED,
} AtlasPlaceStep;

/**
 * AtlasPlaceState:
 * @step: how far
 * @provision: (nullable): id of the provision
 * @provision_name: (nullable): its name
 * @on: the day of the step; of a hold, the day it is kept until
 *
 * Where a referral's place stands.
 */
typedef struct {
  AtlasPlaceStep  step;
  char           *provision;
  char           *provision_name;
  AtlasDate       on;
} AtlasPlaceState;

/**
 * AtlasDay6Row:
 * @exclusion: id of the exclusion that runs
 * @child: id of the child
 * @reference: (nullable): reference of the referral; %NULL when nobody has referred the child
 * @is_permanent: a permanent exclusion
 * @year_group: of the child on the date asked about
 * @town: (nullable): home town
 * @school: (nullable): id of the excluding school
 * @school_name: (nullable): its name
 * @asked: (nullable): id of the provision asked
 * @asked_name: (nullable): its name
 * @next_step: (nullable): what is to be done next
 * @owner: (nullable): by whom
 * @place: where the place stands
 * @status: the clock
 * @comes_first: among those due on one day, as atlas_care_comes_first() says
 *
 * One child who is or may be owed education by Day 6.
 */
typedef struct {
  char            *exclusion;
  char            *child;
  char            *reference;
  gboolean         is_permanent;
  int              year_group;
  char            *town;
  char            *school;
  char            *school_name;
  char            *asked;
  char            *asked_name;
  char            *next_step;
  char            *owner;
  AtlasPlaceState  place;
  AtlasDay6Status  status;
  gboolean         comes_first;
} AtlasDay6Row;

void       atlas_place_state_clear    (AtlasPlaceState *state);
gboolean   atlas_store_read_place     (AtlasStore      *store,
                                       const char      *referral,
                                       AtlasDate        on,
                                       AtlasPlaceState *state,
                                       GError         **error);

void       atlas_day6_row_free        (AtlasDay6Row    *row);
GPtrArray *atlas_store_list_day6      (AtlasStore      *store,
                                       const char      *scope,
                                       AtlasDate        on,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasDay6 *atlas_store_read_day6      (AtlasStore      *store,
                                       AtlasCalendars  *calendars,
                                       const char      *child,
                                       const char      *establishment,
                                       AtlasDate        born,
                                       AtlasDate        on,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDay6Row, atlas_day6_row_free)

G_END_DECLS
