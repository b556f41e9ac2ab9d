/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-free.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasPlaceLine:
 * @place: the line of commissioned places
 * @provision: whose it is
 * @last_return: (nullable): the return that its figures stand on
 * @facts: the case file for atlas_free_count()
 *
 * A line of places with everything that the count of free places needs.
 */
typedef struct {
  AtlasPlace     *place;
  AtlasProvision *provision;
  AtlasReturn    *last_return;
  AtlasPlaceCase  facts;

  /*< private >*/
  GArray         *claims;       /* (element-type AtlasClaim) */
  GArray         *pending;      /* (element-type AtlasClaim) */
  GPtrArray      *texts;        /* (element-type utf8): the claims' ids */
} AtlasPlaceLine;

GPtrArray      *atlas_store_list_places  (AtlasStore     *self,
                                          const char     *scope,
                                          AtlasDate       on,
                                          GError        **error);
AtlasPlaceLine *atlas_store_get_place    (AtlasStore     *self,
                                          const char     *id,
                                          AtlasDate       on,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_place_line_free    (AtlasPlaceLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPlaceLine, atlas_place_line_free)

G_END_DECLS
