/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "rules/atlas-check.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * ATLAS_MOVE_MILES:
 *
 * How far a school may be and still be one to move to. No source gives the number: it is set by
 * this county, in its record's `thresholds` as `move-miles=10`.
 */
#define ATLAS_MOVE_MILES      10
#define ATLAS_MOVE_MILES_MOST 100
#define ATLAS_MOVE_KEY        "move-miles"

/**
 * AtlasDemandRow:
 * @area: (nullable): name of the home area
 * @phase: (nullable): code
 * @need: (nullable): code of the main need
 * @n_waiting: children who wait, and to whom no place is offered
 * @n_declined: children who were answered no in the last twelve months, and were not placed since
 * @since: since when the first of them waits, or %ATLAS_DATE_NONE
 * @free: places free of the phase in the area, over the lines that are known; -1 for none known
 *
 * Demand of one kind that no place answers.
 */
typedef struct {
  char       *area;
  const char *phase;
  char       *need;
  guint       n_waiting;
  guint       n_declined;
  AtlasDate   since;
  int         free;

  /*< private >*/
  char       *area_id;
} AtlasDemandRow;

/**
 * AtlasDemandArea:
 * @name: of the area
 * @route: its page
 * @roll: children on the rolls of its schools, or 0 when no record says
 * @n_waiting: children of the area who wait
 * @commissioned: places commissioned of provisions there
 *
 * An area's wait and places, for rates by its children.
 */
typedef struct {
  char  *name;
  char  *route;
  gint64 roll;
  guint  n_waiting;
  gint64 commissioned;

  /*< private >*/
  char  *id;
} AtlasDemandArea;

/**
 * AtlasMoveAsked:
 * @reference: of the referral
 * @route: its page
 * @school: (nullable): the child's school
 * @n_schools: other schools of the phase within reach, or -1 when no position is known
 *
 * A managed move that is asked for, and how many schools there are to move to.
 */
typedef struct {
  char *reference;
  char *route;
  char *school;
  int   n_schools;
} AtlasMoveAsked;

/**
 * AtlasDemand:
 * @on: the day
 * @miles: how far a school to move to may be
 * @rows: (element-type AtlasDemandRow): the most first
 * @areas: (element-type AtlasDemandArea): by number
 * @moves: (element-type AtlasMoveAsked): the fewest schools first
 *
 * What no place answers.
 */
typedef struct {
  AtlasDate  on;
  int        miles;
  GPtrArray *rows;
  GPtrArray *areas;
  GPtrArray *moves;
} AtlasDemand;

AtlasDemand *atlas_demand_new     (AtlasStore        *store,
                                   const char        *scope,
                                   AtlasDate          on,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_demand_free    (AtlasDemand       *self);
int          atlas_demand_read_miles (const AtlasCheckSettings *settings);
double       atlas_demand_rate    (gint64             number,
                                   gint64             roll);
json_t      *atlas_demand_to_json (const AtlasDemand *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDemand, atlas_demand_free)

G_END_DECLS
