/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-places.h"

G_BEGIN_DECLS

/* How far ahead "leaving soon" looks: two weeks, set by this county. */
#define ATLAS_LEAVING_DAYS 14

/**
 * AtlasCapacityLine:
 * @line: the line of places
 * @free: its count on the day asked about
 * @is_late: whether a newer return is due, or there is none
 *
 * One row of the places board.
 */
typedef struct {
  AtlasPlaceLine *line;
  AtlasFree       free;
  gboolean        is_late;
} AtlasCapacityLine;

/**
 * AtlasCapacity:
 * @on: the day that it was asked about
 * @leaving_by: the day that "leaving" looks to
 * @lines: (element-type AtlasCapacityLine): the rows, by provision's name
 * @total: of the lines whose figures are known
 * @n_sent: lines with a return within the window
 *
 * Where a county or a part of it stands.
 */
typedef struct {
  AtlasDate  on;
  AtlasDate  leaving_by;
  GPtrArray *lines;
  AtlasFree  total;
  guint      n_sent;
} AtlasCapacity;

AtlasCapacity *atlas_capacity_new     (AtlasStore    *store,
                                       const char    *scope,
                                       AtlasDate      on,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_capacity_free    (AtlasCapacity *self);
json_t        *atlas_capacity_to_json (AtlasCapacity *self) G_GNUC_WARN_UNUSED_RESULT;
char          *atlas_capacity_word_finding (AtlasCapacity *self,
                                       const char    *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCapacity, atlas_capacity_free)

G_END_DECLS
