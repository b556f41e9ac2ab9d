/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_DESTINATION (atlas_destination_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDestination, atlas_destination, ATLAS, DESTINATION, GObject)

AtlasDestination *atlas_destination_new        (const char       *route,
                                                const char       *name,
                                                const char       *within);
const char       *atlas_destination_get_route  (AtlasDestination *self);
const char       *atlas_destination_get_name   (AtlasDestination *self);
const char       *atlas_destination_get_within (AtlasDestination *self);

G_END_DECLS
