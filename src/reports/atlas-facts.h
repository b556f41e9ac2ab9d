/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-capacity.h"

G_BEGIN_DECLS

/**
 * AtlasFact:
 * @key: its name in JSON, as `lead_school`; several facts may share one
 * @label: what it is, translated: "Lead school"
 * @value: its value
 * @source: (nullable): where it comes from and how old it is
 * @route: (nullable): the page of what it names
 * @mark: (nullable): "Approximate", "Provisional", "Demonstration"
 *
 * One thing that a page says.
 */
typedef struct {
  char *key;
  char *label;
  char *value;
  char *source;
  char *route;
  char *mark;
} AtlasFact;

/**
 * AtlasFactSection:
 * @title: of the section, translated
 * @facts: (element-type AtlasFact): in the order of the page
 *
 * Facts that stand together.
 */
typedef struct {
  char      *title;
  GPtrArray *facts;
} AtlasFactSection;

/**
 * AtlasFacts:
 * @route: of the page
 * @title: what it is about
 * @subtitle: (nullable): the kind of thing, or the level above
 * @on: the day that the facts are of
 * @sections: (element-type AtlasFactSection): its sections
 *
 * What is known of one route on one day, for a page, a print or a terminal.
 */
typedef struct {
  char      *route;
  char      *title;
  char      *subtitle;
  AtlasDate  on;
  GPtrArray *sections;
} AtlasFacts;

AtlasFacts *atlas_facts_new     (AtlasStore *store,
                                 const char *route,
                                 AtlasDate   on,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_facts_free    (AtlasFacts *self);
void        atlas_facts_add_places (AtlasFacts    *self,
                                    AtlasCapacity *capacity);
json_t     *atlas_facts_to_json (AtlasFacts *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFacts, atlas_facts_free)

G_END_DECLS
