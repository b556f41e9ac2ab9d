/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "calendar/atlas-days.h"
#include "rules/atlas-indicator.h"
#include "rules/atlas-pupils.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * ATLAS_INDICATORS_TERMS:
 *
 * How many terms a trend shows, the chosen one last: two school years.
 */
#define ATLAS_INDICATORS_TERMS 6

/**
 * ATLAS_INDICATORS_PUPILS:
 *
 * The series of figures that says how many children of a group are on rolls of the county: the
 * group's code is the item, the school year (`2026-27`) the period.
 */
#define ATLAS_INDICATORS_PUPILS "pupils"

/**
 * AtlasIndicatorsAsked:
 * @set: (nullable): name of a set, as `2020`; %NULL for the one in force on the day
 * @term: (nullable): as `2026-autumn`; %NULL for the term of the day, or the last before it
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @pupils: of which children
 * @on: the day
 *
 * Which indicators.
 */
typedef struct {
  const char  *set;
  const char  *term;
  const char  *scope;
  AtlasPupils  pupils;
  AtlasDate    on;
} AtlasIndicatorsAsked;

/**
 * AtlasIndicatorRow:
 * @can_count: whether this program knows how to count it
 * @kind: the indicator, if it does
 * @code: as the label has it
 * @text: the set's words
 * @source: (nullable): where the set has it from
 *
 * An indicator of a set, as the county pack words it.
 */
typedef struct {
  gboolean            can_count;
  AtlasIndicatorKind  kind;
  char               *code;
  char               *text;
  char               *source;
} AtlasIndicatorRow;

/**
 * AtlasIndicatorArea:
 * @route: (nullable): of an area; %NULL for children without a home area
 * @name: of the area
 * @tally: what was counted of its children
 * @base: what it is set beside
 *
 * One area of the county, in the chosen term.
 */
typedef struct {
  char               *route;
  char               *name;
  AtlasTally          tally;
  AtlasIndicatorBase  base;

  /*< private >*/
  char               *id;
} AtlasIndicatorArea;

/**
 * AtlasIndicatorGroup:
 * @tally: what was counted of the children of a group
 * @unknown: and of those of whom nobody recorded whether they are of it
 * @base: what it is set beside
 *
 * A group of children, in the chosen term.
 */
typedef struct {
  AtlasTally          tally;
  AtlasTally          unknown;
  AtlasIndicatorBase  base;
} AtlasIndicatorGroup;

/**
 * AtlasIndicators:
 * @on: the day
 * @pupils: of which children
 * @scope: (nullable): of which part of the county
 * @set: (nullable): name of the set; %NULL when the county names none
 * @sets: (element-type utf8): names of the county's sets, sorted
 * @rows: (element-type AtlasIndicatorRow): the set's indicators, in its order
 * @terms: (element-type AtlasTerm): the terms that are entered, the earliest first
 * @term: which of @terms
 * @n_trend: terms of the trend, of which the chosen one is the last
 * @trend: what was counted in them, in the scope, of the group
 * @bases: what they are set beside
 * @areas: (element-type AtlasIndicatorArea): of the whole county, of the group
 * @groups: of the scope; empty unless every child is asked about
 * @evidence: since when there are records
 * @invented: whether the county is made up
 * @limit: below which the county hides numbers of children
 * @n_without_roll: schools that count, whose roll nobody recorded
 *
 * The indicators of a term.
 */
typedef struct {
  AtlasDate            on;
  AtlasPupils          pupils;
  char                *scope;
  char                *set;
  GPtrArray           *sets;
  GPtrArray           *rows;
  GArray              *terms;
  guint                term;
  guint                n_trend;
  AtlasTally           trend[ATLAS_INDICATORS_TERMS];
  AtlasIndicatorBase   bases[ATLAS_INDICATORS_TERMS];
  GPtrArray           *areas;
  AtlasIndicatorGroup  groups[ATLAS_N_PUPILS];
  AtlasEvidence        evidence;
  gboolean             invented;
  int                  limit;
  guint                n_without_roll;
} AtlasIndicators;

/**
 * AtlasIndicatorCell:
 * @value: what a figure comes to
 * @is_hidden: whether it may not leave the office: the number of children is small, or would tell
 *   another that is
 * @hides_left_out: whether only so few are left out that their number is hidden; 0, or the limit
 *
 * A figure in a table.
 */
typedef struct {
  AtlasIndicatorValue value;
  gboolean            is_hidden;
  int                 hides_left_out;
} AtlasIndicatorCell;

/* Reading. */
AtlasIndicators    *atlas_indicators_new         (AtlasStore                  *store,
                                                  const AtlasIndicatorsAsked  *asked,
                                                  GError                     **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void                atlas_indicators_free        (AtlasIndicators             *self);

/* Figures. */
const AtlasTerm    *atlas_indicators_get_term    (const AtlasIndicators       *self,
                                                  guint                        nth);
AtlasIndicatorCell  atlas_indicators_get         (const AtlasIndicators       *self,
                                                  const AtlasIndicatorFigure  *figure,
                                                  guint                        nth);
void                atlas_indicators_get_areas   (const AtlasIndicators       *self,
                                                  const AtlasIndicatorFigure  *figure,
                                                  AtlasIndicatorCell          *cells);
void                atlas_indicators_get_groups  (const AtlasIndicators       *self,
                                                  const AtlasIndicatorFigure  *figure,
                                                  AtlasIndicatorCell          *cells,
                                                  AtlasIndicatorCell          *unknown);
double              atlas_indicators_ratio       (const AtlasIndicators       *self,
                                                  const AtlasIndicatorFigure  *figure,
                                                  AtlasPupils                  pupils);

/* Words. */
char               *atlas_indicators_word        (const AtlasIndicatorFigure  *figure,
                                                  const AtlasIndicatorCell    *cell,
                                                  gboolean                     hides_small)
                                                  G_GNUC_WARN_UNUSED_RESULT;
char               *atlas_indicators_word_note   (const AtlasIndicatorFigure  *figure,
                                                  const AtlasIndicatorCell    *cell,
                                                  gboolean                     hides_small)
                                                  G_GNUC_WARN_UNUSED_RESULT;
const char         *atlas_indicators_why_to_code (AtlasIndicatorWhy            why);
json_t             *atlas_indicators_to_json     (const AtlasIndicators       *self,
                                                  gboolean                     hides_small)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasIndicators, atlas_indicators_free)

G_END_DECLS
