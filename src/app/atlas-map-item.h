/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-drawing.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_ITEM (atlas_map_item_get_type ())

G_DECLARE_DERIVABLE_TYPE (AtlasMapItem, atlas_map_item, ATLAS, MAP_ITEM, GtkWidget)

/**
 * AtlasMapItemClass:
 * @pressed: a click of the pointer; @n_press is 2 for the second of a double click
 *
 * Something on a map that can be pointed at, reached by arrow keys, and opened.
 */
struct _AtlasMapItemClass
{
  GtkWidgetClass parent_class;

  void (*pressed) (AtlasMapItem *self,
                   int           n_press);
};

const char *atlas_map_item_get_label    (AtlasMapItem *self);
void        atlas_map_item_set_label    (AtlasMapItem *self,
                                         const char   *label);
gboolean    atlas_map_item_get_selected (AtlasMapItem *self);
void        atlas_map_item_set_selected (AtlasMapItem *self,
                                         gboolean      selected);

void        atlas_map_item_draw_ring    (AtlasMapItem *self,
                                         cairo_t      *cr);

G_END_DECLS
