/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-school-year.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasWaiting:
 * @area: (nullable): id of the home area
 * @partnership: (nullable): id of the home partnership
 * @children: how many children wait
 * @since: since when the first of them has, or %ATLAS_DATE_NONE
 *
 * Children of one part of the county who wait for a place.
 */
typedef struct {
  char      *area;
  char      *partnership;
  int        children;
  AtlasDate  since;
} AtlasWaiting;

GPtrArray *atlas_store_count_waiting (AtlasStore    *store,
                                      AtlasPhase     phase,
                                      AtlasDate      on,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_waiting_free        (AtlasWaiting  *self);

G_END_DECLS
