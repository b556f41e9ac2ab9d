/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"
#include "rules/atlas-clocks.h"
#include "store/atlas-store.h"
#include "store/atlas-store-calendar.h"

G_BEGIN_DECLS

/**
 * AtlasWalk:
 * @store: the store
 * @on: the day that is asked about
 * @background: provisions with their places
 * @calendars: school days
 * @setting: what clocks are read by
 * @settings: what the county decided about its checks
 * @county: (nullable): its record, which @settings points into
 * @children: (nullable) (element-type utf8): ids of those asked about; %NULL for everybody
 * @names: (element-type utf8 utf8): names that were asked for, by id
 *
 * A walk through the cases of a county or a part of it, with everything that rules read beside a
 * case. It belongs to the store's thread.
 */
typedef struct {
  AtlasStore         *store;
  AtlasDate           on;
  AtlasBackground    *background;
  AtlasCalendars     *calendars;
  AtlasClockSetting   setting;
  AtlasCheckSettings  settings;
  AtlasCounty        *county;
  GHashTable         *children;
  GHashTable         *names;
} AtlasWalk;

typedef void (*AtlasWalkFunc) (AtlasWalk       *walk,
                               const AtlasCase *file,
                               gpointer         data);

gboolean    atlas_walk_init  (AtlasWalk        *self,
                              AtlasStore       *store,
                              const char       *scope,
                              AtlasDate         on,
                              GError          **error);
void        atlas_walk_clear (AtlasWalk        *self);
gboolean    atlas_walk_cases (AtlasWalk        *self,
                              AtlasWalkFunc     look,
                              gpointer          data,
                              GError          **error);
const char *atlas_walk_name  (AtlasWalk        *self,
                              const AtlasType  *type,
                              const char       *id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasWalk, atlas_walk_clear)

G_END_DECLS
