/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "drawing/atlas-choropleth.h"
#include "reports/atlas-facts.h"
#include "reports/atlas-figures.h"
#include "reports/atlas-measures.h"

G_BEGIN_DECLS

/**
 * AtlasMapRequest:
 * @route: `county`, `area/dspl2` or `partnership/lsp-royston`
 * @phase: (nullable): code of the only phase to count
 * @on: the day
 * @with_shapes: whether the shapes are wanted too; they do not change while a store is open
 *
 * What a page of the Map view asks the store.
 */
typedef struct {
  char      *route;
  char      *phase;
  AtlasDate  on;
  gboolean   with_shapes;
} AtlasMapRequest;

/**
 * AtlasMapShapes:
 * @areas: the county's areas
 * @partnerships: its partnerships, in the same projection
 *
 * The shapes of a county pack.
 */
typedef struct {
  AtlasGeometry *areas;
  AtlasGeometry *partnerships;
} AtlasMapShapes;

/**
 * AtlasMapFile:
 * @measures: of the county's areas, or of the area's partnerships
 * @shapes: (nullable): %NULL when they were not asked for, or the store's pack has none
 * @pins: (element-type AtlasPin): the provisions of the day whose position is known
 * @figures: (nullable): the county's permanent exclusions; of a county only
 * @facts: (nullable): what the page says; of an area or partnership only
 * @finding: (nullable): the same in one sentence
 * @area: (nullable): key of the area that the page is of or in
 * @title: (nullable): of an area or partnership
 *
 * What a page of the Map view shows.
 */
typedef struct {
  AtlasMeasures  *measures;
  AtlasMapShapes *shapes;
  GArray         *pins;
  AtlasFigures   *figures;
  AtlasFacts     *facts;
  char           *finding;
  char           *area;
  char           *title;
} AtlasMapFile;

void            atlas_map_request_free (AtlasMapRequest *self);
void            atlas_map_file_free    (AtlasMapFile    *self);
void            atlas_map_shapes_free  (AtlasMapShapes  *self);
gpointer        atlas_map_read_file    (AtlasStore      *store,
                                        gpointer         data,
                                        GCancellable    *cancellable,
                                        GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMapFile, atlas_map_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMapShapes, atlas_map_shapes_free)

G_END_DECLS
