/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/atlas-route.h"

G_BEGIN_DECLS

/**
 * AtlasTrail:
 *
 * The pages that somebody has been to, for Back and Forward.
 */
typedef struct _AtlasTrail AtlasTrail;

AtlasTrail       *atlas_trail_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_trail_free           (AtlasTrail       *trail);
void              atlas_trail_visit          (AtlasTrail       *trail,
                                              const AtlasRoute *route);
const AtlasRoute *atlas_trail_get_current    (AtlasTrail       *trail);
const AtlasRoute *atlas_trail_back           (AtlasTrail       *trail);
const AtlasRoute *atlas_trail_forward        (AtlasTrail       *trail);
gboolean          atlas_trail_can_go_back    (AtlasTrail       *trail);
gboolean          atlas_trail_can_go_forward (AtlasTrail       *trail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTrail, atlas_trail_free)

G_END_DECLS
