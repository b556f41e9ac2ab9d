/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-capacity.h"

G_BEGIN_DECLS

/**
 * AtlasCapacityArea:
 * @key: (nullable): the area's key; %NULL for places that belong to no one area
 * @name: (nullable): what a list calls it, "2 Stevenage"; %NULL as for @key
 * @n_lines: lines of places in it
 * @n_unknown: those of them without any return
 * @counted: places commissioned of the lines that have a return
 * @has_invented: whether a figure in it is made up
 * @total: the sum of its lines
 *
 * Where the places of one area stand.
 */
typedef struct {
  char     *key;
  char     *name;
  guint     n_lines;
  guint     n_unknown;
  int       counted;
  gboolean  has_invented;
  AtlasFree total;
} AtlasCapacityArea;

GPtrArray *atlas_capacity_by_area       (AtlasCapacity           *self,
                                         GPtrArray               *areas)
                                         G_GNUC_WARN_UNUSED_RESULT;
void       atlas_capacity_area_free     (AtlasCapacityArea       *self);
double     atlas_capacity_filled        (const AtlasFree         *total,
                                         int                      counted);
gboolean   atlas_capacity_line_is_invented (const AtlasCapacityLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCapacityArea, atlas_capacity_area_free)

G_END_DECLS
