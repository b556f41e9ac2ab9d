/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "rules/atlas-not-full-time.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasOutRow:
 * @child: id of the child
 * @reference: (nullable): reference of the newest referral; %NULL when nobody has referred them
 * @year_group: on the day
 * @town: (nullable): home town
 * @area: (nullable): home area
 * @school: (nullable): the school that the record names
 * @reasons: (element-type AtlasNotFullTimeReason): every reason, in the order of their table
 * @cohorts: bits of the groups, `1 << ATLAS_COHORT_MOVES`
 * @since: the first day of the oldest reason, or %ATLAS_DATE_NONE
 * @on_register: whether the child would be on the register of children not in school
 *
 * A child who is not in full-time education. No name is in it.
 */
typedef struct {
  char      *child;
  char      *reference;
  int        year_group;
  char      *town;
  char      *area;
  char      *school;
  GArray    *reasons;
  guint      cohorts;
  AtlasDate  since;
  gboolean   on_register;
} AtlasOutRow;

/**
 * AtlasOutOfSchool:
 * @on: the day that it is of
 * @rows: (element-type AtlasOutRow): each child once, the longest out first
 * @by_cohort: children in each group; a child may be in several
 * @by_reason: children with each reason
 * @n_register: children who would be on the register of children not in school
 * @register_from: the day from which the county keeps it, or %ATLAS_DATE_NONE
 *
 * The children of a county, or of a part of it, who are not in full-time education on a day.
 */
typedef struct {
  AtlasDate   on;
  GPtrArray  *rows;
  guint       by_cohort[ATLAS_N_COHORTS];
  guint       by_reason[ATLAS_N_NOT_FULL_TIME];
  guint       n_register;
  AtlasDate   register_from;

  /*< private >*/
  GHashTable *names;    /* (element-type utf8 utf8): names of provisions and schools, by id */
} AtlasOutOfSchool;

AtlasOutOfSchool *atlas_out_of_school_new       (AtlasStore                   *store,
                                                 const char                   *scope,
                                                 AtlasDate                     on,
                                                 GError                      **error)
                                                 G_GNUC_WARN_UNUSED_RESULT;
void              atlas_out_of_school_free      (AtlasOutOfSchool             *self);
gboolean          atlas_out_row_has             (const AtlasOutRow            *row,
                                                 guint                         reasons);
char             *atlas_out_word_reason         (const AtlasOutOfSchool       *self,
                                                 const AtlasNotFullTimeReason *reason)
                                                 G_GNUC_WARN_UNUSED_RESULT;
char             *atlas_out_word_reasons        (const AtlasOutOfSchool       *self,
                                                 const AtlasOutRow            *row)
                                                 G_GNUC_WARN_UNUSED_RESULT;
char             *atlas_out_word_child          (const AtlasOutRow            *row)
                                                 G_GNUC_WARN_UNUSED_RESULT;
char             *atlas_out_word_count          (guint                         n_children)
                                                 G_GNUC_WARN_UNUSED_RESULT;
char             *atlas_out_word_register       (const AtlasOutOfSchool       *self)
                                                 G_GNUC_WARN_UNUSED_RESULT;
json_t           *atlas_out_of_school_to_json   (const AtlasOutOfSchool       *self,
                                                 guint                         reasons)
                                                 G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasOutOfSchool, atlas_out_of_school_free)

G_END_DECLS
