/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_SCOPE (atlas_scope_get_type ())

G_DECLARE_FINAL_TYPE (AtlasScope, atlas_scope, ATLAS, SCOPE, GObject)

AtlasScope *atlas_scope_new        (const char *route,
                                    const char *name,
                                    const char *within);
const char *atlas_scope_get_route  (AtlasScope *self);
const char *atlas_scope_get_name   (AtlasScope *self);
const char *atlas_scope_get_within (AtlasScope *self);

G_END_DECLS
