/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "reports/atlas-out-of-school.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_OUT_ITEM (atlas_out_item_get_type ())

G_DECLARE_FINAL_TYPE (AtlasOutItem, atlas_out_item, ATLAS, OUT_ITEM, GObject)

GListStore *atlas_out_items_new      (const AtlasOutOfSchool *list) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_out_item_get_route (AtlasOutItem           *self);
gboolean    atlas_out_item_is_in     (AtlasOutItem           *self,
                                      guint                   choice);

G_END_DECLS
