/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "rules/atlas-clock.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * ATLAS_DUTIES_MONTHS:
 *
 * How far back duties are counted: a year, set by this program.
 */
#define ATLAS_DUTIES_MONTHS 12

/**
 * AtlasDutyCount:
 * @in_time: done in time
 * @done_late: done, and late
 * @late: not done, and late
 * @running: there is time, or it is not known how much
 *
 * How duties stand on a day.
 */
typedef struct {
  guint in_time;
  guint done_late;
  guint late;
  guint running;
} AtlasDutyCount;

/**
 * AtlasDutiesSchool:
 * @school: id of the excluding school
 * @route: (nullable): its page
 * @name: (nullable): its name
 * @n_exclusions: suspensions and permanent exclusions counted
 * @duties: of the school and its governing board
 *
 * What a school owed by its exclusions, and how it kept it.
 */
typedef struct {
  char           *school;
  char           *route;
  char           *name;
  guint           n_exclusions;
  AtlasDutyCount  duties;
} AtlasDutiesSchool;

/**
 * AtlasDutiesRule:
 * @rule: (unowned): a row of the table of clocks; static
 * @duties: of every school together
 *
 * How one duty is kept.
 */
typedef struct {
  const AtlasClockRule *rule;
  AtlasDutyCount        duties;
} AtlasDutiesRule;

/**
 * AtlasDuties:
 * @on: the day
 * @since: the first day counted
 * @schools: (element-type AtlasDutiesSchool): those with most late first
 * @rules: (element-type AtlasDutiesRule): each duty, whoever owes it, in the table's order
 *
 * The duties of exclusions, kept in time or not.
 */
typedef struct {
  AtlasDate  on;
  AtlasDate  since;
  GPtrArray *schools;
  GPtrArray *rules;
} AtlasDuties;

AtlasDuties *atlas_duties_new     (AtlasStore         *store,
                                   const char         *scope,
                                   AtlasDate           on,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_duties_free    (AtlasDuties        *self);
json_t      *atlas_duties_to_json (const AtlasDuties  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDuties, atlas_duties_free)

G_END_DECLS
