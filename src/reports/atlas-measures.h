/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-places.h"

G_BEGIN_DECLS

/**
 * AtlasMeasureKind:
 * @ATLAS_MEASURE_FILLED: children on roll, in per cent of places commissioned
 * @ATLAS_MEASURE_FREE: places free
 * @ATLAS_MEASURE_WAITING: children whose referral is open and who have not started
 * @ATLAS_MEASURE_LONGEST: days since the first of those referrals was received
 *
 * What a map or a ranked list shows, one at a time.
 */
typedef enum {
  ATLAS_MEASURE_FILLED,
  ATLAS_MEASURE_FREE,
  ATLAS_MEASURE_WAITING,
  ATLAS_MEASURE_LONGEST,
} AtlasMeasureKind;

#define ATLAS_N_MEASURES        (ATLAS_MEASURE_LONGEST + 1)
#define ATLAS_MEASURE_N_CLASSES 5

/**
 * AtlasMeasureScale:
 * @name: as routes spell it: `filled`
 * @heading: not translated yet: "Places filled"
 * @is_count: whether the values are counts, which are shown by size rather than by shade
 * @breaks: the least value of the second to the fifth class
 * @labels: the classes in words, not translated yet, the lowest first
 * @no_data: what a missing value means, not translated yet
 *
 * How the values of a measure become classes; the same all year.
 */
typedef struct {
  const char *name;
  const char *heading;
  gboolean    is_count;
  double      breaks[ATLAS_MEASURE_N_CLASSES - 1];
  const char *labels[ATLAS_MEASURE_N_CLASSES];
  const char *no_data;
} AtlasMeasureScale;

/**
 * AtlasMeasured:
 * @type: `county`, `area` or `partnership`
 * @key: its key, which is also the id of its shape
 * @number: (nullable): an area's number: "2"
 * @name: as of the day
 * @places: the sum of the lines of places whose figures are known
 * @n_lines: lines of places
 * @n_unknown: of them, without any return
 * @n_late: of them, with a return older than the county's window
 * @is_invented: whether a figure in it is made up
 * @waiting: children who wait
 * @since: since when the first of them has, or %ATLAS_DATE_NONE
 *
 * What is counted of one part of a county.
 */
typedef struct {
  const char *type;
  char       *key;
  char       *number;
  char       *name;
  AtlasFree   places;
  guint       n_lines;
  guint       n_unknown;
  guint       n_late;
  gboolean    is_invented;
  int         waiting;
  AtlasDate   since;
} AtlasMeasured;

/**
 * AtlasMeasures:
 * @on: the day
 * @phase: (nullable): code of the only phase that is counted
 * @parts: (element-type AtlasMeasured): the areas of a county by number, or the partnerships of an
 *   area by name. Places are commissioned for areas, so partnerships have children and no places
 * @whole: the county or the area itself, with what lies in none of @parts
 * @n_elsewhere: lines of places of the whole that lie in none of @parts
 *
 * Every measure of the parts of a county, of one moment.
 */
typedef struct {
  AtlasDate      on;
  char          *phase;
  GPtrArray     *parts;
  AtlasMeasured *whole;
  guint          n_elsewhere;
} AtlasMeasures;

/**
 * AtlasReading:
 * @has_value: whether there is a value; without a return there is none
 * @value: it, in the measure's unit
 * @class_index: 0 to 4, by the measure's breaks; -1 without a value
 * @text: as printed in an area: "88%"; "No return" without a value
 * @detail: a line more: "2 of 24 places free"
 * @spoken: the whole of it: "2 Stevenage, 88% of places filled, 2 of 24 places free"
 *
 * One measure of one part.
 */
typedef struct {
  gboolean  has_value;
  double    value;
  int       class_index;
  char     *text;
  char     *detail;
  char     *spoken;
} AtlasReading;

const AtlasMeasureScale *atlas_measure_get_scale  (AtlasMeasureKind     kind);
gboolean                 atlas_measure_find       (const char          *name,
                                                   AtlasMeasureKind    *kind);

AtlasMeasures           *atlas_measures_new       (AtlasStore          *store,
                                                   const char          *scope,
                                                   const char          *phase,
                                                   AtlasDate            on,
                                                   GError             **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void                     atlas_measures_free      (AtlasMeasures       *self);
const char              *atlas_measures_get_part_type (const AtlasMeasures *self);
GPtrArray               *atlas_measures_rank      (const AtlasMeasures *self,
                                                   AtlasMeasureKind     kind)
                                                   G_GNUC_WARN_UNUSED_RESULT;
char                    *atlas_measures_word_finding (const AtlasMeasures *self,
                                                   AtlasMeasureKind     kind)
                                                   G_GNUC_WARN_UNUSED_RESULT;
char                    *atlas_measures_word_caption (const AtlasMeasures *self,
                                                   AtlasMeasureKind     kind)
                                                   G_GNUC_WARN_UNUSED_RESULT;

void                     atlas_measured_read      (const AtlasMeasured *self,
                                                   AtlasMeasureKind     kind,
                                                   AtlasDate            on,
                                                   AtlasReading        *reading);
char                    *atlas_measured_word_title (const AtlasMeasured *self)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void                     atlas_reading_clear      (AtlasReading        *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMeasures, atlas_measures_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasReading, atlas_reading_clear)

G_END_DECLS
