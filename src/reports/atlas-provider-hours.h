/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasProviderHoursRow:
 * @provision: id of the provision
 * @route: its page
 * @name: its name
 * @n_children: children whose whole week it gives
 * @n_unknown: of them, those of whom no record says the hours, or what full-time is
 * @n_short: of them, those with fewer hours than full-time
 * @given: hours a week given to those that are known
 * @owed: fewest hours a week that are full-time for them
 * @missing: hours a week that those with too few lack
 * @is_demonstration: whether a figure about a real provision is made up
 *
 * What a provision gives beside what its children are owed.
 */
typedef struct {
  char     *provision;
  char     *route;
  char     *name;
  guint     n_children;
  guint     n_unknown;
  guint     n_short;
  double    given;
  double    owed;
  double    missing;
  gboolean  is_demonstration;
} AtlasProviderHoursRow;

/**
 * AtlasProviderHours:
 * @on: the day
 * @rows: (element-type AtlasProviderHoursRow): those that lack most first
 *
 * Hours given and owed, by provision.
 */
typedef struct {
  AtlasDate  on;
  GPtrArray *rows;
} AtlasProviderHours;

AtlasProviderHours *atlas_provider_hours_new     (AtlasStore               *store,
                                                  const char               *scope,
                                                  AtlasDate                 on,
                                                  GError                  **error)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void                atlas_provider_hours_free    (AtlasProviderHours       *self);
json_t             *atlas_provider_hours_to_json (const AtlasProviderHours *self)
                                                  G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProviderHours, atlas_provider_hours_free)

G_END_DECLS
