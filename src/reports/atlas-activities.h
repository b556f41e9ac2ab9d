/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-calendar.h"

G_BEGIN_DECLS

/**
 * AtlasActivityCount:
 * @term: (nullable): code of the term, `2026-autumn`; %NULL where the terms are not entered
 * @term_words: the term in words
 * @school: (nullable): key of the school; %NULL for work with no school named
 * @school_name: its name, or words for none
 * @kind: code of `activity-kind`
 * @n: how many
 * @hours: hours altogether, of those that say
 *
 * Advice and outreach of one kind for one school in one term.
 */
typedef struct {
  char       *term;
  char       *term_words;
  char       *school;
  char       *school_name;
  char       *kind;
  int         n;
  double      hours;
  gboolean    invented;

  /*< private >*/
  int         term_order;
  int         kind_order;
} AtlasActivityCount;

/**
 * AtlasActivities:
 * @on: the day up to which they count
 * @counts: (element-type AtlasActivityCount): the newest term first, then by school and kind
 * @n: activities altogether
 * @hours: hours altogether
 *
 * What services gave schools besides places: advice, training, outreach.
 */
typedef struct {
  AtlasDate  on;
  GPtrArray *counts;
  int        n;
  double     hours;
} AtlasActivities;

AtlasActivities *atlas_activities_new     (AtlasStore            *store,
                                           const char            *scope,
                                           AtlasDate              on,
                                           GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void             atlas_activities_free    (AtlasActivities       *self);
json_t          *atlas_activities_to_json (const AtlasActivities *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasActivities, atlas_activities_free)

G_END_DECLS
